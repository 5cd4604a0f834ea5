"""A page that many read, kept as ready bytes with holes in it: what shows one person is filled in for each of them.

The page is drawn by somebody who is nobody (`for_nobody`): whoever draws it does not know for whom, so nothing of a
person can stay in it. `{% personal "frame/account.html" %}` leaves a hole where a template shows the person.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

EDGE = "\x00"
"""Stands in no text: forms refuse it, addresses are answered 400, PostgreSQL takes none."""
CSRF, HERE = "csrf", "here"
"""Holes for the token against forged forms, and for the address of the page."""


def hole(name: str) -> str:
    return f"{EDGE}{name}{EDGE}"


QUICKLY = 3
"""How hard to compress."""


@dataclass(frozen=True)
class Packed:
    """A page with holes as it is kept."""

    data: bytes
    names: tuple[str, ...]

    def filled(self, fillings: Mapping[str, bytes]) -> bytes:
        return Holed(tuple(zlib.decompress(self.data).split(EDGE.encode())), self.names).filled(fillings)


@dataclass(frozen=True)
class Holed:
    """Bytes and the names of the holes between them, in turns; the first and the last are bytes."""

    parts: tuple[bytes, ...]
    names: tuple[str, ...]

    @classmethod
    def cut(cls, text: str) -> Holed:
        pieces = text.split(EDGE)
        return cls(tuple(piece.encode() for piece in pieces[::2]), tuple(pieces[1::2]))

    def packed(self) -> Packed:
        """To be kept: in a third of the room."""
        return Packed(zlib.compress(EDGE.encode().join(self.parts), QUICKLY), self.names)

    def filled(self, fillings: Mapping[str, bytes]) -> bytes:
        """Whole again. Each name must be among the fillings: a page with an open hole is an error."""
        pieces = [self.parts[0]]
        for name, part in zip(self.names, self.parts[1:], strict=True):
            pieces += (fillings[name], part)
        return b"".join(pieces)
