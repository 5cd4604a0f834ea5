"""Rounds of review: one stay of an edition in review, when a decision is due, and who took it on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from guidelines.editions.models import Edition, ReviewRound
from guidelines.frame.working_days import after_working_days
from guidelines.frame.zones import zone_of

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
    return ReviewRound.objects.filter(edition=edition, ended_at=None).select_related("claimed_by").first()


def open_rounds(editions: Iterable[Edition]) -> dict[int, ReviewRound]:
    """The rounds that these editions are in, by the edition's id: one query."""
    rows = ReviewRound.objects.filter(edition__in=[edition.pk for edition in editions], ended_at=None)
    return {row.edition_id: row for row in rows.select_related("claimed_by")}
