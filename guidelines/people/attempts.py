"""How often a password may be tried, counted where all processes see it: the shared cache.

django-allauth counts in the default cache, which is each process's own here, so its limits are switched off.
A limit is a number of slots. A try takes a free slot *before* the password is looked at, so that tries at the same
moment cannot pass together; taking one is a single `add`, atomic in the database and in Redis. A slot frees itself
when its time is over, and at once when the password was right. While nobody counts, nobody may try.
"""

from __future__ import annotations

import hashlib
import logging
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.cache import BaseCache, caches
from django.utils.translation import gettext as _

from guidelines.frame.limits import redis_error
from guidelines.frame.refusals import Unavailable

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    """So many wrong tries within so many seconds."""

    name: str
    tries: int
    seconds: int


ACCOUNT = Limit("account", tries=5, seconds=300)
# A whole site signs in from one address at the start of a shift: only wrong tries count, and many are needed.
ADDRESS = Limit("address", tries=50, seconds=300)
PASSWORD_CHANGE = Limit("password_change", tries=5, seconds=300)


class TooManyTries(Exception):
    """No slot is free; `seconds` until the next one is."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"try again in {seconds} s")
        self.seconds = seconds

    @property
    def minutes(self) -> int:
        return max(1, math.ceil(self.seconds / 60))


@dataclass(frozen=True)
class Attempt:
    """One try that was allowed to happen."""

    slots: tuple[str, ...]
    left: int
    """How many more wrong tries the tightest limit allows."""

    def forgive(self) -> None:
        """Give the slots back: the password was right."""
        with _shared_cache() as shared:
            shared.delete_many(self.slots)


@contextmanager
def _shared_cache() -> Iterator[BaseCache]:
    """Where slots are kept. Where it does not answer the try is refused: no limit would hold."""
    try:
        yield caches["shared"]
    except redis_error() as error:
        LOG.error("Nobody can sign in: the Redis of REDIS_URL does not answer (%s).", error)
        raise Unavailable(_("Passwords can’t be checked just now. Try again in a minute.")) from error


def begin(*claims: tuple[Limit, str]) -> Attempt:
    """Take a slot of every limit for its subject, or none and TooManyTries."""
    slots: list[str] = []
    free: list[int] = []
    for limit, subject in claims:
        try:
            slot, rest = _take(limit, subject)
        except TooManyTries:
            Attempt(tuple(slots), 0).forgive()
            raise
        slots.append(slot)
        free.append(rest)
    return Attempt(tuple(slots), min(free))


def _take(limit: Limit, subject: str) -> tuple[str, int]:
    """A free slot, and how many are free after it. The value of a slot is the second at which it frees itself."""
    # Hashed: what people type into a sign-in form is at times their password.
    name = hashlib.sha256(subject.encode()).hexdigest()[:40]
    slots = [f"tries:{limit.name}:{name}:{number}" for number in range(limit.tries)]
    now = time.time()
    with _shared_cache() as shared:
        taken = shared.get_many(slots)
        for slot in slots:
            if slot not in taken and shared.add(slot, now + limit.seconds, limit.seconds):
                return slot, limit.tries - len(taken) - 1
    raise TooManyTries(math.ceil(min(taken.values(), default=now + limit.seconds) - now))
