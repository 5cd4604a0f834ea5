"""Subscriptions: what a list receives without asking. A changed one is another, which goes on from there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Domain, Market, Topic
from guidelines.editions.models import Significance
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.liaison.exports import FORMATS
from guidelines.liaison.models import Stakeholder, Subscription
from guidelines.liaison.queries import exportable_domains, exportable_markets
from guidelines.liaison.rhythms import next_run
from guidelines.liaison.services.stakeholders import locked
from guidelines.people.models import Person
from guidelines.text.audience import Audience


@dataclass(frozen=True)
class Wish:
    """What is to be received, when, and as which file. No markets and no domains: all of the list's."""

    rhythm: str
    market: Market
    """Whose clock counts."""
    weekday: int = 0
    hour: int = 9
    format: str = "html"
    redline: bool = False
    markets: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    topic: str = ""
    significance: str = ""
    later: bool = False
    """Whether it is told of an edition when it is published, marked with its embargo, or when it begins."""

    def filter(self) -> dict[str, Any]:
        return {
            "markets": sorted(self.markets),
            "domains": sorted(self.domains),
            "topic": self.topic,
            "significance": self.significance,
            "includes_later": self.later,
        }


@transaction.atomic
def subscribe(stakeholder: Stakeholder, wish: Wish, *, by: Person) -> Subscription:
    """From now on. What was before can be sent by hand."""
    stakeholder = locked(stakeholder, by)
    return _subscribe(stakeholder, wish, by, told_until=audit.moment())


@transaction.atomic
def change_subscription(subscription: Subscription, wish: Wish, *, by: Person) -> Subscription:
    """Another wish in its place, by whoever changes it. It is told everything that the old one was not."""
    old = _locked(subscription, by)
    _end(old, by)
    return _subscribe(old.stakeholder, wish, by, told_until=old.told_until)


@transaction.atomic
def end_subscription(subscription: Subscription, *, by: Person) -> None:
    _end(_locked(subscription, by), by)


def _subscribe(stakeholder: Stakeholder, wish: Wish, by: Person, *, told_until: dt.datetime) -> Subscription:
    refuse_unfit(stakeholder, wish, by)
    now, zone = audit.moment(), wish.market.time_zone
    made = Subscription.objects.create(
        stakeholder=stakeholder,
        filter=wish.filter(),
        rhythm=wish.rhythm,
        market=wish.market,
        weekday=wish.weekday,
        hour=wish.hour,
        format=wish.format,
        redline=wish.redline,
        told_until=told_until,
        next_at=next_run(wish.rhythm, zone, weekday=wish.weekday, hour=wish.hour, after=now),
        made_by=by,
        made_at=now,
    )
    wanted = {"rhythm": wish.rhythm, "format": wish.format, "redline": wish.redline, "filter": wish.filter()}
    audit.record("subscription.made", by=by, subject=made, stakeholder=stakeholder.pk, wanted=wanted)
    return made


def refuse_unfit(stakeholder: Stakeholder, wish: Wish, by: Person) -> None:
    """The first thing that can't be, in a sentence."""
    if wish.rhythm not in Subscription.Rhythm.values:
        raise Invalid(_("There is no such rhythm. Choose one from the list."))
    if not 0 <= wish.hour <= 23:
        raise Invalid(_("A day has the hours 0 to 23. Choose one of them."))
    if not 0 <= wish.weekday <= 6:
        raise Invalid(_("A week has seven days. Choose one of them."))
    if wish.format not in FORMATS:
        raise Invalid(_("Change notes are not written in that format. Choose one from the list."))
    if wish.redline and stakeholder.audience != Audience.INTERNAL:
        raise Invalid(_("A redline goes to internal lists only."))
    refuse_unfit_filter(stakeholder, wish.filter(), by)


def refuse_unfit_filter(stakeholder: Stakeholder, wanted: dict[str, Any], by: Person) -> None:
    """Only of the list's own market and domain, and only what its maker may export: of a subscription and a feed."""
    if wanted["significance"] not in ("", *Significance.values):
        raise Invalid(_("There is no such significance. Choose one from the list."))
    if wanted["topic"] and not Topic.objects.filter(code=wanted["topic"]).exists():
        raise Invalid(_("There is no such topic. Choose one from the list."))
    may = set(markets_for(stakeholder, by)), set(domains_for(stakeholder, by))
    if not may[0] or not set(wanted["markets"]) <= may[0] or not set(wanted["domains"]) <= may[1]:
        raise Invalid(_("This list is not told of that market or domain. Choose from those shown."))


def markets_for(stakeholder: Stakeholder, by: Person) -> list[str]:
    markets: list[Market] = list(exportable_markets(by))
    return [market.code for market in markets if stakeholder.market_id in (None, market.pk)]


def domains_for(stakeholder: Stakeholder, by: Person) -> list[str]:
    domains: list[Domain] = list(exportable_domains(by))
    return [domain.code for domain in domains if stakeholder.domain_id in (None, domain.pk)]


def _locked(subscription: Subscription, by: Person) -> Subscription:
    locked(subscription.stakeholder, by)
    found = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if found.ended_at:
        raise WrongState(_("This subscription was ended. Make a new one."))
    return found


def _end(subscription: Subscription, by: Person) -> None:
    subscription.ended_at = audit.moment()
    subscription.save(update_fields=["ended_at"])
    audit.record("subscription.ended", by=by, subject=subscription, at=subscription.ended_at)
