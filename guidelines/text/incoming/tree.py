"""HTML as a tree of bounded depth, with the ends that authors of HTML leave out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from guidelines.text.incoming.tags import End, Start, read_tags
from guidelines.text.refusal import TextRefused

MOST_TAGS = 80_000
"""Tags and the texts between them. A paragraph as Google Docs writes it has six."""
MOST_LETTERS = 300_000
"""A little more than the source of a guideline may hold; the space between words is not counted."""
DEEPEST = 100
"""Deeper elements are not nested any further; their words are kept."""

_VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
        *("param", "source", "track", "wbr"),
    }
)
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "center", "details", "dir", "div", "dl", "fieldset"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main"),
        *("menu", "nav", "ol", "p", "pre", "section", "summary", "table", "ul", "li", "dt", "dd"),
    }
)
_TABLE = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"})
_WALLS = frozenset({"table", "td", "th", "caption"})
"""What the end of anything but a part of a table does not reach through."""
_ENDS = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "dir"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "tr": (frozenset({"tr", "caption"}), frozenset({"table"})),
    "tbody": (frozenset({"tbody", "thead", "tfoot", "caption"}), frozenset({"table"})),
    "thead": (frozenset({"tbody", "thead", "tfoot", "caption"}), frozenset({"table"})),
    "tfoot": (frozenset({"tbody", "thead", "tfoot", "caption"}), frozenset({"table"})),
}
"""Which open elements a new one ends, and what it does not look beyond."""


@dataclass(slots=True, eq=False)
class Element:
    """An element with its children in order."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def text(self) -> str:
        """All words inside, as they stand."""
        return "".join(child if isinstance(child, str) else _words(child) for child in self.children)


def _words(element: Element) -> str:
    return "\n" if element.name == "br" else element.text()


def too_much() -> TextRefused:
    """What is said of a text with more in it than a guideline can hold."""
    return TextRefused(_("This is too much for one guideline. Bring it in in parts."), line=None, status=413)


def read_tree(source: str) -> Element:
    """The tree of an HTML document or of a part of one."""
    grower = _Grower()
    letters = 0
    for number, tag in enumerate(read_tags(source)):
        letters += len(tag.strip()) if isinstance(tag, str) else 0
        if number > MOST_TAGS or letters > MOST_LETTERS:
            raise too_much()
        grower.take(tag)
    return grower.root


class _Grower:
    """The tree so far, and the elements that are open."""

    def __init__(self) -> None:
        self.root = Element("html")
        self._open = [self.root]
        self._names = Counter[str]()
        self._unnested = Counter[str]()

    def take(self, tag: Start | End | str) -> None:
        if isinstance(tag, str):
            self._open[-1].children.append(tag)
        elif isinstance(tag, End):
            self._end(tag.name)
        else:
            self._start(tag)

    def _start(self, tag: Start) -> None:
        if tag.name in _BLOCKS and self._names["p"]:
            self._close(frozenset({"p"}), frozenset({"button", "object"}))
        if tag.name in _ENDS:
            self._close(*_ENDS[tag.name])
        element = Element(tag.name, tag.attributes)
        if tag.name in _VOID:
            self._open[-1].children.append(element)
        elif len(self._open) >= DEEPEST:
            self._unnested[tag.name] += 1
        else:
            self._open[-1].children.append(element)
            self._open.append(element)
            self._names[tag.name] += 1

    def _end(self, name: str) -> None:
        if self._unnested[name]:
            self._unnested[name] -= 1
        elif name == "br":
            self._open[-1].children.append(Element("br"))
        elif self._names[name]:
            self._close(frozenset({name}), frozenset())

    def _close(self, names: frozenset[str], walls: frozenset[str]) -> None:
        """Close the innermost element of these names, and everything in it, unless a wall stands before it."""
        walls = walls | (frozenset({"table"}) if names & _TABLE else _WALLS)
        for place in range(len(self._open) - 1, 0, -1):
            name = self._open[place].name
            if name in names:
                for closed in self._open[place:]:
                    self._names[closed.name] -= 1
                del self._open[place:]
                return
            if name in walls:
                return
