"""What is written out: the words of a material with what stands on every page, and its safe HTML as plain blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from guidelines.learning.slides import Slide

_HOLDS_WORDS = {"p", "li", "pre", "th", "td"}
_BOLD, _ITALIC = {"strong", "th"}, {"em"}


@dataclass(frozen=True)
class Written:
    """A material ready to be written out."""

    title: str
    line: str
    """Which edition it is about, and since when: on every page."""
    language: str
    is_deck: bool
    slides: Sequence[Slide]


@dataclass(frozen=True)
class Run:
    """Words of one look."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass
class Block:
    """A paragraph, an item of a list, code, or the row of a table. `depth` counts the lists around it."""

    kind: str
    depth: int = 0
    mark: str = ""
    """What stands before an item: a dot or its number."""
    is_quote: bool = False
    runs: list[Run] = field(default_factory=list)
    cells: list[list[Run]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads the HTML of a material: what the sanitisers let through, and nothing else."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self._lists: list[int | None] = []
        self._open: list[str] = []
        self._mark = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            start = dict(attrs).get("start") or "1"
            self._lists.append((int(start) if start.isdecimal() else 1) if tag == "ol" else None)
        elif tag == "tr":
            self.found.append(Block("row"))
        elif tag in ("th", "td"):
            self.found[-1].cells.append([])
        elif tag == "li":
            self._begin_item()
        elif tag in ("p", "pre"):
            self._begin(tag)
        elif tag == "br":
            self._put("\n")
        if tag not in ("br", "img", "hr"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "pre" in self._open:
            self._put(data)
        elif data.strip() or (data and self._runs()):
            self._put(" ".join(data.split("\n")) if data.strip() else " ")

    def _begin_item(self) -> None:
        number = self._lists[-1] if self._lists else None
        if self._lists and number is not None:
            self._lists[-1] = number + 1
        self.found.append(Block("li", max(1, len(self._lists)), "•" if number is None else f"{number}."))

    def _begin(self, tag: str) -> None:
        """A paragraph; the first one of an item is the item."""
        last = self.found[-1] if self.found else None
        if tag == "p" and self._open and self._open[-1] == "li" and last and last.kind == "li" and not last.runs:
            return
        self.found.append(Block(tag, len(self._lists), is_quote="blockquote" in self._open))

    def _runs(self) -> list[Run]:
        if not self.found:
            return []
        last = self.found[-1]
        return last.cells[-1] if last.cells else last.runs

    def _put(self, text: str) -> None:
        if not self._open or not self.found or not _HOLDS_WORDS & set(self._open):
            return
        last = self.found[-1]
        runs = last.cells[-1] if last.kind == "row" and last.cells else last.runs
        open_now = set(self._open)
        runs.append(Run(text, bold=bool(_BOLD & open_now), italic=bool(_ITALIC & open_now)))


def blocks(html: str) -> list[Block]:
    """The blocks of some safe HTML in their order; images are left to the page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [block for block in reader.found if block.kind == "row" or any(run.text.strip() for run in block.runs)]


def text_of(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs).strip()
