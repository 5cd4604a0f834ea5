"""What happens around the editions in the demo's year: deeds at their moments, told in their order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from guidelines.frame import clock
from guidelines.people.models import Person


@dataclass(frozen=True)
class Happening:
    """One deed, or a few by the same people in the same minute."""

    at: dt.datetime
    deed: Callable[[], object]


class Chronicle:
    """Lets things happen, each under its own clock."""

    def __init__(self, happenings: Iterable[Happening], *, before: Callable[[dt.datetime], None]) -> None:
        """`before` lets everything else happen that happened until then."""
        self._before = before
        self._to_come = sorted(happenings, key=lambda one: one.at, reverse=True)

    def until(self, moment: dt.datetime) -> None:
        while self._to_come and self._to_come[-1].at < moment:
            happening = self._to_come.pop()
            self._before(happening.at)
            with clock.pretend(happening.at):
                happening.deed()


class Cast:
    """The people of the demo by their names."""

    def __init__(self) -> None:
        self._people = {person.name: person for person in Person.objects.all()}

    def __getitem__(self, name: str) -> Person:
        return self._people[name]
