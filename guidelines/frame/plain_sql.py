"""Rows of a plain question. Questions that are asked all day are written out: to have the ORM write them takes longer
than the database takes to answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper


def rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """What it answers. Asked once more where the connection was lost since it was last used: Django's check at the
    first question of a request does not see the cursor below, and would cost each question one more."""
    try:
        return _asked(sql, parameters)
    except OperationalError:
        if connection.in_atomic_block or connection.is_usable():
            raise
    connection.close()
    return _asked(sql, parameters)


def _asked(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with _cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _cursor() -> CursorWrapper:
    """Django's own; on PostgreSQL one that sends the parameters apart, so that the server prepares what comes often
    (`prepare_threshold`, see sop_portal/databases.py): to read and to plan a search took a sixth of it."""
    if connection.vendor != "postgresql" or connection.queries_logged:
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor  # which needs psycopg

    connection.ensure_connection()
    bare: Any = ServerBindingCursor
    return connection.make_cursor(bare(connection.connection))


def marks(values: Iterable[Any]) -> str:
    """A place for each of these values; NULL, which equals nothing, where there is none."""
    return ", ".join("%s" for _value in values) or "NULL"
