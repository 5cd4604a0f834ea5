"""Fields that the forms of this room share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.editions.forms.seen import LinesField
from guidelines.programmes.words import IMPACTS, LIKELIHOODS

UNKNOWN = {"invalid_choice": _("This is not in the list. Choose one that is.")}
_TOO_LONG = _("At most %(limit_value)d characters fit here and this has %(show_value)d. Shorten it.")


def words(label: Any, *, most: int, missing: Any = "", help_text: Any = "") -> forms.CharField:
    """A line of text."""
    errors = {"required": missing, "max_length": _TOO_LONG} if missing else {"max_length": _TOO_LONG}
    return forms.CharField(
        label=label, max_length=most, required=bool(missing), help_text=help_text, error_messages=errors
    )


def lines(label: Any, *, most: int, missing: Any = "", help_text: Any = "", rows: int = 4) -> LinesField:
    """Text of several lines."""
    errors = {"required": missing, "max_length": _TOO_LONG} if missing else {"max_length": _TOO_LONG}
    return LinesField(
        label=label,
        max_length=most,
        required=bool(missing),
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=errors,
    )


def day(label: Any, help_text: Any = "") -> forms.DateField:
    """A day of the calendar."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("This is not a date. Write it like 2026-06-08."),
            "required": _("Choose a day."),
        },
    )


def one_of(rows: Any, label: Any, *, required: bool = True, none: Any = None, help_text: Any = "") -> Any:
    """One row of a list; `none` is what no choice is called."""
    return forms.ModelChoiceField(
        rows,
        label=label,
        required=required,
        empty_label=none or _("Choose"),
        help_text=help_text,
        error_messages={**UNKNOWN, "required": _("Choose one of the list.")},
    )


def likelihood() -> forms.TypedChoiceField:
    choices = [(number, f"{number}") for number in LIKELIHOODS]
    return forms.TypedChoiceField(
        label=_("Likelihood"), coerce=int, choices=choices, error_messages={**UNKNOWN, "required": _("Choose one.")}
    )


def impact() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Impact"),
        coerce=int,
        choices=[(number, f"{number}") for number in sorted(IMPACTS, reverse=True)],
        error_messages={**UNKNOWN, "required": _("Choose one.")},
    )


def name_scores(form: forms.Form) -> None:
    """The numbers with their words, in the language of the page."""
    fields: dict[str, Any] = form.fields
    fields["likelihood"].choices = [(number, f"{number} {word}") for number, word in LIKELIHOODS.items()]
    fields["impact"].choices = [(number, f"{number} {IMPACTS[number]}") for number in sorted(IMPACTS, reverse=True)]
