"""What whoever makes a token fills in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from guidelines.api.models import Resource
from guidelines.api.services import LONGEST, Place, why_not_keep
from guidelines.catalogue.models import Domain, Market
from guidelines.people.models import Person
from guidelines.people.queries import grantable_domains, grantable_markets, may_grant_everywhere
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings

ALL = "*"


class TokenForm(forms.Form):
    """Cleans to what the service takes; `places` are the markets times the domains."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Such as the program that reads with it."))
    purpose = forms.CharField(
        label=_("Purpose"), max_length=300, help_text=_("What it reads for, and who looks after it.")
    )
    markets = forms.MultipleChoiceField(label=_("Markets"), widget=forms.CheckboxSelectMultiple)
    domains = forms.MultipleChoiceField(label=_("Domains"), widget=forms.CheckboxSelectMultiple)
    resources = forms.MultipleChoiceField(
        label=_("What it reads"), choices=Resource.choices, widget=forms.CheckboxSelectMultiple
    )
    last_day = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Within 365 days. It ends with this day, UTC."),
    )

    def __init__(self, data: Any = None, *, by: Person, today: dt.date) -> None:
        self.by, self.today = by, today
        self.known_markets = {market.code: market for market in grantable_markets(by)}
        self.known_domains = {domain.code: domain for domain in grantable_domains()}
        soon = today + dt.timedelta(days=90)
        one_market = list(self.known_markets) if len(self.known_markets) == 1 else []
        super().__init__(data, initial={"markets": one_market, "last_day": soon})
        fields: dict[str, Any] = self.fields
        markets = [(code, market.local_name) for code, market in self.known_markets.items()]
        domains = [(code, domain.local_name) for code, domain in self.known_domains.items()]
        if may_grant_everywhere(by):
            markets.insert(0, (ALL, gettext("All markets, also later ones")))
        if by.is_superuser or holdings(by).domain_ids(Capability.ADMINISTER) is None:
            domains.insert(0, (ALL, gettext("All domains, also later ones")))
        fields["markets"].choices, fields["domains"].choices = markets, domains

    def clean_last_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["last_day"]
        if not self.today <= day < self.today + LONGEST:
            raise forms.ValidationError(gettext("Choose a day from today on and within 365 days."))
        return day

    def clean(self) -> dict[str, Any]:
        """Say at once what this person can't give; the service asks again under its lock."""
        if not self.errors:
            reason = why_not_keep(self.by, self.places())
            if reason:
                raise forms.ValidationError(reason)
        return self.cleaned_data

    def places(self) -> list[Place]:
        """Every market chosen with every domain chosen; “all” makes the others of its kind needless."""
        markets: list[Market | None] = [
            self.known_markets[code] for code in self.cleaned_data["markets"] if code != ALL
        ]
        domains: list[Domain | None] = [
            self.known_domains[code] for code in self.cleaned_data["domains"] if code != ALL
        ]
        return [
            (market, domain)
            for market in ([None] if ALL in self.cleaned_data["markets"] else markets)
            for domain in ([None] if ALL in self.cleaned_data["domains"] else domains)
        ]

    def expires_at(self) -> dt.datetime:
        """The first instant after the last day, in UTC."""
        day: dt.date = self.cleaned_data["last_day"]
        return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), dt.UTC)
