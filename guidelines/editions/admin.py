"""Governed records in the administration: to look at, never to change. Their services are the only way in."""

from __future__ import annotations

from django.contrib import admin

from guidelines.audit.admin import ViewOnly, withheld
from guidelines.audit.models import AuditEvent
from guidelines.editions.clearances import RESTRICTED
from guidelines.editions.models import Approval, Contribution, Edition, Guideline


@withheld.append
def _is_of_a_restricted_guideline(event: AuditEvent) -> bool:
    """Reasons, notes and questions may tell what its words are about."""
    return bool(event.policy_id) and Guideline.objects.filter(policy_id=event.policy_id, audience=RESTRICTED).exists()


@admin.register(Guideline)
class GuidelineAdmin(ViewOnly):
    list_display = ("policy_id", "market", "domain", "language", "owner", "review_months")
    list_filter = ("market", "domain", "language")
    list_select_related = ("market", "domain", "owner")
    search_fields = ("policy_id", "aliases__alias")


@admin.register(Edition)
class EditionAdmin(ViewOnly):
    """States, times and digests. The words are for those who hold a role: an administrator reads no draft here."""

    list_display = ("guideline", "number", "state", "effective_from", "digest")
    list_filter = ("state", "guideline__market", "guideline__domain")
    list_select_related = ("guideline",)
    search_fields = ("guideline__policy_id", "digest")
    exclude = ("title", "summary", "source", "change_note", "move_note", "import_record")


@admin.register(Contribution, Approval)
class EvidenceAdmin(ViewOnly):
    list_display = ("edition", "person", "kind", "digest", "at")
    list_filter = ("kind",)
    list_select_related = ("edition__guideline", "person")
    search_fields = ("edition__guideline__policy_id", "person__name", "person__employee_id", "digest")
