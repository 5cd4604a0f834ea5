"""The rows behind a figure as one person may see them: names and links are found anew, by the right, at each look."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import Truncator

from guidelines.editions.clearances import not_restricted
from guidelines.editions.rights import visible_editions
from guidelines.insights.insight_rights import visible_insights
from guidelines.insights.rights import visible_questions
from guidelines.learning.assign_rights import names_nothing_restricted, visible_tasks
from guidelines.learning.quiz_rights import visible_quizzes
from guidelines.learning.rights import visible_sessions
from guidelines.people.models import Person

Named = dict[int, tuple[str, str]]
"""By key: the name, and the address; empty where it has none."""
Show = Callable[[Person, Iterable[int]], Named]


@dataclass(frozen=True)
class Line:
    """One row behind a figure."""

    name: str
    url: str
    word: str


def editions(person: Person, keys: Iterable[int]) -> Named:
    rows = visible_editions(person).filter(not_restricted("guideline"), pk__in=keys).defer("source")
    return {row.pk: (f"{row}: {row.title}", row.get_absolute_url()) for row in rows}


def questions(person: Person, keys: Iterable[int]) -> Named:
    rows = visible_questions(person).filter(not_restricted("guideline"), pk__in=keys)
    return {row.pk: (Truncator(row.text).chars(160), row.get_absolute_url()) for row in rows}


def insights(person: Person, keys: Iterable[int]) -> Named:
    rows = visible_insights(person).filter(Q(guideline=None) | not_restricted("guideline"), pk__in=keys)
    return {row.pk: (Truncator(row.text).chars(160), row.get_absolute_url()) for row in rows}


def sessions(person: Person, keys: Iterable[int]) -> Named:
    return {row.pk: (row.topic, row.get_absolute_url()) for row in visible_sessions(person).filter(pk__in=keys)}


def tasks(person: Person, keys: Iterable[int]) -> Named:
    rows = visible_tasks(person).filter(names_nothing_restricted(), pk__in=keys)
    return {row.pk: (f"{row.get_kind_display()}: {row.thing}", row.get_absolute_url()) for row in rows}


def quizzes(person: Person, keys: Iterable[int]) -> Named:
    return {row.pk: (row.title, row.get_absolute_url()) for row in visible_quizzes(person).filter(pk__in=keys)}


SHOWS: dict[str, Show] = {
    "edition": editions,
    "question": questions,
    "insight": insights,
    "session": sessions,
    "task": tasks,
    "quiz": quizzes,
}


def lines(person: Person, rows: Iterable[tuple[str, int, str]]) -> list[Line]:
    """Those of the rows that this person may read, in their order; two queries for each kind."""
    rows = list(rows)
    named = {
        kind: SHOWS[kind](person, [key for this, key, _word in rows if this == kind])
        for kind in dict.fromkeys(kind for kind, _key, _word in rows)
        if kind in SHOWS
    }
    return [Line(*named[kind][key], word) for kind, key, word in rows if kind in named and key in named[kind]]
