"""Figures about guidelines and editions: in force, how long they took, how reviews went, emergencies."""

from __future__ import annotations

import datetime as dt
from statistics import median
from typing import Any

from django.db.models import QuerySet

from guidelines.audit.models import AuditEvent
from guidelines.editions.models import Edition, ReviewRound
from guidelines.editions.models.edition import EditionQuerySet
from guidelines.programmes.figures.kinds import NO_DATA, Found, Period, Row, counted, days_between, scope_of
from guidelines.programmes.models import Programme

ENFORCED = "edition.enforced"
"""The verb of a deed by which an edition takes force without the usual approval."""


def guidelines_in_force(programme: Programme, period: Period, as_of: dt.datetime) -> Found:
    found = Edition.objects.in_force(period.last).filter(scope_of(programme, "guideline__"))
    keys = found.order_by("guideline__policy_id").values_list("pk", flat=True)
    return counted(tuple(Row("edition", pk) for pk in keys))


def draft_to_force(programme: Programme, period: Period, as_of: dt.datetime) -> Found:
    began = _began(programme, period).exclude(pk__in=_enforced())
    return _median_days([(row.pk, row.opened_at, row.effective_from) for row in began])


def review_turnaround(programme: Programme, period: Period, as_of: dt.datetime) -> Found:
    rounds = ReviewRound.objects.filter(
        scope_of(programme, "edition__guideline__"), ended_at__gte=period.starts, ended_at__lt=period.ends
    )
    return _median_days(list(rounds.order_by("ended_at", "pk").values_list("edition", "began_at", "ended_at")))


def emergency_editions(programme: Programme, period: Period, as_of: dt.datetime) -> Found:
    rows = _began(programme, period).filter(pk__in=_enforced())
    return counted(tuple(Row("edition", row.pk) for row in rows))


def _began(programme: Programme, period: Period) -> EditionQuerySet:
    """The editions that took force in the period."""
    rows = Edition.objects.issued().filter(scope_of(programme, "guideline__"))
    rows = rows.filter(effective_from__gte=period.starts, effective_from__lt=period.ends)
    return rows.defer("source").order_by("effective_from", "pk")


def _median_days(spans: list[tuple[int, dt.datetime, dt.datetime | None]]) -> Found:
    lengths = [(pk, days_between(start, end)) for pk, start, end in spans if end]
    if not lengths:
        return NO_DATA
    rows = tuple(Row("edition", pk, str(days)) for pk, days in lengths)
    return Found(round(median(days for _pk, days in lengths), 1), rows)


def _enforced() -> QuerySet[AuditEvent, Any]:
    return AuditEvent.objects.filter(verb=ENFORCED, subject_kind="edition").values("subject_id")
