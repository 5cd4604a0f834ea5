"""What verify_audit finds when somebody got past the triggers and a table no longer says what the chain says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guidelines.audit import triggers
from guidelines.audit.models import AuditEvent
from guidelines.audit.verify import verify
from guidelines.editions import services, verification
from guidelines.editions.models import Edition
from guidelines.frame import clock
from tests.editions import making
from tests.people import World
from tests.undone import undone


@contextmanager
def _unguarded() -> Iterator[None]:
    triggers.disarm(connection)
    yield
    triggers.arm(connection)


def _said_after(forgery: str) -> str:
    """The findings about a record that was whole before the forgery."""
    assert _said() == ""
    with _unguarded(), connection.cursor() as cursor:
        cursor.execute(forgery)
        assert cursor.rowcount >= 1
    return _said()


def _said() -> str:
    return "\n".join(finding.sentence for finding in verify() if finding.broken)


@pytest.fixture
def lived(world: World) -> Edition:
    """Edition 1 was withdrawn, edition 2 is in force, edition 3 is a draft that two people wrote in."""
    first = making.published(making.draft(world), world)
    second = making.published(making.next_draft(first.guideline, world.ann, summary="Newer."), world, note="Go.")
    services.withdraw(first, by=world.bob, note="Wrong words.")
    third = making.next_draft(first.guideline, world.ann, summary="Newest.")
    services.save_draft(third, by=world.art, seen=third.digest, words=making.words(summary="Better."))
    return second


NUMBER = "UPDATE editions_edition SET {} WHERE number = {}"


COLUMNS = (
    ("effective_from", NUMBER.format("effective_from = '2020-01-01 00:00:00+00'", 2)),
    ("published_at", NUMBER.format("published_at = '2020-01-01 00:00:00+00'", 2)),
    ("withdrawn_at", NUMBER.format("withdrawn_at = '2020-01-01 00:00:00+00'", 1)),
    ("expires_at", NUMBER.format("expires_at = '2031-01-01 00:00:00+00'", 2)),
    ("moved_at", NUMBER.format("moved_at = '2020-01-01 00:00:00+00'", 2)),
    ("moved_by", NUMBER.format("moved_by_id = opened_by_id + 1", 2)),
    ("opened_by", NUMBER.format("opened_by_id = opened_by_id + 1", 2)),
    ("move_note", NUMBER.format("move_note = 'Somebody else told me to.'", 2)),
    ("last_move", NUMBER.format("last_move = 'ratify'", 2)),
    ("base", NUMBER.format("base_id = NULL", 2)),
    ("number", NUMBER.format("number = 9", 2)),
    ("policy_id", "UPDATE editions_guideline SET policy_id = 'US-PR-0007'"),
    ("state", NUMBER.format("state = 'approved', effective_from = NULL, published_at = NULL", 2)),
    ("digest", NUMBER.format("digest = '1:other'", 2)),
)


@pytest.mark.slow
def test_a_column_that_differs_from_the_record_is_found(lived: Edition) -> None:
    for column, forgery in COLUMNS:
        with undone():
            said = _said_after(forgery)
            sentence = next(line for line in said.splitlines() if "the record says otherwise about its" in line)
            assert column in sentence


def test_a_base_of_another_guideline_with_the_same_number_is_found(world: World, lived: Edition) -> None:
    other = making.draft(world, title="Another guideline")
    assert "otherwise about its base" in _said_after(NUMBER.format(f"base_id = {other.pk}", 2))


CONTRIBUTION, APPROVAL = "editions_contribution", "editions_approval"


FORGED_CONTRIBUTIONS = (
    f"DELETE FROM {CONTRIBUTION} WHERE id = (SELECT max(id) FROM {CONTRIBUTION})",
    f"UPDATE {CONTRIBUTION} SET person_id = person_id + 1",
    f"UPDATE {CONTRIBUTION} SET kind = 'imported'",
    f"UPDATE {CONTRIBUTION} SET digest = '1:other'",
    f"INSERT INTO {CONTRIBUTION} (id, edition_id, person_id, kind, digest, at) "
    f"SELECT 900, edition_id, person_id, kind, digest, at FROM {CONTRIBUTION} LIMIT 1",
)


@pytest.mark.slow
def test_contributions_that_differ_from_the_record_are_found(lived: Edition) -> None:
    """One gone, another person, another kind, other words, one more."""
    for forgery in FORGED_CONTRIBUTIONS:
        with undone():
            assert "its contributions are not those in the record" in _said_after(forgery), forgery


@pytest.mark.slow
def test_a_contribution_moved_behind_the_approval_is_found(lived: Edition) -> None:
    assert "dated later" in _said_after(f"UPDATE {CONTRIBUTION} SET at = '2031-01-01 00:00:00+00'")


FORGED_APPROVALS = (
    f"UPDATE {APPROVAL} SET person_id = person_id + 1",
    f"UPDATE {APPROVAL} SET at = '2020-01-01 00:00:00+00'",
    f"UPDATE {APPROVAL} SET digest = '1:other'",
    f"UPDATE {APPROVAL} SET note = 'With great doubts.'",
    f"UPDATE {APPROVAL} SET kind = 'ratified'",
    f"DELETE FROM {APPROVAL}",
    f"INSERT INTO {APPROVAL} (id, edition_id, person_id, kind, digest, note, at, function, checklist, agreed) "
    f"SELECT 900, edition_id, person_id, kind, digest, note, at, function, checklist, agreed "
    f"FROM {APPROVAL} LIMIT 1",
)


@pytest.mark.slow
def test_approvals_that_differ_from_the_record_are_found(lived: Edition) -> None:
    """Another person, another time, other words, another note, another kind, one gone, one more."""
    for forgery in FORGED_APPROVALS:
        with undone():
            assert "its approvals are not those in the record" in _said_after(forgery), forgery


def test_an_edition_without_events_is_found(lived: Edition) -> None:
    columns = [str(field.column) for field in Edition._meta.concrete_fields]
    names = ", ".join(column for column in columns if column not in ("id", "number"))
    said = _said_after(
        f"INSERT INTO editions_edition (id, number, {names}) SELECT 900, 4, {names} FROM editions_edition "
        "WHERE number = 3"
    )
    assert "US-PR-0001 edition 4: no event says how it was opened." in said


def test_an_edition_that_is_gone_is_found(lived: Edition) -> None:
    assert _said() == ""
    with _unguarded(), connection.cursor() as cursor:
        third = Edition.objects.get(number=3)
        cursor.execute(f"DELETE FROM {CONTRIBUTION} WHERE edition_id = %s", [third.pk])
        cursor.execute("DELETE FROM editions_edition WHERE id = %s", [third.pk])
    assert "US-PR-0001 edition 3: the record opened it, and it is gone." in _said()


def test_a_counter_that_would_give_a_number_again_is_found(lived: Edition) -> None:
    assert "The counter of policy numbers is behind US-PR-0001." in _said_after(
        "UPDATE editions_policynumber SET last = 0"
    )


@pytest.mark.slow
def test_whatever_people_did_the_tables_say_what_the_record_says(world: World, lived: Edition) -> None:
    """Sent back, recalled, scheduled, cancelled, rebased, enforced, ratified, withdrawn in the past, discarded."""
    guideline, now = lived.guideline, clock.now()
    third = Edition.objects.get(number=3)
    third = services.request_changes(making.submitted(third, world.ann), by=world.bob, note=" Not yet. ")
    third = services.recall(making.approved(third, world), by=world.ann)
    third = making.published(third, world, effective_from=now + dt.timedelta(days=2))
    services.cancel(third, by=world.ann, note="Too soon.")
    fourth = making.next_draft(guideline, world.ann, summary="Alert.")
    fourth = services.enforce_now(fourth, by=world.bob, seen=fourth.digest, note="Alert.", hours=5)
    fifth = making.next_draft(guideline, world.ann, summary="After the alert.")
    services.ratify(fourth, by=world.eve, seen=fourth.digest, note="Seen. ")
    services.withdraw(fourth, by=world.bob, note="Over.", backdate_to=fourth.effective_from)
    services.discard(fifth, by=world.ann)
    third = services.recall(Edition.objects.get(number=3), by=world.ann)
    services.rebase(third, by=world.ann, seen=third.digest, words=making.words(summary="Rebased."))
    assert _said() == ""


@pytest.mark.slow
def test_the_proof_costs_the_same_queries_however_many_drafts_and_events_there_are(
    world: World, lived: Edition
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert list(verification.check()) == []
        return len(captured)

    before, events = queries(), AuditEvent.objects.count()
    for number in range(3):
        draft = making.submitted(making.draft(world, title=f"Guideline {number}"), world.ann)
        services.request_changes(draft, by=world.bob, note="Not yet.")
    assert AuditEvent.objects.count() >= events + 12
    assert queries() == before
