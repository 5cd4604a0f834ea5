"""The administration's view of the evidence, and the two manners of every admin page: look only, never delete."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from guidelines.audit.admin_keys import KnownKeys
from guidelines.audit.models import ActorName, AuditEvent


def actor(request: HttpRequest) -> Any:
    """Whoever acts. The administration lets nobody in who is not signed in."""
    return request.user


class NeverDeleted(KnownKeys):
    """Rows that end or are retired. Nobody deletes them, superusers included."""

    list_per_page = 50
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ViewOnly(NeverDeleted):
    """Rows that only their own services write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


withheld: list[Callable[[AuditEvent], bool]] = []
"""Questions that rooms nearer the roof ask of an event: a yes to one keeps its words from administrators."""


@admin.register(AuditEvent)
class AuditEventAdmin(ViewOnly):
    """Who did what, newest first."""

    list_display = ("id", "at", "verb", "by", "subject_kind", "subject_id", "policy_id", "edition_number")
    list_filter = ("verb", "subject_kind")
    search_fields = ("policy_id", "verb", "digest")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        names = ActorName.objects.filter(actor_id=OuterRef("actor_id")).values("name")[:1]
        events: QuerySet[AuditEvent] = super().get_queryset(request)
        return events.annotate(actor_name=Subquery(names))

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("data",) if obj is not None and any(holds(obj) for holds in withheld) else ()

    @admin.display(description=_("by"))
    def by(self, event: AuditEvent) -> str:
        name: str | None = event.actor_name  # type: ignore[attr-defined]  # annotated above
        return name or (f"{event.actor_id}" if event.actor_id else "–")
