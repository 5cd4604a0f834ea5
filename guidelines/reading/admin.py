"""What is derived can be looked at in the administration, and made anew by `manage.py rebuild_reading` alone."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from guidelines.editions.clearances import not_restricted
from guidelines.reading.models import LibraryRow


@admin.register(LibraryRow)
class LibraryRowAdmin(admin.ModelAdmin):
    list_display = ("policy_id", "number", "title", "since", "until")
    list_filter = ("market", "domain")
    search_fields = ("policy_id", "title")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LibraryRow]:
        """Of a restricted guideline an administrator sees no title."""
        rows: QuerySet[LibraryRow] = super().get_queryset(request)
        return rows.filter(not_restricted("guideline"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
