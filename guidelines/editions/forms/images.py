"""The form of an image: a file, and what it shows in words."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.editions.images import FORMATS, MOST_BYTES


class ImageForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Image file"),
        widget=forms.FileInput(attrs={"accept": ",".join(media_type for media_type, _ in FORMATS.values())}),
        help_text=gettext_lazy("PNG, JPEG, WebP or GIF, 10 MB at most. Place, camera and comments are taken out."),
        error_messages={
            "required": gettext_lazy("Choose an image file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )
    alt = forms.CharField(
        label=gettext_lazy("What it shows"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For those who can’t see it. Needed before review; you can write it in the text later."),
    )

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This image is larger than 10 MB. Save it smaller, then try again."))
        return upload

    def clean_alt(self) -> str:
        """One line without the brackets that would end it."""
        return " ".join(self.cleaned_data["alt"].replace("[", "(").replace("]", ")").replace("\\", "/").split())
