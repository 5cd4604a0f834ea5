"""Forms of programmes: what one is about, its milestones, what it holds, its end, and the filters of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.forms.seen import SeenForm
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.programmes.forms.fields import UNKNOWN, day, lines, one_of, words
from guidelines.programmes.models import Programme
from guidelines.programmes.rights import Where, places_of, who_may_own
from guidelines.programmes.services import Plan, seen_of_programme


class ProgrammeForm(SeenForm):
    """A new programme, or other words for one."""

    name = words(gettext_lazy("Name"), most=120, missing=gettext_lazy("Write the name of the programme."))
    aim = lines(
        gettext_lazy("Aim"),
        most=2000,
        missing=gettext_lazy("Write what is to be different when it is done."),
        help_text=gettext_lazy("What is different when it is done, and how you will know."),
    )
    owner: Any = one_of(
        Person.objects.none(), gettext_lazy("Owner"), help_text=gettext_lazy("Its days are those of their time zone.")
    )
    places = forms.MultipleChoiceField(
        label=gettext_lazy("Markets and domains"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={**UNKNOWN, "required": gettext_lazy("Choose one market at least.")},
    )

    def __init__(self, *args: Any, person: Person, programme: Programme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = steered_places(person)
        fields: dict[str, Any] = self.fields
        fields["places"].choices = [(key, _named(place)) for key, place in self.found.items()]
        fields["owner"].queryset = who_may_own(self.found.values())
        if programme is None:
            del self.fields["seen"]

    def plan(self) -> Plan:
        """What was filled in; a domain of a market that is chosen whole adds nothing."""
        data = self.cleaned_data
        chosen = [self.found[key] for key in data["places"]]
        whole = {market.pk for market, domain in chosen if domain is None}
        places = tuple((market, domain) for market, domain in chosen if domain is None or market.pk not in whole)
        return Plan(data["name"], data["aim"], data["owner"], places)


def known_of_programme(programme: Programme) -> dict[str, Any]:
    """A programme as its form shows it."""
    known = {"name": programme.name, "aim": programme.aim, "owner": programme.owner_id}
    places = [key_of(place) for place in places_of(programme)]
    return {**known, "places": places, "seen": seen_of_programme(programme)}


def steered_places(person: Person) -> dict[str, Where]:
    """The markets, whole and by domain, in which this person steers, by what a form calls them."""
    held, found = holdings(person), {}
    domains = list(Domain.objects.in_use())
    for market in Market.objects.in_use():
        for domain in (None, *domains):
            if held.may(Capability.STEER, market.pk, domain.pk if domain else None):
                found[key_of((market, domain))] = (market, domain)
    return found


def key_of(place: Where) -> str:
    market, domain = place
    return f"{market.code}-{domain.code}" if domain else market.code


def _named(place: Where) -> str:
    market, domain = place
    if domain is None:
        return _("%(market)s, all domains") % {"market": market.local_name}
    return f"{market.local_name}, {domain.local_name}"


class EndForm(forms.Form):
    note = lines(
        gettext_lazy("Closing note"),
        most=4000,
        missing=gettext_lazy("Write what became of the programme."),
        help_text=gettext_lazy("What was reached, what was not, and who carries on with what is left."),
        rows=6,
    )


class MilestoneForm(forms.Form):
    name = words(gettext_lazy("Milestone"), most=160, missing=gettext_lazy("Write what is to be reached."))
    planned = day(gettext_lazy("Planned for"))


class MoveForm(forms.Form):
    to = day(gettext_lazy("Now expected"))
    reason = lines(gettext_lazy("Reason"), most=1000, missing=gettext_lazy("Write why it moves."), rows=3)


class DoneForm(forms.Form):
    on = day(gettext_lazy("Done on"))


class ThingForm(forms.Form):
    """One thing, by the name that people write."""

    thing = words(
        gettext_lazy("What is added"),
        most=80,
        missing=gettext_lazy("Write what to add."),
        help_text=gettext_lazy("Such as US-CC-0142, US-CC-0142 edition 5, requirement 4 or session 7."),
    )


class ListForm(forms.Form):
    """Which programmes are shown."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("Running")), ("ended", gettext_lazy("Ended")), ("all", gettext_lazy("All"))],
        error_messages=UNKNOWN,
    )
    market: Any = forms.ModelChoiceField(
        Market.objects.none(),
        label=gettext_lazy("Market"),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("All"),
        error_messages=UNKNOWN,
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = holdings(person).market_ids(Capability.SEE_PROGRAMMES)
        rows = Market.objects.in_use()
        fields: dict[str, Any] = self.fields
        fields["market"].queryset = rows if ids is None else rows.filter(pk__in=ids)
