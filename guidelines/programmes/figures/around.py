"""Figures about decisions that were checked and people who were trained."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Exists, OuterRef, QuerySet, Sum

from guidelines.editions.clearances import not_restricted
from guidelines.editions.models import Edition
from guidelines.learning.models import Invitation, Session, Taught
from guidelines.programmes.figures.kinds import NO_DATA, Found, Period, Row, counted, place_of, scope_of, share
from guidelines.programmes.models import Programme
from guidelines.quality.models import DailyCount
from guidelines.quality.queries.targets import target_book
from guidelines.quality.statistics.intervals import wilson


def error_rate(programme: Programme, period: Period, as_of: dt.datetime) -> Found:
    """Rows are the editions the decisions were judged by, with their errors and checks."""
    errors, checks = defaultdict[int, int](int), defaultdict[int, int](int)
    for edition, _rule, wrong, checked in _counts(programme, period):
        errors[edition] += wrong
        checks[edition] += checked
    rows = tuple(Row("edition", pk, f"{errors[pk]}/{checks[pk]}") for pk in sorted(checks, key=lambda pk: -errors[pk]))
    return share(sum(errors.values()), sum(checks.values()), rows)


def areas_above_target(programme: Programme, period: Period, as_of: dt.datetime) -> Found:
    """Rules whose whole 95% interval lies above the target: with fewer checks one can’t tell."""
    found, book = _counts(programme, period), target_book()
    if not found:
        return NO_DATA
    editions = Edition.objects.filter(pk__in={edition for edition, *_rest in found})
    places = {row.pk: row for row in editions.select_related("guideline").only("topic_codes", "guideline__market")}
    totals: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for edition, rule, wrong, checked in found:
        total = totals[(places[edition].guideline_id, rule)]
        total[0], total[1], total[2] = total[0] + wrong, total[1] + checked, max(total[2], edition)
    rows = []
    for (_guideline, rule), (wrong, checked, edition) in sorted(totals.items()):
        target = book.strictest(places[edition].guideline.market_id, places[edition].topic_codes)
        if target is not None and checked and wilson(wrong, checked).low > target:
            rows.append(Row("edition", edition, f"{rule} {wrong}/{checked}"))
    return counted(tuple(rows))


def _counts(programme: Programme, period: Period) -> list[tuple[int, str, int, int]]:
    """By edition and rule: errors and checks on the days of the period, each in the market’s own time."""
    rows = DailyCount.objects.filter(scope_of(programme, "guideline__"), day__range=period.days).order_by()
    found = rows.values_list("edition", "rule_id").annotate(wrong=Sum("errors"), checked=Sum("checks"))
    return [row for row in found if row[3]]


def sessions_held(programme: Programme, period: Period, as_of: dt.datetime) -> Found:
    keys = _held(programme, period).order_by("ends_at", "pk").values_list("pk", flat=True)
    return counted(tuple(Row("session", pk) for pk in keys))


def came_to_training(programme: Programme, period: Period, as_of: dt.datetime) -> Found:
    """Of those whose attendance was ticked."""
    ticked = Invitation.objects.filter(session__in=_held(programme, period), attended__isnull=False, removed_at=None)
    asked, came = defaultdict[int, int](int), defaultdict[int, int](int)
    for session, attended in ticked.values_list("session", "attended"):
        asked[session] += 1
        came[session] += bool(attended)
    rows = tuple(Row("session", pk, f"{came[pk]}/{asked[pk]}") for pk in sorted(asked))
    return share(sum(came.values()), sum(asked.values()), rows)


def _held(programme: Programme, period: Period) -> QuerySet[Session]:
    """Those that ended in the period, were not called off, and taught nothing restricted."""
    taught = Taught.objects.filter(session=OuterRef("pk")).exclude(not_restricted("edition__guideline"))
    rows = Session.objects.filter(place_of(programme), called_off_at=None)
    return rows.filter(~Exists(taught), ends_at__gte=period.starts, ends_at__lt=period.ends)
