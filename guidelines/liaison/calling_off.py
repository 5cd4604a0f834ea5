"""Editions that were told beforehand and cancelled before they began: who is to hear that they don't begin.

What nobody was told of is not called off: to those who never heard of it, it is as if it had never been.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from guidelines.audit.models import AuditEvent
from guidelines.editions.clearances import not_restricted
from guidelines.editions.lifecycle import State
from guidelines.editions.models import Edition
from guidelines.editions.rights import SOON
from guidelines.editions.telling import note_told
from guidelines.frame.jobs import JobState
from guidelines.liaison.happenings import Happening, Kind
from guidelines.liaison.models import CalledOff, Correction, PackNote, Stakeholder
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.text.audience import Audience

Spans = dict[int, tuple[dt.datetime, dt.datetime]]
ISSUED = (State.PUBLISHED, State.WITHDRAWN)
_EARLY = Q(was_from__gt=F("at") + SOON)
"""Called off before anybody who reads no drafts could know of it."""
WORDS = ("title", "significance", "topic_codes", "note_audience", "change_note", "partner_note")


def write_down(event: AuditEvent) -> None:
    """The follower of the deed, in its transaction."""
    edition = Edition.objects.defer("source", "summary").get(pk=event.subject_id)
    before = CalledOff.objects.filter(edition=edition).last()
    since = before.at if before else edition.opened_at
    words = {name: getattr(edition, name) for name in WORDS}
    if corrected := Correction.objects.filter(edition=edition, at__gte=since).order_by("at", "pk").last():
        words |= {"change_note": corrected.note, "partner_note": corrected.partner_note}
    CalledOff.objects.create(
        edition=edition,
        at=event.at,
        since=since,
        was_from=dt.datetime.fromisoformat(event.data["effective_from"]),
        reason=event.data.get("note", ""),
        **words,
    )


def called_off(
    person: Anyone, capability: Capability, spans: Spans, now: dt.datetime, told: Q, domains: Collection[str] = ()
) -> list[Happening]:
    """What such packs told beforehand and was called off in these days, where the person may; of each the last time."""
    scope = holdings(person).where(capability, "edition__guideline__market", "edition__guideline__domain")
    rows = CalledOff.objects.filter(scope, _in_those_days(spans), not_restricted("edition__guideline"), at__lte=now)
    rows = rows.exclude(unknown_to(person))
    if domains:
        rows = rows.filter(edition__guideline__domain__code__in=domains)
    rows = rows.filter(_told_beforehand(told)).select_related(
        "edition__guideline__market", "edition__guideline__domain"
    )
    newest = {row.edition_id: row for row in rows.order_by("at", "pk").defer("edition__source", "edition__summary")}
    return [_happening(row) for row in newest.values()]


def is_beyond(person: Anyone, found: Iterable[Happening]) -> bool:
    """Whether anything in it was called off before this person could know of it."""
    at = {one.edition.pk: one.at for one in found if one.kind is Kind.CALLED_OFF}
    rows = CalledOff.objects.filter(unknown_to(person), edition__in=at) if at else CalledOff.objects.none()
    return any(at[edition] == moment for edition, moment in rows.values_list("edition", "at"))


def called_off_early() -> Q:
    """The notes of packs that tell of what was called off before those who read no drafts could know of it."""
    row = CalledOff.objects.filter(_EARLY, edition=OuterRef("edition"))
    later = CalledOff.objects.filter(
        edition=OuterRef("edition"), since=OuterRef("at"), at__lte=OuterRef(OuterRef("pack__at"))
    )
    before = row.filter(since__lte=OuterRef("pack__at"), at__gt=OuterRef("pack__at"))
    after = row.filter(~Exists(later), at__lte=OuterRef("pack__at"))
    return Q(Exists(before), kind=Kind.STARTS.value) | Q(Exists(after), kind=Kind.CALLED_OFF.value)


def heard_by(found: Iterable[Happening], audience: Audience) -> list[Happening]:
    """What an audience may know of by the words that the edition had then."""
    return [one for one in found if note_told(one.edition, audience) is not None]


def packs_for(audience: Audience) -> Q:
    """The packs that this audience may have had."""
    return Q(pack__audience__in=[one.value for one in Audience if audience.hears(one)])


def without_those_not_told(stakeholder: Stakeholder, found: Iterable[Happening]) -> tuple[Happening, ...]:
    """A list is called off what it was told beforehand itself, and nothing else."""
    found = tuple(found)
    wanted = {one.edition.pk for one in found if one.kind is Kind.CALLED_OFF}
    if not wanted:
        return found
    rows = CalledOff.objects.filter(_told_beforehand(Q(pack__stakeholder=stakeholder)), edition__in=wanted)
    told = set(rows.values_list("edition", "at"))
    return tuple(one for one in found if one.kind is not Kind.CALLED_OFF or (one.edition.pk, one.at) in told)


def not_reached(found: Iterable[Happening]) -> list[Happening]:
    """Those of which a list that was told beforehand, and is kept still, had no message since."""
    return [one for one in found if _lists_told(one) - _lists_reached(one)]


@dataclass(frozen=True)
class ToldNote:
    """A note of a pack with its title as it was told."""

    edition: Edition
    title: str
    is_called_off: bool


def named_as_told(notes: Collection[PackNote]) -> list[ToldNote]:
    """The notes of a pack as they were told: what was called off since may be a draft with other words."""
    off = [note.edition_id for note in notes if note.edition.state not in ISSUED]
    rows = CalledOff.objects.filter(edition__in=off).order_by("at", "pk") if off else ()
    told = {row.edition_id: row.title for row in rows}
    return [
        ToldNote(note.edition, told.get(note.edition_id, ""), is_called_off=True)
        if note.edition_id in off
        else ToldNote(note.edition, note.edition.title, is_called_off=False)
        for note in notes
    ]


def is_called_off_of(found: Iterable[Happening], since: dt.datetime) -> bool:
    """Whether anything that is told beforehand was called off after the state of the record that is told of."""
    coming = [one.edition.pk for one in found if one.kind is Kind.STARTS]
    return bool(coming) and CalledOff.objects.filter(edition__in=coming, at__gt=since).exists()


def unknown_to(person: Anyone) -> Q:
    """What was called off before this person could know of it."""
    early = holdings(person).where(Capability.READ_ALL, "edition__guideline__market", "edition__guideline__domain")
    return _EARLY & ~early


def _told_beforehand(packs: Q) -> Exists:
    before = PackNote.objects.filter(
        packs,
        edition=OuterRef("edition"),
        kind=Kind.STARTS.value,
        pack__state=JobState.DONE,
        pack__at__gte=OuterRef("since"),
        pack__at__lt=OuterRef("at"),
    )
    return Exists(before)


def _in_those_days(spans: Spans) -> Q:
    wanted = Q(pk__in=[])
    for market, (start, end) in spans.items():
        wanted |= Q(edition__guideline__market_id=market, at__gte=start, at__lt=end)
    return wanted


def _happening(row: CalledOff) -> Happening:
    edition = row.edition
    words: dict[str, Any] = {name: getattr(row, name) for name in WORDS}
    then = Edition(
        pk=edition.pk,
        guideline=edition.guideline,
        number=edition.number,
        effective_from=row.was_from,
        move_note=row.reason,
        **words,
    )
    return Happening(Kind.CALLED_OFF, row.at, then, None, None, None)


def _lists_told(one: Happening) -> set[int]:
    rows: QuerySet[CalledOff] = CalledOff.objects.filter(edition=one.edition.pk, at=one.at)
    (since,) = rows.values_list("since")[:1]
    notes = PackNote.objects.filter(edition=one.edition.pk, kind=Kind.STARTS.value, pack__state=JobState.DONE)
    told = notes.filter(pack__at__gte=since[0], pack__at__lt=one.at, pack__stakeholder__ended_at=None)
    return set(told.exclude(pack__stakeholder=None).values_list("pack__stakeholder", flat=True))


def _lists_reached(one: Happening) -> set[int]:
    notes = PackNote.objects.filter(edition=one.edition.pk, kind=Kind.CALLED_OFF.value, pack__at__gte=one.at)
    return set(notes.filter(pack__deliveries__state=JobState.DONE).values_list("pack__stakeholder", flat=True))
