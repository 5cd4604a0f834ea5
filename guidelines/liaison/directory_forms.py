"""What a liaison fills in to keep the directory. What can't be is said by the services, beside its field."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines.catalogue.models import LANGUAGES, Domain, Market, Topic
from guidelines.editions.forms.seen import SeenForm
from guidelines.editions.models import Significance
from guidelines.frame.local_times import wrong_year
from guidelines.frame.refusals import Invalid
from guidelines.liaison.exports import FORMATS
from guidelines.liaison.models import Contact, Stakeholder, Subscription
from guidelines.liaison.models.stakeholders import TOLD
from guidelines.liaison.queries import exportable_domains, exportable_markets
from guidelines.liaison.services.subscribing import Wish, domains_for, markets_for
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings

UNKNOWN = _("“%(value)s” is not in the list. Choose one that is.")
ONE = {"invalid_choice": UNKNOWN}


class FilterForm(forms.Form):
    """Which lists are shown."""

    q = forms.CharField(label=_("Name or contact"), required=False, max_length=120)
    market = forms.ModelChoiceField(Market.objects.none(), label=_("Market"), required=False, to_field_name="code")
    domain = forms.ModelChoiceField(Domain.objects.none(), label=_("Domain"), required=False, to_field_name="code")
    ended = forms.BooleanField(label=_("Ended ones too"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for name, rows, none in (
            ("market", Market.objects.order_by("code"), _("All markets")),
            ("domain", Domain.objects.order_by("code"), _("All domains")),
        ):
            field: Any = self.fields[name]
            field.queryset, field.empty_label = rows, none


class StakeholderForm(forms.Form):
    """A new list."""

    name = forms.CharField(label=_("Name"), max_length=120)
    audience = forms.ChoiceField(
        label=_("Audience"),
        choices=TOLD,
        widget=forms.RadioSelect,
        help_text=_("It is told nothing beyond this audience. It can’t be changed later."),
        error_messages=ONE,
    )
    market = forms.ChoiceField(label=_("Market"), required=False, error_messages=ONE)
    domain = forms.ChoiceField(label=_("Domain"), required=False, error_messages=ONE)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, error_messages=ONE)
    about = forms.CharField(label=_("What they need it for"), required=False, max_length=300)

    def __init__(self, data: Any = None, *, by: Person) -> None:
        super().__init__(data, initial={"audience": "internal", "language": "en"})
        self.markets = {market.code: market for market in exportable_markets(by)}
        self.domains = {domain.code: domain for domain in exportable_domains(by)}
        held, fields = holdings(by), self.fields
        markets = [(code, market.local_name) for code, market in self.markets.items()]
        domains = [(code, domain.local_name) for code, domain in self.domains.items()]
        if held.market_ids(Capability.TELL) is None:
            markets.insert(0, ("", gettext("All markets")))
        if held.domain_ids(Capability.TELL) is None:
            domains.insert(0, ("", gettext("All domains")))
        for name, choices in (("market", markets), ("domain", domains)):
            field: Any = fields[name]
            field.choices = choices

    def wanted(self) -> dict[str, Any]:
        asked = self.cleaned_data
        places = {"market": self.markets.get(asked["market"]), "domain": self.domains.get(asked["domain"])}
        return {**asked, **places}


class ChangeForm(SeenForm):
    """What of a list can change."""

    name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, error_messages=ONE)
    about = forms.CharField(label=_("What they need it for"), required=False, max_length=300)


class ContactForm(forms.Form):
    """One of three ways to reach somebody."""

    kind = forms.ChoiceField(
        label=_("How they are reached"), choices=Contact.Kind.choices, widget=forms.RadioSelect, error_messages=ONE
    )
    person = forms.CharField(
        label=_("Employee ID"), required=False, max_length=40, help_text=_("For a person with an account here.")
    )
    mailbox = forms.CharField(
        label=_("Mailbox"), required=False, max_length=400, strip=False, help_text=_("Such as notes@example.com.")
    )
    url = forms.CharField(
        label=_("Address of the webhook"),
        required=False,
        max_length=1000,
        strip=False,
        help_text=_("https:// at a public address, port 443."),
    )
    name = forms.CharField(
        label=_("Name"), required=False, max_length=120, help_text=_("Empty: the person, the mailbox or the host.")
    )

    def clean(self) -> dict[str, Any]:
        asked = self.cleaned_data
        kind = asked.get("kind")
        field = {"person": "person", "mailbox": "mailbox", "webhook": "url"}.get(str(kind))
        if field and not asked.get(field) and field not in self.errors:
            self.add_error(field, gettext("Fill in this one, or choose another way."))
        if kind == Contact.Kind.PERSON and asked.get("person"):
            asked["found"] = Person.objects.filter(employee_id=asked["person"].strip(), is_superuser=False).first()
            if asked["found"] is None:
                self.add_error("person", gettext("Nobody has this employee ID. Look it up under People."))
        return asked

    def blame(self, refusal: Invalid) -> None:
        """The sentence of the service, beside the field that it is about."""
        fields = {"person": "person", "mailbox": "mailbox", "webhook": "url"}
        self.add_error(fields[self.cleaned_data["kind"]], refusal.sentence)


class ScopeForm(forms.Form):
    """Of what somebody is told: subscriptions and feeds alike."""

    markets = forms.MultipleChoiceField(
        label=_("Markets"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means all of the list’s."),
        error_messages=ONE,
    )
    domains = forms.MultipleChoiceField(
        label=_("Domains"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means all of the list’s."),
        error_messages=ONE,
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False, error_messages=ONE)
    significance = forms.ChoiceField(
        label=_("Significance"),
        required=False,
        choices=[("", _("Major and minor")), *Significance.choices],
        error_messages=ONE,
    )

    def __init__(self, data: Any = None, *, stakeholder: Stakeholder, by: Person, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        fields: dict[str, Any] = self.fields
        markets = Market.objects.filter(code__in=markets_for(stakeholder, by)).order_by("code")
        domains = Domain.objects.filter(code__in=domains_for(stakeholder, by)).order_by("code")
        fields["markets"].choices = [(market.code, market.local_name) for market in markets]
        fields["domains"].choices = [(domain.code, domain.local_name) for domain in domains]
        topics = [(topic.code, topic.local_name) for topic in Topic.objects.all()]
        fields["topic"].choices = [("", _("All topics")), *topics]
        self.clocks = {market.code: market for market in markets}
        if len(fields["markets"].choices) == 1:
            del fields["markets"]
        if len(fields["domains"].choices) == 1:
            del fields["domains"]

    def scope(self) -> dict[str, Any]:
        asked = self.cleaned_data
        names = ("markets", "domains")
        chosen = {name: tuple(asked.get(name) or ()) for name in names}
        return {**chosen, "topic": asked["topic"], "significance": asked["significance"]}


class WishForm(ScopeForm):
    """A subscription."""

    field_order = ("rhythm", "weekday", "hour", "market", "format", "redline", "later", "significance", "topic")

    rhythm = forms.ChoiceField(
        label=_("When"), choices=Subscription.Rhythm.choices, widget=forms.RadioSelect, error_messages=ONE
    )
    weekday = forms.TypedChoiceField(
        label=_("Weekday"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        help_text=_("For every week."),
        error_messages={"invalid_choice": _("A week has seven days. Choose one of them.")},
    )
    hour = forms.TypedChoiceField(
        label=_("Hour"),
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        coerce=int,
        help_text=_("For every day and every week."),
        error_messages={"invalid_choice": _("A day has the hours 0 to 23. Choose one of them.")},
    )
    market = forms.ChoiceField(label=_("On the clock of"), error_messages=ONE)
    format = forms.ChoiceField(
        label=_("File"),
        error_messages={"invalid_choice": _("Change notes are not written in that format. Choose one from the list.")},
    )
    redline = forms.BooleanField(label=_("With redline"), required=False, help_text=_("Internal lists only."))
    later = forms.BooleanField(
        label=_("Tell beforehand"),
        required=False,
        help_text=_("What starts later, up to seven days before, marked with its embargo. Else when it begins."),
    )

    def __init__(self, data: Any = None, *, stakeholder: Stakeholder, by: Person, initial: Any = None) -> None:
        super().__init__(data, stakeholder=stakeholder, by=by, initial=initial)
        fields: dict[str, Any] = self.fields
        fields["market"].choices = [(code, market.local_name) for code, market in self.clocks.items()]
        fields["format"].choices = [(name, form.name) for name, form in FORMATS.items()]

    def wish(self) -> Wish:
        asked = self.cleaned_data
        plain = ("rhythm", "weekday", "hour", "format", "redline", "later")
        chosen = {name: asked[name] for name in plain}
        return Wish(market=self.clocks[asked["market"]], **chosen, **self.scope())


class FeedForm(ScopeForm):
    """A feed."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Such as the portal that shows it."))
    field_order = ("name", "markets", "domains", "topic", "significance")


class RenameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)


class UntoldForm(forms.Form):
    """Of which days and places the changes that reached nobody are shown. Empty: the last four weeks, everywhere."""

    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    market = forms.ModelChoiceField(
        Market.objects.order_by("code"),
        label=_("Market"),
        required=False,
        to_field_name="code",
        empty_label=_("All markets"),
    )
    domain = forms.ModelChoiceField(
        Domain.objects.order_by("code"),
        label=_("Domain"),
        required=False,
        to_field_name="code",
        empty_label=_("All domains"),
    )

    def __init__(self, data: Any, *, today: dt.date) -> None:
        self.first, self.last = today - dt.timedelta(weeks=4), today
        filled = data.copy()
        for name, day in (("since", self.first), ("until", self.last)):
            if not filled.get(name):
                filled[name] = day.isoformat()
        super().__init__(filled)

    def clean(self) -> dict[str, Any]:
        asked = self.cleaned_data
        since, until = asked.get("since"), asked.get("until")
        for name in ("since", "until"):
            if wrong := wrong_year(asked.get(name)):
                self.add_error(name, wrong)
        if since and until and until < since:
            self.add_error("until", gettext("The period ends before it begins. Choose a later day."))
        return asked

    def asked(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
