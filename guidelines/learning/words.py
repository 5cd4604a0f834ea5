"""What people write, in its normal form and within its length."""

from __future__ import annotations

from django.utils.translation import gettext as _

from guidelines.frame.refusals import Invalid
from guidelines.text.normal import normalise

LONGEST = 2000


def said(text: str, *, missing: str, most: int = LONGEST) -> str:
    """What was written, or the sentence that it is missing or too long."""
    words = written(text, most=most)
    if not words:
        raise Invalid(missing)
    return words


def written(text: str, *, most: int = LONGEST) -> str:
    """The same where nothing has to be written."""
    words = normalise(text.replace("\r\n", "\n")).text.strip()
    if len(words) > most:
        facts = {"most": most, "count": len(words)}
        raise Invalid(_("At most %(most)d characters fit here and this has %(count)d. Shorten it.") % facts)
    return words
