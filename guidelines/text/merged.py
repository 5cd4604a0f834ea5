"""What a three-way merge found: parts in the order of the text, and the questions that only a person can answer."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from guidelines.text.pieces import Piece

ConflictKind = Literal["words", "new", "place", "order", "rules"]
PartKind = Literal["same", "theirs", "mine", "alike", "conflict"]
SideName = Literal["theirs", "mine"]
Pieces = tuple[Piece, ...]
SIDES: tuple[SideName, SideName] = ("theirs", "mine")


@dataclass(frozen=True)
class Conflict:
    """A question that only a person can answer. Empty where a side has nothing there.

    Kinds: `words` of one block; `new` blocks of both; one block in two `place`s; the `order` of blocks that both put
    at one place, where both stay; and the order of all `rules`, where the sides hold their IDs.
    """

    base: str
    theirs: str
    mine: str
    kind: ConflictKind = "words"
    nth: int = 0

    @property
    def key(self) -> str:
        """Its name in a form: the same as long as the question is the same."""
        said = "\0".join((self.kind, self.base, self.theirs, self.mine))
        return f"{self.kind}-{hashlib.sha256(said.encode()).hexdigest()[:12]}-{self.nth}"


@dataclass(frozen=True)
class Part:
    """One stretch of the merged text: what the base had there and what each side made of it.

    `place` is the number of its block in the base, -1 for what is new. A conflict over two places has a part at each,
    with the pieces of that side only.
    """

    kind: PartKind
    base: Pieces
    theirs: Pieces
    mine: Pieces
    place: int = -1
    moved: bool = False
    conflict: Conflict | None = None

    @property
    def pieces(self) -> Pieces:
        """What stands there, where nobody has to be asked."""
        chosen = self.theirs if self.kind == "theirs" else self.mine
        if not (self.base and self.theirs and self.mine):
            return chosen
        space = _merged_gap(self.base[0].gap, self.theirs[0].gap, self.mine[0].gap)
        return tuple(replace(piece, gap=space) for piece in chosen)


@dataclass(frozen=True)
class Merge:
    """The merged text as parts in order, and what must be asked. `whole` is the text where a side changed nothing."""

    parts: tuple[Part, ...]
    conflicts: tuple[Conflict, ...]
    whole: str | None = None

    @property
    def changes(self) -> tuple[Part, ...]:
        """What is taken without asking."""
        return tuple(part for part in self.parts if part.kind in ("theirs", "mine", "alike"))


def said(pieces: Iterable[Piece]) -> str:
    """The source of pieces, set apart by blank lines where they do not belong closer together."""
    text, before = "", None
    for piece in pieces:
        text += (gap(before, piece) if before else "") + piece.source.strip("\n")
        before = piece
    return text


def _merged_gap(base: str, theirs: str, mine: str) -> str:
    """The space after a piece that both sides kept; a piece that ends a text has none to speak of."""
    left, right = theirs or base, mine or base
    if left == base:
        return right
    return left if right == base else max(left, right, key=lambda space: (space.count("\n"), space))


def gap(piece: Piece, following: Piece) -> str:
    """The space between two pieces that were not neighbours: rows and items stay in their table and list."""
    if following.kind == "row" and piece.kind in ("head", "row"):
        return "\n"
    if following.kind == piece.kind == "item" and piece.gap.count("\n") < 2:
        return "\n"
    return piece.gap if piece.gap.count("\n") > 1 else "\n\n"
