"""Instants on their way to plain SQL and back, where the ORM is not asked: SQLite keeps them as text, in UTC."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection


def instant_to(instant: dt.datetime) -> Any:
    """As a parameter."""
    return connection.ops.adapt_datetimefield_value(instant)


def instant_from(stored: str | dt.datetime | None) -> dt.datetime | None:
    """From a column."""
    return dt.datetime.fromisoformat(stored).replace(tzinfo=dt.UTC) if isinstance(stored, str) else stored
