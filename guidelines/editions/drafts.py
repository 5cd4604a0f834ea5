"""The words of a draft as a value: what a form, an import or a restored save point hands to the services."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from guidelines.editions.models import Edition, Significance
from guidelines.text.audience import Audience
from guidelines.text.normal import normalise

LONGEST = {
    "title": (_("title"), 200),
    "summary": (_("summary"), 600),
    "change_note": (_("change note"), 4000),
    "partner_note": (_("partner wording"), 4000),
}
"""The longest a short field may be, in characters; the text has its own limits (text/limits.py)."""

_TEXTS = (*LONGEST, "source")


@dataclass(frozen=True)
class DraftWords:
    """Everything a writer can set in a draft."""

    title: str
    summary: str = ""
    source: str = ""
    topic_codes: tuple[str, ...] = ()
    change_note: str = ""
    significance: str = Significance.MAJOR
    note_audience: str = Audience.INTERNAL.value
    partner_note: str = ""

    def normalised(self) -> NormalisedWords:
        """The same words as they are stored, and what was changed to make them so."""
        fields = {name: normalise(getattr(self, name)) for name in _TEXTS}
        words = replace(
            self, topic_codes=tuple(sorted(set(self.topic_codes))), **{name: done.text for name, done in fields.items()}
        )
        changes = tuple(dict.fromkeys(change for done in fields.values() for change in done.changes))
        return NormalisedWords(words, changes)

    def write_on(self, edition: Edition) -> None:
        """Set the word columns. Saving is the caller's deed."""
        edition.title, edition.summary, edition.source = self.title, self.summary, self.source
        edition.topic_codes = list(self.topic_codes)
        edition.change_note, edition.significance = self.change_note, self.significance
        edition.note_audience, edition.partner_note = self.note_audience, self.partner_note


NO_WORDS = DraftWords(title="")
"""What stood before a first edition."""


@dataclass(frozen=True)
class NormalisedWords:
    words: DraftWords
    changes: tuple[str, ...]


def words_of(edition: Edition) -> DraftWords:
    return DraftWords(
        title=edition.title,
        summary=edition.summary,
        source=edition.source,
        topic_codes=tuple(edition.topic_codes),
        change_note=edition.change_note,
        significance=edition.significance,
        note_audience=edition.note_audience,
        partner_note=edition.partner_note,
    )
