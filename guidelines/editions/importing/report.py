"""What an import did, counted, and printed count by count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Report:
    """Counts by name, and sentences about single documents that a person should look at."""

    counts: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)

    def add(self, name: str, number: int = 1) -> None:
        self.counts[name] += number

    def merge(self, other: Report) -> None:
        self.counts.update(other.counts)
        self.remarks += other.remarks

    def lines(self) -> Iterator[str]:
        for name, sentence in SENTENCES.items():
            yield f"{self.counts[name]:>7,}  {sentence}"
        yield from (f"         - {remark}" for remark in self.remarks)


SENTENCES = {
    "files": "files taken from the folder",
    "left_out": "files left out by their name (README, LICENSE, CONTRIBUTING, CODE_OF_CONDUCT)",
    "files_with_history": "files with recorded changes",
    "files_without_history": "files without, in force from the given instant",
    "changes": "recorded changes read",
    "added": "of them additions",
    "modified": "of them modifications",
    "renamed": "of them renames",
    "deleted": "of them deletions",
    "without_words": "changes that change no word of title or text: no edition",
    "already_there": "changes that an earlier import brought",
    "guidelines": "guidelines opened",
    "editions": "editions published",
    "withdrawn": "editions withdrawn because the file was deleted",
    "nothing_to_do": "documents with nothing new",
    "passed_over": "changes passed over: the guideline was edited here since",
    "waived": "submit blockers waived and recorded",
    "mended": "editions whose text was normalised (line ends, invisible characters, Unicode form)",
    "with_liquid": "editions that show Liquid as text",
    "with_raw_html": "editions that show raw HTML as text",
    "front_matter": "editions with front matter kept as their import record",
}
