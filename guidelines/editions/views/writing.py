"""The draft page: write, preview, save, submit; its save points; and the rebase."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.editions import save_points as points
from guidelines.editions import services
from guidelines.editions.comparing import SHOWN_APART, Block, Detail, compare_details, compare_texts
from guidelines.editions.documents import Document, document
from guidelines.editions.drafts import NO_WORDS, merged_details, words_of
from guidelines.editions.forms import DraftForm
from guidelines.editions.models import Edition
from guidelines.editions.queries import newer_words
from guidelines.editions.readiness import Blocker, blockers_in
from guidelines.editions.rights import NotAllowed, why_not
from guidelines.editions.views.fetching import refuse, work_edition_for, work_page
from guidelines.frame.refusals import Outdated, Refusal
from guidelines.people.requests import actor
from guidelines.text.merging import merge
from guidelines.text.refusal import TextRefused
from guidelines.text.rendering import render as render_text

HISTORY_ON_PAGE = 5
LONGEST_NUMBER = 9


@dataclass(frozen=True)
class Conflict:
    """Somebody saved meanwhile: their edition now, and what sets it apart from the text that was typed here."""

    edition: Edition
    details: tuple[Detail, ...]
    blocks: tuple[Block, ...]


@login_required
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    edition = work_edition_for(request, policy_id, number)
    reason = why_not(actor(request), "save", edition)
    if request.method == "GET":
        if reason:
            return redirect("review", edition.guideline.policy_id, edition.number)
        return _page(request, edition, DraftForm(initial=DraftForm.initial_of(edition)))
    if isinstance(reason, NotAllowed):
        refuse(reason)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _page(request, edition, form, status=422)
    if request.POST.get("action") == "preview":
        return _preview(request, edition, form)
    return _save(request, edition, form, submit=request.POST.get("action") == "submit")


def _preview(request: HttpRequest, edition: Edition, form: DraftForm) -> HttpResponse:
    try:
        rendered = render_text(form.cleaned_data["source"], language=edition.guideline.language)
    except TextRefused as refused:
        return _refused(request, edition, form, refused)
    preview = document(rendered, language=edition.guideline.language, policy_id=edition.guideline.policy_id)
    return _page(request, edition, form, preview=preview)


def _save(request: HttpRequest, edition: Edition, form: DraftForm, *, submit: bool) -> HttpResponse:
    person = actor(request)
    try:
        saved = services.save_draft(edition, by=person, seen=form.cleaned_data["seen"], words=form.words)
        for sentence in saved.mended:
            messages.info(request, sentence)
        if submit:
            services.submit(saved.edition, by=person, seen=saved.edition.digest)
    except TextRefused as refused:
        return _refused(request, edition, form, refused)
    except Outdated as refusal:
        return _conflict(request, edition, form, refusal)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        fresh = work_edition_for(request, edition.guideline.policy_id, edition.number)
        form.stand_on(fresh)
        return _page(request, fresh, form, status=refusal.status)
    if submit:
        messages.success(request, _("Sent to review. The words are frozen until it is decided."))
        return redirect("review", edition.guideline.policy_id, edition.number)
    messages.success(request, _("Saved.") if saved.changed else _("Nothing to save: no word changed."))
    return redirect("draft", edition.guideline.policy_id, edition.number)


def _refused(request: HttpRequest, edition: Edition, form: DraftForm, refused: TextRefused) -> HttpResponse:
    form.add_error("source", str(refused.sentence))
    return _page(request, edition, form, status=refused.status)


def _conflict(request: HttpRequest, edition: Edition, form: DraftForm, refusal: Refusal) -> HttpResponse:
    """The editor again with the typed text, beside it what the other person saved. Saving now is a deed of its own."""
    theirs = work_edition_for(request, edition.guideline.policy_id, edition.number)
    form.add_error(None, refusal.sentence)
    mine, language = form.words.normalised().words, theirs.guideline.language
    conflict = Conflict(
        theirs,
        compare_details(words_of(theirs), mine, language),
        compare_texts(theirs.source, mine.source, language),
    )
    form.stand_on(theirs)
    return _page(request, theirs, form, conflict=conflict, status=409)


def _page(
    request: HttpRequest,
    edition: Edition,
    form: DraftForm,
    *,
    preview: Document | None = None,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    words = form.words.normalised().words if preview else words_of(edition)
    found: list[Blocker] = blockers_in(words, edition.guideline.language)
    context: dict[str, Any] = {
        "form": form,
        "preview": preview,
        "conflict": conflict,
        "blockers": found,
        "points": points.history(edition)[:HISTORY_ON_PAGE],
        "newer": newer_words(edition),
        "discard_reason": why_not(actor(request), "discard", edition),
    }
    return work_page(request, "editions/draft.html", edition, context, status)


@login_required
@require_http_methods(["GET", "POST"])
def save_points(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    """Every save of a draft, what one of them changes against the words now, and the way back to it."""
    edition = work_edition_for(request, policy_id, number)
    reason = why_not(actor(request), "save", edition)
    if request.method == "POST":
        refuse(reason)
        return _restore(request, edition)
    chosen = _number_of_point(request.GET.get("point", ""))
    words, language = points.words_at(edition, chosen) if chosen else None, edition.guideline.language
    context: dict[str, Any] = {
        "points": points.history(edition),
        "chosen": chosen if words else None,
        "blocks": compare_texts(edition.source, words.source, language) if words else (),
        "details": compare_details(words_of(edition), words, language) if words else (),
        "reason": reason,
    }
    return work_page(request, "editions/save_points.html", edition, context)


def _number_of_point(text: str) -> int:
    """The number of a save point in an address or a form; 0, which none has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def _restore(request: HttpRequest, edition: Edition) -> HttpResponse:
    saved = services.restore(
        edition,
        by=actor(request),
        seen=request.POST.get("seen", ""),
        save_point=_number_of_point(request.POST.get("point", "")),
    )
    messages.success(
        request, _("Restored as a new save.") if saved.changed else _("The draft already has these words.")
    )
    return redirect("draft", edition.guideline.policy_id, edition.number)


@login_required
@require_http_methods(["GET", "POST"])
def rebase(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    """Put a draft on newer published words: see what they changed, bring it in, confirm."""
    edition = work_edition_for(request, policy_id, number)
    person = actor(request)
    refuse(why_not(person, "rebase", edition))
    newer = newer_words(edition)
    merged = merge(edition.base.source if edition.base else "", newer.source, edition.source) if newer else None
    if request.method == "POST" and newer and merged:
        base, theirs = words_of(edition.base) if edition.base else NO_WORDS, words_of(newer)
        words = replace(merged_details(base, theirs, words_of(edition)), source=merged.text)
        services.rebase(edition, by=person, seen=request.POST.get("seen", ""), words=words)
        messages.success(request, _("The draft now stands on edition %(number)d.") % {"number": newer.number})
        return redirect("draft", edition.guideline.policy_id, edition.number)
    before = words_of(edition.base) if edition.base else NO_WORDS
    language = edition.guideline.language
    context: dict[str, Any] = {
        "newer": newer,
        "merged": merged,
        "blocks": compare_texts(before.source, newer.source, language) if newer else (),
        "details": compare_details(before, words_of(newer), language, SHOWN_APART) if newer else (),
    }
    return work_page(request, "editions/rebase.html", edition, context)
