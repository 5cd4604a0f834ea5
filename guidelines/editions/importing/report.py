"""What an import did, counted, and printed count by count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from guidelines.editions.importing.documents import Document


@dataclass
class Report:
    """Counts by name, and sentences about single documents that a person should look at."""

    counts: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)

    def add(self, name: str, number: int = 1) -> None:
        self.counts[name] += number

    def remark(self, sentence: str) -> None:
        """Say it once."""
        if sentence not in self.remarks:
            self.remarks.append(sentence)

    def count(self, document: Document, *, waived: int, path: str) -> None:
        """Count one edition and what is odd about its text."""
        self.add("editions")
        self.add("waived", waived)
        self.add("mended", bool(document.mended))
        self.add("with_liquid", bool(document.liquid))
        self.add("with_raw_html", bool(document.raw_html))
        self.add("front_matter", bool(document.front_matter))
        if document.front_matter_unread:
            self.remark(_("%(path)s: its front matter can’t be read and stays in the text.") % {"path": path})
        if document.title_shortened:
            self.remark(_("%(path)s: its title was too long and was shortened.") % {"path": path})

    def merge(self, other: Report) -> None:
        self.counts.update(other.counts)
        self.remarks += other.remarks

    def lines(self) -> Iterator[str]:
        for name, sentence in SENTENCES.items():
            yield f"{self.counts[name]:>7,}  {sentence}"
        yield from (f"         - {remark}" for remark in self.remarks)


SENTENCES = {
    "found": "Markdown files in the folder",
    "left_out": "  left out by their name (README, LICENSE, CONTRIBUTING, CODE_OF_CONDUCT)",
    "links": "  left out because they are links",
    "with_history": "  taken, with recorded changes",
    "without_history": "  taken, without: in force from the given instant",
    "gone": "documents with recorded changes that are no longer in the folder",
    "documents": "documents in all",
    "changes": "recorded changes",
    "added": "  additions",
    "modified": "  modifications",
    "renamed": "  renames",
    "deleted": "  deletions",
    "overwritten": "documents ended because another was renamed onto them",
    "without_words": "changes that change no word of title or text: no edition",
    "already_there": "changes that an earlier import brought",
    "passed_over": "changes passed over, because the guideline went on here",
    "guidelines": "guidelines opened",
    "editions": "editions published",
    "from_changes": "  from recorded changes",
    "from_files": "  from files of which only today's text is known, or that changed since",
    "scheduled": "  that begin later",
    "withdrawn": "editions withdrawn, because the document was deleted, emptied or overwritten",
    "unchanged_files": "files whose text of today was here already",
    "refused": "documents refused: nothing of them was imported",
    "waived": "submit blockers waived and recorded",
    "mended": "editions whose text was normalised (line ends, invisible characters, Unicode form)",
    "with_liquid": "editions that show Liquid as text",
    "with_raw_html": "editions that show raw HTML as text",
    "front_matter": "editions with front matter kept as their import record",
}
