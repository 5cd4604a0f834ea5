"""What people ask the analysis: a place, a topic, a kind of thing, two markets, and why two rules may stand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.catalogue.models import Market, Topic
from guidelines.editions.forms.seen import LinesField
from guidelines.insights.analysis.looking import LONGEST
from guidelines.insights.analysis.repeats import Why
from guidelines.insights.analysis.rights import places
from guidelines.insights.analysis.rule_lists import NO_TOPIC
from guidelines.insights.models import Mention
from guidelines.people.models import Person

KINDS = (
    (Mention.Kind.LABEL.value, gettext_lazy("Label codes")),
    (Mention.Kind.ACTION.value, gettext_lazy("Actions")),
    (Mention.Kind.TERM.value, gettext_lazy("Terms")),
    (Mention.Kind.TEAM.value, gettext_lazy("Escalation teams")),
    (Mention.Kind.RULE.value, gettext_lazy("Rules and guidelines")),
    (Mention.Kind.BASIS.value, gettext_lazy("Bases")),
)
ONLY = (
    ("", gettext_lazy("All")),
    ("without_cases", gettext_lazy("Rules without a case")),
    ("old", gettext_lazy("Unchanged for over a year")),
    ("open", gettext_lazy("With open questions or requests")),
    ("checked", gettext_lazy("With checked decisions")),
)
STANDINGS = (
    ("", gettext_lazy("All")),
    ("differs", gettext_lazy("Another action or severity")),
    ("only_one", gettext_lazy("Only in the first market")),
    ("only_two", gettext_lazy("Only in the second market")),
    ("same", gettext_lazy("The same")),
)


class PlaceForm(forms.Form):
    """A market and a domain of those the person reads; empty is all."""

    market = forms.ChoiceField(label=gettext_lazy("Market"), required=False)
    domain = forms.ChoiceField(label=gettext_lazy("Domain"), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.markets, self.domains = places(person)
        self._offer("market", {code: one.local_name for code, one in self.markets.items()})
        self._offer("domain", {code: one.local_name for code, one in self.domains.items()})
        if "topic" in self.fields:
            self._offer("topic", self._topics())
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("“%(value)s” is not in the list. Choose again.")

    def _offer(self, name: str, choices: dict[str, str]) -> None:
        if name in self.fields:
            self.fields[name].choices = [("", _("All")), *choices.items()]  # type: ignore[attr-defined]

    def _topics(self) -> dict[str, str]:
        self.topics = {topic.code: topic for topic in Topic.objects.all()}
        return {code: topic.local_name for code, topic in self.topics.items()}


class CoverageForm(PlaceForm):
    """The matrix: of one domain or all, of the topmost topics or of those below one."""

    topic = forms.ChoiceField(label=gettext_lazy("Topics below"), required=False)
    field_order = ("domain", "topic")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        del self.fields["market"]

    def _topics(self) -> dict[str, str]:
        found = super()._topics()
        parents = {topic.parent_id for topic in self.topics.values()}
        return {code: name for code, name in found.items() if self.topics[code].pk in parents}


class RulesForm(PlaceForm):
    """The rules behind a number."""

    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    only = forms.ChoiceField(label=gettext_lazy("Which"), required=False, choices=ONLY)
    field_order = ("market", "domain", "topic", "only")

    def _topics(self) -> dict[str, str]:
        return {**super()._topics(), NO_TOPIC: _("Without a topic")}


class NamedForm(PlaceForm):
    """Everything of one kind that is named in words in force."""

    kind = forms.ChoiceField(label=gettext_lazy("What"), required=False, choices=KINDS)
    q = forms.CharField(label=gettext_lazy("Containing"), required=False, max_length=100)
    field_order = ("kind", "q", "market", "domain")

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Mention.Kind.LABEL.value


class WhereForm(PlaceForm):
    """Where one thing is named."""

    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=KINDS, widget=forms.HiddenInput)
    words = forms.CharField(max_length=200, widget=forms.HiddenInput)


class RepeatsForm(PlaceForm):
    """Rules that contradict or repeat each other, in one market."""

    why = forms.ChoiceField(
        label=gettext_lazy("Which"), required=False, choices=[("", gettext_lazy("All")), *Why.choices]
    )
    looked = forms.ChoiceField(
        label=gettext_lazy("Looked at"),
        required=False,
        choices=[
            ("", gettext_lazy("Not yet")),
            ("yes", gettext_lazy("Looked at, may stand")),
            ("all", gettext_lazy("All")),
        ],
    )
    field_order = ("market", "domain", "why", "looked")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        names = [(code, one.local_name) for code, one in self.markets.items()]
        self.fields["market"].choices = names  # type: ignore[attr-defined]

    def asked_market(self) -> Market | None:
        return self.markets.get(self.cleaned_data["market"]) or next(iter(self.markets.values()), None)


class BesideForm(PlaceForm):
    """Two markets beside each other."""

    one = forms.ChoiceField(label=gettext_lazy("This market"), required=False)
    two = forms.ChoiceField(label=gettext_lazy("beside this one"), required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    which = forms.ChoiceField(label=gettext_lazy("Which"), required=False, choices=STANDINGS)
    field_order = ("one", "two", "domain", "topic", "which")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        del self.fields["market"]
        names = [(code, one.local_name) for code, one in self.markets.items()]
        for name in ("one", "two"):
            self.fields[name].choices = names  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if asked.get("one") and asked.get("one") == asked.get("two"):
            raise forms.ValidationError(_("Choose two different markets."))
        return asked


class LookForm(forms.Form):
    """Why two rules may stand."""

    reason = LinesField(
        label=gettext_lazy("Why both may stand"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Write why both rules may stand."),
            "max_length": gettext_lazy(
                "At most %(limit_value)d characters fit here and this has %(show_value)d. Shorten it."
            ),
        },
    )
