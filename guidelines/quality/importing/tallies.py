"""What a batch of checks adds to the counts, and takes from them where a verdict changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from guidelines.quality.models import FIGURES, ErrorClass, Outcome

Vector = list[int]
"""A number for each of `FIGURES`, in their order."""
_PLACES = {name: place for place, name in enumerate(FIGURES)}
_CLASSES = {
    ErrorClass.FALSE_POSITIVE.value: _PLACES["false_positives"],
    ErrorClass.FALSE_NEGATIVE.value: _PLACES["false_negatives"],
    ErrorClass.WRONG_RULE.value: _PLACES["wrong_rules"],
    ErrorClass.TECHNICAL.value: _PLACES["technicals"],
}


@dataclass(frozen=True, slots=True)
class Counted:
    """What the counts need to know of one check."""

    guideline: int
    edition: int
    rule_id: str
    severity: str
    day: dt.date
    site: int | None
    team: int | None
    decided: str
    right: str
    error_class: str


@dataclass
class Tallies:
    """The changes to each of the three tables, by their keys."""

    rules: dict[tuple[int, str, dt.date], Vector] = field(default_factory=dict)
    teams: dict[tuple[int, str, dt.date, int | None, int | None], Vector] = field(default_factory=dict)
    confusions: dict[tuple[int, str, dt.date, str, str, str], int] = field(default_factory=dict)
    facts: dict[tuple[int, str], tuple[int, str]] = field(default_factory=dict)
    """Guideline and severity of each rule of an edition."""

    def add(self, check: Counted, outcome: str, times: int = 1) -> None:
        """Count a check under a verdict; with `times` −1, take it away again."""
        where = (check.edition, check.rule_id)
        self.facts[where] = (check.guideline, check.severity)
        places = _places(check.error_class, outcome)
        for found in (
            self.rules.setdefault((*where, check.day), [0] * len(FIGURES)),
            self.teams.setdefault((*where, check.day, check.site, check.team), [0] * len(FIGURES)),
        ):
            for place in places:
                found[place] += times
        if check.error_class and outcome != Outcome.OVERTURNED.value:
            key = (*where, check.day, check.decided, check.right, check.error_class)
            self.confusions[key] = self.confusions.get(key, 0) + times


def _places(error_class: str, outcome: str) -> tuple[int, ...]:
    """Which figures a check is counted in."""
    found = _KEPT.get((error_class, outcome))
    if found is None:
        found = _KEPT[(error_class, outcome)] = tuple(_figures(error_class, outcome))
    return found


def _figures(error_class: str, outcome: str) -> list[int]:
    if outcome == Outcome.OVERTURNED.value:
        return [_PLACES["overturned"]]
    places = [_PLACES["checks"]]
    if error_class:
        places += [_PLACES["errors"], _CLASSES[error_class]]
    return places + ([_PLACES["disputed"]] if outcome == Outcome.DISPUTED.value else [])


_KEPT: dict[tuple[str, str], tuple[int, ...]] = {}
