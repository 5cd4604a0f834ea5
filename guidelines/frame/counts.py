"""What waits for each person, as the frame of every page tells it: counted once in a while, and kept in this process.

A room keeps its own `Counts` and says, by followers of the deeds that change them, when they are others. What another
process did shows after `KEPT_FOR`. What was counted holds for the rights it was counted with and for no others, so it
outlives none of them. What was counted while a deed was done is told once and not kept.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import transaction

from guidelines.frame import clock

KEPT_FOR = dt.timedelta(seconds=30)
"""As long as a Reader is kept."""
MOST = 5_000
"""Of how many people a process remembers, the latest used."""

Found = TypeVar("Found")


@dataclass(frozen=True)
class _Kept(Generic[Found]):
    found: Found
    rights: Hashable
    since: dt.datetime


_all: list[Counts[Any]] = []


class Counts(Generic[Found]):
    """What one room counts, by the key of the person. Safe among threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, _Kept[Found]] = OrderedDict()
        self._round = 0
        self._lock = Lock()
        _all.append(self)

    def of(self, person_id: int, rights: Hashable, count: Callable[[], Found]) -> Found:
        """What is kept for this person with these rights, or what `count` finds now."""
        now = clock.now()
        with self._lock:
            kept, begun = self._standing(person_id, rights, now), self._round
        if kept is not None:
            return kept.found
        found = count()
        with self._lock:
            if begun == self._round:
                self._keep(person_id, _Kept(found, rights, now))
        return found

    def known(self, person_id: int, rights: Hashable) -> Found | None:
        """What is kept, without counting."""
        with self._lock:
            kept = self._standing(person_id, rights, clock.now())
        return kept.found if kept is not None else None

    def begun(self) -> int:
        """Take it before another query that may find something by the way, for `tell`."""
        with self._lock:
            return self._round

    def tell(self, person_id: int, rights: Hashable, found: Found, begun: int) -> None:
        """What that query found; not kept where a deed was done since."""
        with self._lock:
            if begun == self._round:
                self._keep(person_id, _Kept(found, rights, clock.now()))

    def forget(self, person_id: int) -> None:
        """One person's is another: now, and once others see the deed that made it so."""
        self._forget(person_id)
        transaction.on_commit(partial(self._forget, person_id))

    def forget_all(self) -> None:
        """Everybody's is."""
        self._forget(None)
        transaction.on_commit(partial(self._forget, None))

    def clear(self) -> None:
        """Forget all, as a new process does."""
        self._forget(None)

    def _forget(self, person_id: int | None) -> None:
        with self._lock:
            self._round += 1  # whoever counts just now counted without the deed
            if person_id is None:
                self._kept.clear()
            else:
                self._kept.pop(person_id, None)

    def _standing(self, person_id: int, rights: Hashable, now: dt.datetime) -> _Kept[Found] | None:
        kept = self._kept.get(person_id)
        if kept is None or kept.rights != rights or not kept.since <= now < kept.since + KEPT_FOR:
            return None
        self._kept.move_to_end(person_id)
        return kept

    def _keep(self, person_id: int, kept: _Kept[Found]) -> None:
        self._kept[person_id] = kept
        self._kept.move_to_end(person_id)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)


def clear_all() -> None:
    """Forget what every room counted."""
    for counts in _all:
        counts.clear()
