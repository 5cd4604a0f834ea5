"""Who acknowledged what in the demo, and when: most in time, some late, a few not at all."""

from __future__ import annotations

import datetime as dt
from zlib import crc32

from guidelines.editions.models import Audience, Edition, Significance
from guidelines.editions.services import Acknowledging
from guidelines.frame import clock
from guidelines.frame.refusals import Refusal
from guidelines.people import presence
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.people.scopes import holdings
from guidelines.reading.queries.duties import asks
from guidelines.reading.services import acknowledge

IN_TIME = dt.timedelta(days=5)
READERS = (Role.MODERATOR.value, Role.TEAM_LEAD.value)
JORDAN = "Jordan Ellis"
NOT_BY_JORDAN = {("US-SE-0033", 3), ("US-PR-0031", 8)}
"""One is late and one still due: what the front page of a moderator is for."""
OF_A_HUNDRED = (88, 95)
"""So many acknowledge in time, and so many in all."""


def asked(edition: Edition, start: dt.datetime) -> Acknowledging | None:
    """Moderators and their leads read every major edition within five days of its start."""
    if edition.significance == Significance.MINOR:
        return None
    return Acknowledging(Audience.ROLES, READERS, start + IN_TIME)


class Readers:
    """Those who are asked, and what they have still to read as the story goes on."""

    def __init__(self) -> None:
        people = Person.objects.filter(assignments__role__in=READERS).distinct().order_by("pk")
        self._people = list(people)
        self._waiting: list[tuple[dt.datetime, int, int]] = []

    def hear_of(self, edition: Edition) -> None:
        """An edition was published: each whom it asks will read it at some time after its start, or never."""
        guideline, start = edition.guideline, edition.effective_from
        if start is None:
            return
        for person in self._people:
            if asks(edition, holdings(person), guideline.market_id, guideline.domain_id):
                at = _moment(person, edition, start)
                self._waiting += [(at, person.pk, edition.pk)] if at else []

    def read_until(self, instant: dt.datetime) -> None:
        """Let everything be acknowledged that was by then, in its order."""
        due = sorted(one for one in self._waiting if one[0] <= instant)
        self._waiting = [one for one in self._waiting if one[0] > instant]
        people = {person.pk: person for person in self._people}
        for at, person, edition in due:
            with clock.pretend(at):
                _read(Edition.objects.select_related("guideline").get(pk=edition), people[person])

    def come_and_go(self, now: dt.datetime) -> None:
        """When each was last here: a third are at work now; Jordan comes back from three days off."""
        for person in self._people:
            hours = 72 if person.name == JORDAN else (1, 9, 16)[_dice(person.employee_id) % 3]
            presence.note(person.pk, now - dt.timedelta(hours=hours))


def _read(edition: Edition, person: Person) -> None:
    try:
        acknowledge(edition, by=person, seen=edition.digest)
    except Refusal:
        return  # withdrawn, superseded or cancelled before this person came to it


def _moment(person: Person, edition: Edition, start: dt.datetime) -> dt.datetime | None:
    if person.name == JORDAN and (edition.guideline.policy_id, edition.number) in NOT_BY_JORDAN:
        return None
    dice = _dice(f"{person.employee_id} {edition}")
    in_time, in_all = OF_A_HUNDRED
    if dice % 100 >= in_all and person.name != JORDAN:
        return None
    span = IN_TIME if dice % 100 < in_time or person.name == JORDAN else 2 * IN_TIME
    return start + dt.timedelta(minutes=20) + span * ((dice // 100 % 1000) / 1050)


def _dice(text: str) -> int:
    return crc32(text.encode())
