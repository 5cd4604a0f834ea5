"""The vocabulary that generated guidelines are written from, a module for each language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sign:
    """Something a moderator can see, with what to do about it and a case on each side of the line.

    `{goods}`, `{place}`, `{paper}` and `{n}` are filled in by writing.py.
    """

    condition: str
    do: str
    action: str
    severity: str
    label: str
    escalate: str
    violating: str
    why: str
    permitted: str
    why_permitted: str


@dataclass(frozen=True)
class Vocabulary:
    """One language: nouns to choose from, signs to make rules of, and the frame around them."""

    goods: tuple[str, ...]
    places: tuple[str, ...]
    papers: tuple[str, ...]
    signs: tuple[Sign, ...]
    last: Sign
    """The rule that ends every list: what is permitted."""
    titles: dict[str, tuple[str, ...]]
    """Domain code → titles."""
    summary: str
    opening: str
    closing: str
    note: str
    mended_note: str
