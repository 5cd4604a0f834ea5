"""Rhythms: when a subscription is told next, on the clock of its market."""

from __future__ import annotations

import datetime as dt

from guidelines.frame.local_times import NonexistentTime, local_instant
from guidelines.frame.zones import zone_of
from guidelines.liaison.models import Subscription

Rhythm = Subscription.Rhythm


def next_run(rhythm: str, zone: str, *, weekday: int, hour: int, after: dt.datetime) -> dt.datetime:
    """The first instant after `after` at which the rhythm comes round; at once is always."""
    if rhythm == Rhythm.AT_ONCE:
        return after
    today = after.astimezone(zone_of(zone)).date()
    days = (
        today + dt.timedelta(days=ahead) for ahead in range(9)
    )  # a week, and one more day that a zone may leave out
    wanted = (day for day in days if rhythm == Rhythm.DAILY or day.weekday() == weekday)
    return next(at for at in (_at(day, hour, zone) for day in wanted) if at > after)


def _at(day: dt.date, hour: int, zone: str) -> dt.datetime:
    """An hour that the clocks skip is the moment they turn; one that they show twice is the first of the two."""
    try:
        return local_instant(day, dt.time(hour), zone, fold=0)
    except NonexistentTime as skipped:
        return skipped.after
