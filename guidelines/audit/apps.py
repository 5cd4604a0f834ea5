from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit import triggers
from guidelines.frame import sweeps


class AuditConfig(AppConfig):
    name = "guidelines.audit"
    label = "audit"
    verbose_name = _("Audit")

    def ready(self) -> None:
        from guidelines.audit.catching_up import catch_up_all
        from guidelines.audit.models import PutAside
        from guidelines.frame import jobs

        sweeps.register("followers", catch_up_all, seconds=15)
        jobs.register(jobs.Kind(_("News put aside"), PutAside, str, _event_page))
        triggers.register(
            *triggers.append_only("audit_auditevent"),
            *triggers.never_deleted("audit_audithead"),
        )
        pre_migrate.connect(_disarm, sender=self, dispatch_uid="audit.disarm")
        post_migrate.connect(_arm, sender=self, dispatch_uid="audit.arm")
        checks.register(_triggers_are_there, checks.Tags.database)


def _disarm(using: str, plan: Sequence[Any] = (), **kwargs: Any) -> None:
    """SQLite can't rebuild a table that a trigger of another table reads."""
    if plan:
        triggers.disarm(connections[using])


def _arm(using: str, **kwargs: Any) -> None:
    from guidelines.audit.catching_up import begin_all

    triggers.arm(connections[using])
    begin_all()


def _event_page(job: Any) -> str:
    return reverse("admin:audit_auditevent_change", args=[job.event_id])


def _triggers_are_there(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    return [
        checks.Error(f"The trigger {name} is missing or was changed.", hint="Run manage.py prepare.", id="audit.E001")
        for alias in databases or ()
        for name in triggers.missing(connections[alias])
    ]
