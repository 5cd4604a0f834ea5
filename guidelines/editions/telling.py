"""What an audience may be told of an edition: the one place that decides it."""

from __future__ import annotations

from dataclasses import dataclass

from guidelines.editions.models import Edition
from guidelines.text.audience import Audience, narrowest
from guidelines.text.audience_of import projected


@dataclass(frozen=True)
class Telling:
    """An edition as one audience may know it. Its title may be told too; its summary, and everything else, not."""

    note: str
    source: str


def telling(edition: Edition, audience: Audience) -> Telling | None:
    """The note and the text for an audience; None when it may not know of this edition, not even count it."""
    note = note_told(edition, audience)
    if note is None:
        return None
    return Telling(note, projected(edition.source, audience, guideline=Audience(edition.guideline.audience)))


def note_told(edition: Edition, audience: Audience) -> str | None:
    """The change note or its partner wording, whichever the audience hears; None: it is told nothing. Reads no text."""
    guideline = Audience(edition.guideline.audience)
    if audience.hears(narrowest(guideline, Audience(edition.note_audience))):
        return edition.change_note
    if edition.partner_note and audience.hears(narrowest(guideline, Audience.PARTNER)):
        return edition.partner_note
    return None
