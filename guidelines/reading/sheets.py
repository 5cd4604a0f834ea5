"""Everything a reading page shows beside the text, as one value: from it the page is drawn and its ETag is made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidelines.editions.models import Edition, Significance
from guidelines.editions.upkeep import review_due
from guidelines.frame.times import MONTHS, date_in_zone
from guidelines.frame.zones import zone_of
from guidelines.people.sessions import Anyone
from guidelines.reading.addressing import at_query
from guidelines.reading.asking import Asked, asked_of
from guidelines.reading.banners import Banner, Clock, banners, clock_of, is_suspended, spans
from guidelines.reading.notes import NoteBlock, note_blocks
from guidelines.reading.queries.guideline import KnownGuideline, Tag, tags_of

TRACK_LENGTH = 4


@dataclass(frozen=True)
class Stop:
    """One square of the editions track."""

    number: int
    when: str
    css: str
    url: str
    """Empty for the edition being read."""
    note: str


@dataclass(frozen=True)
class Fact:
    name: str
    value: str


@dataclass(frozen=True)
class Sheet:
    """One edition before one person at one instant, without its text."""

    policy_id: str
    language: str
    number: int
    digest: str
    base_digest: str
    title: str
    summary: str
    change_note: str
    is_minor: bool
    standing: str
    headline: str
    is_old: bool
    market: Tag
    domain: Tag
    tags: tuple[Tag, ...]
    seconds: tuple[str, ...]
    banners: tuple[Banner, ...]
    track: tuple[Stop, ...]
    facts: tuple[Fact, ...]
    market_zone: str
    shows_changes: bool
    """What changed is told over the words in force and those to come, not over old ones."""
    compare_from: int | None
    at_query: str
    """The instant asked for, for links to other reading pages."""
    cards: tuple[str, str] | None
    """What stands before and after a rule's ID in the address of its card; None over words that never bind."""
    asks: bool
    """Whether each rule shows the way to a question: over words in force."""
    asked: Asked | None
    """The acknowledgement it asks of this person; over the words of a moment of the past, none."""

    def note(self, rules: tuple[str, ...]) -> tuple[NoteBlock, ...]:
        return note_blocks(self.change_note, rules)

    @property
    def is_greyed(self) -> bool:
        """Nobody decides by these words now: old ones, and those of a suspended edition."""
        return self.is_old or self.standing == "suspended"


def sheet_of(known: KnownGuideline, edition: Edition, person: Anyone, at: dt.datetime | None = None) -> Sheet:
    """The sheet for one person."""
    sheet = sheet_for_all_like(known, edition, person, at)
    return sheet if at is not None else replace(sheet, asked=asked_of(known, edition, person))


def sheet_for_all_like(known: KnownGuideline, edition: Edition, person: Anyone, at: dt.datetime | None = None) -> Sheet:
    """The sheet without what is asked of the one who reads."""
    guideline, clock, language = known.guideline, clock_of(person, known), (get_language() or "en")[:2]
    standing = known.standing(edition)
    binds = standing in ("in_force", "emergency")
    old = standing in ("superseded", "withdrawn", "discarded")
    base = getattr(edition, "base_digest", None)
    return Sheet(
        policy_id=guideline.policy_id,
        language=guideline.language,
        number=edition.number,
        digest=edition.digest,
        base_digest=base or "",
        title=edition.title,
        summary=edition.summary,
        change_note=edition.change_note,
        is_minor=edition.significance == Significance.MINOR,
        standing="suspended" if binds and is_suspended(edition) else standing,
        headline=headline(known, edition, clock),
        is_old=old,
        market=Tag(guideline.market.code, guideline.market.named_in(language)),
        domain=Tag(guideline.domain.code, guideline.domain.named_in(language)),
        tags=tags_of(edition.topic_codes, known.lists, language),
        seconds=known.seconds,
        banners=banners(known, edition, person, at),
        track=_track(known, edition, clock),
        facts=tuple(_facts(known, edition, clock)),
        market_zone=guideline.market.time_zone,
        shows_changes=bool(edition.change_note.strip()) and not old,
        compare_from=_base_number(known, base),
        at_query=at_query(at),
        cards=_cards(known, edition, at),
        asks=binds,
        asked=None,
    )


