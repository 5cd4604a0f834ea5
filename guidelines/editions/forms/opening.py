"""The form of a new guideline."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.drafts import LONGEST
from guidelines.editions.models import GuidelineTemplate
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings


class ListChoiceField(forms.ModelChoiceField):
    """A row of a controlled list, by its name in the language of the page."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid_choice": _("You can’t write for this one. Choose one that is in the list.")
    }

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.local_name)


class TemplateChoiceField(forms.ModelChoiceField):
    """A template, with its domain and language."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.domain.local_name}, {obj.get_language_display()})"


class GuidelineForm(forms.Form):
    """A new guideline: where it holds and what it is called. Its text comes in the editor."""

    market = ListChoiceField(label=_("Market"), queryset=Market.objects.none(), empty_label=None)
    domain = ListChoiceField(label=_("Domain"), queryset=Domain.objects.none(), empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=LONGEST["title"][1])
    review_months = forms.IntegerField(
        label=_("Review every"), initial=6, min_value=1, max_value=36, help_text=_("In months.")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = holdings(person)
        self.fields["template"] = TemplateChoiceField(
            label=_("Start with"),
            queryset=GuidelineTemplate.objects.filter(ended_at=None).select_related("domain"),
            required=False,
            empty_label=_("The usual sections"),
        )
        for name, rows, ids in (
            ("market", Market.objects.in_use(), held.market_ids(Capability.WRITE)),
            ("domain", Domain.objects.in_use(), held.domain_ids(Capability.WRITE)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows if ids is None else rows.filter(pk__in=ids)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        template, market, domain = data.get("template"), data.get("market"), data.get("domain")
        if template and market and domain and (template.domain != domain or template.language != market.language):
            self.add_error("template", _("This template is for another domain or language. Choose another."))
        return data
