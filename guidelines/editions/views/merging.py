"""Two texts become one: a save that met other words, and a draft whose guideline got newer published words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guidelines.editions import save_points, services
from guidelines.editions.documents import document
from guidelines.editions.drafts import NO_WORDS, DraftWords, words_of
from guidelines.editions.forms.merging import MergeForm, answers_in
from guidelines.editions.merged_words import OF_THE_EDITION, WordsMerge, last_rule_of, merge_words
from guidelines.editions.merging_page import questions, taken
from guidelines.editions.models import Contribution, Edition
from guidelines.editions.queries import newer_words
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import why_not
from guidelines.editions.views.fetching import work_edition_for, work_page
from guidelines.editions.views.kept import after_saving
from guidelines.frame.refusals import Invalid, Outdated, Refusal
from guidelines.people.requests import actor
from guidelines.text.refusal import TextRefused
from guidelines.text.rendering import render as render_text
from guidelines.text.resolving import Answer


@dataclass(frozen=True)
class Meeting:
    """Two texts to be made one: my words, and the digests of what they are merged with.

    `seen` is the digest of the draft that the result will replace; `onto` the edition on which a rebase puts it.
    """

    edition: Edition
    mine: DraftWords
    base: str
    theirs: str
    seen: str
    onto: Edition | None = None

    def merged(self, answers: dict[str, Answer]) -> WordsMerge:
        order = next((answer.choice for key, answer in answers.items() if key.startswith("rules-")), None)
        return merge_words(
            _words(self.edition, self.base),
            _words(self.edition, self.theirs),
            self.mine,
            last_rule=last_rule_of(self.edition.guideline),
            order=order if order in ("theirs", "mine") else None,
            own=OF_THE_EDITION if self.is_with_an_edition else (),
        )

    @property
    def is_with_an_edition(self) -> bool:
        """Whether the other side is a published edition, not the draft as somebody else saved it."""
        return self.onto is not None and self.theirs == self.onto.digest


def _words(edition: Edition, digest: str) -> DraftWords:
    """The words of this draft or of an edition of its guideline that have a digest."""
    if not digest:
        return NO_WORDS
    found = save_points.words_with_digest(edition, digest)
    if found is None:
        published = edition.guideline.editions.filter(digest=digest).first()
        found = words_of(published) if published else None
    return found or NO_WORDS


def merge_page(request: HttpRequest, edition: Edition, *, mine: DraftWords, seen: str, sentence: str) -> HttpResponse:
    """The answer to a save that met other words than those it was written on (`seen`): nothing is overwritten."""
    fresh = work_edition_for(request, edition.guideline.policy_id, edition.number)
    meeting = Meeting(fresh, mine.normalised().words, base=seen, theirs=fresh.digest, seen=fresh.digest)
    return _page(request, meeting, {}, sentence=sentence, status=409)


@login_required
@require_http_methods(["GET", "HEAD"])
def rebase(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    """Put a draft on newer published words: the merge page with the old base, the newest words and the draft."""
    edition = work_edition_for(request, policy_id, number)
    refuse(why_not(actor(request), "rebase", edition))
    newer = newer_words(edition)
    if newer is None:
        return work_page(request, "editions/merge.html", edition, {"nothing": True})
    base = edition.base.digest if edition.base else ""
    return _page(request, Meeting(edition, words_of(edition), base, newer.digest, edition.digest, newer), {})


@login_required
@require_POST
def merge(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    """Look at the merged words, or save them: an ordinary save, or a rebase. Met by another save it merges again."""
    edition = work_edition_for(request, policy_id, number)
    form, answers = MergeForm(request.POST), answers_in(request.POST)
    refuse(why_not(actor(request), "rebase" if request.POST.get("onto") else "save", edition))
    if not form.is_valid():
        raise Invalid(_("This merge can’t be read any more. Copy your text, open the draft and bring it in."))
    data = form.cleaned_data
    onto = edition.guideline.editions.filter(number=data["onto"]).first() if data["onto"] else None
    mine = form.words.normalised().words
    meeting = Meeting(edition, mine, data["base"], data["theirs"], data["seen"], onto)
    merged = meeting.merged(answers)
    if open_keys := merged.undecided(answers):
        return _page(request, meeting, answers, unanswered=open_keys, status=422)
    words = merged.words(answers)
    if request.POST.get("action") == "preview":
        return _page(request, meeting, answers)
    try:
        return _save(request, meeting, words)
    except Outdated as refusal:
        return _page(request, _again(request, meeting, words), {}, sentence=refusal.sentence, status=409)
    except (Refusal, TextRefused) as refusal:
        return _page(request, meeting, answers, sentence=str(refusal.sentence), status=refusal.status)


def _save(request: HttpRequest, meeting: Meeting, words: DraftWords) -> HttpResponse:
    edition, person, seen = meeting.edition, actor(request), meeting.seen
    if meeting.onto:
        saved = services.rebase(edition, by=person, seen=seen, words=words, onto=meeting.onto)
        messages.success(request, _("The draft now stands on edition %(number)d.") % {"number": meeting.onto.number})
    else:
        kind = Contribution.Kind.MERGED
        saved = services.save_draft(edition, by=person, seen=seen, words=words, kind=kind, why=str(kind.label))
        messages.success(request, _("Merged and saved.") if saved.changed else _("Nothing to save: no word changed."))
    for sentence in saved.mended:
        messages.info(request, sentence)
    return after_saving(request, edition)


def _again(request: HttpRequest, meeting: Meeting, words: DraftWords) -> Meeting:
    """The merged words against what came in between: a save of the draft, or for a rebase a newer edition."""
    fresh = work_edition_for(request, meeting.edition.guideline.policy_id, meeting.edition.number)
    newer = newer_words(fresh)
    now = replace(meeting, edition=fresh, mine=words, seen=fresh.digest)
    if fresh.digest != meeting.seen or newer is None:
        return replace(now, base=meeting.seen, theirs=fresh.digest)
    return replace(now, base=meeting.theirs, theirs=newer.digest, onto=newer)


def _page(
    request: HttpRequest,
    meeting: Meeting,
    answers: dict[str, Answer],
    *,
    unanswered: list[str] | None = None,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    merged, edition = meeting.merged(answers), meeting.edition
    is_settled = not merged.undecided(answers)
    their_name = _their_name(meeting)
    context: dict[str, Any] = {
        "meeting": meeting,
        "mine": meeting.mine,
        "kept_id": request.POST.get("kept-id", ""),
        "sentence": sentence,
        "their_name": their_name,
        "questions": questions(merged, answers, unanswered or [], edition.guideline.language),
        "taken": taken(merged, their_name),
        "unanswered": unanswered or [],
        "preview": _preview(edition, merged.words(answers)) if is_settled else None,
    }
    return work_page(request, "editions/merge.html", edition, context, status)


def _their_name(meeting: Meeting) -> str:
    if meeting.onto and meeting.is_with_an_edition:
        return _("Edition %(number)d") % {"number": meeting.onto.number}
    newest = save_points.history(meeting.edition)[0].person
    return newest.name if newest else _("Saved meanwhile")


def _preview(edition: Edition, words: DraftWords) -> Any:
    """The merged words as readers would meet them; nothing where they are beyond the limits, which saving says."""
    language = edition.guideline.language
    try:
        rendered = render_text(words.source, language=language)
    except TextRefused:
        return None
    return document(rendered, language=language, policy_id=edition.guideline.policy_id)
