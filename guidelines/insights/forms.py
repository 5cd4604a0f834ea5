"""The forms of this room: a question, an answer or ruling, the end of one, what an edition answers, and the filters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.editions.forms.seen import LinesField, SeenForm
from guidelines.frame.market_moment import MarketMomentField
from guidelines.insights.fields import TOO_LONG, PlaceFilters
from guidelines.insights.models import Question, Requirement, Ruling
from guidelines.insights.services import answering, asking, ruling
from guidelines.insights.words import RuleWords

USUAL_RULING = dt.timedelta(days=7)


def rule_label(rule: RuleWords) -> str:
    """“R3: A branded item at less than …”"""
    return f"{rule.id}: {Truncator(rule.condition).chars(70)}" if rule.condition else rule.id


class AskForm(SeenForm):
    """A question on the words in force. `looked_at` is the rule whose earlier questions were on the screen."""

    looked_at = forms.CharField(widget=forms.HiddenInput, required=False)
    rule = forms.ChoiceField(label=gettext_lazy("Which part?"), required=False)
    passage = LinesField(
        label=gettext_lazy("Passage"),
        required=False,
        max_length=asking.LONGEST_PASSAGE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The words you mean, if there are any. Select them on the page, or copy them here."),
        error_messages=TOO_LONG,
    )
    kind = forms.ChoiceField(label=gettext_lazy("What kind?"), choices=Question.Kind.choices)
    text = LinesField(
        label=gettext_lazy("Your question"),
        max_length=asking.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write your question."), **TOO_LONG},
    )

    def __init__(self, *args: Any, rules: Mapping[str, RuleWords], owner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = [(rule.id, rule_label(rule)) for rule in rules.values()]
        self.fields["rule"].choices = [("", _("The whole guideline")), *parts]  # type: ignore[attr-defined]
        self.fields["rule"].error_messages["invalid_choice"] = _(
            "There is no such rule in force. Choose from the list."
        )
        self.fields["text"].help_text = _(
            "Goes to %(owner)s, the owner, and to the leads of this market. Everybody who reads the guideline can see "
            "it. Leave out names, addresses and order numbers of buyers and creators."
        ) % {"owner": owner}


class AnswerForm(forms.Form):
    """An answer in words; pinned on the rule until a moment, it is an interim ruling."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    newest_seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    """The newest ruling on the rule when the page was opened, by its key."""
    text = LinesField(
        label=gettext_lazy("Answer"),
        max_length=answering.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write your answer."), **TOO_LONG},
    )
    pin = forms.BooleanField(required=False)
    until = MarketMomentField(label=gettext_lazy("Until"), required=False)
    also = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, *args: Any, zone: str, rule: RuleWords | None, action: str, others: Iterable[Question], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if rule is None:
            del self.fields["pin"], self.fields["until"], self.fields["also"]
            return
        pin, until, also = (self.fields[name] for name in ("pin", "until", "also"))
        pin.label = _("Pin it on %(rule)s as an interim ruling") % {"rule": rule.id}
        pin.help_text = _("Everybody who reads %(rule)s sees it at once, with your name.") % {"rule": rule.id}
        until.zone = zone  # type: ignore[attr-defined]  # a MarketMomentField
        until.help_text = _(
            "For a ruling only: 14 days at most. It interprets the rule; the action stays “%(action)s”."
        ) % {"action": action or "–"}
        also.label = _("The ruling also answers")
        also.error_messages["invalid_choice"] = _("One of these was answered meanwhile. Look at the list again.")
        also.choices = [(str(other.pk), Truncator(other.text).chars(120)) for other in others]  # type: ignore[attr-defined]
        if not also.choices:  # type: ignore[attr-defined]
            del self.fields["also"]

    def stand_on(self, seen: str, newest_seen: int) -> None:
        """Keep everything that was typed, and let it stand on the words and rulings as they are now."""
        data = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        data["seen"], data["newest_seen"] = seen, str(newest_seen)
        self.data = data

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("pin") and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _("Choose until when the ruling runs."))
        if data.get("pin") and len(data.get("text") or "") > ruling.LONGEST:
            sentence = _("A ruling has %(most)d characters at most: it is read on the rule. Shorten it.")
            self.add_error("text", sentence % {"most": ruling.LONGEST})
        return data


class EndForm(forms.Form):
    """Why a ruling ends before its time."""

    reason = LinesField(
        label=gettext_lazy("Reason"),
        max_length=ruling.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Write the reason. Whoever made the ruling reads it."),
            **TOO_LONG,
        },
    )


class AnswersForm(forms.Form):
    """What an edition answers: questions and requirements, and rulings it adopts."""

    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Questions it answers"), required=False, widget=forms.CheckboxSelectMultiple
    )
    rulings = forms.MultipleChoiceField(
        label=gettext_lazy("Rulings it adopts"), required=False, widget=forms.CheckboxSelectMultiple
    )

    requirements = forms.MultipleChoiceField(
        label=gettext_lazy("Requirements it answers"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        questions: Iterable[Question],
        rulings: Iterable[Ruling],
        requirements: Iterable[Requirement],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        found = {
            "requirements": [(str(r.pk), Truncator(r.need).chars(160)) for r in requirements],
            "questions": [(str(q.pk), f"{q.rule_id} {Truncator(q.text).chars(160)}".strip()) for q in questions],
            "rulings": [(str(r.pk), f"{r.rule_id} {Truncator(r.text).chars(160)}") for r in rulings],
        }
        for name, choices in found.items():
            field = self.fields[name]
            field.choices = choices  # type: ignore[attr-defined]
            field.error_messages["invalid_choice"] = _("One of these was answered meanwhile. Look at the list again.")
            if not choices:
                del self.fields[name]

    def chosen(self, name: str) -> set[int]:
        return {int(pk) for pk in self.cleaned_data.get(name, ())}


class QueueForm(PlaceFilters):
    """The filters of the list of questions."""

    path = "guideline__"
    who = forms.ChoiceField(
        label=gettext_lazy("Whose"),
        required=False,
        choices=[
            ("", gettext_lazy("Everybody’s")),
            ("me", gettext_lazy("Those I ask")),
            ("wait", gettext_lazy("Those that wait for me")),
        ],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("All")), *Question.Standing.choices],
    )
