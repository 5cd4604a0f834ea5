"""The forms of a review: the decision, and who takes it on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.editions.forms.moving import MoveForm


class _TickedField(forms.MultipleChoiceField):
    """What was ticked. Which of it counts is decided by the service, on what is asked at that moment."""

    def validate(self, value: Any) -> None:
        """Nothing is unknown here: a question that ended meanwhile is no fault of who answered it."""


class ApprovalForm(MoveForm):
    """The decision over an edition in review: questions answered, rows agreed to, and what one signs for."""

    answers = _TickedField(required=False)
    agreed = _TickedField(required=False)
    function = forms.CharField(required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("Reason or note")
        self.fields["note"].help_text = _("A request for changes needs a reason. Kept with the edition.")

    def clean_answers(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["answers"] if key.isascii() and key.isdigit() and len(key) < 19]

    def clean_function(self) -> str | None:
        """None where the page offered no choice; empty means the policy reviewer's own signature."""
        return self.cleaned_data["function"] if "function" in self.data else None

    def ticked(self, name: str) -> set[str]:
        """What stands ticked in one of the two lists."""
        return set(self[name].value() or ())


class QuestionForm(forms.Form):
    """One more question of a checklist."""

    text = forms.CharField(
        label=_("Question"), max_length=300, help_text=_("One that is answered with yes before an approval.")
    )


class RequiredSignatureForm(forms.Form):
    """One more signature for a topic."""

    topic = forms.TypedChoiceField(label=_("Topic"), help_text=_("It counts for the topics below it too."))
    function = forms.CharField(
        label=_("Function"),
        max_length=120,
        help_text=_("As it stands in the roles of those who sign, such as legal."),
        widget=forms.TextInput(attrs={"list": "functions", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, topics: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_key = {str(topic.pk): topic for topic in topics}
        field = self.fields["topic"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Choose a topic")), *((key, topic.local_name) for key, topic in by_key.items())]
        field.coerce = by_key.__getitem__
