"""Figures about what the floor and others ask: open, answered."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from guidelines.insights.models import Question
from guidelines.programmes.figures.kinds import Found, Period, Row, counted, scope_of
from guidelines.programmes.models import Programme


def questions_open(programme: Programme, period: Period, as_of: dt.datetime) -> Found:
    last = period.last
    unanswered = Q(answered_at=None) | Q(answered_at__gt=last)
    asked = Question.objects.filter(scope_of(programme, "guideline__"), unanswered, asked_at__lte=last)
    begun = Q(answered_in__effective_from__lte=last, answered_in__state__in=("published", "withdrawn"))
    rows = asked.exclude(begun).order_by("asked_at", "pk")
    return counted(tuple(Row("question", pk) for pk in rows.values_list("pk", flat=True)))


def questions_answered(programme: Programme, period: Period, as_of: dt.datetime) -> Found:
    during = Q(answered_at__gte=period.starts, answered_at__lt=period.ends)
    rows = Question.objects.filter(scope_of(programme, "guideline__"), during).order_by("answered_at", "pk")
    return counted(tuple(Row("question", pk) for pk in rows.values_list("pk", flat=True)))
