"""The forms of periodic reviews, owners, templates, and copies for another market."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guidelines.catalogue.models import LANGUAGES, Domain, Market
from guidelines.editions.forms.opening import ListChoiceField
from guidelines.editions.forms.seen import LinesField, SeenForm
from guidelines.editions.models import Guideline, GuidelineTemplate, Verdict
from guidelines.editions.owners import possible_owners
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings


class VerdictForm(SeenForm):
    """The outcome of a periodic review. Only what this person may decide can be chosen."""

    kind = forms.ChoiceField(label=_("Verdict"), widget=forms.RadioSelect)
    note = LinesField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the guideline. A withdrawal needs one."),
    )

    def __init__(self, *args: Any, kinds: list[Verdict.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]


class CopyForm(forms.Form):
    """The market for which a copy is made."""

    market = ListChoiceField(label=_("Market"), queryset=Market.objects.none(), empty_label=None)

    def __init__(self, *args: Any, person: Person, domain: Domain, without: Market, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = holdings(person)
        markets = Market.objects.in_use().exclude(pk=without.pk)
        ids = [market.pk for market in markets if held.may(Capability.WRITE, market.pk, domain.pk)]
        field = self.fields["market"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = markets.filter(pk__in=ids)

    @property
    def has_choice(self) -> bool:
        field = self.fields["market"]
        assert isinstance(field, forms.ModelChoiceField)
        return bool(field.queryset is not None and field.queryset.exists())


class PersonChoiceField(forms.ModelChoiceField):
    """People by name."""

    def label_from_instance(self, obj: Person) -> str:
        return obj.name


class OwnerForm(forms.Form):
    """Who owns a guideline from now on."""

    owner = PersonChoiceField(label=_("Owner"), queryset=Person.objects.none(), empty_label=None)

    def __init__(self, data: QueryDict | None, *, guideline: Guideline) -> None:
        super().__init__(data, initial={"owner": guideline.owner_id})
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = possible_owners(guideline)


class PrecedenceForm(forms.Form):
    """Which guideline this one goes before, by its policy ID."""

    policy_id = forms.CharField(label=_("Policy ID"), max_length=60, help_text=_("Of the same market."))


class NumberForm(forms.Form):
    """A number that people still type."""

    number = forms.CharField(label=_("Earlier number"), max_length=60)


class TemplateForm(forms.Form):
    """A starting point: for which domain and language, what it is called, and its text."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    domain = ListChoiceField(label=_("Domain"), queryset=Domain.objects.none(), empty_label=None)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    name = forms.CharField(label=_("Name"), max_length=200)
    purpose = forms.CharField(label=_("When to use it"), max_length=300, required=False)
    source = LinesField(
        label=_("Text"), strip=False, max_length=256 * 1024, widget=forms.Textarea(attrs={"rows": 20, "class": "md"})
    )

    def __init__(self, *args: Any, person: Person, template: GuidelineTemplate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if template is not None:
            # Domain and language never change: guidelines were opened with it.
            del self.fields["domain"], self.fields["language"]
            return
        ids = holdings(person).domain_ids(Capability.WRITE)
        field = self.fields["domain"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Domain.objects.in_use() if ids is None else Domain.objects.in_use().filter(pk__in=ids)
