"""What a file of people would do: steps in words and in values, and what is wrong with its lines."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from guidelines.people.importing.reading import RowProblem


class Kind(StrEnum):
    """What a step does to a person."""

    JOIN = "join"
    RETURN = "return"
    CORRECT = "correct"
    MOVE = "move"
    GRANT = "grant"
    FUNCTION = "function"
    END_ROLE = "end_role"
    LEAVE = "leave"


@dataclass(frozen=True)
class Step:
    """One deed on one person. `words` say it to people; `values` say it to the services."""

    kind: Kind
    line: int | None
    employee_id: str
    name: str
    words: str
    values: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Plan:
    """Everything a file would do, in order."""

    file_digest: str
    end_missing: bool
    steps: tuple[Step, ...]
    problems: tuple[RowProblem, ...]
    unchanged: int
    """How many of the people in the file it leaves as they are."""

    def of(self, *kinds: Kind) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.kind in kinds)

    @property
    def digest(self) -> str:
        """The same for the same file that does the same: words of a language are not part of it."""
        deeds = [(step.kind, step.employee_id, step.values) for step in self.steps]
        stated = json.dumps([self.file_digest, self.end_missing, deeds], sort_keys=True)
        return hashlib.sha256(stated.encode()).hexdigest()
