"""Database triggers that refuse what no code may do: the only module that makes them, on SQLite and PostgreSQL.

Rooms register guards when they load; `arm` makes the missing triggers after every migration, because SQLite drops
a table's triggers whenever a migration rebuilds the table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.backends.base.base import BaseDatabaseWrapper

Event = Literal["INSERT", "UPDATE", "DELETE", "TRUNCATE"]


@dataclass(frozen=True)
class Guard:
    """One refusal. `when` is SQL over OLD and NEW that is true for a forbidden change; empty forbids every one.

    Write `{differs}` for "is distinct from"; `when_sqlite` replaces `when` where the two databases need other words.
    """

    name: str
    table: str
    event: Event
    message: str
    when: str = ""
    when_sqlite: str = ""

    def condition(self, vendor: str) -> str:
        text = self.when_sqlite if vendor == "sqlite" and self.when_sqlite else self.when
        return text.replace("{differs}", "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM")


_guards: dict[str, Guard] = {}


def register(*guards: Guard) -> None:
    for guard in guards:
        _guards[guard.name] = guard


def append_only(table: str) -> tuple[Guard, ...]:
    """Guards for a table whose rows are only ever added."""
    message = f"{table} is append-only"
    return (
        Guard(f"{table}_no_update", table, "UPDATE", message),
        Guard(f"{table}_no_delete", table, "DELETE", message),
        Guard(f"{table}_no_truncate", table, "TRUNCATE", message),
    )


def never_deleted(table: str) -> tuple[Guard, ...]:
    """Guards for a table whose rows change but never go."""
    message = f"rows of {table} are never deleted"
    return (
        Guard(f"{table}_no_delete", table, "DELETE", message),
        Guard(f"{table}_no_truncate", table, "TRUNCATE", message),
    )


def columns_differ(*columns: str) -> str:
    """SQL that is true when one of the columns changed."""
    return "(" + " OR ".join(f"OLD.{column} {{differs}} NEW.{column}" for column in columns) + ")"


def arm(connection: BaseDatabaseWrapper) -> None:
    """Make every trigger anew whose table exists. Doing it twice changes nothing."""
    with connection.cursor() as cursor:
        for guard in _wanted(connection):
            for statement in (*_drop(guard, connection.vendor), *_create(guard, connection.vendor)):
                cursor.execute(statement)


def disarm(connection: BaseDatabaseWrapper) -> None:
    """Remove every trigger. For the test suite's flush only."""
    with connection.cursor() as cursor:
        for guard in _wanted(connection):
            for statement in _drop(guard, connection.vendor):
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that should be there and are not, or that no longer say what their guard says."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            there = dict(cursor.fetchall())
            return sorted(
                guard.name for guard in _wanted(connection) if there.get(guard.name) != _create(guard, "sqlite")[0]
            )
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        names = {row[0] for row in cursor.fetchall()}
    return sorted(guard.name for guard in _wanted(connection) if guard.name not in names)


def _wanted(connection: BaseDatabaseWrapper) -> Iterable[Guard]:
    tables = set(connection.introspection.table_names())
    for guard in _guards.values():
        if guard.table in tables and not (guard.event == "TRUNCATE" and connection.vendor == "sqlite"):
            yield guard


def _drop(guard: Guard, vendor: str) -> tuple[str, ...]:
    if vendor == "sqlite":
        return (f'DROP TRIGGER IF EXISTS "{guard.name}"',)
    return (
        f'DROP TRIGGER IF EXISTS "{guard.name}" ON "{guard.table}"',
        f'DROP FUNCTION IF EXISTS "{guard.name}"()',
    )


def _create(guard: Guard, vendor: str) -> tuple[str, ...]:
    condition = guard.condition(vendor)
    when = f" WHEN ({condition})" if condition else ""
    message = guard.message.replace("'", "''")
    if vendor == "sqlite":
        return (
            f'CREATE TRIGGER "{guard.name}" BEFORE {guard.event} ON "{guard.table}" FOR EACH ROW{when} '
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
        )
    each = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    return (
        f'CREATE FUNCTION "{guard.name}"() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN '
        f"RAISE EXCEPTION '{message}' USING ERRCODE = '23514'; END $guard$",
        f'CREATE TRIGGER "{guard.name}" BEFORE {guard.event} ON "{guard.table}" FOR EACH {each}{when} '
        f'EXECUTE FUNCTION "{guard.name}"()',
    )
