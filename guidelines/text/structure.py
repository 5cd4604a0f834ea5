"""The block structure of a text, as CommonMark defines it: paragraphs, headings, lists, quotes, tables and code.

Python-Markdown loses items and nesting of ordinary lists, so the blocks are read by markdown-it-py, in time that grows
with the length of the text, and handed over as a tree; Python-Markdown then writes what stands inside them. Raw HTML
is off: it is text like any other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _
from markdown.util import AtomicString, code_escape
from markdown_it import MarkdownIt
from markdown_it.token import Token

from guidelines.text import classes
from guidelines.text.problems import Problem

_NEVER_REACHED = 400
"""Depth at which markdown-it-py gives up silently; the guard refuses a text long before."""
_READER = (
    MarkdownIt("commonmark", {"maxNesting": _NEVER_REACHED, "html": False})
    .enable("table")
    .disable(["inline", "text_join"])
)
_TASK = re.compile(r"\A\[([ xX])\](?=\s)")
_VOID = {"hr"}
_DIVIDING = {"h1", "h2", "h3", "h4", "h5", "h6"}
LINE = "data-line"
"""Where an element stood in the source; the sanitisers drop it."""

References = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Piece:
    """A stretch of Markdown that is read by itself: a list in it cannot swallow what follows it."""

    line: int
    tokens: tuple[Token, ...]
    in_block: bool

    def highest_heading(self) -> int | None:
        """The level of its highest heading, of those that divide the document."""
        return min((int(t.tag[1]) for t in self.tokens if self._divides(t)), default=None)

    def problems(self) -> Iterator[Problem]:
        """What is wrong in its headings."""
        for opening, inline in pairwise(self.tokens):
            if opening.type == "heading_open" and opening.map:
                line = self.line + opening.map[0]
                said = classes.of_heading(inline.content)
                yield from (Problem(line + at, sentence) for at, sentence in said.wrong)
                if said.audience and not (said.wrong or self._divides(opening)):
                    yield Problem(line, _("This heading divides nothing. Give its audience to the heading above it."))

    def _divides(self, token: Token) -> bool:
        return token.type == "heading_open" and token.level == 0 and not self.in_block


@dataclass(frozen=True)
class DividingHeading:
    """A heading that divides the document, as it is written, and its line from 0."""

    line: int
    level: int
    text: str


def headings(text: str) -> tuple[DividingHeading, ...]:
    """The headings of a text that divide the document: those in a list or a quotation don't."""
    tokens = _READER.parse(text)
    return tuple(
        DividingHeading(opening.map[0], int(opening.tag[1]), inline.content)
        for opening, inline in pairwise(tokens)
        if opening.type == "heading_open" and opening.level == 0 and opening.map
    )


def read(text: str, *, line: int, references: References, in_block: bool = False) -> Piece:
    """The blocks of a text that begins on a line of the source; link definitions are added to `references`."""
    environment = {"references": references}
    return Piece(line, tuple(_READER.parse(text, environment)), in_block)


def tree(piece: Piece) -> Element:
    """The blocks as elements; what stands inside them is still Markdown, for the inline patterns to read."""
    root = Element("div")
    open_elements = [root]
    for token in piece.tokens:
        line = piece.line + (token.map[0] if token.map else 0)
        if token.type == "inline":
            is_heading = open_elements[-1].tag in _DIVIDING
            _write(open_elements[-1], classes.of_heading(token.content).text if is_heading else token.content)
        elif token.hidden:
            continue
        elif token.nesting == 1:
            open_elements.append(_open(open_elements[-1], token, line, in_block=piece.in_block))
        elif token.nesting == -1:
            open_elements.pop()
        elif token.tag in _VOID:
            SubElement(open_elements[-1], token.tag)
        else:
            _code(open_elements[-1], token.content)
    return root


def _open(parent: Element, token: Token, line: int, *, in_block: bool) -> Element:
    if token.type == "heading_open" and (token.level or in_block):
        # Inside a list, a quote or a block a heading divides nothing: it is a line in bold.
        return SubElement(SubElement(parent, "p", {LINE: str(line)}), "strong")
    element = SubElement(parent, token.tag, {LINE: str(line)})
    start = token.attrGet("start")
    if start is not None:
        element.set("start", str(start))
    style = str(token.attrGet("style") or "")
    if style.startswith("text-align:"):
        # `style` is blocked by the Content-Security-Policy of every page.
        element.set("align", style.removeprefix("text-align:"))
    return element


def _write(parent: Element, content: str) -> None:
    """The text of a paragraph, a cell or an item; after a nested block an item needs a paragraph of its own."""
    if len(parent):
        parent = SubElement(parent, "p")
    if parent.tag == "li":
        content = _TASK.sub(lambda box: "☐" if box[1] == " " else "☑", content)
    parent.text = "\n".join(line.lstrip(" \t") for line in content.split("\n"))


def _code(parent: Element, content: str) -> None:
    code = SubElement(SubElement(parent, "pre"), "code")
    code.text = AtomicString(code_escape(content))
