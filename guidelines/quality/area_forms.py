"""What people ask of the areas and of an edition. Every field has a sensible value: an empty address is a question."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.catalogue.models import Domain, Market, Topic
from guidelines.frame import clock
from guidelines.frame.local_times import wrong_year
from guidelines.people.models import Person, Site, Team
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.quality.queries.asked import USUAL_DAYS, Kind, Period, Question
from guidelines.quality.queries.effects import USUAL_WINDOW, WINDOWS

PERIODS = (7, 28, 84, 182, 365)


def _days(days: int) -> str:
    return _("%(days)d days") % {"days": days} if days < 84 else _("%(weeks)d weeks") % {"weeks": days // 7}


class _Choices(forms.Form):
    """Filters by code, with what their lists do not hold refused in a sentence. `usual` is asked where nothing is."""

    usual = USUAL_DAYS

    def __init__(self, asked: QueryDict, **kwargs: Any) -> None:
        data = asked.copy()
        if not data.get("days"):
            data["days"] = str(self.usual)
        super().__init__(data, **kwargs)
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("“%(value)s” is not in the list. Choose again.")

    def offer(self, name: str, choices: list[tuple[str, Any]], empty: str) -> None:
        fields: dict[str, Any] = self.fields
        fields[name].choices = [("", empty), *choices]


class AreasForm(_Choices):
    """Where and when, and which kind of area."""

    kind = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=Kind.choices)
    market = forms.ChoiceField(label=gettext_lazy("Market"), required=False)
    domain = forms.ChoiceField(label=gettext_lazy("Domain"), required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Site or team"), required=False)
    days = forms.ChoiceField(label=gettext_lazy("Period"))
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("This is not a date. Write it like 2026-06-08.")},
    )

    def __init__(self, asked: QueryDict, *, person: Person) -> None:
        super().__init__(asked)
        held = holdings(person)
        self.markets = _within(Market, held.market_ids(Capability.SEE_QUALITY))
        self.domains = _within(Domain, held.domain_ids(Capability.SEE_QUALITY))
        self.topics = {topic.code: topic for topic in Topic.objects.all()}
        self.sites = {f"site-{site.pk}": site for site in Site.objects.all()}
        self.teams = {f"team-{team.pk}": team for team in Team.objects.select_related("site").order_by("site", "name")}
        fields: dict[str, Any] = self.fields
        fields["days"].choices = [(str(days), _days(days)) for days in PERIODS]
        self.offer("market", [(code, one.local_name) for code, one in self.markets.items()], _("All markets"))
        self.offer("domain", [(code, one.local_name) for code, one in self.domains.items()], _("All domains"))
        self.offer("topic", [(code, one.local_name) for code, one in self.topics.items()], _("All topics"))
        self.offer("place", [*self._places()], _("All sites"))

    def _places(self) -> list[tuple[str, Any]]:
        sites: list[tuple[str, Any]] = [(key, site.name) for key, site in self.sites.items()]
        teams = [(key, str(team)) for key, team in self.teams.items()]
        return [*sites, (_("Teams"), teams)] if teams else sites

    def clean_until(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["until"]
        if wrong := wrong_year(day):
            raise forms.ValidationError(wrong)
        return day

    @property
    def question(self) -> Question:
        """Of a valid form. Days are days of the market; today is the latest that any of them has."""
        data = self.cleaned_data
        market = self.markets.get(data["market"])
        return Question(
            Period.ending(data["until"] or self.today(market), int(data["days"])),
            kind=Kind(data["kind"] or Kind.RULE),
            market=market,
            domain=self.domains.get(data["domain"]),
            topic=self.topics.get(data["topic"]),
            site=self.sites.get(data["place"]),
            team=self.teams.get(data["place"]),
        )

    def today(self, market: Market | None = None) -> dt.date:
        markets = [market] if market else [*self.markets.values()]
        return max((clock.now().astimezone(one.zone).date() for one in markets), default=clock.now().date())


def _within(model: Any, keys: set[int] | None) -> dict[str, Any]:
    """The markets or domains with these keys, or all, by their codes."""
    rows = model.objects.all() if keys is None else model.objects.filter(pk__in=keys)
    return {one.code: one for one in rows}


class WindowForm(_Choices):
    """How many days on either side of an edition's first."""

    usual = USUAL_WINDOW
    days = forms.ChoiceField(label=gettext_lazy("Days before and after"))

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        fields: dict[str, Any] = self.fields
        fields["days"].choices = [(str(days), _days(days)) for days in WINDOWS]

    @property
    def window(self) -> int:
        return int(self.cleaned_data["days"]) if self.is_valid() else USUAL_WINDOW
