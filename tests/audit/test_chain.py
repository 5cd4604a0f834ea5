"""The chain of events: what breaks it is named, and the database refuses to let it break."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from guidelines.audit import services, triggers
from guidelines.audit.models import ActorName, AuditEvent, AuditHead
from guidelines.audit.verify import verify
from tests.people import World


def _sentences() -> list[str]:
    return [finding.sentence for finding in verify() if finding.broken]


def test_a_deed_carries_the_hash_of_the_deed_before_it(world: World) -> None:
    first = services.record("person.moved", by=world.ann, subject=world.mo)
    second = services.record("person.moved", by=world.ann, subject=world.mo)
    assert second.previous_hash == first.hash
    assert second.id == first.id + 1
    assert second.at > first.at
    assert _sentences() == []


def test_nobody_can_change_or_delete_an_event(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.filter(pk=1).update(verb="nothing.happened")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.filter(pk=1).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditHead.objects.all().delete()


def test_nobody_can_empty_the_events_at_once(world: World) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("TRUNCATE exists on PostgreSQL only; SQLite's DELETE is refused row by row.")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_auditevent CASCADE")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE audit_auditevent SET verb = 'forged' WHERE id = 3",
            "Event 3 (forged): its words do not match its hash.",
        ),
        ("DELETE FROM audit_auditevent WHERE id = 2", "event 2 is missing before it."),
        ("UPDATE audit_audithead SET last_id = 1", "The head of the chain is at event 1"),
        ("UPDATE audit_audithead SET last_at = '2020-01-01 00:00:00+00'", "The head of the chain says 2020-01-01"),
        (
            "UPDATE audit_auditevent SET previous_hash = hash WHERE id = 4",
            "does not carry the hash of the event before",
        ),
    ],
)
def test_whoever_forges_the_record_past_the_triggers_is_found(world: World, statement: str, said: str) -> None:
    triggers.disarm(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    triggers.arm(connection)
    assert any(said in sentence for sentence in _sentences()), _sentences()


def test_a_deleted_newest_event_is_found_by_the_head(world: World) -> None:
    newest = AuditEvent.objects.latest("id")
    triggers.disarm(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE id = %s", [newest.pk])
    triggers.arm(connection)
    assert any("The head of the chain" in sentence for sentence in _sentences())


def test_an_auditor_running_verify_audit_gets_exit_code_1_and_the_broken_row(world: World) -> None:
    out, err = io.StringIO(), io.StringIO()
    call_command("verify_audit", stdout=out, stderr=err)
    assert "The record is whole" in out.getvalue()
    triggers.disarm(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET actor_id = 99 WHERE id = 2")
    triggers.arm(connection)
    with pytest.raises(SystemExit) as exit_code:
        call_command("verify_audit", stdout=out, stderr=err)
    assert exit_code.value.code == 1
    assert "Event 2 (" in err.getvalue()


def test_a_missing_trigger_is_found_and_made_again(world: World) -> None:
    triggers.disarm(connection)
    assert "audit_auditevent_no_update" in triggers.missing(connection)
    assert any("trigger" in sentence for sentence in _sentences())
    triggers.arm(connection)
    assert triggers.missing(connection) == []


def test_a_person_can_have_their_name_taken_out_of_the_record(world: World) -> None:
    services.record("person.moved", by=world.ann, subject=world.mo)
    services.blank_actor_name(world.ann.pk)
    assert ActorName.objects.get(actor_id=world.ann.pk).name == ""
    assert _sentences() == []
