"""Whom a change reached: by edition, who was told and when; and the changes that nobody was told of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.clearances import not_restricted
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.rights import visible_editions
from guidelines.editions.telling import note_told
from guidelines.frame.jobs import JobState
from guidelines.liaison.calling_off import called_off, not_reached, unknown_to
from guidelines.liaison.feeding import WEEKS
from guidelines.liaison.fitting import Filter, filters_of, fits
from guidelines.liaison.happenings import BEGINNINGS, Happening, Kind, happenings
from guidelines.liaison.models import CalledOff, Delivery, Feed
from guidelines.liaison.queries import timelines
from guidelines.liaison.questions import Question
from guidelines.people.models import Person
from guidelines.people.requests import actor
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.text.audience import Audience

OF_WHAT = {
    Kind.STARTS: _("beforehand"),
    Kind.WITHDRAWN: _("that it was withdrawn"),
    Kind.ENDED: _("that it ended"),
    Kind.CALLED_OFF: _("that it was called off"),
}
"""What somebody was told of an edition, where it is not that it began."""
MOST = 50
"""Deliveries of one edition that are listed; the others are counted."""


@dataclass(frozen=True)
class Reached:
    """One edition, whom it was sent to, and the feeds that were read while it was in them."""

    number: int
    deliveries: tuple[Delivery, ...]
    more: int
    feeds: tuple[Feed, ...]
    called_off: dt.datetime | None = None
    """When it was last cancelled before it began, if ever."""


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
    issued = visible_editions(person).issued().filter(guideline=guideline)
    rows_off = CalledOff.objects.filter(edition__guideline=guideline).exclude(unknown_to(person))
    off = dict(rows_off.order_by("at").values_list("edition", "at"))
    told_before = Q(pk__in=off, held_in__isnull=False)
    known = Edition.objects.filter(Q(pk__in=issued.values("pk")) | told_before).select_related("guideline").distinct()
    editions = list(known.order_by("-number").defer("source", "summary"))
    rows = Delivery.objects.filter(pack__held__edition__in=editions).order_by("-asked_at", "-pk")
    edition = F("pack__held__edition")
    rows = rows.annotate(
        about=edition,
        said=F("pack__held__kind"),
        place=Window(RowNumber(), partition_by=edition, order_by=("-asked_at", "-pk")),
        of=Window(Count("*"), partition_by=edition),
    )
    told: list[Any] = list(rows.filter(place__lte=MOST).select_related("contact__stakeholder"))
    for one in told:
        one.of_what = OF_WHAT.get(one.said, "")
    feeds = list(Feed.objects.exclude(read_at=None).select_related("stakeholder__market", "stakeholder__domain"))
    read, zone = list(zip(feeds, filters_of(feeds).values(), strict=True)), guideline.market.time_zone
    return {"reached": [_reached(edition, told, read, off.get(edition.pk)) for edition in editions], "zone": zone}


def _reached(
    edition: Edition, told: Iterable[Any], feeds: Iterable[tuple[Feed, Filter]], off: dt.datetime | None
) -> Reached:
    deliveries = tuple(one for one in told if one.about == edition.pk)
    return Reached(
        edition.number,
        deliveries,
        deliveries[0].of - len(deliveries) if deliveries else 0,
        tuple(feed for feed, wanted in feeds if _was_in(feed, edition, wanted)),
        off,
    )


def _was_in(feed: Feed, edition: Edition, wanted: Filter) -> bool:
    """Whether the feed was read while this was in it: that it was there is all that is known."""
    since, read = edition.effective_from, feed.read_at
    if since is None or read is None or not fits(edition, wanted):
        return False
    appeared = max(since, feed.made_at, edition.published_at or since)
    heard = note_told(edition, Audience(feed.stakeholder.audience)) is not None
    return heard and appeared <= read and appeared - since <= WEEKS


def told_nobody(
    person: Person, now: dt.datetime, *, since: dt.date, until: dt.date, market: Market | None, domain: Domain | None
) -> list[Happening]:
    """What took force, was withdrawn or ended in those days of its market, and of which no delivery arrived anywhere.

    And what was called off, until every list that was told beforehand had a message. The newest first. Of what is
    restricted nobody is to be told.
    """
    scope = holdings(person).where(Capability.SEE_TOLD, "guideline__market", "guideline__domain")
    issued = visible_editions(person, now).issued().filter(scope, not_restricted("guideline"), published_at__lte=now)
    if domain:
        issued = issued.filter(guideline__domain=domain)
    days = Question(since=since, until=until, markets=())
    spans = {one.pk: days.span(one.time_zone) for one in ([market] if market else Market.objects.all())}
    found: list[Happening] = []
    for timeline in timelines(issued, spans, now):
        start, end = spans[timeline[0].guideline.market_id]
        found += [one for one in happenings(timeline, now) if start <= one.at < end and one.kind is not Kind.STARTS]
    told = _told({one.edition.pk for one in found})
    nobody = [one for one in found if _place(one.edition.pk, one.kind) not in told]
    codes = {domain.code} if domain else set[str]()
    off = called_off(person, Capability.SEE_TOLD, spans, now, Q(pack__stakeholder__isnull=False), codes)
    return sorted([*nobody, *not_reached(off)], key=_newest_first)


def _told(editions: set[int]) -> set[tuple[int, str]]:
    """Of which editions a message arrived, and what it told of them."""
    arrived = Delivery.objects.filter(state=JobState.DONE, pack__held__edition__in=editions).order_by()
    return {_place(pk, kind) for pk, kind in arrived.values_list("pack__held__edition", "pack__held__kind").distinct()}


def _place(edition: int, kind: str) -> tuple[int, str]:
    """Who was told that it will begin was told of its beginning."""
    return edition, str(Kind.BEGAN if kind in BEGINNINGS else kind)


def _newest_first(one: Happening) -> tuple[float, int]:
    return -one.at.timestamp(), one.edition.pk
