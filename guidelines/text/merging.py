"""Three-way merge of source texts, block by block: what either side changed is taken, what both changed is kept twice.

Blocks are paired as the diff pairs them, so two people may rewrite neighbouring rules without meeting.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from guidelines.text.aligning import align
from guidelines.text.blocks import CONFLICT_LINES
from guidelines.text.pieces import Piece, split

THEIRS, MINE = CONFLICT_LINES
BETWEEN = "======="
MARKERS = (THEIRS, BETWEEN, MINE)


@dataclass(frozen=True)
class Conflict:
    """A place both sides changed differently. Empty where a side has nothing there."""

    base: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Merge:
    """The merged text. Conflicts stand in it between marker lines, both sides kept, in the order listed."""

    text: str
    conflicts: tuple[Conflict, ...]


def merge(base: str, theirs: str, mine: str) -> Merge:
    """What `theirs` and `mine` made of `base`, together."""
    if theirs in (base, mine):
        return Merge(mine, ())
    if mine == base:
        return Merge(theirs, ())
    return _Merger(split(base), split(theirs), split(mine)).merged()


@dataclass
class _Side:
    """One side's answer to each piece of the base, and what it put between them."""

    kept: dict[int, Piece] = field(default_factory=dict)
    slot_of_moved: dict[int, int] = field(default_factory=dict)
    # Slot n is the place just before piece n of the base; an entry is a new piece, or the number of a moved one.
    entries: dict[int, list[Piece | int]] = field(default_factory=lambda: defaultdict(list))

    def added(self, slot: int) -> list[Piece]:
        return [entry for entry in self.entries.get(slot, ()) if isinstance(entry, Piece)]


def _side(base: Sequence[Piece], pieces: Sequence[Piece]) -> _Side:
    alignment, side, slot = align(base, pieces), _Side(), 0
    came_from = {b: a for a, b in alignment.pairs.items()}
    for b, piece in enumerate(pieces):
        a = came_from.get(b)
        if a is None:
            side.entries[slot].append(piece)
            continue
        side.kept[a] = piece
        if a in alignment.moved:
            side.entries[slot].append(a)
            side.slot_of_moved[a] = slot
        else:
            slot = a + 1
    return side


class _Merger:
    """Walks the base once and writes the pieces of the merged text."""

    def __init__(self, base: Sequence[Piece], theirs: Sequence[Piece], mine: Sequence[Piece]) -> None:
        self._base = base
        self._theirs, self._mine = _side(base, theirs), _side(base, mine)
        self._written: list[tuple[Piece, int]] = []
        self._conflicts: list[Conflict] = []

    def merged(self) -> Merge:
        for n in range(len(self._base) + 1):
            self._slot(n)
            if n < len(self._base) and n not in self._theirs.slot_of_moved and n not in self._mine.slot_of_moved:
                self._piece(n)
        return Merge(_joined(self._written), tuple(self._conflicts))

    def _slot(self, slot: int) -> None:
        """What was put before a piece of the base. New pieces of both sides at one place: their order is unknown."""
        theirs, mine = self._theirs.added(slot), self._mine.added(slot)
        same = [piece.source for piece in theirs] == [piece.source for piece in mine]
        clash = bool(theirs and mine and not same)
        if clash:
            self._conflict("", _joined((piece, -1) for piece in theirs), _joined((piece, -1) for piece in mine))
        for side in (self._theirs, self._mine):
            for entry in side.entries.get(slot, ()):
                if isinstance(entry, int):
                    self._moved(entry, slot, side)
                elif not clash and not (same and side is self._mine):
                    self._write(entry)

    def _moved(self, n: int, slot: int, side: _Side) -> None:
        """A moved piece goes where it was moved to; moved by both to different places, it is asked at both."""
        other = self._mine if side is self._theirs else self._theirs
        elsewhere = other.slot_of_moved.get(n, slot)
        if elsewhere != slot:
            text = side.kept[n].source
            theirs, mine = (text, "") if side is self._theirs else ("", text)
            self._conflict(self._base[n].source, theirs, mine)
        elif side is self._theirs or n not in other.slot_of_moved:
            self._piece(n)

    def _piece(self, n: int) -> None:
        """A piece of the base as the two sides left it."""
        base, theirs, mine = self._base[n], self._theirs.kept.get(n), self._mine.kept.get(n)
        moved = n in self._theirs.slot_of_moved or n in self._mine.slot_of_moved
        was, left, right = (piece.source if piece else "" for piece in (base, theirs, mine))
        if left == right or (left == was and not (moved and not mine)):
            chosen = mine
        elif right == was and not (moved and not theirs):
            chosen = theirs
        else:
            self._conflict(was, left, right)
            return
        if chosen:
            self._write(chosen, n)

    def _write(self, piece: Piece, n: int = -1) -> None:
        self._written.append((piece, n))

    def _conflict(self, base: str, theirs: str, mine: str) -> None:
        self._conflicts.append(Conflict(base, theirs.strip("\n"), mine.strip("\n")))
        kept = self._conflicts[-1]
        lines = (THEIRS, kept.theirs, BETWEEN, kept.mine, MINE)
        self._write(Piece("conflict", "", "\n".join(line for line in lines if line), "\n\n"))


def _joined(written: Iterable[tuple[Piece, int]]) -> str:
    """The pieces with the space between them: as it was between neighbours of the base, else a blank line."""
    pieces = list(written)
    parts: list[str] = []
    for (piece, n), (following, next_n) in pairwise(pieces):
        parts += [piece.source, _gap(piece, following, neighbours=n >= 0 and next_n == n + 1)]
    return "".join(parts) + pieces[-1][0].source + "\n" if pieces else ""


def _gap(piece: Piece, following: Piece, *, neighbours: bool) -> str:
    if neighbours and piece.gap:
        return piece.gap
    if following.kind == "row" and piece.kind in ("head", "row"):
        return "\n"
    if following.kind == piece.kind == "item" and piece.gap.count("\n") < 2:
        return "\n"
    return piece.gap if piece.gap.count("\n") > 1 else "\n\n"
