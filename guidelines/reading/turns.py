"""When a reading page becomes another by the clock alone, without a deed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from guidelines.editions.models import Edition, Suspension
from guidelines.editions.queries import FOR_EVER
from guidelines.editions.rights import SOON
from guidelines.editions.upkeep import review_due
from guidelines.reading.marks import Mark
from guidelines.reading.queries.guideline import KnownGuideline


def next_turn(known: KnownGuideline, edition: Edition, major: Edition | None, marks: Iterable[Mark]) -> dt.datetime:
    """The first instant after now at which something on the page may change by itself. Two queries."""
    turns = [*_of_editions(known), *_of_suspensions(known), *(mark.until for mark in marks)]
    if major is not None:
        turns.append(major.acknowledge_until)
    if edition.effective_from is not None:
        kept = getattr(edition, "last_kept", None)
        turns.append(review_due(edition.effective_from, kept, known.guideline.review_months))
    return min((turn for turn in turns if turn is not None and turn > known.now), default=FOR_EVER)


def _of_editions(known: KnownGuideline) -> list[dt.datetime | None]:
    """Beginnings, the days from which they are shown, and ends: of this guideline, and of those it goes before."""
    guideline = known.guideline
    rows = Edition.objects.filter(Q(guideline=guideline) | Q(guideline__preceded_by=guideline)).order_by()
    found: list[dt.datetime | None] = []
    for begins, ends in rows.filter(Q(effective_from__gt=known.now) | Q(expires_at__gt=known.now)).values_list(
        "effective_from", "expires_at"
    ):
        found += [begins, begins - SOON if begins else None, ends]
    return found


def _of_suspensions(known: KnownGuideline) -> list[dt.datetime | None]:
    rows = Suspension.objects.filter(edition__guideline=known.guideline, resumed_at=None)
    return [instant for row in rows.values_list("since", "until") for instant in row]
