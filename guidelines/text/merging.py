"""Three-way merge of source texts, block by block: what either side changed is taken, what both changed is asked.

Blocks are paired as the diff pairs them, so two people may rewrite neighbouring rules without meeting. The order of
rules decides cases, so where both sides moved rules, or put rules at one place, a person decides it. The answers are
put in by `guidelines.text.resolving`.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from guidelines.text.aligning import align
from guidelines.text.merged import SIDES, Conflict, ConflictKind, Merge, Part, PartKind, Pieces, SideName, said
from guidelines.text.pieces import Piece, split

NAMED = ("rule", "case", "term")
"""What must not stand in a text twice."""


def merge(base: str, theirs: str, mine: str, *, order: SideName | None = None) -> Merge:
    """What `theirs` and `mine` made of `base`, together. `order`: whose order of rules counts where both moved some."""
    pieces = _cut(base)
    left, right = _side(pieces, _cut(theirs)), _side(pieces, _cut(mine))
    rules = _order_of_rules(pieces, left, right)
    if rules:
        (left if order == "mine" else right).leave_rules(pieces)
    merger = _Merger(pieces, left, right)
    parts = tuple(merger.parts())
    if theirs in (base, mine) or mine == base:
        return Merge(parts, (), theirs if mine == base else mine)
    return Merge(parts, (*((rules,) if rules else ()), *merger.conflicts))


def _cut(source: str) -> Pieces:
    """The pieces of a side. What ends a text says nothing of the space to what may follow it once merged."""
    pieces = split(source)
    return (*pieces[:-1], replace(pieces[-1], gap="")) if pieces else ()


@dataclass
class _Side:
    """One side's answer to each piece of the base, and what it put between them."""

    kept: dict[int, Piece] = field(default_factory=dict)
    slot_of_moved: dict[int, int] = field(default_factory=dict)
    # Slot n is the place just before piece n of the base.
    new: dict[int, list[Piece]] = field(default_factory=lambda: defaultdict(list))
    order: tuple[int, ...] = ()

    def moved_to(self, slot: int) -> list[int]:
        return [n for n, to in self.slot_of_moved.items() if to == slot]

    def leave_rules(self, base: Sequence[Piece]) -> None:
        """Take its rules where the other side has them; what it says in them stays."""
        self.slot_of_moved = {n: slot for n, slot in self.slot_of_moved.items() if base[n].kind != "rule"}


def _side(base: Sequence[Piece], pieces: Sequence[Piece]) -> _Side:
    alignment, side, slot = align(base, pieces), _Side(), 0
    came_from = {b: a for a, b in alignment.pairs.items()}
    for b, piece in enumerate(pieces):
        a = came_from.get(b)
        if a is None:
            side.new[slot].append(piece)
            continue
        side.kept[a] = piece
        if a in alignment.moved:
            side.slot_of_moved[a] = slot
        else:
            slot = a + 1
    side.order = tuple(came_from[b] for b in sorted(came_from) if base[came_from[b]].kind == "rule")
    return side


def _order_of_rules(base: Sequence[Piece], theirs: _Side, mine: _Side) -> Conflict | None:
    """The question whose order of rules counts, when both sides changed it and not alike."""
    shared = set(theirs.order) & set(mine.order)
    orders = [[n for n in order if n in shared] for order in (sorted(shared), theirs.order, mine.order)]
    if orders[0] in orders[1:] or orders[1] == orders[2]:
        return None
    was, left, right = (", ".join(base[n].key for n in order) for order in orders)
    return Conflict(was, left, right, "rules")


