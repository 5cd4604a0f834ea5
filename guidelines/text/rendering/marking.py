"""Two pieces of safe HTML as one, with what was inserted and deleted marked word by word.

The marked piece has the structure of the new one; words that are gone stand where they stood. Without its `del` its
visible words are those of the new piece, without its `ins` those of the old one: by construction, for every word,
image and changed address of both is put out exactly once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from django.utils.safestring import SafeString

from guidelines.text.aligning import common_runs
from guidelines.text.diffing import words_of_text
from guidelines.text.rendering.safety import safe

_VOID = frozenset({"br", "hr", "img"})
_INLINE = frozenset({"code", "em", "s", "strong"})
"""Emphasis that words keep when they stand outside their own piece. An author's `del` is an `s` here: it is no mark."""
_HOLDS_NO_WORDS = frozenset({"ul", "ol", "table", "thead", "tbody", "tr"})
_SAME, _INS, _DEL = 0, 1, -1
_OPENING = {_SAME: "", _INS: "<ins>", _DEL: "<del>"}
_CLOSING = {_SAME: "", _INS: "</ins>", _DEL: "</del>"}


@dataclass(frozen=True, slots=True)
class _Atom:
    """The smallest thing that is there or gone: a word, a space, an image, the address of a link."""

    html: str
    path: tuple[str, ...]
    is_address: bool = False

    @property
    def identity(self) -> str:
        return f"{self.html}\0{'/'.join(self.path)}"


@dataclass(frozen=True, slots=True)
class _Tag:
    """What only holds others: an opening or closing tag, or the space between elements."""

    html: str


class _Reader(HTMLParser):
    """Takes sanitised HTML apart into tags and atoms."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[_Atom | _Tag] = []
        self._path: list[str] = []
        self._addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = "s" if tag == "del" else tag
        written = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
        if tag in _VOID:
            self.parts.append(_Atom(f"<{tag}{written}>", tuple(self._path)))
            return
        self._path.append(tag)
        if tag == "a":
            self._addresses.append(dict(attrs).get("href") or "")
        self.parts.append(_Tag(f"<{tag}{written}>"))

    def handle_endtag(self, tag: str) -> None:
        tag = "s" if tag == "del" else tag
        if tag in _VOID or tag not in self._path:
            return
        if tag == "a" and self._addresses:
            address = escape(self._addresses.pop())
            self.parts.append(_Atom(f' <span class="address">({address})</span>', tuple(self._path), is_address=True))
        while self._path.pop() != tag:
            pass
        self.parts.append(_Tag(f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        if data.isspace() and (not self._path or self._path[-1] in _HOLDS_NO_WORDS):
            # The line ends between elements are nobody's words, and no mark may stand there.
            self.parts.append(_Tag(data))
            return
        self.parts += [_Atom(escape(word), tuple(self._path)) for word in words_of_text(data)]


def marked(old: str, new: str, seconds: float) -> SafeString:
    """One piece of HTML out of two that `sanitised` gave; with one of them empty all of the other is marked."""
    before, after = _read(old), _read(new)
    left = [part for part in before if isinstance(part, _Atom)]
    right = [part for part in after if isinstance(part, _Atom)]
    if not right and left:
        return safe(_put_out(before, [_DEL] * len(left), {}))
    ops, gone = _compared(left, right, seconds)
    return safe(_put_out(after, ops, gone))


def plain(html: str) -> SafeString:
    """A piece that is the same on both sides."""
    return marked(html, html, 0.0)


def _read(html: str) -> list[_Atom | _Tag]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.parts


def _compared(
    left: Sequence[_Atom], right: Sequence[_Atom], seconds: float
) -> tuple[list[int], dict[int, list[_Atom]]]:
    """For each atom of the right whether it is new, and the atoms of the left that are gone, by the place they had."""
    ops: list[int] = []
    gone: dict[int, list[_Atom]] = defaultdict(list)
    a = 0
    for op, length in _tidy(right, _runs(left, right, seconds)):
        if op == _DEL:
            gone[len(ops)] += left[a : a + length]
        else:
            ops += [op] * length
        a += length if op != _INS else 0
    return ops, gone


def _runs(left: Sequence[_Atom], right: Sequence[_Atom], seconds: float) -> list[tuple[int, int]]:
    one, two = [atom.identity for atom in left], [atom.identity for atom in right]
    if one == two:
        return [(_SAME, len(one))] if one else []
    if seconds <= 0 or not left:
        return [(op, length) for op, length in ((_DEL, len(left)), (_INS, len(right))) if length]
    return common_runs(one, two, seconds)


def _tidy(right: Sequence[_Atom], runs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Changes with only a space between them become one: whole phrases read better than a comb."""
    gone = came = b = 0
    for n, (op, length) in enumerate(runs):
        words = right[b : b + length] if op != _DEL else ()
        between = op == _SAME and (gone or came) and n < len(runs) - 1 and all(w.html.isspace() for w in words)
        b += len(words)
        if op == _SAME and not between:
            yield from ((_DEL, gone), (_INS, came), (_SAME, length))
            gone = came = 0
        else:
            gone += length if op != _INS else 0
            came += length if op != _DEL else 0
    yield from ((_DEL, gone), (_INS, came))


def _put_out(parts: Sequence[_Atom | _Tag], ops: Sequence[int], gone: dict[int, list[_Atom]]) -> str:
    """The HTML, with marks that open and close inside the elements they stand in."""
    out: list[str] = []
    mark, place = _SAME, 0

    def turn(to: int) -> None:
        nonlocal mark
        if mark != to:
            out.append(_CLOSING[mark] + _OPENING[to])
            mark = to

    def bury(here: int) -> None:
        if gone.get(here):
            turn(_DEL)
            out.append(_apart(gone[here]))

    for part in parts:
        if isinstance(part, _Tag):
            turn(_SAME)
            out.append(part.html)
            continue
        if place == 0:
            bury(0)
        turn(ops[place])
        if not (part.is_address and ops[place] == _SAME):
            out.append(part.html)
        place += 1
        bury(place)
    if place == 0:
        bury(0)
    turn(_SAME)
    return "".join(out)


def _apart(atoms: Sequence[_Atom]) -> str:
    """Words outside the piece they stood in, with the emphasis they had."""
    out = []
    for atom in atoms:
        kept = [tag for tag in atom.path if tag in _INLINE]
        out.append("".join(f"<{tag}>" for tag in kept) + atom.html + "".join(f"</{tag}>" for tag in reversed(kept)))
    return "".join(out)
