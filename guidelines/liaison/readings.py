"""A piece of a source as the words that are read, so that a redline in a file shows no Markdown.

What changed is never lost: a word whose emphasis changed counts as another word, and so does one that came into a list,
a quote or the use of a term; the address of a link is a word of its own that is put out where it differs; and where
nothing that is read differs, or the block itself became another, the source is shown, marks and all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from guidelines.liaison.plain import LONGEST
from guidelines.text import classes
from guidelines.text.aligning import common_runs
from guidelines.text.diffing import BlockChange, FieldChange, Op, Run, words_of_text
from guidelines.text.pieces import cells

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
_FENCE = re.compile(r"/{3,}[^\n|]*(?:\|([^\n]*))?\n(.*?)(?:\n/{3,}[ \t]*)?", re.DOTALL)
_OPENING = re.compile(r"/{3,}[ \t]*([^\n|]*)")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_REFERENCE = re.compile(r"\](?!\()")
_CODES = frozenset({"action", "severity", "label", "audience"})
"""The fields of a rule that hold no Markdown."""
_FENCED = frozenset({"case", "term", "block"})
_NAMED = frozenset({"case", "term"})
"""The blocks whose name stands before their redline."""
TERM = "term"
"""Where the use of a term leads: to nothing that is read beside it."""
_EMPHASIS = {"em_open": "em", "strong_open": "strong", "s_open": "s"}
_PLACES = frozenset({"blockquote", "bullet_list", "ordered_list", "heading"})
_OPS: dict[int, Op] = {0: "same", 1: "ins", -1: "del"}


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, a space or a sign as it is read, the emphasis it has, and whether it is the address of a link.

    `place` is what it stands in: a list, a quote, code of some language, the use of a term.
    """

    text: str
    marks: tuple[str, ...] = ()
    is_address: bool = False
    place: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        return "\0".join((self.text, *self.marks, "address" if self.is_address else ""))

    @property
    def identity(self) -> str:
        return "\0".join((self.said, *self.place))


class Readings:
    """The words of the pieces of two sources. Knows the link definitions of each, read when a piece needs them."""

    def __init__(self, old: str, new: str) -> None:
        self._sources = (old, new)
        self._references: dict[int, dict[str, Any]] = {}

    def of_block(self, block: BlockChange, seconds: float) -> tuple[Run, ...]:
        """The runs of one changed block."""
        sides = (block.old_source, block.new_source)
        if max(map(len, sides)) > LONGEST or _is_another(block.block, sides):
            return block.runs
        named = block.block in _NAMED and len({_name(side) for side in sides if side}) < 2
        texts = (_heading(sides) if block.block == "heading" else sides) if not named else tuple(map(_inside, sides))
        words = [list(self._words(block.block, text, side)) for side, text in enumerate(texts)]
        return _runs(words[0], words[1], seconds) if _says(words, sides) else block.runs

    def of_field(self, field: FieldChange, seconds: float) -> tuple[Run, ...]:
        """The runs of one field of a changed rule."""
        sides = (field.old, field.new)
        if field.key in _CODES or max(map(len, sides)) > LONGEST:
            return field.runs
        words = [list(self._words("field", text, side)) for side, text in enumerate(sides)]
        return _runs(words[0], words[1], seconds) if _says(words, sides) else field.runs

    def _words(self, kind: str, text: str, side: int) -> Iterator[_Word]:
        if kind in ("head", "row"):
            for n, cell in enumerate(cells(text)):
                yield from (_Word(" "), _Word("|"), _Word(" ")) if n else ()
                yield from self._read(cell, side, on_one_line=True)
        elif kind in _FENCED and (found := _FENCE.fullmatch(text.strip())):
            lines = (part.strip() for part in (found[1] or "", found[2]))
            yield from self._read("\n\n".join(filter(None, lines)), side)
        else:
            # On one line a field is words: in `> 5 reports` the sign is no quote, as in a cell.
            one = kind == "field" and "\n" not in text.strip()
            yield from self._read(text.lstrip() if kind == "item" else text, side, on_one_line=one)

    def _read(self, text: str, side: int, *, on_one_line: bool = False) -> Iterator[_Word]:
        known = {"references": dict(self._known(side) if _REFERENCE.search(text) else {})}
        parse = _MARKDOWN.parseInline if on_one_line else _MARKDOWN.parse
        yield from _words(parse(text.strip() if on_one_line else text, known))

    def _known(self, side: int) -> dict[str, Any]:
        if side not in self._references:
            found: dict[str, Any] = {}
            _MARKDOWN.parse(self._sources[side], found)
            self._references[side] = found.get("references", {})
        return self._references[side]


def _name(source: str) -> str:
    found = _FENCE.fullmatch(source.strip())
    return " ".join((found[1] or "").split()) if found else ""


