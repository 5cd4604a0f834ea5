"""Rights in a market and a domain, where what has no domain yet concerns everybody in its market."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from guidelines.people.roles import Capability
from guidelines.people.scopes import Holdings


def where(held: Holdings, capability: Capability, market: str = "market", domain: str = "domain") -> Q:
    """The rows in which the capability holds; `market` and `domain` are the paths to those keys."""
    if not held.may_somewhere(capability):
        return Q(pk__in=[])
    markets, none = held.market_ids(capability), Q(**{f"{domain}__isnull": True})
    if markets is not None:
        none &= Q(**{f"{market}__in": markets})
    return held.where(capability, market, domain) | none


def may(held: Holdings, capability: Capability, market_id: int, domain_id: int | None) -> bool:
    """The same for one place."""
    if domain_id is not None:
        return held.may(capability, market_id, domain_id)
    return any(capability in one.capabilities and one.market_id in (None, market_id) for one in held.held)


def may_any(held: Holdings, capabilities: Iterable[Capability], market_id: int, domain_id: int | None) -> bool:
    return any(may(held, capability, market_id, domain_id) for capability in capabilities)
