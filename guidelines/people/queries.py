"""Reads about people that span tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Domain, Market
from guidelines.frame import clock
from guidelines.people.delegating import why_not_end
from guidelines.people.models import Assignment, Delegation, Person, Site
from guidelines.people.roles import Capability, Role, roles_with
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.text.folding import fold

OVER_SHOWN = 10
DEMO_PEOPLE, DEMO_PER_ROLE = 40, 3
"""How many people the demo's sign-in lists. A larger cast is cut in every role, so that no role is missing."""


def may_administer(person: Any) -> bool:
    """Whether the person keeps accounts or roles anywhere."""
    if not isinstance(person, Anyone) or not person.is_active:
        return False
    return person.is_superuser or holdings(person).may_somewhere(Capability.ADMINISTER)


def visible_people(person: Person) -> QuerySet[Person]:
    """The people whose roles this person keeps: everybody for a system administrator, else those of their markets
    and those who work here and have no role yet."""
    if not may_administer(person):
        return Person.objects.none()
    if person.is_superuser:
        return Person.objects.all()
    people = Person.objects.filter(is_superuser=False)
    markets = holdings(person).market_ids(Capability.ADMINISTER)
    if markets is None:
        return people
    held = Assignment.objects.filter(person=OuterRef("pk"))
    in_market = held.filter(market__in=markets)
    everywhere = held.current().filter(market=None)
    return people.filter(
        Exists(in_market) | Exists(everywhere) | (Q(is_active=True) & ~Exists(held.current())),
    )


def with_roles(people: QuerySet[Person]) -> QuerySet[Person]:
    """The same people with team, site and current roles at hand (`current_roles`)."""
    roles = Assignment.objects.current().select_related("market", "domain").order_by("role", "market", "domain")
    return people.select_related("team__site").prefetch_related(
        Prefetch("assignments", queryset=roles, to_attr="current_roles")
    )


