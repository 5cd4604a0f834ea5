"""The forms of the queue of insights: its filters, a note or an incident, and the deeds on one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.catalogue.models import Topic
from guidelines.editions.models import Guideline
from guidelines.editions.rights import visible_guidelines
from guidelines.insights.fields import NOT_LISTED, PlaceFilters, lines_field
from guidelines.insights.insight_queries import of_source
from guidelines.insights.insight_rights import SAYING
from guidelines.insights.models import Insight, Severity, Source
from guidelines.insights.services import Signal
from guidelines.people.models import Person
from guidelines.people.places import places


def topics() -> list[tuple[str, str]]:
    """Every topic in use, those of a parent after it."""
    return [(topic.code, topic.local_name) for topic in Topic.objects.in_use().order_by("code")]


class QueueOfInsightsForm(PlaceFilters):
    """The filters of the queue."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("All")), ("open", gettext_lazy("All open")), *Insight.Standing.choices],
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Whose"),
        required=False,
        choices=[
            ("", gettext_lazy("Everybody’s")),
            ("me", gettext_lazy("Assigned to me")),
            ("nobody", gettext_lazy("Unassigned")),
            ("said", gettext_lazy("Those I said")),
        ],
    )
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"), required=False, choices=[("", gettext_lazy("All")), *Severity.choices]
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Source"), required=False, choices=[("", gettext_lazy("All")), *Source.choices]
    )
    age = forms.ChoiceField(
        label=gettext_lazy("Age"),
        required=False,
        choices=[
            ("", gettext_lazy("Any")),
            ("7", gettext_lazy("Over 7 days")),
            ("30", gettext_lazy("Over 30 days")),
            ("90", gettext_lazy("Over 90 days")),
        ],
    )
    order = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[
            ("", gettext_lazy("Newest first")),
            ("age", gettext_lazy("Oldest first")),
            ("said", gettext_lazy("Said most first")),
            ("severity", gettext_lazy("Most severe first")),
        ],
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        self.offer("topic", topics())

    @property
    def narrowed(self) -> Q:
        """Place, topic, severity and source, as a condition on insights."""
        wanted, data = super().narrowed, self.cleaned_data
        if data.get("topic"):
            wanted &= Q(topic__code=data["topic"]) | Q(topic__code__startswith=f"{data['topic']}.")
        if data.get("severity"):
            wanted &= Q(severity=data["severity"])
        return wanted & of_source(data["source"]) if data.get("source") else wanted

    @property
    def is_narrowed(self) -> bool:
        return self.is_narrowed_further or any(self[name].value() for name in ("market", "domain"))

    @property
    def is_narrowed_further(self) -> bool:
        """By one of the filters that stand behind the first ones."""
        return any(self[name].value() for name in ("topic", "severity", "source", "age"))


