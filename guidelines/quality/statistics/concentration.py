"""The rule or the person: whether errors are spread over all who decided, or come from a few."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from guidelines.quality.statistics.intervals import Interval, wilson
from guidelines.quality.statistics.special import normal_tail

SURPRISING = 0.01
"""How improbable the differences between people must be by chance, before a few of them are named as the cause."""
FEWEST_PEOPLE, FEWEST_ERRORS = 5, 8
"""With less nothing can be told apart."""
WORST_SHARE = 10
"""One in so many people is looked at: three of thirty."""
MOST = 0.5
"""The share of the errors that makes the few the cause."""


@dataclass(frozen=True)
class Person:
    """Errors and checks of somebody, under whatever name."""

    name: str
    errors: int
    checks: int


class Cause(StrEnum):
    RULE = "rule"
    """Errors are spread as chance would spread them."""
    FEW = "few"
    """A few people made most of the errors, and without them the rate is another."""
    UNEVEN = "uneven"
    """People differ by more than chance, but no few of them make most of the errors."""
    UNKNOWN = "unknown"
    """Too few people or errors."""


@dataclass(frozen=True)
class Concentration:
    """How the errors of one area lie on the people who decided there."""

    people: int
    with_errors: int
    worst: tuple[Person, ...]
    """Who made the most errors beyond what their checks let expect, the worst first."""
    share: float
    """Of the errors, what the worst made."""
    without: Interval
    """The rate of everybody else."""
    chance: float
    """How probable differences as large as these are where everybody errs alike."""
    cause: Cause


def concentration(people: Iterable[Person]) -> Concentration:
    """Weigh up the people of one area."""
    known = [person for person in people if person.checks]
    errors, checks = sum(person.errors for person in known), sum(person.checks for person in known)
    rate = errors / checks if checks else 0.0
    ranked = sorted(known, key=lambda one: (one.checks * rate - one.errors, -one.errors, one.name))
    worst = tuple(one for one in ranked[: max(1, round(len(known) / WORST_SHARE))] if one.errors)
    theirs = sum(one.errors for one in worst)
    without = wilson(errors - theirs, checks - sum(one.checks for one in worst))
    share, chance = theirs / errors if errors else 0.0, tarone(known)
    erring = sum(1 for one in known if one.errors)
    return Concentration(len(known), erring, worst, share, without, chance, _cause(len(known), errors, share, chance))


def tarone(people: list[Person]) -> float:
    """How probable it is by chance that people with one rate differ as much as these.

    R. E. Tarone, Testing the goodness of fit of the binomial distribution, Biometrika 66 (1979), 585-590: Z of the
    C(alpha) test of a binomial against a beta-binomial, which holds with few checks a person too.
    """
    errors, checks = sum(person.errors for person in people), sum(person.checks for person in people)
    pairs = sum(person.checks * (person.checks - 1) for person in people)
    if not 0 < errors < checks or not pairs:
        return 1.0
    rate = errors / checks
    spread = sum((person.errors - person.checks * rate) ** 2 for person in people) / (rate * (1 - rate))
    return normal_tail((spread - checks) / math.sqrt(2 * pairs))


def _cause(people: int, errors: int, share: float, chance: float) -> Cause:
    if people < FEWEST_PEOPLE or errors < FEWEST_ERRORS:
        return Cause.UNKNOWN
    if chance >= SURPRISING:
        return Cause.RULE
    return Cause.FEW if share >= MOST else Cause.UNEVEN
