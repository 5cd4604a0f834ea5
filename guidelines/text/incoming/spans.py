"""What stands inside a line: which words are bold or a link, and what goes with them or is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from guidelines.text.incoming.lists import LISTS, items_of
from guidelines.text.incoming.looks import Look, look_of, properties
from guidelines.text.incoming.pictures import Shelf
from guidelines.text.incoming.remarks import Remarks
from guidelines.text.incoming.roles import Role, left_out, role_of
from guidelines.text.incoming.runs import PLAIN, Break, Inline, Marks, Picture, Run
from guidelines.text.incoming.targets import target
from guidelines.text.incoming.tree import Element

_CODE = frozenset({"code", "kbd", "samp", "tt"})
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})


@dataclass(frozen=True, slots=True)
class State:
    """What holds at a place of the tree because of the elements around it."""

    marks: Marks = PLAIN
    depth: int = 0
    """Lists and quotes around it."""
    raised: str = ""
    coloured: bool = False
    underlined: bool = False
    is_strong_anyway: bool = False
    """In a heading or the head of a table bold says nothing."""


class Spans:
    """Reads what stands inside lines; counts what is lost."""

    def __init__(self, remarks: Remarks, shelf: Shelf) -> None:
        self.remarks = remarks
        self._shelf = shelf

    def into(self, element: Element, state: State) -> State | None:
        """What holds inside an element; None when it is left out with all that is in it."""
        kind = left_out(element)
        if kind is not None:
            if kind and (kind != "tracked" or element.text().strip()):
                self.remarks.note(kind)
            return None
        look = look_of(element)
        if look.hidden:
            if element.text().strip():
                self.remarks.note("hidden")
            return None
        if element.name == "ins" and ("cite" in element.attributes or "datetime" in element.attributes):
            self.remarks.note("tracked")
        if role_of(element) is Role.STRANGER:
            self.remarks.note("strangers")
        return self._marked(element, state, look)

    def _marked(self, element: Element, state: State, look: Look) -> State:
        marks = replace(
            state.marks,
            strong=not state.is_strong_anyway and (state.marks.strong if look.bold is None else look.bold),
            em=state.marks.em if look.slanted is None else look.slanted,
            struck=state.marks.struck or bool(look.struck),
            code=state.marks.code or element.name in _CODE,
        )
        if element.name == "a" and "href" in element.attributes:
            marks = replace(marks, href=target(element.attributes["href"], self.remarks))
        is_link = bool(marks.href) or element.name == "a"
        coloured = self._lost("colours", element, state.coloured, look.coloured and not is_link)
        underlined = self._lost("underlines", element, state.underlined, look.underlined and not is_link)
        raised = state.raised or _raised(element)
        return replace(state, marks=marks, raised=raised, coloured=coloured, underlined=underlined)

    def _lost(self, kind: str, element: Element, before: bool, now: bool) -> bool:
        if now and not before and element.text().strip():
            self.remarks.note(kind)
        return before or now

    def text(self, text: str, state: State) -> list[Inline]:
        """Words with the marks that hold for them; raised digits are characters of their own."""
        if state.raised and (words := text.strip()):
            table = _RAISED if state.raised == "sup" else _LOWERED
            if all(ord(character) in table for character in words):
                return [Run(text.translate(table), state.marks)]
            if words not in _ORDINALS and words[0] != "[":
                self.remarks.note("raised")
        return [Run(text, state.marks)]

    def leaf(self, element: Element, state: State) -> list[Inline]:
        """A break, an image or a box to tick."""
        attributes = element.attributes
        if look_of(element).hidden:
            return []
        if element.name == "br":
            return [Break(state.marks)]
        if element.name == "input":
            is_box = attributes.get("type", "").lower() == "checkbox"
            return [Run("☑ " if "checked" in attributes else "☐ ", state.marks)] if is_box else []
        address, alternative = self._shelf.take(attributes.get("src", ""), attributes.get("alt", ""))
        if address:
            return [Picture(address, alternative, state.marks)]
        return [Run(f" {alternative} ", state.marks)] if alternative else []

    def line(self, nodes: Sequence[Element | str], state: State) -> list[Inline]:
        """Everything in one line; where a block began or ended stands a break."""
        out: list[Inline] = []
        for node in nodes:
            if isinstance(node, str):
                out += self.text(node, state)
            elif role_of(node) is Role.LEAF:
                out += self.leaf(node, state)
            elif (within := self.into(node, state)) is not None:
                out += self._in_line(node, within)
        return out

    def _in_line(self, node: Element, state: State) -> list[Inline]:
        role = role_of(node)
        if role in (Role.SPAN, Role.STRANGER):
            return self.line(node.children, state)
        if role is Role.CODE:
            state = replace(state, marks=replace(state.marks, code=True))
        if role is Role.TABLE:
            self.remarks.note("inner_tables")
        inner = self._items(node, state) if node.name in LISTS else self.line(node.children, state)
        return [Break(), *inner, Break()]

    def _items(self, node: Element, state: State) -> list[Inline]:
        """The items of a list in a cell, each behind its bullet or number."""
        out: list[Inline] = []
        for number, item in enumerate(items_of(node), start=1):
            out += [Break(), Run(f"{number}. " if item.ordered else "• "), *self.line(item.children, state)]
        return out


def in_one_line(inlines: Sequence[Inline]) -> tuple[list[Inline], bool]:
    """The words without breaks, and whether there was one between two of them."""
    seen, pending, several = False, False, False
    out: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Break):
            pending = seen
            out.append(Run(" "))
        else:
            visible = not isinstance(inline, Run) or bool(inline.text.strip())
            several = several or (visible and pending)
            pending, seen = pending and not visible, seen or visible
            out.append(inline)
    return out, several


def _raised(element: Element) -> str:
    if element.name in ("sup", "sub"):
        return element.name
    found = properties(element.attributes.get("style", "")).get("vertical-align", "")
    return {"super": "sup", "sub": "sub"}.get(found, "")
