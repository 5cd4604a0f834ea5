"""How many requests a program may send, counted where all processes see it, at the cost of one look in some thirty.

A minute's allowance is cut into slots of some requests each. A process takes a free slot from the shared cache - one
`add`, atomic in the database and in Redis, as for the tries of a password - and spends it by itself. So a program never
gets more than its allowance; what a process has not spent when the minute ends is lost to it. Where the shared cache
does not answer, each process counts for itself: a case tool must not stop because nobody counts.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass

from django.core.cache import caches

LOG = logging.getLogger(__name__)
MINUTE = 60
SLOTS, IN_A_SLOT = 20, 30
PER_MINUTE = SLOTS * IN_A_SLOT


@dataclass(frozen=True)
class Allowance:
    """What is left of a minute after this request; `left` is negative when this request is one too many."""

    left: int
    seconds: int
    """Until the next minute begins."""

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(PER_MINUTE),
            "RateLimit-Remaining": str(max(self.left, 0)),
            "RateLimit-Reset": str(self.seconds),
        }


@dataclass
class _Purse:
    """What this process holds of one program's minute."""

    minute: int
    held: int = 0
    free: int = SLOTS
    """Slots nobody had taken when this process last looked."""


_purses: dict[str, _Purse] = {}
_lock = threading.Lock()


def spend(who: str) -> Allowance:
    """Count one request of a program: `api:` or `feed:` and the id of what it shows."""
    now = time.time()
    minute, seconds = int(now // MINUTE), MINUTE - int(now % MINUTE)
    with _lock:
        purse = _purses.get(who)
        if purse is None or purse.minute != minute:
            purse = _purses[who] = _Purse(minute)
        if not purse.held and purse.free:
            purse.free = _take_slot(who, minute, purse.free)
            purse.held = IN_A_SLOT if purse.free >= 0 else 0
            purse.free = max(purse.free, 0)
        if not purse.held:
            return Allowance(-1, seconds)
        purse.held -= 1
        return Allowance(purse.held + purse.free * IN_A_SLOT, seconds)


def _take_slot(who: str, minute: int, free: int) -> int:
    """How many slots are free after one was taken; -1 when none was."""
    names = [f"{who}:{minute}:{number}" for number in range(SLOTS)]
    try:
        shared = caches["shared"]
        taken = shared.get_many(names)
        for name in names:
            if name not in taken and shared.add(name, 1, 2 * MINUTE):
                return SLOTS - len(taken) - 1
    except redis_error() as error:
        LOG.error(
            "Each process counts the requests of programs for itself: the Redis of REDIS_URL does not answer (%s).",
            error,
        )
        return free - 1
    return -1


def redis_error() -> type[Exception]:
    """What a Redis raises that does not answer. Its library is loaded when something fails, and by whoever has one."""
    from redis import RedisError

    return RedisError


def forget() -> None:
    """Hold nothing any more: for tests that begin anew."""
    _purses.clear()
