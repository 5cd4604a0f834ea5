"""Governed records in the administration: to look at, never to change. Their services are the only way in."""

from __future__ import annotations

from django.contrib import admin

from guidelines.audit.admin import ViewOnly
from guidelines.editions.models import Approval, Contribution, Edition, Guideline


@admin.register(Guideline)
class GuidelineAdmin(ViewOnly):
    list_display = ("policy_id", "market", "domain", "language", "owner", "review_months")
    list_filter = ("market", "domain", "language")
    list_select_related = ("market", "domain", "owner")
    search_fields = ("policy_id", "aliases__alias")


@admin.register(Edition)
class EditionAdmin(ViewOnly):
    list_display = ("guideline", "number", "state", "title", "effective_from", "digest")
    list_filter = ("state", "guideline__market", "guideline__domain")
    list_select_related = ("guideline",)
    search_fields = ("guideline__policy_id", "title", "digest")


@admin.register(Contribution, Approval)
class EvidenceAdmin(ViewOnly):
    list_display = ("edition", "person", "kind", "digest", "at")
    list_filter = ("kind",)
    list_select_related = ("edition__guideline", "person")
    search_fields = ("edition__guideline__policy_id", "person__name", "person__employee_id", "digest")
