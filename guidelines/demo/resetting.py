"""Making a new, empty database in the place of one that the demo made."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

_TABLES = "SELECT format('DROP TABLE %I CASCADE', tablename) FROM pg_tables WHERE schemaname = current_schema()"
_FUNCTIONS = """
    SELECT format('DROP FUNCTION %s CASCADE', oid::regprocedure) FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
"""
"""Every function but those of an extension, which the role may not be allowed to make again."""


def new_database() -> None:
    """Everything in it goes: a new file on SQLite, an emptied schema on PostgreSQL."""
    if connection.vendor == "sqlite":
        _remove_file(Path(connection.settings_dict["NAME"]))
    else:
        empty_schema()
    make_tables()


def make_tables() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def has_tables() -> bool:
    """Whether somebody made the tables before, as `prepare` does."""
    return "demo_demoworld" in connection.introspection.table_names()


def _remove_file(path: Path) -> None:
    connection.close()
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


@transaction.atomic
def empty_schema() -> None:
    """Drops every table and function of the schema at once, or none."""
    with connection.cursor() as cursor:
        for listing in (_TABLES, _FUNCTIONS):
            cursor.execute(listing)
            for (statement,) in cursor.fetchall():
                cursor.execute(statement)