class _Merger:
    """Walks the base once and says of every place what stands there."""

    def __init__(self, base: Sequence[Piece], theirs: _Side, mine: _Side) -> None:
        self._base = base
        self._sides = (theirs, mine)
        self._parts: list[Part] = []
        self.conflicts: list[Conflict] = []
        self._asked_before: Counter[tuple[str, str, str, ConflictKind]] = Counter()
        self._apart: dict[int, Conflict] = {}  # by the identity of a new piece
        self._two_places: dict[int, Conflict] = {}  # by the number of a moved one
        self._link_new_pieces()

    def parts(self) -> list[Part]:
        for n in range(len(self._base) + 1):
            self._slot(n)
            if n < len(self._base) and not any(n in side.slot_of_moved for side in self._sides):
                self._piece(n)
        return self._parts

    def _link_new_pieces(self) -> None:
        """A new block of both sides, or two of one name, put at different places: one question, asked at both."""
        theirs, mine = (_places_by_name(side) for side in self._sides)
        for name in (name for name in theirs if name in mine):
            if {slot for slot, _ in theirs[name]} & {slot for slot, _ in mine[name]}:
                continue
            left, right = theirs[name][0][1], mine[name][0][1]
            kind: ConflictKind = "place" if left.source == right.source else "new"
            self._apart[id(left)] = self._apart[id(right)] = self._asked("", (left,), (right,), kind)

    def _asked(self, base: str, theirs: Pieces, mine: Pieces, kind: ConflictKind) -> Conflict:
        question = (base, said(theirs), said(mine), kind)
        self.conflicts.append(Conflict(*question, nth=self._asked_before[question]))
        self._asked_before[question] += 1
        return self.conflicts[-1]

    def _slot(self, slot: int) -> None:
        """What was put before a piece of the base: moved blocks first, then new ones."""
        moved = [side.moved_to(slot) for side in self._sides]
        put = [tuple(side.new.get(slot, ())) for side in self._sides]
        new = [tuple(piece for piece in pieces if id(piece) not in self._apart) for pieces in put]
        if self._is_order_open(moved, new):
            self._ask_order(moved, new)
        else:
            for n in _together(*moved):
                self._moved(n, slot)
            if not (put[0] and put[1]):
                self._one_sided("theirs" if put[0] else "mine", put[0] or put[1])
                return
            self._new(*new)
        apart = [(piece, name) for name, pieces in zip(SIDES, put, strict=True) for piece in pieces]
        for piece, name in sorted((one for one in apart if id(one[0]) in self._apart), key=lambda one: one[0].source):
            self._at(name, piece, self._apart[id(piece)])

    def _one_sided(self, name: SideName, pieces: Pieces) -> None:
        """New pieces where the other side put none, in the order of their writer."""
        for piece in pieces:
            if id(piece) in self._apart:
                self._at(name, piece, self._apart[id(piece)])
            else:
                self._parts.append(Part(name, (), *(((piece,), ()) if name == "theirs" else ((), (piece,)))))

    def _is_order_open(self, moved: list[list[int]], new: list[Pieces]) -> bool:
        """Whether one side moved a rule to where the other put a new one: which is read first is not known."""
        brought = [any(self._base[n].kind == "rule" for n in numbers) for numbers in moved]
        added = [any(piece.kind == "rule" for piece in pieces) for pieces in new]
        return (brought[0] and added[1]) or (brought[1] and added[0])

    def _ask_order(self, moved: list[list[int]], new: list[Pieces]) -> None:
        sides: list[Pieces] = []
        for numbers, pieces in zip(moved, new, strict=True):
            settled = [self._settled(n) for n in numbers]
            sides.append((*(piece for found in settled if found for piece in found), *pieces))
            for n, found in zip(numbers, settled, strict=True):
                if found is None:
                    self._piece(n)
        conflict = self._asked("", sides[0], sides[1], "order")
        self._parts.append(Part("conflict", (), sides[0], sides[1], conflict=conflict))

    def _new(self, theirs: Pieces, mine: Pieces) -> None:
        """New pieces of both sides at one place: what is alike comes once, of the rest the order is unknown."""
        start = _common(theirs, mine)
        end = _common(theirs[start:][::-1], mine[start:][::-1])
        left, right = theirs[start : len(theirs) - end], mine[start : len(mine) - end]
        self._parts += [Part("alike", (), (piece,), (piece,)) for piece in theirs[:start]]
        if left and right:
            self._parts.append(Part("conflict", (), left, right, conflict=self._asked("", left, right, "new")))
        else:
            self._parts += [Part("theirs", (), (piece,), ()) for piece in left]
            self._parts += [Part("mine", (), (), (piece,)) for piece in right]
        self._parts += [Part("alike", (), (piece,), (piece,)) for piece in theirs[len(theirs) - end :]]

    def _at(self, name: SideName, piece: Piece, conflict: Conflict, base: Pieces = ()) -> None:
        """One end of a conflict over two places."""
        theirs, mine = ((piece,), ()) if name == "theirs" else ((), (piece,))
        self._parts.append(Part("conflict", base, theirs, mine, moved=bool(base), conflict=conflict))

    def _moved(self, n: int, slot: int) -> None:
        """A moved piece goes where it was moved to; moved by both to different places, its place is asked."""
        places = [side.slot_of_moved.get(n) for side in self._sides]
        if None in places or places[0] == places[1]:
            self._piece(n)
            return
        settled = self._settled(n)
        left, right = (settled or (side.kept[n],) for side in self._sides)
        if n not in self._two_places:
            self._two_places[n] = self._asked(self._base[n].source, left, right, "place")
        name, pieces = ("theirs", left) if places[0] == slot else ("mine", right)
        self._at(name, pieces[0], self._two_places[n], (self._base[n],))  # type: ignore[arg-type]  # one of the two names

    def _settled(self, n: int) -> Pieces | None:
        """The words of a piece of the base that nobody has to be asked about, none if both took it out."""
        was = self._base[n].source
        theirs, mine = (side.kept.get(n) for side in self._sides)
        left, right = (piece.source if piece else "" for piece in (theirs, mine))
        moved = [n in side.slot_of_moved for side in self._sides]
        if left == right or (left == was and not (moved[0] and not mine)):
            return (mine,) if mine else ()
        if right == was and not (moved[1] and not theirs):
            return (theirs,) if theirs else ()
        return None

    def _piece(self, n: int) -> None:
        """A piece of the base as the two sides left it."""
        base = (self._base[n],)
        theirs, mine = (((side.kept[n],) if n in side.kept else ()) for side in self._sides)
        moved = any(n in side.slot_of_moved for side in self._sides)
        if self._settled(n) is None:
            conflict = self._asked(base[0].source, theirs, mine, "words")
            self._parts.append(Part("conflict", base, theirs, mine, n, moved, conflict))
        else:
            self._parts.append(Part(self._kind(n, theirs, mine), base, theirs, mine, n, moved))

    def _kind(self, n: int, theirs: Pieces, mine: Pieces) -> PartKind:
        """Who changed a piece that nobody has to be asked about. Of words and place the words count."""
        was, left, right = (said(pieces) for pieces in ((self._base[n],), theirs, mine))
        if left != right:
            return "mine" if left == was else "theirs"
        changed = [left != was or n in side.slot_of_moved for side in self._sides]
        if changed[0] and changed[1]:
            return "alike"
        return "theirs" if changed[0] else "mine" if changed[1] else "same"


def _together(theirs: list[int], mine: list[int]) -> list[int]:
    """Moved pieces in the order of whoever moved them here; of different movers in the order of the base."""
    if theirs == mine or not (theirs and mine):
        return theirs or mine
    return sorted({*theirs, *mine})


def _places_by_name(side: _Side) -> dict[tuple[str, str], list[tuple[int, Piece]]]:
    """The new blocks of a side that must not stand in a text twice, with the slots they were put into."""
    found: dict[tuple[str, str], list[tuple[int, Piece]]] = defaultdict(list)
    for slot in sorted(side.new):
        for piece in side.new[slot]:
            if piece.kind in NAMED:
                found[_name(piece)].append((slot, piece))
    return found


def _name(piece: Piece) -> tuple[str, str]:
    """What two new pieces have in common when they are the same thing: their name, or all their words."""
    return (piece.kind, piece.key) if piece.key and piece.kind in ("rule", "term") else ("", piece.source)


def _common(one: Pieces, other: Pieces) -> int:
    """How many pieces both begin with."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a.source != b.source), min(len(one), len(other)))
