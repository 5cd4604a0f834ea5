"""Who reads the analysis and of what: whoever answers for the rules somewhere, of all the rules they may read."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.clearances import not_restricted
from guidelines.editions.reasons import NotAllowed, Reason
from guidelines.insights.models import AnalysedRule, Mention
from guidelines.insights.models.analysing import DerivedQuerySet
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone

ANALYSING = (Capability.READ_ALL, Capability.WRITE, Capability.REVIEW, Capability.TRIAGE, Capability.CHECK)
SETTLING = (Capability.WRITE, Capability.REVIEW)
"""Who says that two rules may stand beside each other."""
Row = TypeVar("Row", AnalysedRule, Mention)


def analyses(person: object) -> bool:
    """Whether the analysis is for this person."""
    return isinstance(person, Anyone) and any(holdings(person).may_somewhere(one) for one in ANALYSING)


def readable(person: Anyone, market: str = "market", domain: str = "domain") -> Q:
    """The places whose words in force this person reads: everywhere for who reads drafts, else those of their roles."""
    held = holdings(person)
    if held.may_somewhere(Capability.READ_ALL):
        return Q()
    return held.where(Capability.READ, market, domain)


def visible(person: Anyone, rows: DerivedQuerySet[Row]) -> DerivedQuerySet[Row]:
    """Derived rows hold nothing restricted; a class that was given a moment ago is asked for once more."""
    return rows.filter(readable(person), not_restricted("guideline"))


def places(person: Anyone) -> tuple[dict[str, Market], dict[str, Domain]]:
    """The markets and domains that this person may ask about, by code."""
    held, read = holdings(person), Capability.READ
    everywhere = held.may_somewhere(Capability.READ_ALL)
    markets, domains = Market.objects.in_use(), Domain.objects.in_use()
    if not everywhere and (ids := held.market_ids(read)) is not None:
        markets = markets.filter(pk__in=ids)
    if not everywhere and (ids := held.domain_ids(read)) is not None:
        domains = domains.filter(pk__in=ids)
    return {one.code: one for one in markets}, {one.code: one for one in domains}


def sees_checks(person: Anyone, market: int, domain: int) -> bool:
    """Whether this person may know how often the rules of a place are decided wrongly."""
    return holdings(person).may(Capability.SEE_QUALITY, market, domain)


def why_not_settle_two(person: Anyone, one: AnalysedRule, two: AnalysedRule, *, fresh: bool = False) -> Reason | None:
    """Why this person may not say that both rules may stand: who writes or reviews for one of the two may."""
    held = holdings(person, fresh=fresh)
    rules = (one, two)
    if any(held.may(may, rule.market_id, rule.domain_id) for may in SETTLING for rule in rules):
        return None
    return NotAllowed(_("Only those who write or review for one of the two guidelines can say this."))