def named(people: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Those whose employee ID, name or mail address holds all the words, with or without diacritics."""
    wanted = fold(words).split()
    if not wanted:
        return people
    rows = people.order_by().values_list("pk", "employee_id", "name", "email")
    found = [pk for pk, *texts in rows if all(word in fold(" ".join(texts)) for word in wanted)]
    return people.filter(pk__in=found)


def holding(people: QuerySet[Person], role: str) -> QuerySet[Person]:
    """Those who hold the role now."""
    return people.filter(Exists(Assignment.objects.current().filter(person=OuterRef("pk"), role=role)))


def grantable_markets(person: Person) -> QuerySet[Market]:
    """The markets in which this person may grant roles."""
    markets = Market.objects.filter(retired=False)
    if person.is_superuser:
        return markets
    ids = holdings(person).market_ids(Capability.ADMINISTER)
    return markets if ids is None else markets.filter(pk__in=ids)


def may_grant_everywhere(person: Person) -> bool:
    return person.is_superuser or holdings(person).market_ids(Capability.ADMINISTER) is None


def grantable_domains() -> QuerySet[Domain]:
    return Domain.objects.filter(retired=False)


@dataclass(frozen=True)
class DemoPerson:
    """One of the demo's people, as the sign-in page lists them."""

    employee_id: str
    name: str
    place: str


@dataclass(frozen=True)
class DemoRole:
    """A role, and the demo's people whose first role it is."""

    role: str
    people: tuple[DemoPerson, ...]


def demo_people() -> QuerySet[Person]:
    """Whoever can be signed in as with one click, in the demo only."""
    return Person.objects.filter(is_active=True)


def demo_roles() -> tuple[DemoRole, ...]:
    """The demo's people by their first role, in the order of the roles."""
    order = list(Role)
    ranked = [
        (min(order.index(Role(assignment.role)) for assignment in _current(person)), person)
        for person in with_roles(demo_people())
        if _current(person)
    ]
    first = sorted(ranked, key=lambda entry: (entry[0], entry[1].employee_id))
    most = DEMO_PEOPLE if len(first) <= DEMO_PEOPLE else DEMO_PER_ROLE
    roles = [
        DemoRole(str(order[rank].label), tuple(_demo_person(person) for person in _some(group, most)))
        for rank, group in groupby(first, key=lambda entry: entry[0])
    ]
    keepers = Person.objects.filter(is_active=True, is_superuser=True).order_by("employee_id")[:1]
    keeper = tuple(DemoPerson(person.employee_id, person.name, _("accounts and lists")) for person in keepers)
    return (*roles, DemoRole(_("System administrator"), keeper)) if keeper else tuple(roles)


def _some(group: Iterable[tuple[int, Person]], most: int) -> list[Person]:
    """The first few, with somebody of every market among them where there are several."""
    people = [person for _rank, person in group]
    markets: dict[int | None, Person] = {}
    for person in people:
        for assignment in _current(person):
            markets.setdefault(assignment.market_id, person)
    chosen = list(dict.fromkeys([*markets.values(), *people]))[: max(most, len(set(markets.values())))]
    return sorted(chosen, key=lambda person: person.employee_id)


def _current(person: Person) -> list[Assignment]:
    return list(getattr(person, "current_roles", ()))


def _demo_person(person: Person) -> DemoPerson:
    """Where they work, and for which markets and domains."""
    parts = [person.team.site.name] if person.team else []
    parts += sorted({assignment.scope for assignment in _current(person)})
    return DemoPerson(person.employee_id, person.name, " · ".join(parts))


def role_names(person: Any) -> str:
    """The roles the person holds, in words, without a query where the page asked for rights already."""
    if not isinstance(person, Anyone):
        return ""
    held = {holding.role for holding in holdings(person).own.held}
    return ", ".join(str(role.label) for role in Role if role in held)


@dataclass(frozen=True)
class SiteReaders:
    """How many people of one site read a market and domain. Site None: people without a team."""

    site: Site | None
    people: int


def readers_by_site(readers: QuerySet[Person]) -> list[SiteReaders]:
    """Where these people, who decide by a guideline, work, the largest site first."""
    readers = readers.order_by()
    counted = dict(readers.values_list("team__site").annotate(people=Count("pk", distinct=True)))
    sites: dict[int | None, Site] = {site.pk: site for site in Site.objects.filter(pk__in=[pk for pk in counted if pk])}
    found = [SiteReaders(sites.get(pk), people) for pk, people in counted.items()]
    return sorted(found, key=lambda row: (row.site is None, -row.people, row.site.name if row.site else ""))


@dataclass(frozen=True)
class DelegationLine:
    """A delegation on a page: how it stands, and why this person can't end it."""

    delegation: Delegation
    standing: str
    """running, coming, or over."""
    why_not_end: str | None


def delegations_of(person: Person, *, seen_by: Person) -> list[DelegationLine]:
    """What a person lends and is lent: all that runs or comes, and the last that are over."""
    now = clock.now()
    rows = (Delegation.objects.filter(person=person) | Delegation.objects.filter(delegate=person)).select_related(
        "person", "delegate", "granted_by"
    )
    lines = [_line(row, seen_by, now) for row in rows.order_by("-since", "-pk")[:100]]
    over = [line for line in lines if line.standing == "over"][:OVER_SHOWN]
    return [*(line for line in lines if line.standing != "over"), *over]


def _line(row: Delegation, seen_by: Person, now: dt.datetime) -> DelegationLine:
    if row.ended_at is not None or row.until <= now:
        return DelegationLine(row, "over", None)
    return DelegationLine(row, "running" if row.since <= now else "coming", why_not_end(seen_by, row))


def lenders_of(person: Person) -> list[str]:
    """Whose role this person holds as a delegate now."""
    rows = Delegation.objects.running(clock.now()).filter(delegate=person, person__is_active=True)
    return list(rows.order_by("person__name").values_list("person__name", flat=True))


def could_stand_in(person: Person, by: Person) -> QuerySet[Person]:
    """Those who work inside the markets of this reviewer and could stand in. Anybody else is named by their ID."""
    markets = holdings(person).own.market_ids(Capability.REVIEW)
    here = Assignment.objects.current().filter(person=OuterRef("pk"))
    inside = here.filter(role__in=roles_with(Capability.READ_ALL))
    if markets is not None:
        inside = inside.filter(Q(market=None) | Q(market__in=markets))
    able = Person.objects.filter(is_active=True, is_superuser=False).exclude(pk__in=(person.pk, by.pk))
    return able.filter(Exists(inside)).exclude(Exists(here.filter(role=Role.AUDITOR))).order_by("name")
