"""The words of notifications about editions and guidelines, each only where the person may read it now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.editions.lifecycle import State
from guidelines.editions.models import Comment, Edition, Guideline, ReviewRound
from guidelines.editions.rights import visible_editions, visible_guidelines
from guidelines.frame import clock
from guidelines.frame.times import mine_and_market
from guidelines.liaison.models import Kind
from guidelines.liaison.notifying import showing
from guidelines.liaison.notifying.showing import Shown, Told
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.text.audience import Audience

LONGEST_NOTE = 300
SENTENCES: dict[str, Promise] = {
    "edition.submitted": gettext_lazy("%(name)s asks you to review edition %(number)d."),
    "review.reassigned": gettext_lazy("%(name)s gives you the review of edition %(number)d."),
    "edition.consulted": gettext_lazy("%(name)s asks what you think of edition %(number)d."),
    "edition.changes_requested": gettext_lazy("%(name)s requests changes to edition %(number)d."),
    "edition.approved": gettext_lazy("%(name)s approved edition %(number)d."),
    "edition.commented": gettext_lazy("%(name)s mentions you on edition %(number)d."),
    "edition.published": gettext_lazy("Edition %(number)d changes decisions. Read and acknowledge it."),
    "edition.enforced": gettext_lazy("Edition %(number)d is in force at once. Read and acknowledge it."),
}


def register() -> None:
    showing.register("edition", editions)
    showing.register("round", rounds)
    showing.register("duty", duties)
    showing.register("care", care)


def editions(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    """What was done to editions."""
    found = readable(person, (one.row.subject_id for one in told))
    comments = [one.row.detail for one in told if one.row.kind == Kind.MENTIONED and one.row.detail]
    texts = dict(Comment.objects.filter(pk__in=comments).values_list("pk", "text")) if comments else {}
    shown = {}
    for one in told:
        edition = found.get(one.row.subject_id)
        if edition is not None and one.event is not None and one.event.verb in SENTENCES:
            facts = {"name": one.name, "number": edition.number}
            note = texts.get(one.row.detail or 0) or str(one.event.data.get("note", ""))
            sentence = str(SENTENCES[one.event.verb]) % facts
            shown[one.row.pk] = of_edition(edition, sentence, _page(person, edition, one.event.verb), note=note)
    return shown


def _page(person: Person, edition: Edition, verb: str) -> str:
    """Where it is done. A draft opens in the editor, what is published where it is read, and for somebody of any role
    who was asked, the page of the consultation."""
    guideline = edition.guideline
    where = (guideline.policy_id, edition.number)
    if verb in ("edition.published", "edition.enforced"):
        return reverse("guideline", args=where[:1]) if _binds(edition) else reverse("edition", args=where)
    if not holdings(person).may(Capability.READ_ALL, guideline.market_id, guideline.domain_id):
        return reverse("consulted", args=where)
    return reverse("draft" if edition.state == State.DRAFT else "review", args=where)


def _binds(edition: Edition) -> bool:
    return edition.effective_from is not None and edition.effective_from <= clock.now()


def rounds(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    """Decisions that are due: nothing to say once the decision is made."""
    rows = ReviewRound.objects.filter(pk__in=[one.row.subject_id for one in told]).in_bulk()
    found = readable(person, (row.edition_id for row in rows.values()))
    shown = {}
    for one in told:
        row = rows.get(one.row.subject_id)
        edition = found.get(row.edition_id) if row else None
        if row and edition:
            sentence = {
                Kind.DUE: _("The decision on edition %(number)d is due %(moment)s."),
                Kind.OVERDUE: _("The decision on edition %(number)d was due %(moment)s."),
            }[Kind(one.row.kind)]
            moment = mine_and_market(row.due_at, person.time_zone, edition.guideline.market.time_zone)
            page = reverse("review", args=[edition.guideline.policy_id, edition.number])
            shown[one.row.pk] = of_edition(edition, sentence % {"number": edition.number, "moment": moment}, page)
    return shown


def duties(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    """What is to be acknowledged until a moment."""
    found = readable(person, (one.row.subject_id for one in told))
    shown = {}
    for one in told:
        edition = found.get(one.row.subject_id)
        if edition is not None and edition.acknowledge_until is not None:
            sentence = {
                Kind.DUE: _("Acknowledge edition %(number)d until %(moment)s."),
                Kind.OVERDUE: _("Edition %(number)d was to be acknowledged until %(moment)s."),
            }[Kind(one.row.kind)]
            moment = mine_and_market(edition.acknowledge_until, person.time_zone, edition.guideline.market.time_zone)
            page = reverse("guideline", args=[edition.guideline.policy_id])
            shown[one.row.pk] = of_edition(edition, sentence % {"number": edition.number, "moment": moment}, page)
    return shown


def care(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    """Periodic reviews of the guidelines that somebody owns."""
    keys = [one.row.subject_id for one in told]
    found: dict[int, Guideline] = {row.pk: row for row in visible_guidelines(person).filter(pk__in=keys)}
    titles = dict(Edition.objects.in_force(clock.now()).filter(guideline__in=found).values_list("guideline", "title"))
    shown = {}
    for one in told:
        guideline = found.get(one.row.subject_id)
        if guideline is not None:
            late = one.row.kind == Kind.OVERDUE
            sentence = _("Its periodic review is late.") if late else _("Its periodic review is due soon.")
            page = reverse("periodic_review", args=[guideline.policy_id])
            shown[one.row.pk] = Shown(
                sentence,
                page,
                guideline.policy_id,
                titles.get(guideline.pk, ""),
                guideline.language,
                is_restricted=guideline.audience == Audience.RESTRICTED,
            )
    return shown


def readable(person: Person, keys: Iterable[int]) -> dict[int, Edition]:
    """Of these editions those the person may know of now, in one query."""
    rows = visible_editions(person).filter(pk__in=set(keys)).defer("source")
    return {edition.pk: edition for edition in rows}


def of_edition(edition: Edition, sentence: str, url: str, *, note: str = "") -> Shown:
    guideline = edition.guideline
    shortened = note if len(note) <= LONGEST_NOTE else f"{note[:LONGEST_NOTE].rstrip()}…"
    return Shown(
        sentence,
        url,
        guideline.policy_id,
        edition.title,
        guideline.language,
        shortened,
        is_restricted=guideline.audience == Audience.RESTRICTED,
    )
