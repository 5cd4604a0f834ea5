"""Lists as other programs write them, brought into one nested form.

Word pastes a list as paragraphs that name their level; Word on the web gives every item a list of its own; Google Docs
puts a list directly into a list instead of into an item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from guidelines.text.incoming.looks import properties
from guidelines.text.incoming.tree import Element

LISTS = frozenset({"ul", "ol", "menu", "dir"})
_WORD_LEVEL = re.compile(r"\blevel(\d)\b")
_NUMBER = re.compile(r"\(?(?:\d{1,4}|[a-z]{1,5})[.)]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """An item before it is nested: what is in it stands in `children`, still to be read."""

    level: int
    ordered: bool
    start: int
    children: Sequence[Element | str]
    family: str = ""
    """Names the list it belongs to, where the other program says so."""


@dataclass(slots=True)
class _List:
    level: int
    ordered: bool
    start: int
    family: str
    entries: list[tuple[str, list[_List]]] = field(default_factory=list)


def is_word_item(element: Element) -> bool:
    """Whether a paragraph is an item of a list as Word pastes it."""
    found = properties(element.attributes.get("style", "")).get("mso-list", "")
    return element.name in ("p", "div") and _WORD_LEVEL.search(found) is not None


def word_item(element: Element) -> Item:
    """The paragraph without its drawn bullet or number, which tells the kind of the list."""
    found = properties(element.attributes["style"])["mso-list"]
    level = _WORD_LEVEL.search(found)
    drawn = "".join(_drawn(element))
    ordered = _NUMBER.match(drawn.strip()) is not None
    family = f"{found.split()[0]} {found.split()[-1]}"
    return Item(int(level[1]) if level else 1, ordered, _first_number(drawn), element.children, family)


def is_drawn(element: Element) -> bool:
    """Whether an element is the bullet or number that Word draws before an item."""
    return properties(element.attributes.get("style", "")).get("mso-list", "") == "ignore"


def _drawn(element: Element) -> Iterable[str]:
    for child in element.children:
        if isinstance(child, Element):
            yield from [child.text()] if is_drawn(child) else _drawn(child)


def _first_number(drawn: str) -> int:
    found = re.search(r"\d{1,9}", drawn[:40])
    return int(found[0]) if found else 1


def list_in(node: Element | str) -> Element | None:
    """The list that a node is, or that is all there is in it."""
    if isinstance(node, str):
        return None
    if node.name in LISTS:
        return node
    if node.name == "div" and "ListContainerWrapper" in node.attributes.get("class", ""):
        inner = [child for child in node.children if not isinstance(child, str)]
        return inner[0] if len(inner) == 1 and inner[0].name in LISTS else None
    return None


def items_of(element: Element, level: int = 1) -> list[Item]:
    """The items of a list, and of the lists that stand directly in it, each with its level."""
    ordered = element.name == "ol"
    start = _whole(element.attributes.get("start", ""), 1)
    items: list[Item] = []
    for child in element.children:
        if isinstance(child, str):
            if not child.strip():
                continue
            child = Element("li", children=[child])
        if child.name in LISTS:
            items += items_of(child, level + 1)
            continue
        told = child.attributes.get("data-aria-level") or child.attributes.get("aria-level") or ""
        family = child.attributes.get("data-listid", "")
        children = child.children if child.name == "li" else [child]
        items.append(Item(max(level, _whole(told, level)), ordered, start, children, family))
    return items


def _whole(text: str, otherwise: int) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def nested(items: Iterable[tuple[Item, str]]) -> str:
    """The plain HTML of items, each with what it holds already written."""
    roots: list[_List] = []
    open_lists: list[_List] = []
    for item, content in items:
        while open_lists and open_lists[-1].level > item.level:
            open_lists.pop()
        top = open_lists[-1] if open_lists else None
        if top is None or top.level < item.level or not _continues(top, item):
            if top is not None and top.level == item.level:
                open_lists.pop()
            new = _List(item.level, item.ordered, item.start, item.family)
            siblings = open_lists[-1].entries[-1][1] if open_lists else roots
            siblings.append(new)
            open_lists.append(new)
        open_lists[-1].entries.append((content, []))
    return _written(roots)


def _continues(open_list: _List, item: Item) -> bool:
    return open_list.ordered == item.ordered and open_list.family == item.family


def _written(lists: list[_List]) -> str:
    out = []
    for each in lists:
        tag = "ol" if each.ordered else "ul"
        entries = "".join(
            f'<li value="{each.start + number}">{content}{_written(inner)}</li>'
            for number, (content, inner) in enumerate(each.entries)
        )
        out.append(f"<{tag}>{entries}</{tag}>")
    return "".join(out)
