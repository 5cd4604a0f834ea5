"""What stands beside the rates of some areas: their weeks, and the commonest error of each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Sum, Value, When

from guidelines.catalogue.models import Action
from guidelines.people.sessions import Anyone
from guidelines.quality.models import DailyConfusion, DailyCount, DailyTeamCount, ErrorClass
from guidelines.quality.queries.areas import Area, Ref
from guidelines.quality.queries.asked import DAY, Period, Question
from guidelines.quality.rights import seen_counts, visible_decisions

WEEKS = 12
Week = tuple[int, int]
"""Errors and checks."""


def weeks_of(person: Anyone, question: Question, areas: Sequence[Area]) -> dict[Ref, list[Week]]:
    """The twelve weeks up to the end of the period of each area, the oldest first. One query."""
    found = {area.ref: [(0, 0)] * WEEKS for area in areas}
    if not areas:
        return found
    table: Any = DailyTeamCount if question.is_of_people else DailyCount
    asked = _only(question, areas).within(Period.ending(question.period.until, 7 * WEEKS))
    # By guideline: an edition that began within these weeks did not make the rule another.
    index = _Index(areas, "guideline_id")
    rows = seen_counts(person, table).filter(asked.where()).annotate(week=_week(asked.period)).order_by()
    sums = rows.values_list(*index.columns, "week").annotate(Sum("errors"), Sum("checks"))
    for *key, week, errors, checks in sums:
        for ref in index.refs(key):
            before = found[ref][week]
            found[ref][week] = (before[0] + errors, before[1] + checks)
    return found


def _week(period: Period) -> Case:
    """From 0, of the weeks that end with the period."""
    bounds = [period.since + 7 * place * DAY for place in range(1, WEEKS)]
    whens = [When(day__lt=bound, then=Value(place)) for place, bound in enumerate(bounds)]
    return Case(*whens, default=Value(WEEKS - 1), output_field=IntegerField())


def week_starts(period_end: dt.date) -> list[dt.date]:
    return [period_end - (7 * place - 1) * DAY for place in range(WEEKS, 0, -1)]


@dataclass(frozen=True)
class Confusion:
    """One action was taken where another was right, in words."""

    decided: str
    right: str
    error_class: str
    errors: int

    @property
    def label(self) -> str:
        """The kind of error, in words."""
        return str(ErrorClass(self.error_class).label)


def confusions_of(person: Anyone, question: Question, areas: Sequence[Area]) -> dict[Ref, list[Confusion]]:
    """Every way in which each area was decided wrongly, the commonest first. Two queries."""
    if not areas:
        return {}
    asked, index = _only(question, areas), _Index(areas, "edition_id")
    columns = (*index.columns, "decided_action", "right_action", "error_class")
    counted: Iterable[Any]
    if question.is_of_people:
        wrong = visible_decisions(person).filter(asked.where()).counted().wrong().order_by()
        counted = wrong.values_list(*columns).annotate(Count("pk"))
    else:
        rows = seen_counts(person, DailyConfusion).filter(asked.where()).order_by()
        counted = rows.values_list(*columns).annotate(Sum("errors"))
    sums: dict[Ref, Counter[tuple[str, str, str]]] = {area.ref: Counter() for area in areas}
    for *key, decided, right, error_class, errors in counted:
        for ref in index.refs(key):
            sums[ref][decided, right, error_class] += errors
    names = {action.code: action.local_name for action in Action.objects.all()}
    return {
        ref: [
            Confusion(names.get(decided, decided), names.get(right, right), error_class, errors)
            for (decided, right, error_class), errors in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
            if errors
        ]
        for ref, found in sums.items()
    }


def _only(question: Question, areas: Sequence[Area]) -> Question:
    return question.of(*sorted(set().union(*(area.rules for area in areas))))


class _Index:
    """Which areas a row of counts belongs to. Areas that hold whole guidelines need no rules told apart."""

    def __init__(self, areas: Sequence[Area], column: str) -> None:
        self.is_whole = all(area.is_whole for area in areas)
        self.columns = (column,) if self.is_whole else (column, "rule_id")
        self._refs: dict[tuple[Any, ...], list[Ref]] = {}
        for area in areas:
            for key, rules in (area.rules if column == "guideline_id" else area.parts).items():
                for rule in [()] if self.is_whole else [(rule,) for rule in rules]:
                    self._refs.setdefault((key, *rule), []).append(area.ref)

    def refs(self, key: Sequence[Any]) -> Sequence[Ref]:
        return self._refs.get(tuple(key), ())
