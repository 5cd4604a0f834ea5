"""The forms with which text from elsewhere comes into a draft: a file, its confirmation, and what was pasted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.editions.forms.seen import LinesField, SeenForm
from guidelines.editions.models import Edition
from guidelines.text.incoming import ENDINGS, MOST_BYTES

PASTED_CHARACTERS = 1024 * 1024
REMARKS = 60


class FileForm(forms.Form):
    """A file to bring in."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=gettext_lazy("Word (.docx), a web page (.html) or Markdown (.md), 10 MB at most."),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
            "max_length": gettext_lazy("The name of this file is too long. Give it a shorter one."),
        },
        max_length=200,
    )

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 10 MB. Save it in parts, then try again."))
        return upload


class BringInForm(SeenForm):
    """The text as it came in, to be looked at and changed, and where it goes."""

    END, ALL = "end", "all"
    markdown = LinesField(
        label=gettext_lazy("Text as it comes in"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "class": "md", "spellcheck": "true"}),
        help_text=gettext_lazy("Change it here, or later in the draft. Nothing is saved yet."),
        error_messages={"required": gettext_lazy("There is no text to put into the draft.")},
    )
    where = forms.ChoiceField(
        label=gettext_lazy("Where it goes"),
        choices=(
            (END, gettext_lazy("Put at the end of the draft")),
            (ALL, gettext_lazy("Replace the whole text")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose where the text goes.")},
    )

    def source_on(self, source: str) -> str:
        """The source of the draft with this text in its place."""
        markdown = str(self.cleaned_data["markdown"]).strip("\n") + "\n"
        if self.cleaned_data["where"] == self.ALL or not source.strip():
            return markdown
        return f"{source.rstrip()}\n\n{markdown}"


class PasteForm(forms.Form):
    """What a clipboard holds as HTML."""

    html = forms.CharField(
        max_length=PASTED_CHARACTERS,
        strip=False,
        error_messages={
            "required": gettext_lazy("There was nothing to paste."),
            "max_length": gettext_lazy("What you paste is larger than 1 MB. Paste it in parts, or bring in the file."),
        },
    )


def takes_pastes(form: forms.Form, name: str, edition: Edition) -> None:
    """Let a field turn what is pasted into it into Markdown (static/js/paste.js)."""
    address = reverse("paste", args=[edition.guideline.policy_id, edition.number])
    attributes = {"data-paste": address, "data-paste-failed": _("Pasted as plain text.")}
    form.fields[name].widget.attrs.update(attributes)


def remarks_in(data: Any) -> list[str]:
    """The report as a page sent it back; it is shown again, to the one who sent it."""
    return [remark[:500] for remark in data.getlist("remark")[:REMARKS]]
