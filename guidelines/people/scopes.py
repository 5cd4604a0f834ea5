"""What a person holds: roles with their markets and domains, as a value that answers questions about rights."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from guidelines.people.models import Assignment, Person
from guidelines.people.roles import CAPABILITIES, Capability, Role, roles_with


@dataclass(frozen=True)
class Holding:
    """One role in one market or all (None), in one domain or all (None)."""

    role: Role
    market_id: int | None
    domain_id: int | None

    def covers(self, market_id: int, domain_id: int) -> bool:
        return self.market_id in (None, market_id) and self.domain_id in (None, domain_id)


@dataclass(frozen=True)
class Holdings:
    """Everything a person holds at one moment."""

    held: tuple[Holding, ...]

    def may(self, capability: Capability, market_id: int, domain_id: int) -> bool:
        return any(
            capability in CAPABILITIES[holding.role] and holding.covers(market_id, domain_id) for holding in self.held
        )

    def may_somewhere(self, capability: Capability) -> bool:
        return any(capability in CAPABILITIES[holding.role] for holding in self.held)

    def where(self, capability: Capability, market: str = "market", domain: str = "domain") -> Q:
        """The rows in which the capability holds; `market` and `domain` are the paths to those keys."""
        wanted = Q(pk__in=[])
        for holding in self.held:
            if capability in CAPABILITIES[holding.role]:
                wanted |= _scope(holding, market, domain)
        return wanted

    def market_ids(self, capability: Capability) -> set[int] | None:
        """The markets in which the capability holds somewhere; None means every market."""
        markets = {holding.market_id for holding in self.held if capability in CAPABILITIES[holding.role]}
        return None if None in markets else {market for market in markets if market is not None}

    def domain_ids(self, capability: Capability) -> set[int] | None:
        """The domains in which the capability holds somewhere; None means every domain."""
        domains = {holding.domain_id for holding in self.held if capability in CAPABILITIES[holding.role]}
        return None if None in domains else {domain for domain in domains if domain is not None}


def _scope(holding: Holding, market: str, domain: str) -> Q:
    scope = ~Q(pk__in=[])
    if holding.market_id is not None:
        scope &= Q(**{f"{market}_id": holding.market_id})
    if holding.domain_id is not None:
        scope &= Q(**{f"{domain}_id": holding.domain_id})
    return scope


NOTHING = Holdings(())


def holdings(person: Person, *, fresh: bool = False) -> Holdings:
    """What the person holds now. Kept on the object, so one request asks once; every write asks afresh.

    Somebody who left, or who is not signed in, holds nothing. So does a system administrator: accounts and
    settings are theirs, text is not.
    """
    kept: Holdings | None = None if fresh else getattr(person, "_holdings", None)
    if kept is None:
        kept = _read(person)
        person._holdings = kept  # type: ignore[attr-defined]  # a cache for the life of this object
    return kept


def _read(person: Person) -> Holdings:
    if not person.is_authenticated or not person.is_active or person.is_superuser:
        return NOTHING
    rows = Assignment.objects.current().filter(person_id=person.pk, person__is_active=True, person__is_superuser=False)
    return Holdings(
        tuple(
            Holding(Role(role), market, domain)
            for role, market, domain in rows.values_list("role", "market_id", "domain_id")
        )
    )


def people_who_may(capability: Capability, market_id: int, domain_id: int) -> QuerySet[Person]:
    """Everybody at work who holds the capability in this market and domain, by name."""
    here = Assignment.objects.current().filter(
        Q(market=None) | Q(market_id=market_id),
        Q(domain=None) | Q(domain_id=domain_id),
        role__in=roles_with(capability),
    )
    return Person.objects.filter(pk__in=here.values("person_id"), is_active=True, is_superuser=False).order_by("name")
