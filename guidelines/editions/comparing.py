"""Two editions side by side: decisions first, then details, then the text block by block, in words people read."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guidelines.catalogue.models import Topic
from guidelines.editions.action_names import ActionNames
from guidelines.editions.deciding_rows import DecisionRow, decisions
from guidelines.editions.drafts import DraftWords, words_of
from guidelines.editions.marker import Detail, Marker, readable, unfenced
from guidelines.editions.models import NOTE_AUDIENCES, Edition, Significance
from guidelines.text import classes
from guidelines.text.classes import Said
from guidelines.text.diffing import BlockChange, FieldChange, Run, diff, word_runs
from guidelines.text.redline import Origin, RedlineBlock, redline
from guidelines.text.rendering import RENDERER

SHOWN_APART = ("change_note", "significance", "note_audience", "partner_note")
"""Of two editions these are never alike; the page shows the newer ones by themselves."""
PROSE_FIELDS = ("if", "do", "escalate", "basis")
HOURS_KEPT = 24
"""A pair of digests and the names of actions always give the same redline: the time only bounds a process's memory."""


@dataclass(frozen=True)
class Field:
    """One field of a rule, as it is read, with its changes marked."""

    name: str
    html: SafeString


@dataclass(frozen=True)
class Part:
    """One piece of a block as it is read: named fields for a rule, cells for a table's row, else one text."""

    kind: str
    label: str
    fields: tuple[Field, ...] = ()
    cells: tuple[SafeString, ...] = ()
    html: SafeString | str = ""
    said: tuple[Field, ...] = ()
    """The class of what is no rule."""


@dataclass(frozen=True)
class Block:
    """A block of the redline, or a fold of what is the same (number 0)."""

    number: int
    anchor: str
    shape: str
    title: str
    count: int
    look: tuple[str, str, str, str]
    """CSS class, tone, sign in the margin, and the word for it."""
    parts: tuple[Part, ...]
    places: tuple[int, ...]
    """Where its pieces stand in the newer text."""
    moved: str
    """Where a moved block stood, else empty."""


@dataclass(frozen=True)
class Comparison:
    """What differs between two editions of one guideline; `older` is None before a first edition."""

    older: Edition | None
    newer: Edition
    decisions: tuple[DecisionRow, ...]
    details: tuple[Detail, ...]
    blocks: tuple[Block, ...]
    told: tuple[Detail, ...] = ()
    """Who is told the change note, and what partners are told instead; empty where both say nothing."""

    @property
    def changed_blocks(self) -> int:
        return sum(1 for block in self.blocks if block.number)

    @property
    def is_same(self) -> bool:
        return not self.details and not self.changed_blocks


def compare(
    older: Edition | None,
    newer: Edition,
    language: str,
    *,
    unfold: Collection[int] = (),
    names: ActionNames | None = None,
) -> Comparison:
    """The comparison of two editions, or of a first edition with nothing; `language` is that of the page.

    Unchanged pieces whose places are in `unfold` are not folded away. `names` are those of a page that compares more.
    """
    names = names or ActionNames()
    before = older.source if older else ""
    return Comparison(
        older=older,
        newer=newer,
        decisions=decisions(before, newer.source, newer.guideline.language, names),
        details=compare_details(words_of(older), words_of(newer), language, SHOWN_APART) if older else (),
        told=_told(older, newer),
        blocks=_kept_blocks(older, newer, language, unfold, names),
    )


def _told(older: Edition | None, newer: Edition) -> tuple[Detail, ...]:
    """Marked against the older edition, so that a wording that is gone is seen."""
    before, names = older or newer, dict(NOTE_AUDIENCES)
    pairs = [
        (_("Change note for"), str(names[before.note_audience]), str(names[newer.note_audience])),
        (_("Partner wording"), before.partner_note, newer.partner_note),
    ]
    says = {one.note_audience for one in (before, newer)} != {"internal"} or before.partner_note or newer.partner_note
    return tuple(Detail(name, _whole_or_words(was, now)) for name, was, now in pairs if was or now) if says else ()


def _whole_or_words(old: str, new: str) -> tuple[Run, ...]:
    """The words that changed; of two wordings that have little in common, which are of two changes, each whole."""
    runs = word_runs(old, new)
    shared = sum(len(run.text) for run in runs if run.op == "same")
    return runs if 2 * shared >= max(len(old), len(new)) else (Run("del", old), Run("ins", new))


def _kept_blocks(
    older: Edition | None, newer: Edition, language: str, unfold: Collection[int], names: ActionNames
) -> tuple[Block, ...]:
    """The blocks of a pair of digests, made once for a renderer and a language of the page."""
    called = sorted(names.within(newer.guideline.language).items())
    pair = f"{older.digest if older else ''}|{newer.digest}|{language}|{sorted(unfold)}|{called}"
    key = f"redline:{RENDERER}:{hashlib.sha256(pair.encode()).hexdigest()}"
    found: tuple[Block, ...] | None = cache.get(key)
    if found is None:
        before = older.source if older else ""
        found = compare_texts(before, newer.source, newer.guideline.language, unfold, names)
        cache.set(key, found, HOURS_KEPT * 3600)
    return found


