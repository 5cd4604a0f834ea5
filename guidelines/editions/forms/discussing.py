"""The forms of the discussion: comments, replies, questions to others, and their answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.editions.forms.seen import LinesField
from guidelines.frame.market_moment import MarketMomentField
from guidelines.people.models import Person
from guidelines.people.queries import named

MOST_PEOPLE = 8


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

    person = forms.CharField(label=_("Whom to ask"), max_length=200, help_text=_("Employee ID, mail address or name."))
    question = LinesField(
        label=_("Question"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    until = MarketMomentField(label=_("Until"), help_text=_("Until then they may read this edition and comment."))

    def __init__(self, *args: Any, zone: str, until: dt.datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].zone = zone  # type: ignore[attr-defined]  # a MarketMomentField
        self.fields["until"].initial = until

    def clean_person(self) -> Person:
        """The one person this names; several are listed, so that the ID of one can be typed."""
        typed = self.cleaned_data["person"].strip()
        at_work = Person.objects.filter(is_active=True, is_superuser=False)
        exact = at_work.filter(employee_id=typed.upper()).first()
        found = [exact] if exact else list(named(at_work, typed)[: MOST_PEOPLE + 1])
        if len(found) == 1 and found[0]:
            return found[0]
        if not found:
            raise forms.ValidationError(_("Nobody at work has this ID, mail address or name. Check its spelling."))
        if len(found) > MOST_PEOPLE:
            raise forms.ValidationError(_("Many people have this name. Write more of it, or the employee ID."))
        names = ", ".join(f"{person.name} ({person.employee_id})" for person in found if person)
        raise forms.ValidationError(_("This may be %(names)s. Write the employee ID."), params={"names": names})


class AnswerForm(forms.Form):
    answer = LinesField(
        label=_("Your answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write your answer. “No objection” is one.")},
    )
