"""What every deed of this room begins with: the lock of the guideline, and words in their normal form."""

from __future__ import annotations

from django.utils.translation import gettext as _

from guidelines.editions.models import Guideline
from guidelines.frame.refusals import Invalid
from guidelines.text.normal import normalise


def locked(guideline_id: int) -> Guideline:
    """The guideline as it is now, locked. Always before the head of the audit chain."""
    Guideline.objects.select_for_update().get(pk=guideline_id)
    return Guideline.objects.select_related("market", "domain", "owner").get(pk=guideline_id)


def said(text: str, *, most: int, missing: str, field: str = "") -> str:
    """What was written, or the sentence that it is missing or too long, for the field of the form."""
    words = normalise(text.replace("\r\n", "\n")).text.strip()
    if not words:
        raise Invalid(missing, field=field)
    if len(words) > most:
        facts = {"most": most, "count": len(words)}
        raise Invalid(
            _("At most %(most)d characters fit here and this has %(count)d. Shorten it.") % facts, field=field
        )
    return words
