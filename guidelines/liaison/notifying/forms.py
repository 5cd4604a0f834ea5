"""Narrowing the list of notifications, and choosing how to hear of each kind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.liaison.models import Kind, Rhythm
from guidelines.liaison.models.notifying import NEVER_MUTED
from guidelines.liaison.notifying.choosing import choices, offered
from guidelines.people.models import Person


class NarrowForm(forms.Form):
    """Which notifications to list."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("notifications", "About"),
        required=False,
        choices=[("", _("Everything")), *Kind.choices],
        error_messages={"invalid_choice": _("There are no notifications about “%(value)s”. Choose from the list.")},
    )
    unread = forms.BooleanField(label=_("Only what I have not read"), required=False)


class ChoicesForm(forms.Form):
    """A rhythm for each kind."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, chosen in choices(person).items():
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label,
                choices=[(rhythm.value, rhythm.label) for rhythm in offered(kind)],
                initial=chosen.value,
                help_text=_("What you must do can’t be muted.") if kind in NEVER_MUTED else "",
                error_messages={
                    "required": _("Choose when you want to be mailed."),
                    "invalid_choice": _("“%(value)s” can’t be chosen here. Choose from the list."),
                },
            )

    def wanted(self) -> dict[Kind, Rhythm]:
        return {Kind(name): Rhythm(value) for name, value in self.cleaned_data.items()}
