"""Rounds of review: one stay of an edition in review, when a decision is due, and who took it on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from guidelines.editions.models import Edition, ReviewRound
from guidelines.frame.working_days import after_working_days
from guidelines.frame.zones import zone_of
from guidelines.people.roles import Capability
from guidelines.people.scopes import NOTHING, holdings_of

SOON, OVERDUE = "soon", "overdue"
SATURDAY = 5


def due_after(edition: Edition, began_at: dt.datetime) -> dt.datetime:
    """The market's days for a review after its beginning: the same time of day there, weekends not counted."""
    market = edition.guideline.market
    return after_working_days(began_at, market.review_days, market.zone)


def due_mark(found: ReviewRound, now: dt.datetime, zone: str | dt.tzinfo) -> str:
    """`overdue`, `soon` where less than one working day is left, or nothing."""
    if found.due_at <= now:
        return OVERDUE
    last_day = found.due_at.astimezone(zone_of(zone)) - dt.timedelta(days=1)
    while last_day.weekday() >= SATURDAY:
        last_day -= dt.timedelta(days=1)
    return SOON if last_day < now else ""


def open_round(edition: Edition) -> ReviewRound | None:
    """The round an edition is in."""
    return open_rounds([edition]).get(edition.pk)


def open_rounds(editions: Iterable[Edition]) -> dict[int, ReviewRound]:
    """The rounds that these editions are in, by the edition's id: one query, and one more where any is claimed.

    Nobody holds a claim longer than the right it was made by: one that was lent runs out by time alone.
    """
    guidelines = {edition.pk: edition.guideline for edition in editions}
    rows = ReviewRound.objects.filter(edition__in=guidelines, ended_at=None).select_related("claimed_by")
    found = {row.edition_id: row for row in rows}
    held = holdings_of(row.claimed_by_id for row in found.values() if row.claimed_by_id)
    for pk, row in found.items():
        here = (guidelines[pk].market_id, guidelines[pk].domain_id)
        if row.claimed_by_id and not held.get(row.claimed_by_id, NOTHING).may(Capability.REVIEW, *here):
            row.claimed_by = row.claimed_at = None
    return found
