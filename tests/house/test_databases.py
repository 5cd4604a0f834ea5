"""What the settings promise about both databases, tried on a real one."""

import json
import threading
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from tests.house.running import environment, python

PRAGMAS = """
import django, json
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    names = ("journal_mode", "busy_timeout", "synchronous", "foreign_keys")
    print(json.dumps({name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in names}))
"""
COUNT_TOGETHER = """
import django, threading
django.setup()
from django.db import connection, transaction
def sql(statement):
    with connection.cursor() as cursor:
        return cursor.execute(statement).fetchone()
def count():
    for _ in range(25):
        with transaction.atomic():
            seen = sql("SELECT n FROM counter")[0]
            sql(f"UPDATE counter SET n = {seen + 1}")
    connection.close()
sql("CREATE TABLE counter (n INTEGER)"), sql("INSERT INTO counter VALUES (0)")
threads = [threading.Thread(target=count) for _ in range(8)]
[thread.start() for thread in threads], [thread.join() for thread in threads]
print(sql("SELECT n FROM counter")[0])
"""


def answer(code: str, folder: Path, mode: str) -> str:
    result = python(
        "-c", code, env=environment(folder, SOP_PORTAL_MODE=mode, DJANGO_SETTINGS_MODULE="sop_portal.settings")
    )
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout.strip()


@pytest.mark.slow
def test_sqlite_keeps_a_write_ahead_log_and_waits_for_its_turn(tmp_path: Path) -> None:
    pragmas = json.loads(answer(PRAGMAS, tmp_path, "demo"))
    assert pragmas == {"journal_mode": "wal", "busy_timeout": 20_000, "synchronous": 1, "foreign_keys": 1}


@pytest.mark.slow
def test_eight_threads_that_read_and_then_write_lose_nothing_on_sqlite(tmp_path: Path) -> None:
    assert answer(COUNT_TOGETHER, tmp_path, "demo") == "200"


def hold_a_lock(table: str, held: threading.Event, release: threading.Event) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table}")
            held.set()
            release.wait(20)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_postgresql_gives_up_on_a_lock_that_nobody_releases() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("About PostgreSQL; the PostgreSQL part of `make test` runs it.")
    held, release = threading.Event(), threading.Event()
    holder = threading.Thread(target=hold_a_lock, args=("django_session", held, release))
    holder.start()
    try:
        assert held.wait(10)
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("10s",)
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("30s",)
            cursor.execute("SET lock_timeout = '100ms'")
            with pytest.raises(OperationalError, match="lock timeout"):
                cursor.execute("SELECT count(*) FROM django_session")
    finally:
        release.set()
        holder.join()
