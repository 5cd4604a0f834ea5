"""Forms of risks and opportunities: raised, changed, checked, acted on, linked, shared, taken, closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.catalogue.models import Market, Topic
from guidelines.editions.forms.seen import SeenForm
from guidelines.people.models import Person
from guidelines.programmes.forms.fields import UNKNOWN, day, impact, likelihood, lines, name_scores, one_of, words
from guidelines.programmes.models import OPPORTUNITY_RESPONSES, RISK_RESPONSES, Action, Programme, Risk
from guidelines.programmes.rights import places_of, steered_programmes, who_may_own
from guidelines.programmes.services import Assessment, Concern, seen_of_risk


class RiskForm(SeenForm):
    """What a risk or an opportunity is."""

    title = words(_("What may happen?"), most=160, missing=_("Write what may happen."))
    text = lines(
        _("Description"),
        most=2000,
        help_text=_("Its cause, and what it would do to moderators, creators, sellers or buyers."),
    )
    topic: Any = one_of(Topic.objects.none(), _("Topic"), required=False, none=_("None"))
    market: Any = one_of(Market.objects.none(), _("Market"), required=False, none=_("All of the programme"))
    response = forms.ChoiceField(label=_("Response"), error_messages=UNKNOWN)
    owner: Any = one_of(Person.objects.none(), _("Owner"))
    is_offered = forms.BooleanField(
        label=_("Can be taken"),
        required=False,
        help_text=_("Other programmes find it in the portfolio and may make it theirs."),
    )

    def __init__(self, *args: Any, kind: str, programmes: list[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places, fields = places_of(*programmes), dict[str, Any](self.fields)
        responses = RISK_RESPONSES if kind == Risk.Kind.RISK else OPPORTUNITY_RESPONSES
        fields["response"].choices = [(one.value, one.label) for one in responses]
        fields["owner"].queryset = who_may_own(places)
        fields["topic"].queryset = Topic.objects.in_use()
        fields["market"].queryset = Market.objects.filter(pk__in={market.pk for market, _domain in places})
        if kind == Risk.Kind.RISK:
            del self.fields["is_offered"]

    def concern(self) -> Concern:
        data = self.cleaned_data
        names = ("title", "owner", "response", "text", "topic", "market")
        return Concern(**{name: data[name] for name in names}, is_offered=data.get("is_offered", False))


def known_of_risk(risk: Risk) -> dict[str, Any]:
    """A risk as its form shows it."""
    names = ("title", "text", "topic", "market", "response", "owner", "is_offered")
    return {**{name: getattr(risk, name) for name in names}, "seen": seen_of_risk(risk)}


class NewRiskForm(RiskForm):
    """With its first score."""

    likelihood = likelihood()
    impact = impact()
    next_check = day(_("Next check"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["seen"]
        name_scores(self)

    def first(self) -> Assessment:
        data = self.cleaned_data
        return Assessment(data["likelihood"], data["impact"], data["next_check"])


class CheckForm(forms.Form):
    """One more assessment."""

    likelihood = likelihood()
    impact = impact()
    why = lines(
        _("What changed it?"),
        most=1000,
        help_text=_("Needed when the score changes, unless an action is behind it."),
        rows=3,
    )
    action: Any = one_of(Action.objects.none(), _("Action behind it"), required=False, none=_("None"))
    next_check = day(_("Next check"))

    def __init__(self, *args: Any, risk: Risk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_scores(self)
        fields: dict[str, Any] = self.fields
        fields["action"].queryset = risk.actions.all()

    def found(self) -> Assessment:
        data = self.cleaned_data
        return Assessment(data["likelihood"], data["impact"], data["next_check"], data["why"], data["action"])


class ActionForm(forms.Form):
    text = words(_("What is to be done?"), most=200, missing=_("Write what is to be done."))
    owner: Any = one_of(Person.objects.none(), _("Who does it"))
    due = day(_("Due"))

    def __init__(self, *args: Any, programmes: list[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["owner"].queryset = who_may_own(places_of(*programmes))


class FinishForm(forms.Form):
    on = day(_("Done on"))
    outcome = lines(_("What came of it?"), most=1000, rows=3)


class CloseForm(forms.Form):
    note = lines(
        _("How did it end?"),
        most=2000,
        missing=_("Write how it ended."),
        help_text=_("It came about, it can’t any more, or it is carried elsewhere."),
        rows=3,
    )


class LinkForm(forms.Form):
    thing = words(
        _("Rule, guideline, insight or question"),
        most=80,
        missing=_("Write what to add."),
        help_text=_("Such as US-CC-0142 R3, US-CC-0142, insight 12 or question 12."),
    )


class ShareForm(forms.Form):
    """Which other programme carries it too."""

    programme: Any = one_of(Programme.objects.none(), _("Programme"))

    def __init__(self, *args: Any, person: Person, risk: Risk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["programme"].queryset = steered_programmes(person).exclude(memberships__risk=risk)


class TakeForm(ShareForm):
    """Into which programme an opportunity is taken, and who owns it there."""

    owner: Any = one_of(Person.objects.none(), _("Owner"))

    def __init__(self, *args: Any, person: Person, risk: Risk, **kwargs: Any) -> None:
        super().__init__(*args, person=person, risk=risk, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["owner"].queryset = who_may_own(places_of(*fields["programme"].queryset))
