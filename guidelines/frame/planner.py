"""What the database's planner goes by: statistics, stale after many rows came at once."""

from __future__ import annotations

from django.db import connection


def gather_statistics() -> None:
    """Look at all tables anew; some seconds on a large database."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