def compare_details(
    old: DraftWords, new: DraftWords, language: str, without: tuple[str, ...] = ()
) -> tuple[Detail, ...]:
    """Everything beside the text that differs: title, summary, topics, change note, significance, partner wording."""
    codes = {*old.topic_codes, *new.topic_codes}
    topics = {topic.code: topic.named_in(language) for topic in Topic.objects.filter(code__in=codes)}

    def values(words: DraftWords) -> dict[str, tuple[str | Promise, str]]:
        return {
            "title": (_("Title"), words.title),
            "summary": (_("Summary"), words.summary),
            "topics": (_("Topics"), ", ".join(topics.get(code, code) for code in words.topic_codes)),
            "change_note": (_("Change note"), words.change_note),
            "significance": (_("Significance"), str(Significance(words.significance).label)),
            "note_audience": (_("Change note for"), str(dict(NOTE_AUDIENCES)[words.note_audience])),
            "partner_note": (_("Partner wording"), words.partner_note),
        }

    was, now = values(old), values(new)
    return tuple(
        Detail(str(name), word_runs(was[key][1], value))
        for key, (name, value) in now.items()
        if key not in without and was[key][1] != value
    )


def compare_texts(
    old: str, new: str, language: str, unfold: Collection[int] = (), names: ActionNames | None = None
) -> tuple[Block, ...]:
    """The blocks of two texts of one guideline, as they are read."""
    marker = Marker(language, old, new, (names or ActionNames()).within(language))
    return tuple(_block(block, marker) for block in redline(diff(old, new), unfold))


def _block(block: RedlineBlock, marker: Marker) -> Block:
    looks = {
        "added": ("is-add", "ok", "+", _("Added block")),
        "removed": ("is-del", "danger", "−", _("Deleted block")),
        "moved": ("is-mod", "sched", "↕", _("Moved block")),
        "changed": ("is-mod", "accent", "±", _("Changed block")),
        "same": ("", "neutral", "", ""),
    }
    parts = tuple(_part(change, marker) for change in block.changes)
    title, look = readable(block.title), looks[block.kind]
    return Block(
        number=block.number,
        anchor=block.anchor,
        shape=block.shape,
        title=title,
        count=len(parts),
        look=look,
        parts=parts,
        places=block.places,
        moved=_moved(block.origin) if block.origin else "",
    )


def _moved(origin: Origin) -> str:
    if origin.came_along:
        return _("Moved with the block above.")
    if origin.below is None:
        return _("Moved. It stood at the beginning.")
    is_rule = origin.below.block == "rule"
    name = origin.below.key if is_rule else f"“{readable(origin.below.old_source)}”"
    told = _("Moved, still below %(name)s.") if origin.is_same else _("Moved. It stood below %(name)s.")
    return told % {"name": name}


def _part(change: BlockChange, marker: Marker) -> Part:
    old, new = change.old_source, change.new_source
    if change.block == "rule" and change.fields:
        return Part(change.kind, change.key, fields=tuple(_field(field, marker) for field in change.fields))
    if change.block in ("head", "row"):
        sides = ((_side(runs, "ins"), _side(runs, "del")) for runs in change.cells)
        return Part(change.kind, "", cells=tuple(marker.html(was, now) for was, now in sides))
    was, now = (classes.of_piece(change.block, side) for side in (old, new))
    old, new = was.text, now.text
    names = {"case": _("Case, %(key)s"), "term": _("Term, %(key)s"), "rule": "%(key)s"}
    if change.block in names:
        old, new = unfenced(old), unfenced(new)
    key = _case(change.key) if change.block == "case" else change.key
    return Part(
        change.kind,
        names.get(change.block, "") % {"key": key},
        html=marker.html(old, new),
        said=_said(was, now, marker),
    )


def _said(old: Said, new: Said, marker: Marker) -> tuple[Field, ...]:
    """The class of a case, a term or a section, as a field."""
    if not (old.word or new.word):
        return ()
    return (_field(FieldChange(classes.KEY, old.word, new.word, ()), marker),)


def _case(key: str) -> str:
    """`edge R1` in the language of the page."""
    words = {"violating": _("violating"), "not violating": _("not violating"), "edge": _("edge")}
    kind, _space, rule = key.rpartition(" ")
    return f"{words[kind]} {rule}" if kind in words else key


def _field(change: FieldChange, marker: Marker) -> Field:
    mark = marker.html if change.key in PROSE_FIELDS else marker.code
    was, now = (marker.said(change.key, value) for value in (change.old, change.new))
    return Field(marker.name(change.key), mark(was, now))


def _side(runs: Iterable[Run], without: str) -> str:
    """What the runs of a cell say before ("ins" left out) or after ("del" left out)."""
    return "".join(run.text for run in runs if run.op != without)
