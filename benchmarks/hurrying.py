"""Filling faster: the generated guidelines share their passages, so each passage is written out once and kept.

Nineteen of twenty passages of 20,000 guidelines have been seen before. What is made is the same, down to the byte
(`tests/house/test_benchmarks.py` compares); only lines in problems would be wrong, and generated words have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from guidelines.reading.search import indexing
from guidelines.text.rendering import document
from guidelines.text.rendering.inline import TERM, Writer
from guidelines.text.structure import Piece, References

_LINK_TO_TERM = f"]({TERM})"


@contextmanager
def hurry() -> Iterator[None]:
    """As long as this lasts, passages with the same words are read, written and made safe once."""
    once: dict[tuple[Any, str], Callable[[Any], Any]] = {
        (document, "read"): _Reader,
        (document, "sanitised"): cache,
        (Writer, "html"): _written_once,
        (indexing, "_learn"): _learnt_once,
    }
    given = {(place, name): getattr(place, name) for place, name in once}
    try:
        for (place, name), wrap in once.items():
            setattr(place, name, wrap(given[place, name]))
        yield
    finally:
        for (place, name), function in given.items():
            setattr(place, name, function)


class _Reader:
    """Gives the same piece for the same text, and keeps all of them, so that a piece is known by its identity."""

    def __init__(self, read: Any) -> None:
        self._read, self._pieces = read, dict[tuple[str, bool], Piece]()

    def __call__(self, text: str, *, line: int, references: References, in_block: bool = False) -> Piece:
        if (text, in_block) not in self._pieces:
            self._pieces[text, in_block] = self._read(text, line=line, references=references, in_block=in_block)
        return self._pieces[text, in_block]


def _written_once(write: Any) -> Any:
    """A link to a term depends on the terms of its document; nothing else does."""
    kept: dict[tuple[int, frozenset[str]], str] = {}

    def html(writer: Writer, piece: Piece) -> str:
        links = any(_LINK_TO_TERM in token.content for token in piece.tokens)
        key = id(piece), writer._terms if links else frozenset()
        if key not in kept:
            kept[key] = write(writer, piece)
        return kept[key]

    return html


def _learnt_once(learn: Callable[[set[str]], None]) -> Callable[[set[str]], None]:
    known: set[str] = set()

    def learn_new(words: set[str]) -> None:
        learn(words - known)
        known.update(words)

    return learn_new
