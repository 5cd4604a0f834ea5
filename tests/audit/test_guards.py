"""Triggers under attack: rows replaced on SQLite, triggers hollowed out on either database."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from guidelines.audit import triggers
from guidelines.audit.models import AuditEvent
from guidelines.audit.verify import verify
from tests.people import World

EVENTS = "audit_auditevent"


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _copy_of_event_2(**changed: str) -> str:
    """Every column of event 2 as SQL, some of them changed."""
    columns = [str(field.column) for field in AuditEvent._meta.concrete_fields]
    return ", ".join(changed.get(column, column) for column in columns)


@pytest.fixture
def sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("OR REPLACE is SQLite's.")


@pytest.fixture
def postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's triggers are compared word by word.")


def test_deletes_by_replacing_fire_triggers_on_every_connection_of_ours(world: World, sqlite: None) -> None:
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA recursive_triggers").fetchone() == (1,)


@pytest.mark.parametrize(
    "changed",
    [
        {"verb": "'forged'", "hash": "'other'", "at": "'2020-01-01'"},
        {"id": "900", "hash": "'other'"},
        {"id": "900", "at": "'2020-01-01'"},
    ],
    ids=["the same id", "the same instant", "the same hash"],
)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_sqlite_refuses_to_replace_an_event(
    world: World, sqlite: None, changed: dict[str, str], recursive: str
) -> None:
    """OFF is what a connection that is not ours begins with."""
    copy = f"INSERT OR REPLACE INTO {EVENTS} SELECT {_copy_of_event_2(**changed)} FROM {EVENTS} WHERE id = 2"
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers = {recursive}")
        try:
            with pytest.raises(IntegrityError, match="never replaced"), transaction.atomic():
                cursor.execute(copy)
        finally:
            cursor.execute("PRAGMA recursive_triggers = ON")
    assert [finding.sentence for finding in verify()] == []


FUNCTION = f'"{EVENTS}_no_update"'
BODY = f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
MAKE = f"CREATE TRIGGER {FUNCTION} BEFORE UPDATE"


@pytest.mark.parametrize(
    "forgeries",
    [
        (BODY,),
        (f"ALTER TABLE {EVENTS} DISABLE TRIGGER {FUNCTION}",),
        (f"ALTER TABLE {EVENTS} ENABLE REPLICA TRIGGER {FUNCTION}",),
        (
            f"DROP TRIGGER {FUNCTION} ON {EVENTS}",
            f"{MAKE} ON audit_actorname FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()",
        ),
        (
            f"DROP TRIGGER {FUNCTION} ON {EVENTS}",
            f"{MAKE} ON {EVENTS} FOR EACH ROW WHEN (OLD.id < 0) EXECUTE FUNCTION {FUNCTION}()",
        ),
        (
            f"DROP TRIGGER {FUNCTION} ON {EVENTS}",
            f"{MAKE} OF verb ON {EVENTS} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()",
        ),
        (
            f"DROP TRIGGER {FUNCTION} ON {EVENTS}",
            f"CREATE TRIGGER {FUNCTION} BEFORE INSERT ON {EVENTS} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()",
        ),
    ],
    ids=["an empty body", "disabled", "for replicas", "another table", "a condition", "one column", "another event"],
)
def test_a_trigger_of_the_right_name_that_refuses_nothing_is_found(
    world: World, postgresql: None, forgeries: tuple[str, ...]
) -> None:
    assert triggers.missing(connection) == []
    for forgery in forgeries:
        _run(forgery)
    assert triggers.missing(connection) == [f"{EVENTS}_no_update"]
    assert any(f"The trigger {EVENTS}_no_update is missing" in finding.sentence for finding in verify())


def test_a_trigger_that_was_changed_on_sqlite_is_found(world: World, sqlite: None) -> None:
    _run(f"DROP TRIGGER {FUNCTION}")
    _run(f"{MAKE} ON {EVENTS} FOR EACH ROW WHEN (OLD.id < 0) BEGIN SELECT RAISE(ABORT, 'no'); END")
    assert triggers.missing(connection) == [f"{EVENTS}_no_update"]
