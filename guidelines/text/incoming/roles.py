"""What each element is to a guideline: a heading, a table, words inside a line, or nothing that could be kept."""

from __future__ import annotations

import re
from enum import Enum, auto

from guidelines.text.incoming.looks import properties
from guidelines.text.incoming.tree import Element


class Role(Enum):
    """The part an element plays."""

    BLOCK = auto()
    HEADING = auto()
    TABLE = auto()
    QUOTE = auto()
    CODE = auto()
    RULE = auto()
    LEAF = auto()
    SPAN = auto()
    STRANGER = auto()


_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "header", "hgroup", "html", "legend", "li", "main", "p", "search"),
        *("section", "summary", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "ol", "menu", "dir"),
    }
)
_SPANS = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "blink", "cite", "code", "data", "del", "dfn", "em"),
        *("font", "i", "ins", "kbd", "label", "mark", "nobr", "output", "picture", "q", "rp", "rt", "ruby", "s"),
        *("samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var"),
    }
)
_ROLES = {
    **dict.fromkeys(_BLOCKS, Role.BLOCK),
    **dict.fromkeys(_SPANS, Role.SPAN),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Role.HEADING),
    **dict.fromkeys(("pre", "listing"), Role.CODE),
    **dict.fromkeys(("br", "img", "input"), Role.LEAF),
    "table": Role.TABLE,
    "blockquote": Role.QUOTE,
    "hr": Role.RULE,
}
_LEFT_OUT = {
    **dict.fromkeys(
        (
            *("script", "style", "head", "title", "meta", "link", "base", "noscript", "template", "xml", "wbr", "col"),
            *("colgroup", "button", "select", "textarea", "datalist", "source", "track", "param", "area", "map"),
            *("noframes", "noembed", "dialog"),
        ),
        "",
    ),
    **dict.fromkeys(
        ("iframe", "object", "embed", "applet", "svg", "canvas", "audio", "video", "frameset", "xmp"), "objects"
    ),
    "math": "equations",
    "nav": "menus",
}
_HEADINGS = frozenset({"MsoTitle", "title"})
_CONTENTS = re.compile(r"\bMsoTo[cC]\w*")


def role_of(element: Element) -> Role:
    """The part it plays; those that are left out play none and are asked for first (`left_out`)."""
    if element.name in ("p", "div") and _is_drawn_as_heading(element):
        return Role.HEADING
    if ":" in element.name:
        return Role.SPAN  # Word's own, such as `o:p`
    return _ROLES.get(element.name, Role.STRANGER)


def heading_level(element: Element) -> int:
    """Its level, from 1."""
    if element.name[0] == "h":
        return int(element.name[1])
    level = element.attributes.get("aria-level", "1")
    return min(int(level), 6) if level.isascii() and level.isdigit() and 0 < len(level) < 3 and int(level) else 1


def _is_drawn_as_heading(element: Element) -> bool:
    if element.attributes.get("role") == "heading":
        return True
    return element.name == "p" and not _HEADINGS.isdisjoint(element.attributes.get("class", "").split())


def left_out(element: Element) -> str | None:
    """The kind of remark on an element that is left out with all in it, empty for none; None for one that is kept."""
    name, attributes = element.name, element.attributes
    if name in _LEFT_OUT:
        return _LEFT_OUT[name]
    if name.startswith("v:"):
        return ""  # a drawing of Word, beside which it puts an image
    style = properties(attributes.get("style", ""))
    if style.get("mso-list") == "ignore" or style.get("mso-element") in ("comment-list", "comment"):
        return ""
    if name in ("del", "ins") and ("cite" in attributes or "datetime" in attributes):
        return "tracked" if name == "del" else None
    return _note(element)


def _note(element: Element) -> str | None:
    """Comments and tables of contents, as Word and Google Docs write them into a page."""
    name, attributes = element.name, element.attributes
    if name == "p" and _CONTENTS.search(attributes.get("class", "")):
        return "contents"
    if name == "a" and "msocomanchor" in attributes.get("class", "").lower():
        return "comments"
    if name == "a" and attributes.get("id", "").startswith("cmnt_ref"):
        return "comments"
    if name == "a" and attributes.get("href", "").startswith(("#footnote-ref", "#endnote-ref")):
        return ""  # the way back from a footnote
    if name == "div" and _first_id(element).startswith("cmnt"):
        return ""
    return None


def _first_id(element: Element) -> str:
    """The id of the first link in the first paragraph of a box."""
    for _ in range(2):
        inner = [child for child in element.children[:3] if isinstance(child, Element)]
        if not inner:
            return ""
        element = inner[0]
    return element.attributes.get("id", "") if element.name in ("a", "sup") else ""
