"""The forms of quizzes: how one is taken, its pools, questions drawn up or written, and the filters of the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.editions.forms.seen import LinesField
from guidelines.editions.models import Edition
from guidelines.editions.rights import visible_guidelines
from guidelines.frame import clock
from guidelines.learning.drawing_up import Drafted
from guidelines.learning.forms.materials import SeenForm
from guidelines.learning.models import MOST_CHOICES, Item, Pool, Quiz
from guidelines.learning.places import places
from guidelines.learning.services.quiz_making import Terms
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.reading.models import LibraryRow


class TermsForm(forms.Form):
    """How a quiz is taken."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=160,
        error_messages={"required": gettext_lazy("Give the quiz a title.")},
    )
    pass_percent = forms.IntegerField(
        label=gettext_lazy("Pass mark in percent"), min_value=1, max_value=100, initial=75
    )
    tries = forms.IntegerField(label=gettext_lazy("Tries"), min_value=1, max_value=20, initial=2)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        min_value=1,
        max_value=240,
        required=False,
        help_text=gettext_lazy("Empty without a limit."),
    )

    def terms(self) -> Terms:
        data = self.cleaned_data
        return Terms(data["title"], data["pass_percent"], data["tries"], data["minutes"])


class ChangeTermsForm(TermsForm, SeenForm):
    """The same of a quiz that is there."""


class QuizForm(TermsForm):
    """A new quiz: the same, and where it is for."""

    market = forms.ChoiceField(label=gettext_lazy("Market"))
    domain = forms.ChoiceField(label=gettext_lazy("Domain"))
    field_order = ("title", "market", "domain")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.markets, self.domains = places(person, Capability.TEACH)
        _offer(self.fields, self.markets, self.domains)


def _offer(
    fields: Any, markets: dict[str, Any], domains: dict[str, Any], first: Sequence[tuple[str, str]] = ()
) -> None:
    for name, found in (("market", markets), ("domain", domains)):
        fields[name].choices = [*first, *((code, one.local_name) for code, one in found.items())]
        fields[name].error_messages["invalid_choice"] = _("“%(value)s” is not in the list. Choose again.")


class PoolForm(forms.Form):
    """A pool by its name, and how many of its questions a try asks."""

    name = forms.CharField(
        label=gettext_lazy("Pool"), max_length=80, error_messages={"required": gettext_lazy("Give the pool a name.")}
    )
    draws = forms.IntegerField(
        label=gettext_lazy("Questions a try asks"),
        min_value=0,
        max_value=300,
        help_text=gettext_lazy("0 asks all of them. A name that is there already is changed."),
    )


class AboutForm(forms.Form):
    """What questions are about: the words of a guideline that are in force, or the next ones that are near."""

    guideline = forms.CharField(
        label=gettext_lazy("Guideline"),
        max_length=60,
        help_text=gettext_lazy("Its policy ID, such as US-CC-0142."),
        error_messages={"required": gettext_lazy("Write the policy ID of a guideline.")},
    )
    pool = forms.ChoiceField(label=gettext_lazy("Pool"))

    def __init__(self, *args: Any, person: Person, quiz: Quiz, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.quiz = person, quiz
        self.pools = {str(pool.pk): pool for pool in quiz.pools.all()}
        fields: dict[str, Any] = self.fields
        fields["pool"].choices = [(key, pool.name) for key, pool in self.pools.items()]
        self.edition: Edition | None = None

    def clean_guideline(self) -> str:
        """“US-CC-0142”, or “US-CC-0142.5” for an edition that begins soon."""
        name, _dot, number = str(self.cleaned_data["guideline"]).strip().upper().partition(".")
        here = {"market": self.quiz.market_id, "domain": self.quiz.domain_id}
        found = visible_guidelines(self.person).filter(policy_id=name, **here).first()
        now = clock.now()
        rows = LibraryRow.objects.filter(guideline=found, until__gt=now).order_by("since") if found else ()
        wanted = [row for row in rows if not number or str(row.number) == number]
        if not wanted:
            raise forms.ValidationError(
                _("There are no words of “%(name)s” in this market and domain that you can read.") % {"name": name}
            )
        self.edition = Edition.objects.select_related("guideline__market").get(pk=wanted[0].edition_id)
        return name

    @property
    def chosen_pool(self) -> Pool:
        return self.pools[self.cleaned_data["pool"]]


class DrawUpForm(AboutForm):
    """Which questions are drawn up from the cases and rules."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Which questions?"),
        widget=forms.CheckboxSelectMultiple,
        choices=[choice for choice in Item.Kind.choices if choice[0] != Item.Kind.WRITTEN],
        initial=[Item.Kind.VIOLATING, Item.Kind.ACTION, Item.Kind.RULE],
        error_messages={"required": gettext_lazy("Choose at least one kind of question.")},
    )


class WriteItemForm(AboutForm):
    """One question in one's own words."""

    rule = forms.CharField(
        label=gettext_lazy("Rule"),
        max_length=10,
        help_text=gettext_lazy("Such as R3. Whoever answers is led to it."),
        error_messages={"required": gettext_lazy("Write the rule that decides.")},
    )
    passage = LinesField(
        label=gettext_lazy("Case"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What is looked at. Leave out names and order numbers of people."),
    )
    text = LinesField(
        label=gettext_lazy("Question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write the question.")},
    )
    choices = LinesField(
        label=gettext_lazy("Answers"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("One a line, between two and six, the right one first. They are shuffled."),
        error_messages={"required": gettext_lazy("Write between two and six answers.")},
    )
    why = LinesField(
        label=gettext_lazy("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write why: whoever answers wrongly reads it.")},
    )
    field_order = ("guideline", "rule", "pool")

    def clean_choices(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["choices"].split("\n") if line.strip()]
        if not 2 <= len(lines) <= MOST_CHOICES:
            raise forms.ValidationError(_("Write between two and six answers."))
        return "\n".join(lines)

    def drafted(self) -> Drafted:
        data = self.cleaned_data
        choices = tuple(data["choices"].split("\n"))
        rule = str(data["rule"]).strip().upper()
        return Drafted(Item.Kind.WRITTEN, rule, data["passage"], data["text"], choices, 0, data["why"])


def written_as(item: Item) -> dict[str, Any]:
    """What a written question was made from, as its form says it: the right answer first."""
    others = [choice for place, choice in enumerate(item.choices) if place != item.right]
    return {
        "guideline": item.guideline.policy_id,
        "rule": item.rule_id,
        "pool": str(item.pool_id),
        "passage": item.passage,
        "text": item.text,
        "choices": "\n".join([item.right_choice, *others]),
        "why": item.why,
    }


class QuizzesForm(forms.Form):
    """The filters of the list of quizzes."""

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    market = forms.ChoiceField(label=gettext_lazy("Market"), required=False)
    domain = forms.ChoiceField(label=gettext_lazy("Domain"), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["state"].choices = [("", _("All")), *Quiz.State.choices]
        markets, domains = places(person, Capability.READ)
        _offer(fields, markets, domains, [("", _("All"))])

    @property
    def narrowed(self) -> Q:
        data = self.cleaned_data
        wanted = Q(state=data["state"]) if data["state"] else Q()
        if data["market"]:
            wanted &= Q(market__code=data["market"])
        return wanted & Q(domain__code=data["domain"]) if data["domain"] else wanted
