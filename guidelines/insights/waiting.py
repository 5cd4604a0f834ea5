"""What waits for each person under the labels of this room, kept for some seconds: every page's navigation shows it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from guidelines.frame.counts import Counts


@dataclass(frozen=True)
class Waiting:
    """How much of each kind waits for one person."""

    insights: int = 0
    """To work."""
    questions: int = 0
    """Answers to read, and questions to answer."""
    requests: int = 0
    """Nobody took them up."""

    @property
    def all(self) -> int:
        return self.insights + self.questions + self.requests


NOTHING = Waiting()

_counts: Counts[Waiting] = Counts()


def kept(person_id: int, rights: Hashable, count: Callable[[], Waiting]) -> Waiting:
    """Counted anew at least every 30 s, and at once after a deed in this process."""
    return _counts.of(person_id, rights, count)


def begun() -> int:
    """Take it before the query of `nothing_for`."""
    return _counts.begun()


def nothing_for(person_id: int, rights: Hashable, begun: int) -> None:
    """What another query found by the way."""
    _counts.tell(person_id, rights, NOTHING, begun)


def forget(person_id: int) -> None:
    _counts.forget(person_id)


def forget_all() -> None:
    """Everybody's is another once this deed is done: an answer reaches many, a question all who may answer."""
    _counts.forget_all()
