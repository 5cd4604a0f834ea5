"""What the forms of this room have in common: fields of several lines, and filters by market and domain."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.editions.forms.seen import LinesField
from guidelines.insights.services import requesting
from guidelines.people.models import Person
from guidelines.people.places import places
from guidelines.people.roles import Capability

NOT_LISTED = gettext_lazy("“%(value)s” is not in the list. Choose again.")
TOO_LONG = {
    "max_length": gettext_lazy("At most %(limit_value)d characters fit here and this has %(show_value)d. Shorten it.")
}


def lines_field(label: Any, help_text: Any, missing: Any, rows: int = 4) -> LinesField:
    return LinesField(
        label=label,
        max_length=requesting.LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        error_messages={"required": missing, **TOO_LONG},
    )


class PlaceFilters(forms.Form):
    """Filters of a list, by the markets and domains that somebody reads among others; empty is all."""

    path = ""
    """From a row of the list to its market and domain."""
    market = forms.ChoiceField(label=gettext_lazy("Market"), required=False)
    domain = forms.ChoiceField(label=gettext_lazy("Domain"), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        markets, domains = places(person, Capability.READ)
        self.offer("market", [(code, one.local_name) for code, one in markets.items()])
        self.offer("domain", [(code, one.local_name) for code, one in domains.items()])
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = NOT_LISTED

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        fields: dict[str, Any] = self.fields
        fields[name].choices = [("", _("All")), *choices]

    @property
    def narrowed(self) -> Q:
        """Market and domain, as a condition on rows of the list."""
        wanted = Q()
        for name in ("market", "domain"):
            if code := self.cleaned_data.get(name):
                wanted &= Q(**{f"{self.path}{name}__code": code})
        return wanted
