"""Figures about what people were assigned and what they answered in quizzes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Case, Exists, Max, OuterRef, Q, QuerySet, Value, When

from guidelines.editions.clearances import not_restricted
from guidelines.learning.assign_rights import names_nothing_restricted
from guidelines.learning.hiding import FEWEST
from guidelines.learning.models import Item, Result, Task
from guidelines.learning.task_queries import lines_of_all
from guidelines.programmes.figures.kinds import Found, Period, Row, place_of, share
from guidelines.programmes.models import Programme
from guidelines.reading.models import LibraryRow


def tasks_done(programme: Programme, period: Period, as_of: dt.datetime) -> Found:
    """Sessions are left out, for who came is a figure of its own, and so are acknowledgements."""
    asked, done = defaultdict[int, int](int), defaultdict[int, int](int)
    for line in lines_of_all(list(_tasks(programme, period)), as_of):
        if period.starts < line.until <= period.ends:
            asked[line.task.pk] += 1
            done[line.task.pk] += line.done_at is not None and line.done_at < period.ends
    return _share("task", done, asked)


def _tasks(programme: Programme, period: Period) -> QuerySet[Task]:
    """Quizzes and materials that were assigned there, or asked by an edition that took force, before its end."""
    bound = LibraryRow.objects.filter(major=OuterRef("edition"), since__lt=period.ends)
    wanted = Q(kind__in=(Task.Kind.QUIZ, Task.Kind.MATERIAL), assigned_at__lt=period.ends)
    rows = Task.objects.standing().filter(place_of(programme), names_nothing_restricted(), wanted)
    rows = rows.filter(Q(edition=None) | Q(Exists(bound))).defer("edition__source")
    return rows.select_related("market", "domain", "quiz", "material", "edition__guideline").order_by("pk")


def quizzes_passed(programme: Programme, period: Period, as_of: dt.datetime) -> Found:
    """A person counts once for each quiz, and as passed with the best of their tries."""
    closed = Item.objects.filter(quiz=OuterRef("attempt__quiz")).exclude(not_restricted("guideline"))
    rows = Result.objects.filter(place_of(programme, "attempt__quiz__"), ~Q(Exists(closed)))
    rows = rows.filter(at__gte=period.starts, at__lt=period.ends).order_by("attempt__quiz", "attempt__person")
    finished, passed = defaultdict[int, int](int), defaultdict[int, int](int)
    for quiz, _person, best in rows.values_list("attempt__quiz", "attempt__person").annotate(best=Max(_AS_NUMBER)):
        finished[quiz] += 1
        passed[quiz] += best
    return _share("quiz", passed, finished)


def _share(kind: str, part: Mapping[int, int], whole: Mapping[int, int]) -> Found:
    """Of those of enough people: a figure of fewer would tell how one of them did."""
    shown = [pk for pk in sorted(whole) if whole[pk] >= FEWEST]
    rows = tuple(Row(kind, pk, f"{part[pk]}/{whole[pk]}") for pk in shown)
    return share(sum(part[pk] for pk in shown), sum(whole[pk] for pk in shown), rows)


_AS_NUMBER = Case(When(passed=True, then=Value(1)), default=Value(0))
"""PostgreSQL knows no greatest of true and false."""
