"""A change note as it is shown: plain words in paragraphs and lists, with the rules they name linked."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from django.utils.text import Truncator

_ITEM = re.compile(r"\s*(?:[-*•]|\d{1,3}[.)])\s+(.*)")
_RULE = re.compile(r"\b(R\d{1,4})\b")
_SENTENCE_END = re.compile(r"[.!?…][”\"’)]*\s")
LONGEST = 240
"""Characters of an excerpt: about three lines."""


@dataclass(frozen=True)
class Stretch:
    """Some words, and the anchor of the rule they name, if any."""

    text: str
    anchor: str = ""


@dataclass(frozen=True)
class NoteBlock:
    """A paragraph (one line of stretches) or a list of them."""

    is_list: bool
    lines: tuple[tuple[Stretch, ...], ...]


def note_blocks(note: str, rules: Collection[str]) -> tuple[NoteBlock, ...]:
    """The blocks of a note. `rules` are the IDs of the edition's rules: others are not linked."""
    lines = [(bool(found := _ITEM.fullmatch(line)), found[1] if found else line.strip()) for line in note.split("\n")]
    blocks: list[NoteBlock] = []
    for (is_list, is_text), run in groupby(lines, key=lambda line: (line[0], bool(line[1]))):
        if is_text:
            blocks += _blocks(is_list, [text for _is_item, text in run], rules)
    return tuple(blocks)


def excerpt(note: str, most: int = LONGEST) -> str:
    """The beginning of a note in one line, without its bullets and numbers, in whole sentences where one fits."""
    lines = (found[1] if (found := _ITEM.fullmatch(line)) else line for line in note.split("\n"))
    text = " ".join(" ".join(lines).split())
    if len(text) <= most:
        return text
    ends = [found.end() for found in _SENTENCE_END.finditer(text[: most + 1])]
    return f"{text[: ends[-1]].rstrip()} …" if ends else Truncator(text).chars(most, truncate=" …")


def _blocks(is_list: bool, texts: list[str], rules: Collection[str]) -> list[NoteBlock]:
    """A list from its items; a paragraph from lines that were only broken to fit."""
    if is_list:
        return [NoteBlock(True, tuple(_stretches(text, rules) for text in texts))]
    return [NoteBlock(False, (_stretches(" ".join(texts), rules),))]


def _stretches(text: str, rules: Collection[str]) -> tuple[Stretch, ...]:
    parts = (part for part in _RULE.split(text) if part)
    return tuple(Stretch(part, part.lower() if _RULE.fullmatch(part) and part in rules else "") for part in parts)
