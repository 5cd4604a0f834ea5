"""Days on which people work: Monday to Friday. Public holidays are not known here; a market allows for them itself."""

from __future__ import annotations

import datetime as dt

from guidelines.frame.zones import zone_of

_SATURDAY = 5


def after_working_days(instant: dt.datetime, days: int, zone: str | dt.tzinfo) -> dt.datetime:
    """The same time of day in the zone, that many working days later, in UTC. From a weekend it counts from Monday."""
    local = instant.astimezone(zone_of(zone))
    left = days
    while left > 0 or local.weekday() >= _SATURDAY:
        local += dt.timedelta(days=1)
        if local.weekday() < _SATURDAY:
            left -= 1
    return local.astimezone(dt.UTC)


def working_days_between(start: dt.datetime, end: dt.datetime, zone: str | dt.tzinfo) -> int:
    """How many whole working days lie between two instants; 0 when the end comes first."""
    days = 0
    while after_working_days(start, days + 1, zone) <= end:
        days += 1
    return days
