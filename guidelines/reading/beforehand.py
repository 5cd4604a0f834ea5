"""What rooms nearer the roof want to know of a guideline before its page is drawn, in the query that bounds the page.

A page that many open must not ask each room on its own. It is asked before the words are read, under the stamps of that
moment: a deed in between makes the page look older than it is, and it is drawn anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Aside:
    """One value in plain SQL with one place, for the policy ID; and who is told it, with the request that draws."""

    name: str
    sql: str
    told: Callable[[HttpRequest, Any], None]


_asides: dict[str, Aside] = {}


def register(aside: Aside) -> None:
    """Call it in `AppConfig.ready`; saying it twice changes nothing."""
    _asides[aside.name] = aside


def columns() -> tuple[str, ...]:
    return tuple(aside.sql for aside in _asides.values())


def tell(request: HttpRequest, found: Iterable[Any]) -> None:
    """Tell each room what was found, in the order of `columns`."""
    for aside, value in zip(_asides.values(), found, strict=True):
        aside.told(request, value)
