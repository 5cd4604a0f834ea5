"""Reads HTML for the tests, by itself: lists with their depth, tables with their cells, words, and what could act."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"br", "hr", "img", "input", "use", "wbr"})
_ADDED = frozenset({"no", "pointer"})
_INLINE = frozenset({"a", "b", "code", "del", "s", "em", "span", "strong", "svg", "use"})


@dataclass
class Reading:
    """What a document holds."""

    items: list[tuple[int, str, str]] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.reading = Reading()
        self._open: list[tuple[str, bool]] = []
        self._items: list[tuple[int, str, list[str]]] = []
        self._cell: list[str] | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.reading.tags.add(tag)
        self.reading.attributes += [(tag, name, value or "") for name, value in attrs]
        given = dict(attrs)
        if tag not in _INLINE:
            self._say(" ")
        if tag == "img":
            self._say(f" {given.get('alt') or ''} ")
        if tag not in _VOID:
            added = given.get("role") == "tooltip" or bool(_ADDED & set((given.get("class") or "").split()))
            self._open.append((tag, added))
        if tag == "li":
            lists = [name for name, _ in self._open if name in ("ul", "ol")]
            self._items.append((len(lists), lists[-1] if lists else "", []))
            self.reading.items.append((0, "", ""))
            self._items[-1] = (*self._items[-1][:2], [str(len(self.reading.items) - 1)])
        elif tag == "table":
            self.reading.tables.append([])
        elif tag == "tr":
            self.reading.tables[-1].append([])
        elif tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        self._open.pop()
        if tag not in _INLINE:
            self._say(" ")
        if tag == "li":
            depth, kind, texts = self._items.pop()
            self.reading.items[int(texts[0])] = (depth, kind, _spaced("".join(texts[1:])))
        elif tag in ("td", "th") and self._cell is not None:
            self.reading.tables[-1][-1].append(_spaced("".join(self._cell)))
            self._cell = None

    def handle_data(self, data: str) -> None:
        self._say(data)

    def _say(self, text: str) -> None:
        if any(added for _, added in self._open):
            return
        self._text.append(text)
        if self._items:
            self._items[-1][2].append(text)
        if self._cell is not None:
            self._cell.append(text)

    def close(self) -> None:
        super().close()
        assert not self._open, f"left open: {self._open}"
        self.reading.words = "".join(self._text).split()


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def read_html(html: str) -> Reading:
    """What a browser would find in it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.reading
