"""The one difference engine: what changed between two source texts, block by block and word by word.

Plain words only; templates mark the runs with `ins` and `del`. Joined in their order, the runs of a block that are not
`del` are its new source exactly, and those that are not `ins` its old source.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from guidelines.text.aligning import align, common_runs, worked
from guidelines.text.fields import KEYS
from guidelines.text.pieces import Piece, cells, rule_fields, split

SECONDS_FOR_WORDS = 1.0
SECONDS_FOR_ONE_BLOCK = 0.25
DECIDING_KEYS = tuple(key for key in KEYS if key not in ("basis", "audience"))

Kind = Literal["same", "changed", "added", "removed", "moved"]
Op = Literal["same", "ins", "del"]

_OPS: dict[int, Op] = {0: "same", 1: "ins", -1: "del"}
_TOKEN = re.compile(r"\w+(?:[.,'’:-]\w+)*%?|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words that is in both texts, or in one."""

    op: Op
    text: str


@dataclass(frozen=True)
class FieldChange:
    """One field of a rule in both texts; an absent field is empty."""

    key: str
    old: str
    new: str
    runs: tuple[Run, ...]

    @property
    def is_changed(self) -> bool:
        """Whether its words differ; a line broken elsewhere is no change."""
        return self.old.split() != self.new.split()


@dataclass(frozen=True, slots=True)
class BlockChange:
    """One block in both texts. `block` is the kind of piece, `key` its name, if it has one.

    A moved block may have changed as well: `is_reworded` tells. Rules come with `fields`, table rows with `cells`.
    """

    kind: Kind
    block: str
    key: str
    old_source: str
    new_source: str
    runs: tuple[Run, ...]
    fields: tuple[FieldChange, ...] = ()
    cells: tuple[tuple[Run, ...], ...] = ()
    old_place: int | None = None
    new_place: int | None = None

    @property
    def is_reworded(self) -> bool:
        """Whether any word of it is not in both texts."""
        return self.old_source != self.new_source


