"""`manage.py worker` runs what was asked for, survives what goes wrong, and stops when told to."""

from __future__ import annotations

import datetime as dt
import signal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from guidelines.frame import sweeps
from guidelines.frame.tasks import KEPT, forget_finished, soon, task
from tests.house.running import environment, python, started

done: list[str] = []


@task
def note_down(word: str) -> None:
    """A task of these tests."""
    done.append(word)


@task
def break_down() -> None:
    raise RuntimeError("This task always breaks.")


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    done.clear()


@pytest.fixture(autouse=True)
def no_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "_sweeps", {})


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_worker_does_what_was_asked_and_goes_on_after_a_task_that_breaks() -> None:
    soon(note_down, "first")
    soon(break_down)
    soon(note_down, "second")
    call_command("worker", once=True)
    assert done == ["first", "second"]
    assert DBTaskResult.objects.failed().count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_task_of_a_deed_that_was_rolled_back_is_never_asked_for() -> None:
    with transaction.atomic():
        soon(note_down, "never")
        transaction.set_rollback(True)
    assert DBTaskResult.objects.count() == 0


def test_what_was_done_a_week_ago_is_forgotten_and_what_waits_is_not(db: None) -> None:
    long_ago = timezone.now() - KEPT - dt.timedelta(minutes=1)
    for status, finished in (
        ("SUCCESSFUL", long_ago),
        ("FAILED", long_ago),
        ("FAILED", timezone.now()),
        ("READY", None),
    ):
        facts = {"args_kwargs": {}, "task_path": "x", "backend_name": "default", "run_after": long_ago}
        DBTaskResult.objects.create(status=status, finished_at=finished, **facts)
    forget_finished()
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "READY"]


@pytest.mark.slow
def test_the_worker_stops_at_sigterm_and_says_what_it_waits_for(tmp_path: Path) -> None:
    env = environment(tmp_path, SOP_PORTAL_MODE="test")
    with started("manage.py", "worker", env=env) as worker:
        worker.read_until("The worker waits for the database")
        worker.process.send_signal(signal.SIGTERM)
        assert worker.wait_until_all_are_gone(seconds=10) == 0


@pytest.mark.slow
def test_a_worker_asked_to_run_once_fails_loudly_without_a_database(tmp_path: Path) -> None:
    result = python("manage.py", "worker", "--once", env=environment(tmp_path, SOP_PORTAL_MODE="test"))
    assert result.returncode == 1
