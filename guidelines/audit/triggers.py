"""Database triggers that refuse what no code may do: the only module that makes them, on SQLite and PostgreSQL.

Rooms register guards when they load; `arm` makes the missing triggers after every migration, because SQLite drops
a table's triggers whenever a migration rebuilds the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.db.backends.base.base import BaseDatabaseWrapper

Event = Literal["INSERT", "UPDATE", "DELETE", "TRUNCATE"]

_POSTGRESQL_BITS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
_FOR_EACH_ROW, _BEFORE = 1, 2


@dataclass(frozen=True)
class Guard:
    """One refusal. `when` is SQL over OLD and NEW that is true for a forbidden change; empty forbids every one.

    Write `{differs}` for "is distinct from"; `when_sqlite` replaces `when` where the two databases need other words.
    `reads` names the other tables in `when`: without them the guard waits for the next migration.
    """

    name: str
    table: str
    event: Event
    message: str
    when: str = ""
    when_sqlite: str = ""
    reads: tuple[str, ...] = ()

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
    """Remove every trigger. For the test suite's flush, and before SQLite rebuilds a table that a guard `reads`."""
    with connection.cursor() as cursor:
        for guard in _wanted(connection):
            for statement in _drop(guard, connection.vendor):
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that should be there and are not, or that no longer do what their guard says."""
    there = _sqlite_triggers(connection) if connection.vendor == "sqlite" else _postgresql_triggers(connection)
    expected = _sqlite_trigger if connection.vendor == "sqlite" else _postgresql_trigger
    return sorted(guard.name for guard in _wanted(connection) if there.get(guard.name) != expected(guard))


def _sqlite_triggers(connection: BaseDatabaseWrapper) -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


def _sqlite_trigger(guard: Guard) -> object:
    return _create(guard, "sqlite")[0]


def _postgresql_triggers(connection: BaseDatabaseWrapper) -> dict[str, object]:
    """Table, kind and body of every trigger that fires always: on all columns, without a WHEN of its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, relname, tgtype, prosrc FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_language ON pg_language.oid = prolang "
            "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgqual IS NULL AND tgattr::text = '' "
            "AND lanname = 'plpgsql' AND proconfig IS NULL AND pg_table_is_visible(pg_class.oid)"
        )
        return {name: (table, kind, body) for name, table, kind, body in cursor.fetchall()}


def _postgresql_trigger(guard: Guard) -> object:
    each_row = 0 if guard.event == "TRUNCATE" else _FOR_EACH_ROW
    return guard.table, _BEFORE | each_row | _POSTGRESQL_BITS[guard.event], _body(guard)


def _wanted(connection: BaseDatabaseWrapper) -> Iterator[Guard]:
    """The guards whose tables exist, and on SQLite those against replacing."""
    sqlite = connection.vendor == "sqlite"
    tables = set(connection.introspection.table_names())
    for guard in _guards.values():
        if not tables.issuperset({guard.table, *guard.reads}) or (sqlite and guard.event == "TRUNCATE"):
            continue
        yield guard
        if sqlite and guard.event == "DELETE":
            yield from _against_replacing(guard.table, connection)


def _against_replacing(table: str, connection: BaseDatabaseWrapper) -> Iterator[Guard]:
    """SQLite's OR REPLACE deletes the rows in its way, and by default no trigger hears of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.name, i.name FROM pragma_index_list(%s) l JOIN pragma_index_info(l.name) i "
            'WHERE l."unique" AND NOT l.partial ORDER BY l.name, i.seqno',
            [table],
        )
        keys: dict[str, list[str | None]] = {}
        for index, column in cursor.fetchall():
            keys.setdefault(index, []).append(column)
    same = [_same(key) for key in keys.values() if None not in key]  # None: the key is an expression
    message = f"rows of {table} are never replaced"
    among = f'EXISTS (SELECT 1 FROM "{table}" AS it WHERE '  # noqa: S608 - the name of a table of ours
    inserted = " OR ".join([_same(["id"]), *same])
    yield Guard(f"{table}_no_replace", table, "INSERT", message, when=f"{among}{inserted})")
    if same:
        updated = f"it.id <> OLD.id AND ({' OR '.join(same)})"
        yield Guard(f"{table}_no_replace_by_update", table, "UPDATE", message, when=f"{among}{updated})")


def _same(columns: Iterable[str | None]) -> str:
    return "(" + " AND ".join(f'it."{column}" = NEW."{column}"' for column in columns) + ")"


def _drop(guard: Guard, vendor: str) -> tuple[str, ...]:
    if vendor == "sqlite":
        return (f'DROP TRIGGER IF EXISTS "{guard.name}"',)
    return (
        f'DROP TRIGGER IF EXISTS "{guard.name}" ON "{guard.table}"',
        f'DROP FUNCTION IF EXISTS "{guard.name}"()',
    )


def _create(guard: Guard, vendor: str) -> tuple[str, ...]:
    if vendor == "sqlite":
        condition = guard.condition(vendor)
        when = f" WHEN ({condition})" if condition else ""
        return (
            f'CREATE TRIGGER "{guard.name}" BEFORE {guard.event} ON "{guard.table}" FOR EACH ROW{when} '
            f"BEGIN SELECT RAISE(ABORT, {_quoted(guard.message)}); END",
        )
    each = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    return (
        f'CREATE FUNCTION "{guard.name}"() RETURNS trigger LANGUAGE plpgsql AS $guard${_body(guard)}$guard$',
        f'CREATE TRIGGER "{guard.name}" BEFORE {guard.event} ON "{guard.table}" FOR EACH {each} '
        f'EXECUTE FUNCTION "{guard.name}"()',
    )


def _body(guard: Guard) -> str:
    """PostgreSQL's function. The condition is in it, because a WHEN may not look into other tables."""
    condition = guard.condition("postgresql") or "true"
    answer = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(guard.event, "NEW")
    return (
        f" BEGIN IF {condition} THEN RAISE EXCEPTION {_quoted(guard.message)} USING ERRCODE = '23514'; END IF; "
        f"RETURN {answer}; END "
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
