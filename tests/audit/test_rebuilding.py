"""What SQLite does to triggers when a migration rebuilds a table, and what the portal does about it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core import checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, models

from guidelines.audit import triggers
from guidelines.audit.models import AuditEvent
from guidelines.editions.models import Approval
from guidelines.frame.management.commands.prepare import Command


@contextmanager
def _wider(model: type[models.Model], name: str) -> Iterator[None]:
    """The table made anew with a wider column, and back again."""
    field = model._meta.get_field(name)
    assert isinstance(field, models.CharField)
    assert field.max_length
    wider = field.clone()
    wider.max_length = field.max_length + 1
    wider.set_attributes_from_name(name)
    wider.model = model
    with connection.schema_editor() as editor:
        editor.alter_field(model, field, wider)
    yield
    triggers.disarm(connection)
    with connection.schema_editor() as editor:
        editor.alter_field(model, wider, field)
    triggers.arm(connection)


@pytest.mark.django_db(transaction=True)
def test_triggers_that_a_migration_dropped_are_back_when_it_ends() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("Only SQLite rebuilds tables.")
    with _wider(AuditEvent, "verb"):
        assert "audit_auditevent_no_update" in triggers.missing(connection)
        found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
        assert "audit.E001" in {message.id for message in found}
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
        assert triggers.missing(connection) == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_table_that_guards_of_another_table_read_can_be_rebuilt_once_they_are_disarmed() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("Only SQLite rebuilds tables.")
    triggers.disarm(connection)
    with _wider(Approval, "kind"):
        triggers.arm(connection)
        assert triggers.missing(connection) == []


@pytest.mark.slow
@pytest.mark.django_db
def test_an_operator_whose_trigger_is_missing_is_sent_to_prepare_which_makes_it_again() -> None:
    triggers.disarm(connection)
    with pytest.raises(SystemCheckError, match=r"Run manage\.py prepare"):
        call_command("migrate", skip_checks=False, verbosity=0)
    Command().tables()
    assert triggers.missing(connection) == []
