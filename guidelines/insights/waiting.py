"""How many questions wait for a person, kept for some seconds in this process: every page's navigation shows it."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache
from django.db import transaction

SECONDS = 30
_ROUND = "insights-waiting-round"


def kept(person_id: int, count: Callable[[], int], of: str = "waiting") -> int:
    """The number, counted anew at least every 30 s, and at once after a deed in this process."""
    key = f"insights-{of}:{cache.get(_ROUND, 0)}:{person_id}"
    found: int | None = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, SECONDS)
    return found


def nothing_for(person_id: int) -> None:
    """What another query found by the way."""
    cache.set(f"insights-waiting:{cache.get(_ROUND, 0)}:{person_id}", 0, SECONDS)


def forget(person_id: int) -> None:
    cache.delete(f"insights-waiting:{cache.get(_ROUND, 0)}:{person_id}")


def forget_all() -> None:
    """Everybody's number is another once this deed is done: an answer reaches many, a question all who may answer."""
    _next_round()
    transaction.on_commit(_next_round)  # whoever counted meanwhile counted without it


def _next_round() -> None:
    cache.set(_ROUND, int(cache.get(_ROUND, 0)) + 1, None)
