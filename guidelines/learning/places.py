"""The markets and domains in which somebody holds a capability, for the lists of forms."""

from __future__ import annotations

from guidelines.catalogue.models import Domain, Market
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings


def places(person: Person, *capabilities: Capability) -> tuple[dict[str, Market], dict[str, Domain]]:
    """By code: where the person holds any of these."""
    held = holdings(person)
    markets: dict[str, Market] = {}
    domains: dict[str, Domain] = {}
    for capability in capabilities:
        if not held.may_somewhere(capability):
            continue
        rows, ids = Market.objects.in_use(), held.market_ids(capability)
        markets |= {one.code: one for one in (rows if ids is None else rows.filter(pk__in=ids))}
        kinds, ids = Domain.objects.in_use(), held.domain_ids(capability)
        domains |= {one.code: one for one in (kinds if ids is None else kinds.filter(pk__in=ids))}
    return markets, domains