class NoteForm(forms.Form):
    """A note, or an incident. A guideline, where one is named, says the market and the domain."""

    source = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[
            (Source.NOTE.value, gettext_lazy("A note: something to change")),
            (Source.INCIDENT.value, gettext_lazy("An incident: something went wrong")),
        ],
    )
    text = lines_field(
        gettext_lazy("What should change, and why?"),
        gettext_lazy("What happened, how often, and what it cost. Leave out names and order numbers of people."),
        gettext_lazy("Write what should change, and why."),
    )
    market = forms.ChoiceField(label=gettext_lazy("Market"))
    domain = forms.ChoiceField(label=gettext_lazy("Domain"), required=False)
    guideline = forms.CharField(
        label=gettext_lazy("Guideline"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Its policy ID, such as US-CC-0142, if there is one."),
    )
    rule = forms.CharField(
        label=gettext_lazy("Rule"), required=False, max_length=10, help_text=gettext_lazy("Such as R3.")
    )
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"), required=False, choices=[("", gettext_lazy("Unknown")), *Severity.choices]
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        found = [places(person, capability) for capability in SAYING]
        self.markets = {code: one for markets, _domains in found for code, one in markets.items()}
        self.domains = {code: one for _markets, domains in found for code, one in domains.items()}
        fields: dict[str, Any] = self.fields
        fields["market"].choices = [(code, one.local_name) for code, one in sorted(self.markets.items())]
        domains = [(code, one.local_name) for code, one in sorted(self.domains.items())]
        fields["domain"].choices = [("", _("I don’t know, or several")), *domains]
        fields["topic"].choices = [("", _("None of these")), *topics()]
        for name in ("market", "domain", "topic", "source", "severity"):
            fields[name].error_messages["invalid_choice"] = NOT_LISTED
        self.found: Guideline | None = None

    def clean_guideline(self) -> str:
        name = str(self.cleaned_data["guideline"]).strip().upper()
        if name:
            readable = visible_guidelines(self.person).select_related("market", "domain")
            self.found = readable.filter(policy_id=name).first()
            if self.found is None:
                raise forms.ValidationError(_("There is no guideline “%(name)s” that you can read.") % {"name": name})
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.found and data.get("market") and self.found.market.code != data["market"]:
            facts = {"policy_id": self.found.policy_id, "market": self.found.market.local_name}
            self.add_error("market", _("%(policy_id)s is of %(market)s. Choose that market.") % facts)
        if data.get("rule") and not data.get("guideline") and "guideline" not in self.errors:
            self.add_error("guideline", _("Write the guideline that this rule is in."))
        return data

    def signal(self) -> Signal:
        data = self.cleaned_data
        return Signal(
            source=data["source"],
            market=self.markets[data["market"]],
            domain=self.found.domain if self.found else self.domains.get(data["domain"]),
            guideline=self.found,
            rule_id=str(data["rule"]).strip().upper(),
            topic=Topic.objects.filter(code=data["topic"]).first() if data["topic"] else None,
            severity=data["severity"],
            words=data["text"],
        )


class AssignForm(forms.Form):
    """Who works an insight."""

    to = forms.ModelChoiceField(
        label=gettext_lazy("Assign to"),
        queryset=Person.objects.none(),
        empty_label=gettext_lazy("Choose"),
        error_messages={
            "required": gettext_lazy("Choose somebody."),
            "invalid_choice": gettext_lazy("This person can’t work it. Choose another."),
        },
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["to"].queryset = people
        fields["to"].label_from_instance = lambda person: person.name


class SortForm(forms.Form):
    """What risk an insight is about, and how bad it is."""

    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"), required=False, choices=[("", gettext_lazy("Unknown")), *Severity.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["topic"].choices = [("", _("None of these")), *topics()]
        for field in fields.values():
            field.error_messages["invalid_choice"] = NOT_LISTED

    def chosen_topic(self) -> Topic | None:
        code = self.cleaned_data["topic"]
        return Topic.objects.get(code=code) if code else None


class MergeForm(forms.Form):
    """The insight that says the same."""

    into = forms.ChoiceField(
        label=gettext_lazy("Into"),
        error_messages={
            "required": gettext_lazy("Choose the insight that says the same."),
            "invalid_choice": gettext_lazy("It can’t be merged into that one any more. Choose again."),
        },
    )

    def __init__(self, *args: Any, candidates: list[Insight], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["into"].choices = [("", _("Choose")), *((str(one.pk), _shown(one)) for one in candidates)]


def _shown(insight: Insight) -> str:
    return f"{insight.pk} {insight.rule_id} {Truncator(insight.text).chars(80)}".replace("  ", " ")


class AnswerInsightForm(forms.Form):
    text = lines_field(
        gettext_lazy("Answer"),
        gettext_lazy("Everybody who said it is told, with these words."),
        gettext_lazy("Write the answer. Everybody who said it reads it."),
        rows=3,
    )


class DeclineInsightForm(forms.Form):
    reason = lines_field(
        gettext_lazy("Reason"),
        gettext_lazy("Everybody who said it is told, with these words."),
        gettext_lazy("Write the reason. Everybody who said it reads it."),
        rows=3,
    )