@dataclass(frozen=True)
class Diff:
    """All blocks of both texts in the order of the new one; what is gone stands where it stood."""

    blocks: tuple[BlockChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether every block is the same."""
        return all(block.kind == "same" for block in self.blocks)


@dataclass(frozen=True)
class DecisionChange:
    """A rule that is new, removed, moved in the deciding order or changed in what decides.

    `fields` holds what differs (of a new or removed rule: everything). `old_after` and `new_after` name the rule read
    just before it, "" for the first.
    """

    rule: str
    kind: Kind
    fields: tuple[FieldChange, ...]
    old_after: str = ""
    new_after: str = ""


def diff(old: str, new: str) -> Diff:
    """What changed from one source text to another."""
    return _diff(split(old), split(new))


def decision_changes(old: str, new: str) -> tuple[DecisionChange, ...]:
    """Rule by rule, what decides differently: no other block is looked at."""
    before, after = ([piece for piece in split(source) if piece.kind == "rule"] for source in (old, new))
    changes = (_decision(change, before, after) for change in _diff(before, after).blocks)
    return tuple(change for change in changes if change)


def words_of_text(text: str) -> list[str]:
    """The words, spaces and signs of a text, in order; joined they are the text."""
    return _TOKEN.findall(text)


def word_runs(old: str, new: str, seconds: float = SECONDS_FOR_ONE_BLOCK) -> tuple[Run, ...]:
    """Two short texts as runs of words."""
    if old == new:
        return (Run("same", new),) if new else ()
    left, right = words_of_text(old), words_of_text(new)
    if not left or not right or seconds <= 0:
        return _whole(old, new)
    runs: list[Run] = []
    a = b = 0
    for op, length in common_runs(left, right, seconds):
        words = left[a : a + length] if op <= 0 else right[b : b + length]
        a += length if op <= 0 else 0
        b += length if op >= 0 else 0
        runs.append(Run(_OPS[op], "".join(words)))
    return _tidy(runs)


def _whole(old: str, new: str) -> tuple[Run, ...]:
    if not new:
        return (Run("del", old),) if old else ()
    return (Run("del", old), Run("ins", new)) if old else (Run("ins", new),)


def _tidy(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Neighbouring changes with only a space between them become one: whole phrases read better than a comb."""
    tidy: list[Run] = []
    gone = came = ""
    for n, run in enumerate(runs):
        inside = 0 < n < len(runs) - 1 and (gone or came) and run.text.isspace() and "\n" not in run.text
        if run.op == "same" and not inside:
            tidy += [*_whole(gone, came), run]
            gone = came = ""
        else:
            gone += run.text if run.op != "ins" else ""
            came += run.text if run.op != "del" else ""
    return (*tidy, *_whole(gone, came))


class _Clock:
    """What is left for marking words; when it is used up, blocks are shown as wholly old and wholly new.

    It counts the steps of the search: on a busy or slow machine a redline takes longer and says the same.
    """

    def __init__(self, seconds: float) -> None:
        self._end = worked() + seconds

    def share(self) -> float:
        return min(SECONDS_FOR_ONE_BLOCK, self._end - worked())


_NO_CLOCK = _Clock(0)


def _diff(old: Sequence[Piece], new: Sequence[Piece]) -> Diff:
    alignment, clock = align(old, new), _Clock(SECONDS_FOR_WORDS)
    came_from = {b: a for a, b in alignment.pairs.items()}
    gone: dict[int, list[int]] = defaultdict(list)
    after = -1
    for a in range(len(old)):
        if a not in alignment.pairs:
            gone[after].append(a)
        elif a not in alignment.moved:
            after = alignment.pairs[a]
    blocks: list[BlockChange] = [_removed(old[a], a) for a in gone[-1]]
    for b, piece in enumerate(new):
        origin = came_from.get(b)
        if origin is None:
            blocks.append(_added(piece, b))
        else:
            blocks.append(_kept(old[origin], piece, origin, b, moved=origin in alignment.moved, clock=clock))
        blocks += [_removed(old[n], n) for n in gone.get(b, ())]
    return Diff(tuple(blocks))


def _removed(piece: Piece, place: int) -> BlockChange:
    return _change("removed", piece, piece.source, "", _NO_CLOCK, old_place=place)


def _added(piece: Piece, place: int) -> BlockChange:
    return _change("added", piece, "", piece.source, _NO_CLOCK, new_place=place)


def _kept(old: Piece, new: Piece, a: int, b: int, *, moved: bool, clock: _Clock) -> BlockChange:
    kind: Kind = "moved" if moved else "same" if old.source == new.source else "changed"
    return _change(kind, new, old.source, new.source, clock, old_place=a, new_place=b)


def _change(kind: Kind, piece: Piece, old: str, new: str, clock: _Clock, **places: int) -> BlockChange:
    runs = word_runs(old, new, clock.share()) if old and new else _whole(old, new)
    fields = _field_changes(old, new, clock) if piece.kind == "rule" else ()
    row = _cell_changes(old, new, clock) if piece.kind in ("head", "row") else ()
    return BlockChange(kind, piece.kind, piece.key, old, new, runs, fields, row, **places)


def _field_changes(old: str, new: str, clock: _Clock) -> tuple[FieldChange, ...]:
    """Every field of either side, in the order of the new one; a key written twice is compared in order."""
    before, after = _by_key(rule_fields(old)), _by_key(rule_fields(new))
    return tuple(
        FieldChange(key, was, now, word_runs(was, now, clock.share()))
        for key in {**after, **before}
        for was, now in zip_longest(before.get(key, ()), after.get(key, ()), fillvalue="")
    )


def _by_key(fields: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for key, value in fields:
        grouped[key].append(value)
    return grouped


def _cell_changes(old: str, new: str, clock: _Clock) -> tuple[tuple[Run, ...], ...]:
    """The cells of a row; a column too many stands between the equal cells at either end."""
    before, after = list(cells(old)), list(cells(new))
    if before and after and len(before) != len(after):
        shorter, longer = sorted((before, after), key=len)
        at = next((n for n, cell in enumerate(shorter) if cell != longer[n]), len(shorter))
        shorter[at:at] = [""] * (len(longer) - len(shorter))
    return tuple(word_runs(was, now, clock.share()) for was, now in zip_longest(before, after, fillvalue=""))


def _decision(change: BlockChange, before: Sequence[Piece], after: Sequence[Piece]) -> DecisionChange | None:
    fields = tuple(f for f in change.fields if f.key in DECIDING_KEYS and f.is_changed)
    if not fields and change.kind in ("same", "changed"):
        return None
    return DecisionChange(
        change.key, change.kind, fields, _rule_above(before, change.old_place), _rule_above(after, change.new_place)
    )


def _rule_above(rules: Sequence[Piece], place: int | None) -> str:
    return rules[place - 1].key if place else ""
