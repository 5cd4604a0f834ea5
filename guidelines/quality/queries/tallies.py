"""Counts of a period, one line for each rule of each edition, from the counts by the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Sum

from guidelines.people.sessions import Anyone
from guidelines.quality.models import FIGURES, DailyCount, DailyTeamCount
from guidelines.quality.queries.asked import Question
from guidelines.quality.rights import seen_counts
from guidelines.quality.statistics import Interval, Stratum, weighted, wilson


@dataclass
class Tally:
    """Counts added up. `severities` are errors and checks of each."""

    checks: int = 0
    errors: int = 0
    false_positives: int = 0
    false_negatives: int = 0
    wrong_rules: int = 0
    technicals: int = 0
    disputed: int = 0
    overturned: int = 0
    severities: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, cell: Cell) -> None:
        for name, value in zip(FIGURES, cell.figures, strict=True):
            setattr(self, name, getattr(self, name) + value)
        errors, checks = self.severities.get(cell.severity, (0, 0))
        self.severities[cell.severity] = (errors + cell.errors, checks + cell.checks)

    @property
    def rate(self) -> Interval:
        return wilson(self.errors, self.checks)

    @property
    def weighted(self) -> Interval:
        """The rate in which an error of a grave rule counts for more."""
        return weighted(Stratum(severity, *counts) for severity, counts in self.severities.items()).rate

    @property
    def all_checks(self) -> int:
        """With those that left the rate because they were overturned."""
        return self.checks + self.overturned


@dataclass(frozen=True)
class Cell:
    """The counts of one rule as one edition had it."""

    guideline_id: int
    edition_id: int
    rule_id: str
    severity: str
    figures: tuple[int, ...]
    """In the order of FIGURES."""

    @property
    def checks(self) -> int:
        return self.figures[0]

    @property
    def errors(self) -> int:
        return self.figures[1]


def cells_of(person: Anyone, question: Question) -> list[Cell]:
    """One query, whatever the number of checks."""
    table = DailyTeamCount if question.is_of_people else DailyCount
    rows = seen_counts(person, table).filter(question.where()).order_by()
    keys = ("guideline_id", "edition_id", "rule_id", "severity")
    sums = {f"sum_{name}": Sum(name) for name in FIGURES}
    found = rows.values_list(*keys).annotate(**sums).values_list(*keys, *sums)
    return [Cell(row[0], row[1], row[2], row[3], tuple(row[4:])) for row in found]


def tally(cells: Iterable[Cell]) -> Tally:
    total = Tally()
    for cell in cells:
        total.add(cell)
    return total
