"""Instants as machines read them."""

from __future__ import annotations

import datetime as dt

from guidelines.frame.zones import zone_of


def utc_time(instant: dt.datetime) -> str:
    """`2026-06-16T16:00:00Z`, to the microsecond where it has any: a shorter moment would lie before the edition."""
    return instant.astimezone(dt.UTC).replace(tzinfo=None).isoformat() + "Z"


def local_time(instant: dt.datetime, zone: str) -> str:
    """`2026-06-16T09:00:00-07:00`: the market's clock with its offset."""
    return instant.astimezone(zone_of(zone)).isoformat()