def _cards(known: KnownGuideline, edition: Edition, at: dt.datetime | None) -> tuple[str, str] | None:
    """The cards of this edition, at the instant asked for; of one that is not in force, at its beginning."""
    if edition.published_at is None:
        return None
    moment = at if at or known.binding == edition else edition.effective_from
    return reverse("guideline", args=[known.guideline.policy_id]), at_query(moment)


def _base_number(known: KnownGuideline, base_digest: str | None) -> int | None:
    """The number of the base edition, where this person may read it."""
    return next((edition.number for edition in known.editions if base_digest and edition.digest == base_digest), None)


def headline(known: KnownGuideline, edition: Edition, clock: Clock) -> str:
    """“Edition 4, since 16 Jun 2026, 11:00 your time (09:00 PT)”"""
    standing = known.standing(edition)
    if standing in ("in_force", "emergency"):
        since = max(period.since for period in known.periods_of(edition) if period.since <= known.now)
        return _("Edition %(number)d, since %(moment)s") % {"number": edition.number, "moment": clock.both(since)}
    if standing == "scheduled" and edition.effective_from:
        moment = clock.both(edition.effective_from)
        return _("Edition %(number)d, from %(moment)s") % {"number": edition.number, "moment": moment}
    times = spans(known, edition, clock) if edition.published_at else ""
    saved = _("saved %(moment)s") % {"moment": clock.both(edition.saved_at)}
    return _("Edition %(number)d, %(times)s") % {"number": edition.number, "times": times or saved}


def _facts(known: KnownGuideline, edition: Edition, clock: Clock) -> list[Fact]:
    found: list[Fact] = []
    if edition.published_at:
        found.append(Fact(_("In force"), spans(known, edition, clock) or _("never")))
    found.append(Fact(_("Owner"), known.guideline.owner.name))
    found.append(Fact(_("Approved"), _approved(edition, clock)))
    if edition.published_at:
        found.append(Fact(_("Published"), clock.there(edition.published_at)))
    if known.binding == edition and edition.effective_from:
        due = review_due(edition.effective_from, getattr(edition, "last_kept", None), known.guideline.review_months)
        label = _("Review overdue since") if due <= known.now else _("Review due")
        found.append(Fact(label, date_in_zone(due, clock.market)))
    return found


def _approved(edition: Edition, clock: Clock) -> str:
    by, at = getattr(edition, "approved_by", None), getattr(edition, "approved_at", None)
    return f"{by}, {date_in_zone(at, clock.market)}" if by and at else _("not yet")


def _track(known: KnownGuideline, shown: Edition, clock: Clock) -> tuple[Stop, ...]:
    """The newest editions that have or had their time, and the one being read."""
    begun = [edition for edition in reversed(known.editions) if edition.effective_from]
    begun.sort(key=lambda edition: edition.effective_from)  # type: ignore[arg-type, return-value]
    kept = begun[-TRACK_LENGTH:]
    if shown in begun and shown not in kept:
        kept = [shown, *kept[1:]]
    return tuple(_stop(known, edition, shown, clock) for edition in kept)


def _stop(known: KnownGuideline, edition: Edition, shown: Edition, clock: Clock) -> Stop:
    standing = known.standing(edition)
    binds = standing in ("in_force", "emergency")
    css = "next" if standing == "scheduled" else "now" if binds else ""
    css = f"{css} here".strip() if edition == shown and not binds else css
    notes = {
        "in_force": _("in force"),
        "emergency": _("temporary"),
        "scheduled": _("to come"),
        "withdrawn": _("withdrawn"),
    }
    note = _("viewing") if edition == shown and not binds else notes.get(standing, "")
    when = edition.effective_from or known.now
    return Stop(
        edition.number, month_in_zone(when, clock), css, "" if edition == shown else edition.get_absolute_url(), note
    )


def month_in_zone(instant: dt.datetime, clock: Clock) -> str:
    """`Jun 2026`; in Vietnamese `06/2026`."""
    local = instant.astimezone(zone_of(clock.market))
    if (get_language() or "en").startswith("vi"):
        return f"{local.month:02}/{local.year}"
    return f"{MONTHS[local.month - 1]} {local.year}"
