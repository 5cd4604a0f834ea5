"""What a person holds: roles with their markets and domains, as a value that answers questions about rights."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connections, router
from django.db.models import Q, QuerySet, TextField
from django.db.models.expressions import RawSQL

from guidelines.frame import clock
from guidelines.people.models import Assignment, Delegation, Person
from guidelines.people.roles import CAPABILITIES, LENT, Capability, Role, roles_with

if TYPE_CHECKING:
    from guidelines.people.sessions import Anyone


@dataclass(frozen=True)
class Holding:
    """One role in one market or all (None), in one domain or all (None)."""

    role: Role
    market_id: int | None
    domain_id: int | None
    function: str = ""
    """What the holder does in the role, such as legal."""
    lent_by: int | None = None
    """Whose role it is, where it is lent for the time of a leave."""

    @property
    def capabilities(self) -> frozenset[Capability]:
        held = CAPABILITIES[self.role]
        return held if self.lent_by is None else held & LENT

    def covers(self, market_id: int | None, domain_id: int | None) -> bool:
        """Whether it reaches that far; None asks for all markets or all domains."""
        return self.market_id in (None, market_id) and self.domain_id in (None, domain_id)


@dataclass(frozen=True)
class Holdings:
    """Everything a person holds at one moment."""

    held: tuple[Holding, ...]

    def may(self, capability: Capability, market_id: int | None, domain_id: int | None) -> bool:
        return any(capability in holding.capabilities and holding.covers(market_id, domain_id) for holding in self.held)

    def of(self, capability: Capability, market_id: int, domain_id: int) -> tuple[Holding, ...]:
        """The roles by which the capability holds there, the person's own before those that are lent."""
        found = (h for h in self.held if capability in h.capabilities and h.covers(market_id, domain_id))
        return tuple(sorted(found, key=lambda holding: (holding.lent_by is not None, holding.lent_by or 0)))

    @property
    def own(self) -> Holdings:
        """Without what is lent: lists are kept, and rights lent, by those whose role it is."""
        return Holdings(tuple(holding for holding in self.held if holding.lent_by is None))

    def may_somewhere(self, capability: Capability) -> bool:
        return any(capability in holding.capabilities for holding in self.held)

    def where(self, capability: Capability, market: str = "market", domain: str = "domain") -> Q:
        """The rows in which the capability holds; `market` and `domain` are the paths to those keys."""
        wanted = Q(pk__in=[])
        for holding in self.held:
            if capability in holding.capabilities:
                wanted |= _scope(holding, market, domain)
        return wanted

    def market_ids(self, capability: Capability) -> set[int] | None:
        """The markets in which the capability holds somewhere; None means every market."""
        markets = {holding.market_id for holding in self.held if capability in holding.capabilities}
        return None if None in markets else {market for market in markets if market is not None}

    def domain_ids(self, capability: Capability) -> set[int] | None:
        """The domains in which the capability holds somewhere; None means every domain."""
        domains = {holding.domain_id for holding in self.held if capability in holding.capabilities}
        return None if None in domains else {domain for domain in domains if domain is not None}


def _scope(holding: Holding, market: str, domain: str) -> Q:
    scope = ~Q(pk__in=[])
    if holding.market_id is not None:
        scope &= Q(**{f"{market}_id": holding.market_id})
    if holding.domain_id is not None:
        scope &= Q(**{f"{domain}_id": holding.domain_id})
    return scope


NOTHING = Holdings(())


def holdings(person: Anyone, *, fresh: bool = False) -> Holdings:
    """What the person holds now. Kept on the object, so one request asks once; every write asks afresh.

    Somebody who left, or who is not signed in, holds nothing. So does a system administrator: accounts and
    settings are theirs, text is not.
    """
    kept: Holdings | None = None if fresh else getattr(person, "_holdings", None)
    if kept is None:
        kept = _read(person)
        person._holdings = kept  # type: ignore[union-attr,misc]  # a cache for the life of this object; a Reader refuses
    return kept


def stand_in_reader(name: str, held: Holdings, pk: int | None = None) -> Person:
    """Somebody without an account who holds this and nothing else: for a program that reads. Never saved."""
    reader = Person(pk=pk, name=name)
    reader._holdings = held  # type: ignore[attr-defined]  # where `holdings` looks first
    return reader


def _read(person: Anyone) -> Holdings:
    if not person.is_authenticated or not person.is_active or person.is_superuser:
        return NOTHING
    return holdings_of((person.pk,)).get(person.pk, NOTHING)


