"""The form of a word to watch for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.catalogue.models import LANGUAGES


class WatchWordForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    phrase = forms.CharField(label=_("Phrase"), max_length=100, help_text=_("Whole words, in any case of letters."))
    instead = forms.CharField(label=_("Write instead"), max_length=200, required=False)
