"""Keys that no row can have, in what is sent to the administration: a sentence or the ordinary page, no error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from guidelines.frame.refusals import Invalid


def is_key(model: type[Model], text: str) -> bool:
    """Whether a row of this model can have it."""
    try:
        model._meta.pk.clean(text, None)
    except ValidationError:
        return False
    return True


class KnownSelect(AutocompleteSelect):
    """A choice that is looked up by typing. Of what can be no key, nothing is looked up and nothing chosen."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        model = self.field.remote_field.model
        return super().optgroups(name, [one for one in value if not one or is_key(model, one)], attr)


class KnownKeys(admin.ModelAdmin):
    """The pages of a model: its list and its filters, what is done with chosen rows, and its form."""

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        try:
            return super().get_changelist_instance(request)
        except OverflowError as beyond:  # SQLite’s word for a number that no column holds
            raise IncorrectLookupParameters from beyond

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any) -> Any:
        if not all(is_key(self.model, key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise Invalid(_("There is no such row. Go back, reload the list and choose again."), status=400)
        return super().response_action(request, queryset, *args, **kwargs)

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownSelect(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
