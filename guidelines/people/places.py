"""The markets and domains that somebody may choose from."""

from __future__ import annotations

from guidelines.catalogue.models import Domain, Market
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings


def places(person: Person, capability: Capability) -> tuple[dict[str, Market], dict[str, Domain]]:
    """The markets and domains in which this person holds the capability, by code."""
    held = holdings(person)
    markets, domains = Market.objects.in_use(), Domain.objects.in_use()
    if (ids := held.market_ids(capability)) is not None:
        markets = markets.filter(pk__in=ids)
    if (ids := held.domain_ids(capability)) is not None:
        domains = domains.filter(pk__in=ids)
    return {market.code: market for market in markets}, {domain.code: domain for domain in domains}
