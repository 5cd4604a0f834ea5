"""The floor on the day of building: a new joiner on the path, leads who remind and one who held a huddle."""

from __future__ import annotations

import datetime as dt

from guidelines.catalogue.models import Domain, Market
from guidelines.demo.founding import ADMINISTRATOR
from guidelines.frame import clock
from guidelines.people import services as people
from guidelines.people.models import Person, Team
from guidelines.people.roles import Role
from guidelines.reading import services
from guidelines.reading.queries.huddle import huddle_of
from guidelines.reading.queries.overseeing import lines_of, oversight_of
from guidelines.reading.queries.path import path_of

JOINER = {"employee_id": "AUS-1290", "name": "Noa Fischer", "time_zone": "America/Chicago"}
READ_ON_THE_PATH = 2
WEEK = dt.timedelta(days=7)


def the_floor_today(now: dt.datetime) -> None:
    """Everything as a lead finds it in the morning."""
    with clock.pretend(now):
        _somebody_joins(now)
        for team in Team.objects.exclude(lead=None).select_related("lead", "site").order_by("pk"):
            _remind_those_here(team, now)
        _one_huddle(now)


def _somebody_joins(now: dt.datetime) -> None:
    admin = Person.objects.get(employee_id=ADMINISTRATOR["employee_id"])
    team = Team.objects.get(name="Video A", site__code="AUS")
    joiner = people.join(by=admin, email="noa.fischer@portal.example", team=team, **JOINER)
    us, creators = Market.objects.get(code="US"), Domain.objects.get(code="CC")
    people.grant(joiner, Role.MODERATOR, by=admin, market=us, domain=creators)
    for step in path_of(joiner, now).steps[:READ_ON_THE_PATH]:
        services.acknowledge(step.row.edition, by=joiner, seen=step.row.digest)


def _remind_those_here(team: Team, now: dt.datetime) -> None:
    """Of the newest edition that somebody on shift has not read."""
    lead = team.lead
    if lead is None:
        return
    seen = oversight_of(lead)
    for row in seen.rows(now):
        unread = [line.person for line in lines_of(seen, [row], now) if line.is_unread_here and line.person != lead]
        if unread:
            services.remind(row.edition, unread, team=team, by=lead)
            return


def _one_huddle(now: dt.datetime) -> None:
    """The first team to which something changed was told of it by its lead."""
    for team in Team.objects.exclude(lead=None).select_related("lead", "site").order_by("pk"):
        sheet = huddle_of(team, team.lead, now, since=now - WEEK)  # type: ignore[arg-type]  # excluded above
        if sheet.sheets:
            present = list(team.members.filter(is_active=True).order_by("pk")[:2])
            services.brief(team, present, seen=sheet.digests, by=team.lead)  # type: ignore[arg-type]
            return
