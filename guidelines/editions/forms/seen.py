"""What the forms of the writing rooms share: the digest on the screen, and text of several lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from guidelines.editions.models import Edition


class SeenForm(forms.Form):
    """A form that was opened on certain words: `seen` is their digest."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def stand_on(self, edition: Edition) -> None:
        """Keep everything that was typed, and let it stand on the words as they are saved now."""
        data = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        data["seen"] = edition.digest
        self.data = data


class LinesField(forms.CharField):
    """Text of several lines. Browsers send every line end as two characters; that is no change of the text."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")
