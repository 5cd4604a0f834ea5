"""What else happened to a guideline in some weeks: rooms nearer the roof register what they know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from guidelines.editions.models import Guideline
from guidelines.people.models import Person


@dataclass(frozen=True)
class Happening:
    """One thing that may have moved a rate: what kind of thing in a word or two, and which."""

    at: dt.datetime
    kind: str
    text: str
    url: str = ""


Finder = Callable[[Person, Guideline, dt.datetime, dt.datetime], Iterable[Happening]]
"""Given who asks, the guideline, and two instants: what happened between them, as far as this person may know."""

_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Call it in `AppConfig.ready`; saying it twice changes nothing."""
    if finder not in _finders:
        _finders.append(finder)


def happenings(person: Person, guideline: Guideline, since: dt.datetime, until: dt.datetime) -> list[Happening]:
    """Everything any room knows of, in its order."""
    found = (one for finder in _finders for one in finder(person, guideline, since, until))
    return sorted(found, key=lambda one: (one.at, one.kind, one.text))
