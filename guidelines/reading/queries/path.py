"""The path of a new joiner: what they are to read, in an order, instead of every old edition at once.

The gravest severity comes first, then what has the most rules of it; a guideline that is read before others (it takes
precedence over them) comes before its equals. How often a guideline is read is counted nowhere, so use is told by the
rules alone.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from guidelines.editions.models import Guideline
from guidelines.people.models import Person
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.reading.models import Acknowledgement, LibraryRow, SearchRow
from guidelines.reading.models.search import Kind
from guidelines.reading.queries.duties import asking
from guidelines.reading.queries.library import visible_rows

NEW_FOR = dt.timedelta(days=30)
NO_SEVERITY = "S9"


@dataclass(frozen=True)
class Step:
    """One guideline on the path."""

    row: LibraryRow
    severity: str
    """The gravest of its rules; empty where none has any."""
    rules: int
    done_at: dt.datetime | None


@dataclass(frozen=True)
class JoinersPath:
    """The whole path, in its order, and how far the person is."""

    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        return sum(step.done_at is not None for step in self.steps)

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if step.done_at is None), None)


def is_new(person: Anyone, now: dt.datetime) -> bool:
    """Whether this person joined lately enough to follow the path."""
    return person.joined_at > now - NEW_FOR


def is_on_path(person: Person, row: LibraryRow, now: dt.datetime) -> bool:
    """Whether words are older than the person's time here, so that they stand on the path and are not chased."""
    return came_before(person, row.decided_since, now)


def came_before(person: Anyone, began: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether decisions that began then are older than a new person's time here: on their path, and never late."""
    return began is not None and is_new(person, now) and began <= person.joined_at


def path_of(person: Anyone, now: dt.datetime) -> JoinersPath:
    """What was in force before this person came and asks to be acknowledged. Five queries, however long it is."""
    rows = asking(visible_rows(person, now), holdings(person)).in_force(now)
    rows = rows.filter(major__effective_from__lte=person.joined_at)
    found = list(rows.select_related("market", "domain", "major").defer("major__source"))
    done = dict(
        Acknowledgement.objects.filter(person_id=person.pk, major__in=[row.major_id for row in found])
        .order_by("-at")
        .values_list("major_id", "at")
    )
    severities = _severities(found, now)
    before = _before_others(found)
    steps = [_step(row, severities.get(row.edition_id, Counter()), done.get(row.major_id or 0)) for row in found]
    return JoinersPath(tuple(sorted(steps, key=lambda step: _place(step, before[step.row.guideline_id]))))


def _step(row: LibraryRow, severities: Counter[str], done_at: dt.datetime | None) -> Step:
    gravest = min((severity for severity in severities if severity), default="")
    return Step(row, gravest, severities[gravest], done_at)


def _place(step: Step, before: int) -> tuple[str, int, int, str]:
    return (step.severity or NO_SEVERITY, -before, -step.rules, step.row.policy_id)


def _severities(rows: list[LibraryRow], now: dt.datetime) -> dict[int, Counter[str]]:
    """How many rules of each severity an edition has, by key of the edition."""
    found: dict[int, Counter[str]] = {}
    passages = SearchRow.objects.filter(guideline__in=[row.guideline_id for row in rows], kind=Kind.RULE)
    for edition, severity in passages.filter(since__lte=now, until__gt=now).values_list("edition_id", "severity"):
        found.setdefault(edition, Counter())[severity] += 1
    return found


def _before_others(rows: list[LibraryRow]) -> Counter[int]:
    """Over how many others each guideline takes precedence."""
    through = Guideline.precedes.through.objects.filter(from_guideline__in=[row.guideline_id for row in rows])
    return Counter(through.values_list("from_guideline_id", flat=True))
