from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import connections
from django.db.models.signals import post_migrate

from guidelines.audit import triggers


class AuditConfig(AppConfig):
    name = "guidelines.audit"
    label = "audit"

    def ready(self) -> None:
        triggers.register(
            *triggers.append_only("audit_auditevent"),
            *triggers.never_deleted("audit_audithead"),
        )
        post_migrate.connect(_arm, sender=self, dispatch_uid="audit.arm")
        checks.register(_triggers_are_there, checks.Tags.database)


def _arm(using: str, **kwargs: Any) -> None:
    triggers.arm(connections[using])


def _triggers_are_there(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    return [
        checks.Error(f"The trigger {name} is missing.", hint="Run manage.py migrate.", id="audit.E001")
        for alias in databases or ()
        for name in triggers.missing(connections[alias])
    ]