def _inside(source: str) -> str:
    """A named block without its name, which stands before it."""
    found = _FENCE.fullmatch(source.strip())
    return found[2] if found else source


def _is_another(kind: str, sides: Iterable[str]) -> bool:
    """Whether a heading has another level, or a fence is of another kind: no word of it says so."""
    pattern = {"heading": _HEADING, "block": _OPENING}.get(kind)
    found = [pattern.match(side.lstrip("\n")) for side in sides if side] if pattern else []
    return len({one[1].strip() if one else "" for one in found}) > 1


def _heading(sides: tuple[str, str]) -> tuple[str, ...]:
    """Both headings; without the mark of their class, where that did not change."""
    said = [classes.of_heading(_HEADING.sub("", side)) for side in sides]
    same = len({one.audience for one, side in zip(said, sides, strict=True) if side}) < 2
    return tuple(one.text for one in said) if same else tuple(_HEADING.sub("", side) for side in sides)


def _words(tokens: Sequence[Token]) -> Iterator[_Word]:
    begun = False
    places: list[str] = []
    for token in tokens:
        if token.type.rpartition("_")[0] in _PLACES:
            if token.nesting > 0:
                places.append(f"{token.type} {token.tag} {token.attrs.get('start', '')}")
            else:
                places.pop()
        if not token.content.strip():
            continue
        if begun:
            yield _Word("\n")
        begun = True
        if token.type == "inline":
            yield from _inline(token.children or (), tuple(places))
        else:
            place = (*places, f"{token.type} {token.info.strip()}")
            yield from (_Word(word, place=place) for word in words_of_text(token.content.strip("\n")))


def _inline(tokens: Sequence[Token], place: tuple[str, ...]) -> Iterator[_Word]:
    marks: list[str] = []
    addresses: list[str] = []
    for token in tokens:
        if mark := _EMPHASIS.get(token.type):
            marks.append(mark)
        elif token.type.removesuffix("_close") + "_open" in _EMPHASIS and token.type.endswith("_close"):
            marks.remove(_EMPHASIS[token.type.removesuffix("_close") + "_open"])
        elif token.type == "link_open":
            addresses.append(_address(token, "href"))
        elif token.type == "link_close":
            address = addresses.pop()
            if address != TERM:
                yield _Word(f" ({address})", is_address=True)
        elif token.type in ("softbreak", "hardbreak"):
            yield _Word(" " if token.type == "softbreak" else "\n")
        else:
            code = ("code",) if token.type == "code_inline" else ()
            within = (*place, TERM) if TERM in addresses else place
            yield from (_Word(word, (*marks, *code), place=within) for word in words_of_text(token.content))
            if token.type == "image":
                yield _Word(f" ({_address(token, 'src')})", is_address=True)


def _address(token: Token, name: str) -> str:
    """Where a link leads or a picture lies, and the title that it has."""
    title = token.attrs.get("title", "")
    return f'{token.attrs.get(name, "")} "{title}"' if title else str(token.attrs.get(name, ""))


def _says(words: Sequence[Sequence[_Word]], sides: Sequence[str]) -> bool:
    """Whether the words that are read tell what changed: each side has some, and they differ where the sources do."""
    some = all(words[n] or not sides[n].strip() for n in (0, 1))
    same = [word.said for word in words[0]] == [word.said for word in words[1]]
    return some and not (same and sides[0].split() != sides[1].split())


def _runs(old: Sequence[_Word], new: Sequence[_Word], seconds: float) -> tuple[Run, ...]:
    """What is in both and what in one. An address that is in both is left out."""
    left, right = [word.identity for word in old], [word.identity for word in new]
    pairs = common_runs(left, right, seconds) if left and right and seconds > 0 and left != right else None
    if pairs is None:
        pairs = [(0, len(new))] if left == right else [(-1, len(old)), (1, len(new))]
    runs: list[Run] = []
    a = b = 0
    for op, length in pairs:
        words = old[a : a + length] if op < 0 else new[b : b + length]
        a += length if op <= 0 else 0
        b += length if op >= 0 else 0
        runs.append(Run(_OPS[op], "".join(word.text for word in words if op or not word.is_address)))
    return _tidy(runs)


def _tidy(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Neighbouring changes with only a space between them become one: whole phrases read better than a comb."""
    tidy: list[Run] = []
    gone = came = ""
    for n, run in enumerate([*runs, Run("same", "")]):
        inside = (gone or came) and run.text.isspace() and "\n" not in run.text and n < len(runs) - 1
        if run.op != "same" or inside:
            gone += run.text if run.op != "ins" else ""
            came += run.text if run.op != "del" else ""
            continue
        tidy += [Run("del", gone), Run("ins", came), run]
        gone = came = ""
    return tuple(run for run in tidy if run.text)
