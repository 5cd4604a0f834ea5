"""Many rows at once in plain SQL, on SQLite and PostgreSQL: through the ORM an import took four times as long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection

Row = tuple[Any, ...]


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def stamps() -> Callable[[dt.datetime], Any]:
    """What writes an instant in UTC as a column holds it: as `frame/stored.py` does, and asked once for many rows."""
    return _itself if is_postgresql() else _as_text


def _itself(instant: dt.datetime) -> dt.datetime:
    return instant


def _as_text(instant: dt.datetime) -> str:
    return str(instant.replace(tzinfo=None))


def insert(table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """New rows. Values are what the database takes as they are: texts, numbers, days and instants as `instant_to`."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if is_postgresql():
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - names of ours


def add_up(table: str, columns: dict[str, str], conflict: str, figures: Sequence[str], rows: Sequence[Row]) -> None:
    """Add to the figures of rows that are there, and make those that are not.

    `columns` are those before the figures with their type on PostgreSQL; `conflict` is what makes a row the same.
    """
    if not rows:
        return
    names = [*columns, *figures]
    sums = ", ".join(f"{figure} = {table}.{figure} + excluded.{figure}" for figure in figures)
    upsert = f"ON CONFLICT ({conflict}) DO UPDATE SET {sums}"
    into = f"INSERT INTO {table} ({', '.join(names)})"
    with connection.cursor() as cursor:
        if is_postgresql():
            types = [*columns.values(), *["int"] * len(figures)]
            lists = ", ".join(f"%s::{kind}[]" for kind in types)
            taken = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(f"{into} SELECT * FROM unnest({lists}) {upsert}", taken)  # noqa: S608 - names of ours
            return
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(f"{into} VALUES ({marks}) {upsert}", rows)


def take_off(table: str, same: Sequence[str], figures: Sequence[str], rows: Iterable[tuple[Row, Row]]) -> None:
    """Add figures, negative ones among them, to rows that are there: an upsert would first check them by themselves."""
    sums = ", ".join(f"{figure} = {figure} + %s" for figure in figures)
    where = " AND ".join(f"{column} = %s" for column in same)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {sums} WHERE {where}",  # noqa: S608 - names of ours
            [(*added, *key) for key, added in rows],
        )


def held_keys(keys: Sequence[str]) -> list[str]:
    """Of the keys of checks, in hexadecimal, those that are stored."""
    if not keys:
        return []
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute("SELECT key FROM quality_checkeddecision WHERE key = ANY(%s::uuid[])", [list(keys)])
            return [key.hex for (key,) in cursor.fetchall()]
        marks = ", ".join(["%s"] * len(keys))
        cursor.execute(f"SELECT key FROM quality_checkeddecision WHERE key IN ({marks})", list(keys))  # noqa: S608
        return [key for (key,) in cursor.fetchall()]
