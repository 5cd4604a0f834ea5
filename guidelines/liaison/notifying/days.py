"""The days of people: each begins with its mail at eight, by the clock of their own time zone."""

from __future__ import annotations

import datetime as dt

from guidelines.frame.zones import zone_of

HOUR = dt.time(8)


def day_in(zone: str, now: dt.datetime) -> dt.date:
    return now.astimezone(zone_of(zone)).date()


def eight_in(zone: str, now: dt.datetime) -> dt.datetime:
    """Eight o'clock of the day it is there, as an instant. No clock is changed at that hour."""
    return at_hour(zone, day_in(zone, now))


def at_hour(zone: str, day: dt.date, hour: dt.time = HOUR) -> dt.datetime:
    return dt.datetime.combine(day, hour, zone_of(zone)).astimezone(dt.UTC)
