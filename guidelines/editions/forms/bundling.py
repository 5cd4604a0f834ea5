"""The forms of bundles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.editions.models import Edition


class BundleForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("What the editions have in common."))


class MemberForm(forms.Form):
    """An edition on its way, to join a bundle."""

    edition = forms.TypedChoiceField(label=_("Edition"), error_messages={"required": _("Choose an edition.")})

    def __init__(self, *args: Any, candidates: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_key = {str(edition.pk): edition for edition in candidates}
        field = self.fields["edition"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Choose an edition")), *((key, _name(edition)) for key, edition in by_key.items())]
        field.coerce = by_key.__getitem__


def _name(edition: Edition) -> str:
    return f"{edition.guideline.policy_id}, {edition.number}: {edition.title} ({edition.get_state_display()})"
