"""The day the portal of the demo opens: its lists, its places and its people, through the services."""

from __future__ import annotations

import datetime as dt

from guidelines.catalogue import services as lists
from guidelines.catalogue.models import Action, Domain, EscalationTeam, LabelCode, ListRow, Market, Topic
from guidelines.demo import sources
from guidelines.demo.sources import CAST, LISTS, Row
from guidelines.people import services
from guidelines.people.models import Leave, Person, Site, Team
from guidelines.people.roles import Role
from guidelines.text.folding import fold

MARKETS = (
    Market(code="US", name="United States", name_vi="Hoa Kỳ", language="en", time_zone="America/Los_Angeles"),
    Market(code="VN", name="Việt Nam", name_vi="Việt Nam", language="vi", time_zone="Asia/Ho_Chi_Minh"),
)
SHARED = {"forbids_staying": True, "locks_when_idle": True}
"""The rules of Manila and Hà Nội, whose desks have another person every shift."""
ADMINISTRATOR = {"employee_id": "IT-0001", "name": "Rosalind Pike", "time_zone": "America/Los_Angeles"}


def found() -> None:
    """Everything that must be there before the first word is written."""
    admin = services.join(
        by=None, email="rosalind.pike@portal.example", is_staff=True, is_superuser=True, **ADMINISTRATOR
    )
    keep_lists(admin)
    sites = {row["code"]: _kept(_site(row), admin) for row in sources.rows(CAST, "sites.csv")}
    teams = {
        (row["site"], row["name"]): _team(row, sites[row["site"]], admin) for row in sources.rows(CAST, "teams.csv")
    }
    people = [
        _person(row, teams.get((row["site"], row["team"])), sites, admin) for row in sources.rows(CAST, "people.csv")
    ]
    _appoint_leads({person.employee_id: person for person in people}, teams, admin)


def keep_lists(admin: Person) -> None:
    """Markets, domains, topics, actions, label codes and escalation teams."""
    markets = {market.code: market for market in map(_copy, MARKETS)}
    topics: dict[str, Topic] = {}
    for row in sources.by_code("topics.csv"):
        topics[row["code"]] = Topic(**{**row, "parent": topics.get(row["parent"])})
    listed: list[ListRow] = [*markets.values()]
    listed += [Domain(**row) for row in sources.by_code("domains.csv")]
    listed += topics.values()
    listed += [Action(**row) for row in sources.by_code("actions.csv")]
    listed += [LabelCode(**row) for row in sources.by_code("labels-*.csv")]
    listed += [EscalationTeam(**{**row, "market": markets[row["market"]]}) for row in sources.rows(LISTS, "teams.csv")]
    for entry in listed:
        lists.add(entry, by=admin)


def _copy(market: Market) -> Market:
    """A row that nobody saved yet, however often the world is built in one process."""
    return Market(**{name: getattr(market, name) for name in ("code", "name", "name_vi", "language", "time_zone")})


def _site(row: Row) -> Site:
    return Site(**row, **(SHARED if row["code"] in ("MNL", "HAN") else {}))


def _kept(site: Site, admin: Person) -> Site:
    services.keep(site, by=admin, changed=["code", "name", "company", "time_zone"], is_new=True)
    return site


def _team(row: Row, site: Site, admin: Person) -> Team:
    team = Team(name=row["name"], site=site)
    services.keep(team, by=admin, changed=["name", "site"], is_new=True)
    return team


def _person(row: Row, team: Team | None, sites: dict[str, Site], admin: Person) -> Person:
    """An account nobody has a password for, with its role."""
    person = services.join(
        employee_id=row["employee_id"],
        name=row["name"],
        by=admin,
        email=f"{fold(row['name']).replace(' ', '.')}@portal.example",
        team=team,
        language=row["language"],
        time_zone=row["time_zone"] or sites[row["site"]].time_zone,
    )
    market = Market.objects.filter(code=row["market"]).first()
    domain = Domain.objects.filter(code=row["domain"]).first()
    services.grant(person, Role(row["role"]), by=admin, market=market, domain=domain, function=row["function"])
    return person


def _appoint_leads(people: dict[str, Person], teams: dict[tuple[str, str], Team], admin: Person) -> None:
    for row in sources.rows(CAST, "teams.csv"):
        team = teams[row["site"], row["name"]]
        team.lead = people[row["lead"]]
        services.keep(team, by=admin, changed=["lead"], is_new=False)


def latest_news_of_people(today: dt.date) -> Person:
    """Somebody is on leave, and somebody has left. Returns who keeps the accounts."""
    admin = Person.objects.get(employee_id=ADMINISTRATOR["employee_id"])
    first, last = today - dt.timedelta(days=3), today + dt.timedelta(days=9)
    leave = Leave(person=Person.objects.get(name="Ana Petrova"), first_day=first, last_day=last)
    services.keep(leave, by=admin, changed=["person", "first_day", "last_day"], is_new=True)
    services.leave(Person.objects.get(name="Patrick Salazar"), by=admin)
    return admin
