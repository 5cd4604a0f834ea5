"""Under which heading each rule of a text stands."""

import re

from guidelines.text import classes
from guidelines.text.pieces import Piece, split

_MARKS = re.compile(r" {0,3}#{1,6}[ \t]*|[ \t]+#+[ \t]*$")


def sections_of_rules(source: str) -> dict[str, str]:
    """Rule ID → the words of the nearest heading above it; empty above the first heading."""
    found: dict[str, str] = {}
    heading = ""
    for piece in split(source):
        if piece.kind == "heading":
            heading = _words(piece)
        elif piece.kind == "rule":
            found.setdefault(piece.key, heading)
    return found


def _words(piece: Piece) -> str:
    first = piece.source.strip("\n").split("\n")[0]
    return classes.of_heading(_MARKS.sub("", first)).text.strip()
