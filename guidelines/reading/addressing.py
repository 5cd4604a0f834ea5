"""How an instant stands in an address: kept on every link from one reading page to another."""

from __future__ import annotations

import datetime as dt


def address_of(moment: dt.datetime) -> str:
    """The moment as addresses name it: 2026-03-01T10:00:00Z."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def at_query(at: dt.datetime | None) -> str:
    """`?at=…`, or nothing for now."""
    return f"?at={address_of(at)}" if at else ""
