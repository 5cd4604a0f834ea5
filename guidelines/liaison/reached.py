"""Whom a change reached: by edition, who was told and when; and the changes that nobody was told of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.clearances import not_restricted
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.models.edition import EditionQuerySet
from guidelines.editions.rights import visible_editions
from guidelines.editions.telling import note_told
from guidelines.frame.jobs import JobState
from guidelines.frame.zones import zone_of
from guidelines.liaison.models import Delivery, Feed
from guidelines.people.models import Person
from guidelines.people.requests import actor
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.text.audience import Audience

MOST = 50
"""Deliveries of one edition that are listed; the others are counted."""


@dataclass(frozen=True)
class Reached:
    """One edition, whom it was sent to, and the feeds that were read while it was in them."""

    number: int
    deliveries: tuple[Delivery, ...]
    more: int
    feeds: tuple[Feed, ...]


def may_ask(person: Anyone, guideline: Guideline) -> bool:
    """Insiders, and those who export or read the directory there."""
    asking = (Capability.READ_ALL, Capability.EXPORT, Capability.SEE_TOLD)
    held = holdings(person)
    return any(held.may(capability, guideline.market_id, guideline.domain_id) for capability in asking)


def told_of(request: HttpRequest, *, guideline: Guideline) -> dict[str, Any] | None:
    """The slot on the page of a guideline's editions: who was told about each, and when."""
    person = actor(request)
    if not may_ask(person, guideline):
        return None
    issued = visible_editions(person).issued().filter(guideline=guideline).order_by("-number")
    editions = list(issued.defer("source", "summary"))
    rows = Delivery.objects.filter(pack__held__edition__in=editions).order_by("-asked_at", "-pk")
    edition = F("pack__held__edition")
    rows = rows.annotate(
        about=edition,
        place=Window(RowNumber(), partition_by=edition, order_by=("-asked_at", "-pk")),
        of=Window(Count("*"), partition_by=edition),
    )
    told = list(rows.filter(place__lte=MOST).select_related("contact__stakeholder"))
    feeds = list(Feed.objects.exclude(read_at=None).select_related("stakeholder"))
    zone = guideline.market.time_zone
    return {"reached": [_reached(edition, told, feeds) for edition in editions], "zone": zone}


def _reached(edition: Edition, told: Iterable[Any], feeds: Iterable[Feed]) -> Reached:
    deliveries = tuple(one for one in told if one.about == edition.pk)
    return Reached(
        edition.number,
        deliveries,
        deliveries[0].of - len(deliveries) if deliveries else 0,
        tuple(feed for feed in feeds if _was_in(feed, edition)),
    )


def _was_in(feed: Feed, edition: Edition) -> bool:
    """Whether the feed was read while this was in it: that it was there is all that is known."""
    since, read, guideline = edition.effective_from, feed.read_at, edition.guideline
    if since is None or read is None or not max(since, feed.made_at) <= read:
        return False
    chosen, stakeholder = feed.filter, feed.stakeholder
    within = stakeholder.market_id in (None, guideline.market_id) and stakeholder.domain_id in (
        None,
        guideline.domain_id,
    )
    places = (("markets", guideline.market.code), ("domains", guideline.domain.code))
    fits = all(not chosen.get(name) or code in chosen[name] for name, code in places)
    significant = chosen.get("significance") in ("", None, edition.significance)
    return within and fits and significant and note_told(edition, Audience(stakeholder.audience)) is not None


def told_nobody(
    person: Person, now: dt.datetime, *, since: dt.date, until: dt.date, market: Market | None, domain: Domain | None
) -> EditionQuerySet:
    """Editions that began in those days, and of which no delivery arrived anywhere. The newest first.

    Of what is restricted nobody is to be told.
    """
    scope = holdings(person).where(Capability.SEE_TOLD, "guideline__market", "guideline__domain")
    begun = visible_editions(person, now).begun(now).filter(scope, not_restricted("guideline"))
    if market:
        begun = begun.filter(guideline__market=market)
    if domain:
        begun = begun.filter(guideline__domain=domain)
    zone = zone_of(market.time_zone if market else "UTC")
    first = dt.datetime.combine(since, dt.time(), zone)
    last = dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), zone)
    arrived = Delivery.objects.filter(state=JobState.DONE, pack__held__edition=OuterRef("pk"))
    found = begun.filter(~Exists(arrived), effective_from__gte=first, effective_from__lt=last)
    return found.defer("source", "summary").order_by("-effective_from", "pk")
