"""Reads about quizzes: the list, a paper with what was answered, and the figures of the questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from guidelines.frame import clock
from guidelines.learning.hiding import FEWEST
from guidelines.learning.models import Answer, Attempt, Item, Quiz, Result
from guidelines.learning.statistics import ItemFigures, figures, rule_fails
from guidelines.people.sessions import Anyone
from guidelines.quality.statistics import wilson
from guidelines.reading.models import LibraryRow


@dataclass(frozen=True)
class Line:
    """A quiz in a list, and how far one person is with it."""

    quiz: Quiz
    items: int
    tries: int
    passed: bool
    running: Attempt | None


def lines(person: Anyone, quizzes: Iterable[Quiz]) -> list[Line]:
    """Two queries, however many they are."""
    quizzes = list(quizzes)
    keys = [quiz.pk for quiz in quizzes]
    kept = Q(removed_at=None)
    counts: dict[int, int] = dict(
        Item.objects.filter(kept, quiz__in=keys).order_by().values_list("quiz").annotate(n=Count("pk"))
    )
    tries: dict[int, list[Attempt]] = {}
    for attempt in Attempt.objects.filter(quiz__in=keys, person_id=person.pk).select_related("result"):
        tries.setdefault(attempt.quiz_id, []).append(attempt)
    now = clock.now()
    return [_line(quiz, counts.get(quiz.pk, 0), tries.get(quiz.pk, []), now) for quiz in quizzes]


def _line(quiz: Quiz, items: int, tries: Sequence[Attempt], now: dt.datetime) -> Line:
    running = [attempt for attempt in tries if result_of(attempt) is None and not attempt.is_over(now)]
    results = [found for found in map(result_of, tries) if found]
    return Line(quiz, items, len(tries), any(one.passed for one in results), running[0] if running else None)


def result_of(attempt: Attempt) -> Result | None:
    """For tries that came with their result."""
    found: Result | None = getattr(attempt, "result", None)
    return found


@dataclass(frozen=True)
class Choice:
    """One answer as a try shows it; `number` is the key that chooses it."""

    number: int
    place: int
    text: str
    is_right: bool
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """One question of a try, and what was answered."""

    number: int
    item: Item
    choices: tuple[Choice, ...]
    answer: Answer | None


@dataclass(frozen=True)
class Paper:
    """A try as its person sees it."""

    attempt: Attempt
    asked: tuple[Asked, ...]

    @property
    def next(self) -> Asked | None:
        return next((one for one in self.asked if one.answer is None), None)

    @property
    def right(self) -> int:
        return sum(one.answer is not None and one.answer.is_right for one in self.asked)

    @property
    def answered(self) -> int:
        return sum(one.answer is not None for one in self.asked)

    @property
    def wrong(self) -> int:
        return self.answered - self.right

    def question(self, item_id: int) -> Asked | None:
        return next((one for one in self.asked if one.item.pk == item_id), None)


def paper_of(attempt: Attempt) -> Paper:
    """Two queries."""
    related = Item.objects.select_related("guideline", "edition").defer("edition__source")
    items = related.in_bulk(attempt.items)
    answers = {answer.item_id: answer for answer in attempt.answers.all()}
    asked = (
        _asked(number, items[key], order, answers.get(key))
        for number, (key, order) in enumerate(attempt.paper, start=1)
    )
    return Paper(attempt, tuple(asked))


def _asked(number: int, item: Item, order: Sequence[int], answer: Answer | None) -> Asked:
    chosen = answer.choice if answer else None
    choices = (
        Choice(shown, place, str(item.choices[place]), place == item.right, place == chosen)
        for shown, place in enumerate(order, start=1)
    )
    return Asked(number, item, tuple(choices), answer)


@dataclass(frozen=True)
class About:
    """An edition that a result is bound to, and whether its decisions are in force still."""

    policy_id: str
    number: int
    is_old: bool


def bound_to(result: Result, now: dt.datetime) -> list[About]:
    """One query. A minor edition since then changes no decision and makes no result old."""
    majors = [one["major"] for one in result.editions]
    current = set(LibraryRow.objects.in_force(now).filter(major__in=majors).values_list("major_id", flat=True))
    return [About(one["policy_id"], one["edition"], one["major"] not in current) for one in result.editions]


@dataclass(frozen=True)
class ItemLine:
    """A question with its figures."""

    item: Item
    figures: ItemFigures

    @property
    def is_shown(self) -> bool:
        return self.figures.answers >= FEWEST


@dataclass(frozen=True)
class RuleLine:
    """The questions of one rule together."""

    policy_id: str
    rule_id: str
    items: tuple[ItemLine, ...]

    @property
    def fails(self) -> bool:
        return rule_fails([one.figures for one in self.items])

    @property
    def is_known(self) -> bool:
        """Whether enough people answered for anything to be said."""
        return any(one.figures.verdict != "few" for one in self.items)


@dataclass(frozen=True)
class Figures:
    """What is known of a quiz and its questions; nobody is named."""

    readers: int
    """Who finished a first try."""
    passed: int
    low: float
    high: float
    items: tuple[ItemLine, ...]

    @property
    def rules(self) -> list[RuleLine]:
        found: dict[tuple[str, str], list[ItemLine]] = {}
        for line in self.items:
            found.setdefault((line.item.guideline.policy_id, line.item.rule_id), []).append(line)
        return [RuleLine(*key, tuple(lines)) for key, lines in found.items()]

    @property
    def is_shown(self) -> bool:
        return self.readers >= FEWEST


def figures_of(quiz: Quiz) -> Figures:
    """Over the first tries that have ended. Three queries."""
    first = Result.objects.filter(attempt__quiz=quiz, attempt__number=1)
    readers, passed = first.count(), first.filter(passed=True).count()
    answers: dict[Any, dict[Any, bool]] = {}
    rows = Answer.objects.filter(attempt__quiz=quiz, attempt__number=1, attempt__result__isnull=False).order_by()
    for person, item, right in rows.values_list("attempt__person", "item", "is_right"):
        answers.setdefault(person, {})[item] = right
    kept = quiz.items.kept().with_current(clock.now())
    items = list(kept.select_related("guideline", "edition").defer("edition__source"))
    found = figures(answers, [item.pk for item in items])
    share = wilson(passed, readers)
    lines_ = tuple(ItemLine(item, found[item.pk]) for item in items)
    return Figures(readers, passed, share.low, share.high, lines_)


def own_tries(person: Anyone, quiz: Quiz) -> QuerySet[Attempt]:
    return Attempt.objects.filter(quiz=quiz, person_id=person.pk).select_related("result").order_by("number")
