"""Two editions side by side: decisions first, then details, then the text block by block."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.catalogue.models import Topic
from guidelines.editions.models import Edition
from guidelines.text.diffing import DecisionChange, Run, decision_changes, diff, word_runs
from guidelines.text.redline import RedlineBlock, redline


@dataclass(frozen=True)
class Detail:
    """One field beside the text, with its words marked."""

    name: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Comparison:
    """Two editions; `older` is None where the newer is the first of its guideline."""

    older: Edition | None
    newer: Edition
    decisions: tuple[DecisionRow, ...]
    details: tuple[Detail, ...]
    blocks: tuple[RedlineBlock, ...]

    @property
    def changed_blocks(self) -> int:
        return sum(1 for block in self.blocks if block.number)

    @property
    def is_same(self) -> bool:
        return not self.details and not self.changed_blocks


@dataclass(frozen=True)
class DecisionRow:
    """A rule that decides differently: what became of it, and each field in columns."""

    change: DecisionChange
    look: tuple[str, str, str]
    place: str
    cells: tuple[tuple[str, tuple[Run, ...]], ...]


def compare(older: Edition | None, newer: Edition, language: str) -> Comparison:
    """The comparison of two editions of one guideline, or of a first edition with nothing."""
    before = older.source if older else ""
    return Comparison(
        older=older,
        newer=newer,
        decisions=tuple(_decision(change) for change in decision_changes(before, newer.source)),
        details=tuple(_details(older, newer, language)),
        blocks=redline(diff(before, newer.source)),
    )


def _decision(change: DecisionChange) -> DecisionRow:
    looks = {
        "added": ("ok", "plus", _("New")),
        "removed": ("danger", "minus", _("Gone")),
        "moved": ("sched", "up", _("Moved")),
        "changed": ("accent", "pencil", _("Changed")),
    }
    fields = {field.key: field.runs for field in change.fields}
    cells = tuple((key, fields.get(key, ())) for key in ("if", "do", "severity", "label", "escalate"))
    return DecisionRow(change, looks[change.kind], _place(change), cells)


def _place(change: DecisionChange) -> str:
    """Where it is read now, where that matters."""
    if change.kind not in ("added", "moved"):
        return ""
    if not change.new_after:
        return _("Read first")
    return _("Read after %(rule)s") % {"rule": change.new_after}


def _details(older: Edition | None, newer: Edition, language: str) -> list[Detail]:
    """Title, summary and topics, where they differ."""
    if older is None:
        return []
    names = {topic.code: topic.named_in(language) for topic in Topic.objects.filter(code__in={*older.topic_codes, *newer.topic_codes})}
    pairs = [
        (_("Title"), older.title, newer.title),
        (_("Summary"), older.summary, newer.summary),
        (_("Topics"), _topics(older, names), _topics(newer, names)),
    ]
    return [Detail(name, word_runs(was, now)) for name, was, now in pairs if was != now]


def _topics(edition: Edition, names: dict[str, str]) -> str:
    return ", ".join(names.get(code, code) for code in edition.topic_codes)
