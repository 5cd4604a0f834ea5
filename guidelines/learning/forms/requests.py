"""The forms of requests for training."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.editions.models import Guideline
from guidelines.learning.forms.places import NOT_LISTED, PlaceForm, guideline_named
from guidelines.learning.forms.sessions import TOO_LONG, lines
from guidelines.learning.models import TrainingRequest
from guidelines.learning.services import Wish


class TrainingRequestForm(PlaceForm):
    """What somebody wants to be taught, and why."""

    topic = forms.CharField(
        label=gettext_lazy("What do you want to learn?"),
        max_length=160,
        error_messages={"required": gettext_lazy("Write what you want to learn."), **TOO_LONG},
    )
    why = lines(
        gettext_lazy("Why?"),
        gettext_lazy("What goes wrong today, how often, and for how many of you. Leave out names of people."),
        missing=gettext_lazy("Write why: what goes wrong today?"),
    )
    guideline = forms.CharField(
        label=gettext_lazy("Guideline"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Its policy ID, such as US-CC-0142, if you know it."),
    )
    field_order = ("topic", "why", "market", "domain", "guideline")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: Guideline | None = None

    def clean_guideline(self) -> str:
        self.found = guideline_named(self.person, self.cleaned_data["guideline"])
        return str(self.cleaned_data["guideline"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        place = (self.found.market.code, self.found.domain.code) if self.found else None
        if place and not {"market", "domain"} & set(self.errors) and place != (data["market"], data["domain"]):
            self.add_error("guideline", _("This guideline is of another market or domain. Choose that one."))
        return data

    def wish(self) -> Wish:
        market, domain = self.chosen()
        return Wish(market, domain, self.cleaned_data["topic"], self.cleaned_data["why"], self.found)


class DeclineForm(forms.Form):
    reason = lines(
        gettext_lazy("Reason"),
        gettext_lazy("Whoever asked is told, with these words."),
        missing=gettext_lazy("Write the reason. Whoever asked reads it."),
        rows=2,
    )


class TrainingRequestsForm(forms.Form):
    """The filters of the list."""

    who = forms.ChoiceField(
        label=gettext_lazy("Whose"),
        required=False,
        choices=[
            ("", gettext_lazy("Everybody’s")),
            ("me", gettext_lazy("Those I made")),
            ("wait", gettext_lazy("Those I can take up")),
        ],
        error_messages={"invalid_choice": NOT_LISTED},
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("All")), *TrainingRequest.Standing.choices],
        error_messages={"invalid_choice": NOT_LISTED},
    )
