"""The forms of materials: a new one, its words, a reason, an approval, and the filters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.editions.forms.seen import LinesField, SeenForm
from guidelines.editions.lifecycle import State
from guidelines.editions.models import Edition
from guidelines.editions.rights import visible_editions
from guidelines.frame import clock
from guidelines.learning.forms.places import NOT_LISTED
from guidelines.learning.forms.sessions import NAMED, TOO_LONG, lines
from guidelines.learning.models import Material
from guidelines.learning.services.materials import LONGEST_TITLE, MOST_CHARACTERS
from guidelines.people.models import Person


class NewMaterialForm(forms.Form):
    """Which edition, and what becomes of it."""

    edition = forms.CharField(
        label=gettext_lazy("Guideline"),
        max_length=80,
        help_text=gettext_lazy("Its policy ID. The edition in force is taken; for another write US-CC-0142 edition 5."),
        error_messages={"required": gettext_lazy("Write the policy ID of the guideline."), **TOO_LONG},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What do you need?"),
        choices=[
            ("deck", gettext_lazy("A deck, to show slide by slide")),
            ("handout", gettext_lazy("A handout, to read and print")),
        ],
        widget=forms.RadioSelect,
        initial="deck",
        error_messages={
            "required": gettext_lazy("Choose a deck or a handout."),
            "invalid_choice": gettext_lazy("Choose a deck or a handout."),
        },
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.found: Edition | None = None

    def clean_edition(self) -> str:
        text = str(self.cleaned_data["edition"]).strip()
        named, now = NAMED.match(text), clock.now()
        if named:
            rows = visible_editions(self.person, now).filter(state=State.PUBLISHED)
            rows = rows.filter(guideline__policy_id=named["policy_id"].upper())
            wanted = rows.filter(number=int(named["number"])) if named["number"] else rows.in_force(now)
            self.found = wanted.first()
        if self.found is None:
            sentence = _("“%(name)s” is no published edition that you can read.")
            raise forms.ValidationError(sentence % {"name": text[:60]})
        return text


class MaterialForm(SeenForm):
    """The words of a material."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=LONGEST_TITLE,
        error_messages={"required": gettext_lazy("Write a title."), **TOO_LONG},
    )
    source = LinesField(
        label=gettext_lazy("Text"),
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "class": "md", "spellcheck": "true"}),
        help_text=gettext_lazy("Markdown. In a deck a line of three dashes (---) begins the next slide."),
        error_messages={"required": gettext_lazy("Write at least one word."), **TOO_LONG},
    )


class ReturnForm(forms.Form):
    reason = lines(
        gettext_lazy("What has to change"),
        gettext_lazy("Its writers are told, with these words."),
        missing=gettext_lazy("Write what has to change."),
        rows=2,
    )


class ApproveForm(SeenForm):
    note = lines(gettext_lazy("Note"), gettext_lazy("Kept with your signature. It may stay empty."), rows=2)


class MaterialsForm(forms.Form):
    """The filters of the list."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("All")), *Material.State.choices],
        error_messages={"invalid_choice": NOT_LISTED},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("All")), *Material.Kind.choices],
        error_messages={"invalid_choice": NOT_LISTED},
    )
    guideline = forms.CharField(label=gettext_lazy("Guideline"), required=False, max_length=60)
