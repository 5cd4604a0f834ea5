"""What SQLite does to triggers when a migration rebuilds a table, and what the portal does about it."""

import pytest
from django.core import checks
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection

from guidelines.audit import triggers
from guidelines.audit.models import AuditEvent


@pytest.mark.django_db(transaction=True)
def test_triggers_that_a_migration_dropped_are_back_when_it_ends() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("Only SQLite rebuilds tables.")
    field = AuditEvent._meta.get_field("verb")
    wider = field.clone()
    wider.max_length = 61
    wider.set_attributes_from_name("verb")
    wider.model = AuditEvent
    with connection.schema_editor() as editor:
        editor.alter_field(AuditEvent, field, wider)
    assert "audit_auditevent_no_update" in triggers.missing(connection)
    found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    assert "audit.E001" in {message.id for message in found}
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert triggers.missing(connection) == []
    with connection.schema_editor() as editor:
        editor.alter_field(AuditEvent, wider, field)
    triggers.arm(connection)
