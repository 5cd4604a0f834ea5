"""The forms of stakeholder requests: a new one, a comment, a refusal, the edition that answers it, and the filters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.editions.models import Edition, Guideline
from guidelines.editions.rights import visible_editions, visible_guidelines
from guidelines.insights.fields import NOT_LISTED, PlaceFilters, lines_field
from guidelines.insights.models import StakeholderRequest
from guidelines.insights.services import Wish
from guidelines.people.models import Person
from guidelines.people.places import places
from guidelines.people.roles import Capability


class RequestForm(forms.Form):
    """What somebody needs, and why. A guideline, where one is named, says the market and the domain."""

    text = lines_field(
        gettext_lazy("What do you need?"),
        gettext_lazy("A new rule, another action, a clearer case. Leave out names and order numbers of people."),
        gettext_lazy("Write what you need."),
    )
    why = lines_field(
        gettext_lazy("Why?"),
        gettext_lazy("What goes wrong today, how often, and what it costs."),
        gettext_lazy("Write why you need it: what goes wrong today?"),
        rows=3,
    )
    market = forms.ChoiceField(label=gettext_lazy("Market"))
    domain = forms.ChoiceField(label=gettext_lazy("Domain"), required=False)
    guideline = forms.CharField(
        label=gettext_lazy("Guideline"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Its policy ID, such as US-CC-0142, if you know it."),
    )
    rule = forms.CharField(
        label=gettext_lazy("Rule"), required=False, max_length=10, help_text=gettext_lazy("Such as R3.")
    )
    wanted_by = forms.DateField(
        label=gettext_lazy("Wanted by"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("This is not a date. Write it like 2026-06-08.")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.markets, self.domains = places(person, Capability.READ)
        fields: dict[str, Any] = self.fields
        fields["market"].choices = [(code, market.local_name) for code, market in self.markets.items()]
        domains = [(code, domain.local_name) for code, domain in self.domains.items()]
        fields["domain"].choices = [("", _("I don’t know, or several")), *domains]
        for name in ("market", "domain"):
            fields[name].error_messages["invalid_choice"] = NOT_LISTED
        self.found: Guideline | None = None

    def clean_guideline(self) -> str:
        name = str(self.cleaned_data["guideline"]).strip().upper()
        if name:
            self.found = visible_guidelines(self.person).filter(policy_id=name).first()
            if self.found is None:
                raise forms.ValidationError(_("There is no guideline “%(name)s” that you can read.") % {"name": name})
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        guideline, market = self.found, data.get("market")
        if guideline and market and guideline.market.code != market:
            facts = {"policy_id": guideline.policy_id, "market": guideline.market.local_name}
            self.add_error("market", _("%(policy_id)s is of %(market)s. Choose that market.") % facts)
        if guideline and data.get("domain") and guideline.domain.code != data["domain"]:
            facts = {"policy_id": guideline.policy_id, "domain": guideline.domain.local_name}
            self.add_error("domain", _("%(policy_id)s is of %(domain)s. Choose that domain, or none.") % facts)
        if data.get("rule") and not data.get("guideline") and "guideline" not in self.errors:
            self.add_error("guideline", _("Write the guideline that this rule is in."))
        return data

    def wish(self) -> Wish:
        data = self.cleaned_data
        domain = self.found.domain if self.found else self.domains.get(data["domain"])
        return Wish(
            market=self.markets[data["market"]],
            domain=domain,
            text=data["text"],
            why=data["why"],
            guideline=self.found,
            rule_id=str(data["rule"]).strip().upper(),
            wanted_by=data["wanted_by"],
        )


class RemarkForm(forms.Form):
    text = lines_field(gettext_lazy("Comment"), "", gettext_lazy("Write your comment."), rows=3)


class DeclineForm(forms.Form):
    reason = lines_field(
        gettext_lazy("Reason"),
        gettext_lazy("Whoever asked is told, with these words."),
        gettext_lazy("Write the reason. Whoever asked reads it."),
    )


class AnswerInForm(forms.Form):
    """Which edition answers a request."""

    policy_id = forms.CharField(label=gettext_lazy("Guideline"), max_length=60)
    number = forms.IntegerField(label=gettext_lazy("Edition"), min_value=1, max_value=999_999_999)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.edition: Edition | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            name, number = str(data["policy_id"]).strip().upper(), data["number"]
            self.edition = visible_editions(self.person).filter(guideline__policy_id=name, number=number).first()
            if self.edition is None:
                facts = {"name": name, "number": number}
                self.add_error("number", _("There is no edition %(number)d of “%(name)s” that you can read.") % facts)
        return data


class RequestsForm(PlaceFilters):
    """The filters of the list of requests."""

    who = forms.ChoiceField(
        label=gettext_lazy("Whose"),
        required=False,
        choices=[
            ("", gettext_lazy("Everybody’s")),
            ("me", gettext_lazy("Those I made")),
            ("wait", gettext_lazy("Those I can take up")),
        ],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("All")), *StakeholderRequest.Standing.choices],
    )
    order = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[
            ("", gettext_lazy("Newest first")),
            ("age", gettext_lazy("Oldest first")),
            ("wanted", gettext_lazy("Wanted soonest first")),
        ],
    )
