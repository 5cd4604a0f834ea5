"""What the forms of the writing rooms share: the mark of what was on the screen, and text of several lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _


class SeenForm(forms.Form):
    """A form that was opened on certain words: `seen` is their digest, or the mark of the facts of a row."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def stand_on(self, seen: str) -> None:
        """Keep everything that was typed, and let it stand on the words as they are saved now."""
        data = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        data["seen"] = seen
        self.data = data

    def stand_beside(self, kept: Mapping[str, Any]) -> None:
        """Somebody else was faster: theirs beside each field that was filled in otherwise. Sent again, this stands."""
        for name, value in kept.items():
            if name != "seen" and name in self.fields and self.fields[name].has_changed(value, self[name].data):
                self.add_error(name, _("Kept now: %(words)s") % {"words": _said(self.fields[name], value) or "–"})
        self.stand_on(kept["seen"])


def _said(field: Any, value: Any) -> str:
    """A value as people read it."""
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if not hasattr(field, "choices"):
        return str(value or "")
    choices: list[tuple[Any, Any]] = list(flatten_choices(field.choices))
    names = {str(key): str(label) for key, label in choices}
    chosen = value if isinstance(value, list) else [value]
    keys = ["" if one is None else str(field.prepare_value(one)) for one in chosen]
    return ", ".join(names.get(key, key) for key in keys)


class LinesField(forms.CharField):
    """Text of several lines. Browsers send every line end as two characters; that is no change of the text."""

    widget: type[forms.Widget] | forms.Widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")
