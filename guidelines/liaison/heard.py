"""What an audience hears of an edition: its note or partner wording as published, or as corrected since."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from guidelines.editions.models import Edition
from guidelines.editions.telling import note_told
from guidelines.liaison.models import Correction
from guidelines.text.audience import Audience


@dataclass(frozen=True)
class Heard:
    """The words, and when they were last corrected for this audience: it hears of no other correction."""

    note: str
    corrected_at: dt.datetime | None = None


NOTHING = Heard("")


def corrections_of(editions: Collection[int], at: dt.datetime) -> dict[int, list[Correction]]:
    """The corrections of these editions that were made by then, the oldest first."""
    found: dict[int, list[Correction]] = defaultdict(list)
    rows = Correction.objects.of_these_words().filter(at__lte=at).order_by("edition_id", "at", "pk")
    # Corrections are few and the editions may be a thousand: fewer places in the question than ids would take.
    for correction in rows:
        if correction.edition_id in editions:
            found[correction.edition_id].append(correction)
    return found


def heard(edition: Edition, corrections: Iterable[Correction], audience: Audience) -> Heard | None:
    """None where the audience may not know of the edition."""
    note, corrected_at = note_told(edition, audience), None
    corrected = _copy(edition)
    for correction in corrections:
        corrected.change_note, corrected.partner_note = correction.note, correction.partner_note
        now = note_told(corrected, audience)
        if note not in (None, now):
            corrected_at = correction.at
        note = now
    return None if note is None else Heard(note, corrected_at)


def _copy(edition: Edition) -> Edition:
    """Something to ask about, never saved."""
    return Edition(
        pk=edition.pk,
        guideline=edition.guideline,
        note_audience=edition.note_audience,
        change_note=edition.change_note,
        partner_note=edition.partner_note,
    )
