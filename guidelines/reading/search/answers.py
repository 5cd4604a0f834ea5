"""Answers to what was asked before. They are right until a deed or the clock changes what is in force, and are kept
with what else each process knows of the index (`known.py`), for everybody who may read the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

MOST_ANSWERS = 5_000
"""How many are kept, the latest used: keys of passages and counts, no texts; some 10 MB."""

Answer = TypeVar("Answer")


class Answers:
    """What was found, by what was asked. Safe among threads."""

    def __init__(self, most: int = MOST_ANSWERS) -> None:
        self.most = most
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def of(self, question: Hashable, find: Callable[[], Answer]) -> Answer:
        """The answer, found now where it is not kept. Who asks must not change it."""
        with self._lock:
            if question in self._kept:
                self._kept.move_to_end(question)
                kept: Answer = self._kept[question]
                return kept
        found = find()
        with self._lock:
            self._kept[question] = found
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return found
