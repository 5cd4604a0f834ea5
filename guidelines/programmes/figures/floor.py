"""Figures about what the floor and others say should change: insights open and answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from guidelines.editions.clearances import not_restricted
from guidelines.insights.models import Insight, Question
from guidelines.insights.models.questions import ISSUED, in_an_edition
from guidelines.programmes.figures.kinds import Found, Period, Row, counted, place_of, scope_of
from guidelines.programmes.models import Programme


def insights_open(programme: Programme, period: Period, as_of: dt.datetime) -> Found:
    """As it was at the end of the period: what was closed later was open then."""
    last = period.last
    rows = _insights(programme).filter(opened_at__lte=last).exclude(_closed(last))
    return _rows(rows.order_by("opened_at", "pk").values_list("pk", flat=True), "insight")


def insights_answered(programme: Programme, period: Period, as_of: dt.datetime) -> Found:
    during = Q(answered_at__gte=period.starts, answered_at__lt=period.ends) | Q(
        requirement__delivered_at__gte=period.starts, requirement__delivered_at__lt=period.ends
    )
    for path in ("", "requirement__"):
        edition = f"{path}answered_in__"
        begun = {f"{edition}effective_from__gte": period.starts, f"{edition}effective_from__lt": period.ends}
        during |= Q(**begun, **{f"{edition}state__in": ISSUED})
    rows = _insights(programme).filter(during).order_by("opened_at", "pk")
    return _rows(rows.values_list("pk", flat=True).distinct(), "insight")


def questions_answered(programme: Programme, period: Period, as_of: dt.datetime) -> Found:
    during = Q(answered_at__gte=period.starts, answered_at__lt=period.ends)
    rows = Question.objects.filter(scope_of(programme, "guideline__"), during).order_by("answered_at", "pk")
    return _rows(rows.values_list("pk", flat=True), "question")


def _insights(programme: Programme) -> models.QuerySet[Insight]:
    """Not merged into others, on no restricted guideline; one without a domain concerns everybody in its market."""
    open_to_all = Q(guideline=None) | not_restricted("guideline")
    return Insight.objects.filter(place_of(programme, or_all=True), open_to_all, merged_into=None)


def _closed(at: dt.datetime) -> Q:
    """Answered or declined by then, itself or by its requirement."""
    by_hand = Q(answered_at__lte=at) | Q(declined_at__lte=at)
    by_requirement = Q(requirement__delivered_at__lte=at) | Q(requirement__declined_at__lte=at)
    return by_hand | by_requirement | in_an_edition(at) | in_an_edition(at, "requirement__")


def _rows(keys: Iterable[int], kind: str) -> Found:
    return counted(tuple(Row(kind, pk) for pk in keys))
