"""What is derived can be looked at in the administration, and made anew by `manage.py rebuild_reading` alone."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from guidelines.audit.admin import ViewOnly
from guidelines.editions.clearances import not_restricted
from guidelines.reading.models import LibraryRow


@admin.register(LibraryRow)
class LibraryRowAdmin(ViewOnly):
    list_display = ("policy_id", "number", "title", "since", "until")
    list_filter = ("market", "domain")
    search_fields = ("policy_id", "title")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LibraryRow]:
        """Of a restricted guideline an administrator sees no title."""
        rows: QuerySet[LibraryRow] = super().get_queryset(request)
        return rows.filter(not_restricted("guideline"))
