"""Packs, subscriptions, feeds and deliveries in words."""

from __future__ import annotations

import datetime as dt

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from guidelines.frame.times import clock_in_zone, date_in_zone
from guidelines.frame.zones import short_name, zone_of
from guidelines.liaison.exports import FORMATS
from guidelines.liaison.models import Delivery, Pack, Reason, Subscription
from guidelines.liaison.questions import Question


def rhythm_line(subscription: Subscription) -> str:
    """`Every Monday 09:00 PT, PDF with redline`."""
    named = FORMATS.get(subscription.format)
    file = named.name if named else subscription.format
    if subscription.redline:
        file = _("%(format)s with redline") % {"format": file}
    clock = f"{subscription.hour:02}:00 {short_name(subscription.market.time_zone)}"
    facts = {"file": file, "clock": clock, "weekday": WEEKDAYS[subscription.weekday]}
    return {
        Subscription.Rhythm.AT_ONCE: _("On each major change, %(file)s"),
        Subscription.Rhythm.DAILY: _("Every day %(clock)s, %(file)s"),
        Subscription.Rhythm.WEEKLY: _("Every %(weekday)s %(clock)s, %(file)s"),
    }[Subscription.Rhythm(subscription.rhythm)] % facts


def asked_words(pack: Pack) -> str:
    """`1 Jun 2026 to 7 Jun 2026, US`: what a pack was asked for, where no title says so yet."""
    question = Question.from_data(pack.question)
    days = [
        date_in_zone(dt.datetime.combine(day, dt.time(), dt.UTC), dt.UTC) for day in (question.since, question.until)
    ]
    facts = {"first": days[0], "last": days[1], "markets": ", ".join(question.markets)}
    return _("%(first)s to %(last)s, %(markets)s") % facts


def failure(delivery: Delivery) -> str:
    """Why the newest attempt failed, with what the far side said."""
    reason = str(Reason(delivery.reason).label) if delivery.reason else ""
    return f"{reason} {delivery.answer}".strip()


def read_words(read_at: dt.datetime | None, zone: str, now: dt.datetime) -> str:
    """`Read 07:10 PT`; the day where it was not today."""
    if read_at is None:
        return _("Not read yet")
    today = read_at.astimezone(zone_of(zone)).date() == now.astimezone(zone_of(zone)).date()
    when = clock_in_zone(read_at, zone) if today else date_in_zone(read_at, zone)
    return _("Read %(when)s") % {"when": when}
