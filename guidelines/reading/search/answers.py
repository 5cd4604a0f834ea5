"""Answers to what was asked before. They are right until a deed or the clock changes what is in force, and are kept
with what else each process knows of the index (`known.py`), for everybody who may read the same. And lines that were
drawn of them: what stands in a passage never changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from sys import getsizeof
from threading import Lock
from typing import Any, TypeVar

MOST_BYTES = 32 * 2**20
"""How much is kept, the latest used: keys of passages and counts. Some 10,000 answers to questions as people
ask them, far fewer to those of somebody who fills the memory on purpose."""
MOST_DRAWN = 16 * 2**20
"""How much of lines: some 500 pages."""
OVERHEAD, KEY, LETTER = 700, 32, 2
"""Bytes that an answer takes beside its own, for each key in it, and for each letter of the question written out."""

Answer = TypeVar("Answer", bound=Collection[int] | str)


class Answers:
    """What was found, by what was asked. Safe among threads."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most = most
        self.bytes = 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def of(self, question: Hashable, find: Callable[[], Answer]) -> Answer:
        """The answer, found now where it is not kept. Who asks must not change it."""
        with self._lock:
            if question in self._kept:
                self._kept.move_to_end(question)
                kept: Answer = self._kept[question][0]
                return kept
        found = find()
        size = _size(question, found)
        with self._lock:
            self.bytes += size - self._kept.pop(question, (None, 0))[1]
            self._kept[question] = found, size
            while self.bytes > self.most:
                self.bytes -= self._kept.popitem(last=False)[1][1]
        return found


def _size(question: Hashable, found: Collection[int] | str) -> int:
    """What is kept of it, in bytes, rather too much than too little."""
    keys = 0 if isinstance(found, str) else KEY * len(found)
    return OVERHEAD + LETTER * len(repr(question)) + getsizeof(found) + keys
