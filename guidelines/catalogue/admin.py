"""The controlled lists in the administration: add, change, retire. Every change is an AuditEvent."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from guidelines.audit.admin import NeverDeleted, actor
from guidelines.catalogue import services
from guidelines.catalogue.models import Action, Domain, EscalationTeam, LabelCode, ListRow, Market, Topic


class TopicForm(forms.ModelForm):
    """A topic whose parents lead to a root."""

    def clean_parent(self) -> Topic | None:
        parent: Topic | None = self.cleaned_data["parent"]
        above = parent
        while above is not None:
            if above.pk == self.instance.pk:
                raise ValidationError(_("A topic can’t stand below itself. Choose another parent."))
            above = above.parent
        return parent


class ListAdmin(NeverDeleted):
    """Any of the lists. A code is fixed once it is given: editions cite it."""

    list_filter: ClassVar[tuple[str, ...]] = ("retired",)
    search_fields: ClassVar[tuple[str, ...]] = ("name", "name_vi", "code")
    actions = ("retire", "restore")

    def get_readonly_fields(self, request: HttpRequest, obj: ListRow | None = None) -> tuple[str, ...]:
        return ("code",) if obj and hasattr(obj, "code") else ()

    def save_model(self, request: HttpRequest, obj: ListRow, form: Any, change: bool) -> None:
        if change:
            services.change(obj, by=actor(request), fields=form.changed_data)
        else:
            services.add(obj, by=actor(request))

    @admin.action(description=_("Retire the chosen rows"))
    def retire(self, request: HttpRequest, rows: QuerySet[ListRow]) -> None:
        self._turn(request, rows, retired=True)

    @admin.action(description=_("Take the chosen rows back into use"))
    def restore(self, request: HttpRequest, rows: QuerySet[ListRow]) -> None:
        self._turn(request, rows, retired=False)

    def _turn(self, request: HttpRequest, rows: QuerySet[ListRow], *, retired: bool) -> None:
        turned = list(rows.exclude(retired=retired))
        for row in turned:
            row.retired = retired
            services.change(row, by=actor(request), fields=["retired"])
        said = ngettext("%(count)d row changed.", "%(count)d rows changed.", len(turned)) % {"count": len(turned)}
        self.message_user(request, said, messages.SUCCESS)


@admin.register(Market)
class MarketAdmin(ListAdmin):
    list_display = ("code", "name", "name_vi", "language", "time_zone", "retired")


@admin.register(Domain)
class DomainAdmin(ListAdmin):
    list_display = ("code", "name", "name_vi", "retired")


@admin.register(Topic)
class TopicAdmin(ListAdmin):
    form = TopicForm
    list_display = ("code", "name", "name_vi", "parent", "retired")
    list_select_related = ("parent",)


@admin.register(Action, LabelCode)
class CodeAdmin(ListAdmin):
    list_display = ("code", "name", "name_vi", "retired")


@admin.register(EscalationTeam)
class EscalationTeamAdmin(ListAdmin):
    list_display = ("name", "name_vi", "market", "hours", "answers_within", "retired")
    list_filter = ("retired", "market")
    list_select_related = ("market",)
    search_fields = ("name", "name_vi")
