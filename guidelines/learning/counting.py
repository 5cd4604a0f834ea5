"""How many tasks are open for a person, kept for some seconds in this process: every page's navigation shows it."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache
from django.db import transaction

SECONDS = 30
_ROUND = "learning-open-round"


def kept(person_id: int, count: Callable[[], int]) -> int:
    """The number, counted anew at least every 30 s, and at once after a deed in this process."""
    key = f"learning-open:{cache.get(_ROUND, 0)}:{person_id}"
    found: int | None = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, SECONDS)
    return found


def any_task(ask: Callable[[], bool]) -> bool:
    """Whether anything is asked of anybody: where nothing is, no page asks further."""
    key = f"learning-any:{cache.get(_ROUND, 0)}"
    found: bool | None = cache.get(key)
    if found is None:
        found = ask()
        cache.set(key, found, SECONDS)
    return found


def forget_all() -> None:
    """Everybody's number is another once this deed is done."""
    _next_round()
    transaction.on_commit(_next_round)  # whoever counted meanwhile counted without it


def _next_round() -> None:
    cache.set(_ROUND, int(cache.get(_ROUND, 0)) + 1, None)
