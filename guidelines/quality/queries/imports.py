"""Reads about imports: the first rows of a file as they would be understood, and the rows that could not be taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.core.files.storage import default_storage

from guidelines.frame import clock
from guidelines.people.sessions import Anyone
from guidelines.quality.importing.columns import Mapping
from guidelines.quality.importing.files import read_from
from guidelines.quality.importing.rows import Check, RowReader
from guidelines.quality.importing.troubles import Trouble, of_row, readable_of, told
from guidelines.quality.models import CheckImport, ErrorClass, Outcome, RowProblem

LOOKED_AT = 20
"""Rows of a preview."""
AT_ONCE = 500


@dataclass(frozen=True)
class Looked:
    """One row of a preview: what it would be, or the sentence why it can't be taken."""

    line: int
    case: str
    at: dt.datetime | None = None
    rule: str = ""
    edition: int | None = None
    decided: str = ""
    right: str = ""
    kind: str = ""
    outcome: str = ""
    problem: str = ""


FirstRows = list[tuple[int, list[str]]]
"""The line of each, and its cells."""


def first_rows(job: CheckImport) -> FirstRows | None:
    """Of a file that waits; None where its file is gone."""
    try:
        with default_storage.open(job.stored_as, "rb") as stored:
            assert stored.file is not None, "it is open"
            return [(line, cells) for _after, line, cells in islice(read_from(stored.file, 0), LOOKED_AT)]
    except (FileNotFoundError, ValueError):
        return None


def looked_at(job: CheckImport, first: FirstRows, person: Anyone) -> list[Looked]:
    """These rows as they would be understood."""
    header, source = job.mapping["header"], job.source
    reader = RowReader(source, Mapping.of(source), header, clock.now())
    read = [(line, cells, reader.read(line, cells)) for line, cells in first]
    bound = [one.bound.guideline for _line, _cells, one in read if isinstance(one, Check)]
    named = [Trouble("", guideline=key) for key in bound]
    readable = readable_of(person, [*named, *(one for *_row, one in read if isinstance(one, Trouble))])
    return [_looked(line, cells, one, readable, source.market.time_zone) for line, cells, one in read]


def _looked(line: int, cells: list[str], one: Check | Trouble, readable: set[int], zone: str) -> Looked:
    """A restricted guideline that does not name the reader is to them as if it were not there."""
    trouble = one if isinstance(one, Trouble) else one.quiet
    if trouble and (trouble is one or trouble.guideline not in readable):
        return Looked(line, " · ".join(cell for cell in cells if cell)[:120], problem=told(trouble, zone, readable))
    assert isinstance(one, Check), "what is no trouble is a check"
    return Looked(
        line,
        one.case,
        one.decided_at,
        f"{one.bound.policy_id} {one.bound.rule_id}",
        one.bound.number,
        one.decided,
        one.right,
        str(ErrorClass(one.error_class).label),
        str(Outcome(one.outcome).label),
    )


@dataclass(frozen=True)
class Unusable:
    """A row that could not be taken, with its sentence."""

    line: int
    cells: list[str]
    sentence: str


def unusable(problems: Iterable[RowProblem], person: Anyone, zone: str) -> list[Unusable]:
    """These rows with their sentences: one query."""
    rows = [(problem, of_row(problem)) for problem in problems]
    readable = readable_of(person, [trouble for _problem, trouble in rows])
    return [Unusable(problem.line, problem.cells, told(trouble, zone, readable)) for problem, trouble in rows]


def all_unusable(job: CheckImport, person: Anyone) -> Iterator[Unusable]:
    """Every one of an import, some hundred in memory at a time."""
    rows, last = job.row_problems.order_by("line"), -1
    while some := list(rows.filter(line__gt=last)[:AT_ONCE]):
        yield from unusable(some, person, job.source.market.time_zone)
        last = some[-1].line
