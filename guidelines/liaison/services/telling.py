"""The sweep over subscriptions: what is due becomes a pack, and with it is written how far the list was told."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.db.models import Q, QuerySet

from guidelines.audit import services as audit
from guidelines.frame import clock
from guidelines.liaison.exports import IN_A_MESSAGE
from guidelines.liaison.models import Subscription
from guidelines.liaison.rhythms import next_run
from guidelines.liaison.services.packing import ask_for_pack
from guidelines.liaison.untold import happened, silent, tellings

logger = logging.getLogger(__name__)
CLOCKS_DIFFER = dt.timedelta(seconds=5)
"""A deed of another machine, whose clock is behind, may still get a moment that has passed here."""


def tell_due() -> int:
    """A sweep: the packs that are due. How many were made."""
    now = clock.now()
    waiting = list(_waiting(now).values_list("pk", flat=True))
    if not waiting:
        return 0
    with transaction.atomic():
        # Whoever did something before this moment has committed it: the head of the record was theirs.
        until = audit.moment() - CLOCKS_DIFFER
    made = 0
    for pk in waiting:
        try:
            made += tell(pk, until)
        except Exception:
            logger.exception("A subscription could not be told and is tried again: %s", pk)
    return made


@transaction.atomic
def tell(pk: int, until: dt.datetime) -> int:
    """The packs of one subscription. Killed in the middle, nothing of it has happened."""
    subscription = _running().select_for_update(of=("self",)).filter(pk=pk).first()
    if subscription is None or subscription.told_until >= until or not _is_due(subscription, until):
        return 0
    if silent(subscription):
        return 0
    packs = tellings(subscription, until)
    for telling in packs:
        ask_for_pack(
            telling.question,
            audience=subscription.stakeholder.audience,
            formats=tuple(dict.fromkeys((subscription.format, *IN_A_MESSAGE))),
            by=subscription.made_by,
            left_out=telling.left_out,
            redline=subscription.redline,
            stakeholder=subscription.stakeholder,
            subscription=subscription,
            at=until,
        )
    subscription.told_until = until
    subscription.next_at = next_run(
        subscription.rhythm,
        subscription.market.time_zone,
        weekday=subscription.weekday,
        hour=subscription.hour,
        after=until,
    )
    subscription.save(update_fields=["told_until", "next_at"])
    return len(packs)


def _running() -> QuerySet[Subscription]:
    running = Subscription.objects.running().filter(stakeholder__ended_at=None)
    return running.select_related("stakeholder", "market", "made_by")


def _waiting(now: dt.datetime) -> QuerySet[Subscription]:
    """Those whose hour has come, and those that hear at once, when anything happened since they last did."""
    at_once = Subscription.Rhythm.AT_ONCE
    longest = _running().filter(rhythm=at_once).order_by("told_until").values_list("told_until", flat=True).first()
    now -= CLOCKS_DIFFER
    due = ~Q(rhythm=at_once) & Q(next_at__lte=now)
    if longest is not None and happened(longest, now):
        due |= Q(rhythm=at_once)
    return _running().filter(due, told_until__lt=now).order_by("next_at", "pk")


def _is_due(subscription: Subscription, until: dt.datetime) -> bool:
    if subscription.rhythm == Subscription.Rhythm.AT_ONCE:
        return happened(subscription.told_until, until)
    return subscription.next_at <= until
