"""Two editions side by side: decisions first, then details, then the text block by block, in words people read."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Topic
from guidelines.editions.documents import words_in
from guidelines.editions.drafts import DraftWords, words_of
from guidelines.editions.models import Edition, Significance
from guidelines.text.diffing import BlockChange, DecisionChange, Run, decision_changes, diff, word_runs
from guidelines.text.redline import RedlineBlock, redline

SECONDS_FOR_WORDS = 1.0
SHOWN_APART = ("change_note", "significance")
"""Of two editions these are never alike; the page shows the newer ones by themselves."""
DECIDING = ("if", "do", "severity", "label", "escalate")

# Each is linear: what may stand between two marks never holds a mark.
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_FENCE = re.compile(r"^ {0,3}/{3,}.*$\n?", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+", re.MULTILINE)
_MARKS = re.compile(r"\*\*|__|`")


@dataclass(frozen=True)
class Detail:
    """One field beside the text, with its words marked."""

    name: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class DecisionRow:
    """A rule that decides differently: what became of it, and each field in columns."""

    rule: str
    tone: str
    icon: str
    word: str
    place: str
    cells: tuple[tuple[Run, ...], ...]
    is_whole: bool
    """A new or removed rule, all of it shown: an empty cell then has nothing that it could be the same as."""


@dataclass(frozen=True)
class Part:
    """One piece of a block: named lines for a rule, cells for a table's row, else one text."""

    label: str
    fields: tuple[Detail, ...]
    cells: tuple[tuple[Run, ...], ...]
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Block:
    """A block of the redline, or a fold of what is the same (number 0)."""

    number: int
    anchor: str
    kind: str
    shape: str
    title: str
    count: int
    look: tuple[str, str, str, str]
    """CSS class, tone, sign in the margin, and the word for it."""
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Comparison:
    """What differs between two editions of one guideline; `older` is None before a first edition."""

    older: Edition | None
    newer: Edition
    decisions: tuple[DecisionRow, ...]
    details: tuple[Detail, ...]
    blocks: tuple[Block, ...]

    @property
    def changed_blocks(self) -> int:
        return sum(1 for block in self.blocks if block.number)

    @property
    def is_same(self) -> bool:
        return not self.details and not self.changed_blocks


class _Marker:
    """Marks words within a time for the whole page; when it is used up, old and new stand whole beside each other."""

    def __init__(self, language: str, *, as_written: bool) -> None:
        self._end = time.monotonic() + SECONDS_FOR_WORDS
        self._words = words_in(language)
        self._shown = unfenced if as_written else readable

    def runs(self, old: str, new: str) -> tuple[Run, ...]:
        """The words as they are shown; as they stand in the source where only the marks around them differ."""
        was, now = self._shown(old), self._shown(new)
        if was == now and old != new:
            was, now = old, new
        return word_runs(was, now, min(0.25, self._end - time.monotonic()))

    def field(self, key: str) -> str:
        """What a field of a rule is called in the decision table."""
        return self._words.get({"if": "see"}.get(key, key), key)


def unfenced(source: str) -> str:
    """Markdown without the signs that only say what a block is: fence lines, and the hashes of headings."""
    return _HEADING.sub("", _FENCE.sub("", source)).strip("\n")


def readable(source: str) -> str:
    """Markdown without the marks that a reader never sees: fences, hashes, stars, addresses of links."""
    return _MARKS.sub("", _LINK.sub(r"\1", unfenced(source)))


def compare(older: Edition | None, newer: Edition, language: str, *, as_written: bool = False) -> Comparison:
    """The comparison of two editions of one guideline, or of a first edition with nothing.

    `as_written` shows links and emphasis as they stand in the source: whoever signs words must see where a link leads.
    """
    marker = _Marker(newer.guideline.language, as_written=as_written)
    reading = _Marker(newer.guideline.language, as_written=False)
    before = older.source if older else ""
    return Comparison(
        older=older,
        newer=newer,
        decisions=tuple(_decision(change, reading) for change in decision_changes(before, newer.source)),
        details=compare_details(words_of(older), words_of(newer), language, SHOWN_APART) if older else (),
        blocks=tuple(_block(block, marker) for block in redline(diff(before, newer.source))),
    )


def _decision(change: DecisionChange, marker: _Marker) -> DecisionRow:
    tone, icon, word = {
        "added": ("ok", "plus", _("New")),
        "removed": ("danger", "minus", _("Gone")),
        "moved": ("sched", "up", _("Moved")),
        "changed": ("accent", "pencil", _("Changed")),
    }[change.kind]
    fields = {field.key: marker.runs(field.old, field.new) for field in change.fields}
    cells = tuple(fields.get(key, ()) for key in DECIDING)
    return DecisionRow(change.rule, tone, icon, word, _place(change), cells, change.kind in ("added", "removed"))


def _place(change: DecisionChange) -> str:
    """Where it is read now, where that matters."""
    if change.kind not in ("added", "moved"):
        return ""
    if not change.new_after:
        return _("Read first")
    return _("Read after %(rule)s") % {"rule": change.new_after}


def compare_details(
    old: DraftWords, new: DraftWords, language: str, without: tuple[str, ...] = ()
) -> tuple[Detail, ...]:
    """Everything beside the text that differs: title, summary, topics, change note and significance."""
    codes = {*old.topic_codes, *new.topic_codes}
    topics = {topic.code: topic.named_in(language) for topic in Topic.objects.filter(code__in=codes)}

    def values(words: DraftWords) -> dict[str, tuple[str | Promise, str]]:
        return {
            "title": (_("Title"), words.title),
            "summary": (_("Summary"), words.summary),
            "topics": (_("Topics"), ", ".join(topics.get(code, code) for code in words.topic_codes)),
            "change_note": (_("Change note"), words.change_note),
            "significance": (_("Significance"), str(Significance(words.significance).label)),
        }

    was, now = values(old), values(new)
    return tuple(
        Detail(str(name), word_runs(was[key][1], value))
        for key, (name, value) in now.items()
        if key not in without and was[key][1] != value
    )


def compare_texts(old: str, new: str, language: str) -> tuple[Block, ...]:
    """The blocks of two texts of one guideline, as they are written."""
    marker = _Marker(language, as_written=True)
    return tuple(_block(block, marker) for block in redline(diff(old, new)))


def _block(block: RedlineBlock, marker: _Marker) -> Block:
    looks = {
        "added": ("is-add", "ok", "+", _("Added block")),
        "removed": ("is-del", "danger", "−", _("Deleted block")),
        "moved": ("is-mod", "sched", "↕", _("Moved block")),
        "changed": ("is-mod", "accent", "±", _("Changed block")),
        "same": ("", "neutral", "", ""),
    }
    parts = tuple(_part(change, block.shape, marker) for change in block.changes)
    title = readable(block.title)
    return Block(block.number, block.anchor, block.kind, block.shape, title, len(parts), looks[block.kind], parts)


def _part(change: BlockChange, shape: str, marker: _Marker) -> Part:
    if shape == "rule" and change.fields:
        fields = tuple(Detail(marker.field(field.key), marker.runs(field.old, field.new)) for field in change.fields)
        return Part(change.key, fields, (), ())
    if shape == "table":
        return Part("", (), change.cells, ())
    names = {"case": _("Case, %(key)s"), "term": _("Term, %(key)s"), "rule": "%(key)s"}
    return Part(
        names.get(change.block, "") % {"key": change.key}, (), (), marker.runs(change.old_source, change.new_source)
    )
