"""When a reading page becomes another: by a deed, which moves its stamps, or by the clock alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from guidelines.editions.models import Edition
from guidelines.editions.queries import FOR_EVER
from guidelines.editions.rights import SOON
from guidelines.editions.upkeep import review_due
from guidelines.frame.plain_sql import rows
from guidelines.frame.stored import instant_from, instant_to
from guidelines.reading import beforehand
from guidelines.reading.marks import Mark
from guidelines.reading.queries.guideline import KnownGuideline


@dataclass(frozen=True)
class Stamps:
    """The newest deeds that may have changed a page: those on its guideline, and those on what stands on all pages."""

    guideline: int
    everything: int


@dataclass(frozen=True)
class Bounds:
    """What bounds the life of a page. Asked before its words: a deed in between makes it look older, never newer."""

    stamps: Stamps
    turn: dt.datetime
    """The next instant at which an edition begins, is shown as coming, or ends: of this guideline, and of those it goes
    before."""
    asides: tuple[Any, ...]
    """What other rooms want to know of it, in the order of `beforehand.columns`."""


# In plain SQL, as every page that is drawn asks it: to have it written by the ORM took longer than to draw the page.
_THESE = (
    "FROM editions_edition e WHERE e.guideline_id IN (SELECT id FROM editions_guideline WHERE policy_id = %s UNION ALL "
    "SELECT p.to_guideline_id FROM editions_guideline_precedes p JOIN editions_guideline f "
    "ON f.id = p.from_guideline_id WHERE f.policy_id = %s)"
)
_BOUNDS = (
    "SELECT (SELECT event FROM reading_stamp WHERE policy_id = %s), "  # noqa: S608  # none of it is anybody's words
    "(SELECT event FROM reading_stamp WHERE policy_id = ''), "
    f"(SELECT MIN(e.effective_from) {_THESE} AND e.effective_from > %s), "
    f"(SELECT MIN(e.effective_from) {_THESE} AND e.effective_from > %s), "
    f"(SELECT MIN(e.expires_at) {_THESE} AND e.expires_at > %s)"
)
_INSTANTS = 3


def bounds_of(policy_id: str, now: dt.datetime) -> Bounds:
    """One query."""
    these, others = [policy_id, policy_id], beforehand.columns()
    facts = [policy_id, *these, instant_to(now), *these, instant_to(now + SOON), *these, instant_to(now)]
    ((guideline, everything, *found),) = rows(", ".join((_BOUNDS, *others)), facts + [policy_id] * len(others))
    begins, later, ends = (instant_from(one) for one in found[:_INSTANTS])
    turns = [begins, later - SOON if later else None, ends]
    turn = min((turn for turn in turns if turn), default=FOR_EVER)
    return Bounds(Stamps(guideline or 0, everything or 0), turn, tuple(found[_INSTANTS:]))


def next_turn(
    bounds: Bounds, known: KnownGuideline, edition: Edition, major: Edition | None, marks: Iterable[Mark]
) -> dt.datetime:
    """The first instant after now at which something on the page may change by itself."""
    turns = [bounds.turn, *_of_suspensions(known), *(mark.until for mark in marks)]
    if major is not None:
        turns.append(major.acknowledge_until)
    if edition.effective_from is not None:
        kept = getattr(edition, "last_kept", None)
        turns.append(review_due(edition.effective_from, kept, known.guideline.review_months))
    return min((turn for turn in turns if turn is not None and turn > known.now), default=FOR_EVER)


def _of_suspensions(known: KnownGuideline) -> Iterator[dt.datetime | None]:
    """When those that run end by themselves; they begin and are lifted by deeds."""
    for edition in known.editions:
        yield getattr(edition, "suspended_until", None)
