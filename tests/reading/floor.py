"""The floor of the small marketplace: two teams, their leads and their people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from guidelines.editions.models import Edition
from guidelines.people.models import Leave, Person, Site, Team
from guidelines.people.roles import Role
from guidelines.reading import services
from guidelines.reading.queries.overseeing import Line, lines_of, oversight_of
from tests.people import World, make_person

DAY = dt.timedelta(days=1)
LONG_AGO = dt.timedelta(days=90)


@dataclass(frozen=True)
class Floor:
    """Lou leads Listings, where Mo and Nia work; Kim leads Night, where Pat works. All read US products."""

    lou: Person
    kim: Person
    mo: Person
    nia: Person
    pat: Person
    listings: Team
    night: Team


def at_work(person: Person, team: Team) -> Person:
    """In a team since long ago."""
    Person.objects.filter(pk=person.pk).update(team=team, joined_at=timezone.now() - LONG_AGO)
    return Person.objects.get(pk=person.pk)


def make_floor(world: World) -> Floor:
    listings = Team.objects.get(name="Listings")
    night = Team.objects.create(name="Night", site=Site.objects.create(code="MNL", name="Manila", time_zone="UTC"))

    def hired(employee_id: str, name: str, role: Role, team: Team) -> Person:
        return at_work(make_person(employee_id, name, role, world.us, world.product), team)

    lou = hired("L-001", "Lou Marsh", Role.TEAM_LEAD, listings)
    kim = hired("L-002", "Kim Sato", Role.TEAM_LEAD, night)
    Team.objects.filter(pk=listings.pk).update(lead=lou)
    Team.objects.filter(pk=night.pk).update(lead=kim)
    return Floor(
        lou=lou,
        kim=kim,
        mo=at_work(world.mo, listings),
        nia=hired("M-001", "Nia Cole", Role.MODERATOR, listings),
        pat=hired("M-002", "Pat Dunn", Role.MODERATOR, night),
        listings=Team.objects.get(pk=listings.pk),
        night=Team.objects.get(pk=night.pk),
    )


def read(edition: Edition, *readers: Person) -> None:
    for reader in readers:
        services.acknowledge(edition, by=reader, seen=edition.digest)


def seen_by(person: Person, at: dt.datetime | None = None) -> dict[str, Line]:
    """The newest edition's lines that this person may see, by name."""
    now, seen = at or timezone.now(), oversight_of(Person.objects.get(pk=person.pk))
    rows = list(seen.rows(now)[:1])
    return {line.person.name: line for line in lines_of(seen, rows, now)}


def states(person: Person, at: dt.datetime | None = None) -> dict[str, str]:
    return {name: line.state for name, line in seen_by(person, at).items()}


def away(person: Person, first: dt.date, last: dt.date) -> None:
    Leave.objects.create(person=person, first_day=first, last_day=last)
