"""The forms of the discussion: comments, replies, questions to others, and their answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.editions.forms.naming import SomebodyField
from guidelines.editions.forms.seen import LinesField
from guidelines.frame.market_moment import MarketMomentField


class CommentForm(forms.Form):
    """A comment on a block (`place`, in the words with the digest `seen`) or on the whole.

    On a block it holds its words too: whoever changes them suggests others.
    """

    text = LinesField(required=False, max_length=4000)
    place = forms.IntegerField(required=False, min_value=0)
    seen = forms.CharField(required=False)
    blocks_approval = forms.BooleanField(required=False)
    suggestion = LinesField(required=False, strip=False, max_length=256 * 1024)

    @property
    def words(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {
            "text": data["text"],
            "place": data["place"],
            "seen": data["seen"],
            "blocks_approval": data["blocks_approval"],
            "suggestion": data["suggestion"] if "suggestion" in self.data else None,
        }


class ConsultForm(forms.Form):
    """Whom to ask, what, and until when."""

    person = SomebodyField(label=_("Whom to ask"))
    question = LinesField(
        label=_("Question"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    until = MarketMomentField(label=_("Until"), help_text=_("Until then they may read this edition and comment."))

    def __init__(self, *args: Any, zone: str, until: dt.datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].zone = zone  # type: ignore[attr-defined]  # a MarketMomentField
        self.fields["until"].initial = until


class AnswerForm(forms.Form):
    answer = LinesField(
        label=_("Your answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write your answer. “No objection” is one.")},
    )
