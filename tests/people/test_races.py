"""People's accounts change while others write records that name them: nobody waits in a circle."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from time import monotonic, sleep

import pytest
from django.db import connection, connections, transaction

from guidelines.audit.models import AuditEvent, AuditHead
from guidelines.frame import clock
from guidelines.people import services
from guidelines.people.delegating import delegate, end_delegation
from guidelines.people.importing.applying import apply
from guidelines.people.importing.planning import plan
from guidelines.people.importing.reading import read_text
from guidelines.people.models import Leave, Person
from guidelines.people.roles import Role
from tests.people import World, the_world

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.date(2026, 3, 1)


@pytest.fixture
def committed(transactional_db: None) -> World:
    if connection.vendor != "postgresql":
        pytest.skip("On SQLite all writers share one lock, so no two of them can wait in a circle.")
    return the_world()


def in_thread(deed: Callable[[], object], faults: list[Exception]) -> threading.Thread:
    def run() -> None:
        try:
            deed()
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def wait_until_somebody_waits(people: int = 1) -> None:
    """Until so many other transactions stand before a lock: of this one, or of one that waits for it."""
    end = monotonic() + 10
    with connection.cursor() as cursor:
        while monotonic() < end:
            cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE cardinality(pg_blocking_pids(pid)) > 0")
            if cursor.fetchone()[0] >= people:
                return
            sleep(0.02)
    raise AssertionError("nobody waited")


def import_of(one: Person) -> None:
    """A file that gives them another name."""
    file = read_text(f"employee_id,name\n{one.employee_id},Somebody else\n", most_rows=9)
    apply(file, by=None, seen=plan(file, by=None).digest)


DEEDS: dict[str, Callable[[World, Person], object]] = {
    "leaves": lambda _world, one: services.leave(one, by=None),
    "gets a role": lambda world, one: services.grant(one, Role.LIAISON, by=None, market=world.us),
    "is in a file": lambda _world, one: import_of(one),
}


@pytest.mark.slow
@pytest.mark.parametrize("deed", DEEDS)
def test_a_record_names_somebody_whose_account_changes_at_that_moment(committed: World, deed: str) -> None:
    """As an approval does, this holds the head of the record and then writes a row that names the person."""
    faults: list[Exception] = []
    with transaction.atomic():
        AuditHead.objects.select_for_update().get(pk=1)
        other = in_thread(lambda: DEEDS[deed](committed, committed.bob), faults)
        wait_until_somebody_waits()
        Leave.objects.create(person=committed.bob, first_day=DAY, last_day=DAY)
    other.join(timeout=30)
    assert faults == []
    assert Leave.objects.filter(person=committed.bob).count() == 1


def test_a_record_names_somebody_who_comes_back_at_that_moment(committed: World) -> None:
    services.leave(committed.bob, by=None)
    faults: list[Exception] = []
    with transaction.atomic():
        AuditHead.objects.select_for_update().get(pk=1)
        other = in_thread(lambda: services.return_to_work(committed.bob, by=None), faults)
        wait_until_somebody_waits()
        Leave.objects.create(person=committed.bob, first_day=DAY, last_day=DAY)
    other.join(timeout=30)
    assert faults == []
    assert Person.objects.get(pk=committed.bob.pk).is_active


def test_a_role_is_ended_while_its_holder_leaves(committed: World) -> None:
    """The leaving ends the first role and holds the head of the record; the second must not be held against it."""
    services.grant(committed.bob, Role.LIAISON, by=None, market=committed.us)
    last = committed.bob.assignments.order_by("role", "market", "domain").last()
    assert last is not None
    faults: list[Exception] = []
    with transaction.atomic():
        AuditHead.objects.select_for_update().get(pk=1)
        leaving = in_thread(lambda: services.leave(committed.bob, by=None), faults)
        wait_until_somebody_waits()
        ending = in_thread(lambda: services.end_role(last, by=None), faults)
        wait_until_somebody_waits(2)
    for thread in (ending, leaving):
        thread.join(timeout=30)
    assert faults == []
    assert not committed.bob.assignments.current().exists()


def test_a_delegation_is_ended_while_the_reviewer_leaves(committed: World) -> None:
    since = clock.now()
    delegation = delegate(
        committed.bob, committed.mo, by=committed.bob, since=since, until=since + dt.timedelta(days=5)
    )
    faults: list[Exception] = []
    with transaction.atomic():
        AuditHead.objects.select_for_update().get(pk=1)
        leaving = in_thread(lambda: services.leave(committed.bob, by=None), faults)
        wait_until_somebody_waits()
        ending = in_thread(lambda: end_delegation(delegation, by=committed.mo), faults)
        wait_until_somebody_waits(2)
    for thread in (ending, leaving):
        thread.join(timeout=30)
    assert [str(fault) for fault in faults] == ["This delegation is over already."]
    assert AuditEvent.objects.filter(verb="delegation.ended").count() == 1
