"""Where a remark about a piece of text belongs after the text was edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.text.likeness import Likeness
from guidelines.text.pieces import Piece, join, split


@dataclass(frozen=True)
class Anchor:
    """A piece as it was when somebody spoke of it: its kind, its name where it has one, its source."""

    block: str
    key: str
    excerpt: str


def anchor_at(source: str, place: int) -> Anchor | None:
    """The anchor of a piece of this source; None where it has no such piece."""
    pieces = split(source)
    if not 0 <= place < len(pieces):
        return None
    piece = pieces[place]
    return Anchor(piece.kind, piece.key, piece.source)


def place_of(anchor: Anchor, pieces: Sequence[Piece]) -> int | None:
    """The piece it now is: by the same words, else by its name, else the most alike; None when it is no longer there.

    A rule is found by its ID alone: the same words under another ID are another rule.
    """
    alike = [n for n, piece in enumerate(pieces) if piece.kind == anchor.block]
    named = [n for n in alike if anchor.key and pieces[n].key == anchor.key]
    for candidates in (named, [] if anchor.block == "rule" else alike):
        same = [n for n in candidates if pieces[n].source.strip() == anchor.excerpt.strip()]
        if same:
            return same[0]
    if named or anchor.block == "rule":
        return named[0] if named else None
    was = Piece(anchor.block, anchor.key, anchor.excerpt, "")
    found = Likeness([was], pieces).best_pairs([0], alike) if alike else {}
    return found.get(0)


def replaced(source: str, place: int, words: str) -> str:
    """The source with other words in the place of one piece; without words the piece goes, and the space after it."""
    pieces = list(split(source))
    piece = pieces[place]
    if words.strip():
        pieces[place] = Piece(piece.kind, piece.key, words.strip("\n"), piece.gap)
    else:
        del pieces[place]
    return join(tuple(pieces))