def holdings_of(people: Iterable[int]) -> dict[int, Holdings]:
    """What each of these people holds now, their own and what is lent to them: one query, however many they are."""
    ids, roles = sorted(set(people)), sorted(roles_with(Capability.REVIEW))
    if not ids:
        return {}
    database = connections[router.db_for_read(Assignment)]
    now = database.ops.adapt_datetimefield_value(clock.now())
    with database.cursor() as cursor:
        cursor.execute(_held_by(len(ids), len(roles)), [*ids, *ids, now, now, *roles])
        return _by_holder(cursor.fetchall())


def held_column(person_id: Any) -> RawSQL:
    """An annotation of the query that finds a person: what they hold, for `holdings_in`. It saves every request one."""
    database, roles = connections[router.db_for_read(Assignment)], sorted(roles_with(Capability.REVIEW))
    now = database.ops.adapt_datetimefield_value(clock.now())
    sql = _as_json(database.vendor, _held_by(1, len(roles)))
    return RawSQL(sql, [person_id, person_id, now, now, *roles], output_field=TextField())  # noqa: S611  # no part of it is anybody's words


def holdings_in(column: str | None) -> Holdings:
    """What `held_column` found."""
    return next(iter(_by_holder(json.loads(column or "[]")).values()), NOTHING)


def _by_holder(rows: Iterable[Iterable[Any]]) -> dict[int, Holdings]:
    found: dict[int, list[Holding]] = {}
    # In one order always: what a page shows once is found again by what its reader holds.
    for holder, whose, role, market, domain, function in sorted(rows, key=lambda row: str(tuple(row))):
        holding = Holding(Role(role), market, domain, function, None if whose == holder else whose)
        found.setdefault(holder, []).append(holding)
    return {holder: Holdings(tuple(held)) for holder, held in found.items()}


@cache
def _as_json(vendor: str, sql: str) -> str:
    """Many rows as one value."""
    row = "holder, whose, role, market_id, domain_id, function"
    if vendor == "postgresql":
        return f"SELECT json_agg(json_build_array({row}))::text FROM ({sql}) held"  # noqa: S608
    return f"SELECT json_group_array(json_array({row})) FROM ({sql}) held"  # noqa: S608


@cache
def _held_by(people: int, roles: int) -> str:
    """The question of every request, in plain SQL: to have it written by the ORM took fifty times as long (1.1 ms)."""
    ids, reviewing = (", ".join(["%s"] * count) for count in (people, roles))
    columns = "a.person_id AS whose, a.role, a.market_id, a.domain_id, a.function"
    return (
        f"SELECT a.person_id AS holder, {columns} FROM people_assignment a JOIN people_person p ON p.id = a.person_id "  # noqa: S608
        f"WHERE a.person_id IN ({ids}) AND a.ended_at IS NULL AND p.is_active AND NOT p.is_superuser "
        f"UNION SELECT d.delegate_id, {columns} FROM people_delegation d "
        "JOIN people_person w ON w.id = d.delegate_id JOIN people_person p ON p.id = d.person_id "
        "JOIN people_assignment a ON a.person_id = d.person_id "
        f"WHERE d.delegate_id IN ({ids}) AND d.since <= %s AND d.until > %s AND d.ended_at IS NULL "
        "AND w.is_active AND NOT w.is_superuser AND p.is_active AND NOT p.is_superuser "
        f"AND a.ended_at IS NULL AND a.role IN ({reviewing})"
    )


def _working() -> QuerySet[Assignment]:
    """The roles of those who work here and may hold any."""
    return Assignment.objects.current().filter(person__is_active=True, person__is_superuser=False).order_by()


def _lending(at: dt.datetime) -> QuerySet[Delegation]:
    """The delegations that run, to people who work here and may hold a right."""
    return Delegation.objects.running(at).filter(delegate__is_active=True, delegate__is_superuser=False).order_by()


def people_who_may(capability: Capability, market_id: int, domain_id: int) -> QuerySet[Person]:
    """Everybody at work who holds the capability in this market and domain, or to whom it is lent, by name."""
    here = _working().filter(
        Q(market=None) | Q(market_id=market_id),
        Q(domain=None) | Q(domain_id=domain_id),
        role__in=roles_with(capability),
    )
    may = Q(pk__in=here.values("person_id"))
    if capability in LENT:
        lenders = here.filter(role__in=roles_with(Capability.REVIEW)).values("person_id")
        may |= Q(pk__in=_lending(clock.now()).filter(person__in=lenders).values("delegate_id"))
    return Person.objects.filter(may, is_active=True, is_superuser=False).order_by("name")
