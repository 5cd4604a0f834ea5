"""The forms of requirements: filters, a new one, its plan, and how it ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.editions.models import Edition
from guidelines.editions.rights import visible_editions
from guidelines.insights.fields import NOT_LISTED, PlaceFilters, lines_field
from guidelines.insights.insight_rights import WORKING
from guidelines.insights.models import Insight, Requirement, RequirementMarket
from guidelines.insights.services import Need
from guidelines.people.models import Person
from guidelines.people.places import places


def _day_field(label: Any, *, required: bool) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": gettext_lazy("This is not a date. Write it like 2026-06-08."),
            "required": gettext_lazy("Choose the day on which it is due."),
        },
    )


def _owner_field() -> forms.ModelChoiceField[Person]:
    return forms.ModelChoiceField(
        label=gettext_lazy("Owner"),
        queryset=Person.objects.none(),
        empty_label=gettext_lazy("Choose"),
        error_messages={
            "required": gettext_lazy("Choose somebody."),
            "invalid_choice": gettext_lazy("This person can’t own it. Choose another."),
        },
    )


def _offer(form: forms.Form, people: Any) -> None:
    fields: dict[str, Any] = form.fields
    fields["owner"].queryset = people
    fields["owner"].label_from_instance = lambda person: person.name


class RequirementForm(forms.Form):
    """What is to be done, why, where, by whom and until when."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Requirement.Kind.choices)
    need = lines_field(gettext_lazy("What is needed?"), "", gettext_lazy("Write what is needed."), rows=3)
    why = lines_field(
        gettext_lazy("Business reason"),
        gettext_lazy("What goes wrong today, how often, and what it costs."),
        gettext_lazy("Write the business reason: what goes wrong today?"),
        rows=3,
    )
    markets = forms.MultipleChoiceField(
        label=gettext_lazy("Markets"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose a market at least.")},
    )
    domain = forms.ChoiceField(label=gettext_lazy("Domain"), required=False)
    owner = _owner_field()
    due_on = _day_field(gettext_lazy("Due"), required=False)

    def __init__(self, *args: Any, person: Person, insights: list[Insight], people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lead = insights[0].market if insights else None
        self.places, self.domains = places(person, WORKING)
        fields: dict[str, Any] = self.fields
        fields["markets"].choices = [(code, one.local_name) for code, one in self.places.items()]
        domains = [(code, one.local_name) for code, one in self.domains.items()]
        fields["domain"].choices = [("", _("Several")), *domains]
        _offer(self, people)
        for name in ("kind", "markets", "domain"):
            fields[name].error_messages["invalid_choice"] = NOT_LISTED

    def need_of_it(self) -> Need:
        """The market of the first insight comes first: on its calendar it is due."""
        data = self.cleaned_data
        markets = [self.places[code] for code in data["markets"]]
        markets.sort(key=lambda market: market != self.lead)
        return Need(
            kind=data["kind"],
            need=data["need"],
            why=data["why"],
            markets=markets,
            domain=self.domains.get(data["domain"]),
            owner=data["owner"],
            due_on=data["due_on"],
        )


class AddToForm(forms.Form):
    """A requirement that asks for the same as an insight."""

    requirement = forms.ChoiceField(
        label=gettext_lazy("Requirement"),
        error_messages={
            "required": gettext_lazy("Choose a requirement."),
            "invalid_choice": gettext_lazy("It can’t be added to that one any more. Choose again."),
        },
    )

    def __init__(self, *args: Any, candidates: list[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        found = [(str(one.pk), Truncator(one.need).chars(80)) for one in candidates]
        fields["requirement"].choices = [("", _("Choose")), *found]


class PlanForm(forms.Form):
    """Who does it, and until when."""

    owner = _owner_field()
    due_on = _day_field(gettext_lazy("Due"), required=True)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, people)

    @property
    def day(self) -> dt.date:
        found: dt.date = self.cleaned_data["due_on"]
        return found


class DeliverForm(forms.Form):
    """What was delivered, and what shows it."""

    evidence = lines_field(
        gettext_lazy("What was delivered"),
        gettext_lazy("Everybody who asked for it is told, with these words."),
        gettext_lazy("Write what was delivered."),
        rows=3,
    )
    link = forms.CharField(
        label=gettext_lazy("Link"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Where it can be seen, if it has an address."),
    )
    policy_id = forms.CharField(label=gettext_lazy("Guideline"), required=False, max_length=60)
    number = forms.IntegerField(label=gettext_lazy("Edition"), required=False, min_value=1, max_value=999_999_999)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.edition: Edition | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        name, number = str(data.get("policy_id") or "").strip().upper(), data.get("number")
        if bool(name) is not bool(number) and "number" not in self.errors:
            self.add_error("number", _("Name the guideline and the number of its edition, or neither."))
        elif name and number:
            self.edition = visible_editions(self.person).filter(guideline__policy_id=name, number=number).first()
            if self.edition is None:
                facts = {"name": name, "number": number}
                self.add_error("number", _("There is no edition %(number)d of “%(name)s” that you can read.") % facts)
        return data


class RequirementsForm(PlaceFilters):
    """The filters of the list of requirements."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("open", gettext_lazy("All open")),
            ("late", gettext_lazy("Late")),
            *Requirement.Standing.choices,
        ],
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Whose"),
        required=False,
        choices=[("", gettext_lazy("Everybody’s")), ("me", gettext_lazy("Those I own"))],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All")), *Requirement.Kind.choices]
    )
    order = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[
            ("", gettext_lazy("Due first")),
            ("newest", gettext_lazy("Newest first")),
            ("age", gettext_lazy("Oldest first")),
        ],
    )

    @property
    def narrowed(self) -> Q:
        wanted, data = Q(), self.cleaned_data
        if data.get("market"):
            places_of_it = RequirementMarket.objects.filter(requirement=OuterRef("pk"), market__code=data["market"])
            wanted &= Q(Exists(places_of_it))
        if data.get("domain"):
            wanted &= Q(domain__code=data["domain"])
        return wanted & Q(kind=data["kind"]) if data.get("kind") else wanted
