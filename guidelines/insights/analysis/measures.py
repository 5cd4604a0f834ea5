"""Hooks by which others fill the coverage of rules: how often they are decided wrongly, what is open about them.

The rooms nearer the roof register a function when they load; each is asked once for many rules.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from guidelines.people.sessions import Anyone

RuleKey = tuple[int, str]
"""A rule by its guideline's key and its ID: (17, "R3")."""


@dataclass(frozen=True)
class Checked:
    """How many decisions by a rule were checked, and how many of them were wrong."""

    checks: int
    errors: int

    def __add__(self, other: Checked) -> Checked:
        return Checked(self.checks + other.checks, self.errors + other.errors)

    @property
    def rate(self) -> float | None:
        """Errors in a hundred checks; None without any."""
        return 100 * self.errors / self.checks if self.checks else None


NONE_CHECKED = Checked(0, 0)
CheckedOf = Callable[[Anyone, Collection[RuleKey]], dict[RuleKey, Checked]]
OpenOf = Callable[[Anyone, Collection[int]], dict[RuleKey, int]]

_checked: list[CheckedOf] = []
_open: dict[str, OpenOf] = {}


def register(function: CheckedOf) -> None:
    """Who knows of checks: asked with the person who looks and many rules, answers for those it knows."""
    if function not in _checked:
        _checked.append(function)


def register_open(name: str, function: OpenOf) -> None:
    """Who knows of open insights: asked with many guidelines. Without a rule ("") it is about the guideline."""
    _open[name] = function


def checked(person: Anyone, rules: Collection[RuleKey]) -> dict[RuleKey, Checked]:
    """What is known of each rule; a rule without checks is left out."""
    found: dict[RuleKey, Checked] = {}
    for function in _checked:
        for key, one in function(person, rules).items():
            found[key] = found.get(key, NONE_CHECKED) + one
    return found


def open_insights(person: Anyone, guidelines: Collection[int]) -> dict[RuleKey, int]:
    """How many open insights name each rule, of all kinds."""
    found: dict[RuleKey, int] = {}
    for function in _open.values():
        for key, number in function(person, guidelines).items():
            found[key] = found.get(key, 0) + number
    return found
