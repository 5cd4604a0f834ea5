"""What was written, checked alike in every deed of this room."""

from __future__ import annotations

from django.utils.translation import gettext as _

from guidelines.frame.refusals import Invalid
from guidelines.text.normal import normalise


def said(text: str, *, most: int, missing: str) -> str:
    """The words without the space around them, or the sentence that they are missing or too long."""
    words = normalise(text.replace("\r\n", "\n")).text.strip()
    if not words and missing:
        raise Invalid(missing)
    if len(words) > most:
        facts = {"most": most, "count": len(words)}
        raise Invalid(_("At most %(most)d characters fit here and this has %(count)d. Shorten it.") % facts)
    return words
