"""A tree of any HTML as plain HTML: headings, paragraphs, lists, tables, quotes, code, and nothing else.

What other programs mean by style, class and position is read here; what cannot be kept is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape

from guidelines.text import limits
from guidelines.text.incoming import tables
from guidelines.text.incoming.lists import Item, is_word_item, items_of, list_in, nested, word_item
from guidelines.text.incoming.pictures import Shelf
from guidelines.text.incoming.remarks import Remarks
from guidelines.text.incoming.roles import Role, heading_level, role_of
from guidelines.text.incoming.runs import Inline, lines, written
from guidelines.text.incoming.spans import Spans, State, in_one_line
from guidelines.text.incoming.tree import Element, too_much


@dataclass(slots=True)
class _Flow:
    """Blocks written so far, and the words of the paragraph that is still open."""

    blocks: list[str] = field(default_factory=list)
    open: list[Inline] = field(default_factory=list)

    def end_paragraph(self, tag: str = "p") -> None:
        for line in lines(self.open):
            if html := written(line):
                self.blocks.append(f"<{tag}>{html}</{tag}>")
        self.open = []

    def add(self, html: str) -> None:
        self.end_paragraph()
        if html:
            self.blocks.append(html)


class Tidier:
    """Writes one tree as plain HTML."""

    def __init__(self, remarks: Remarks, shelf: Shelf) -> None:
        self._remarks = remarks
        self._spans = Spans(remarks, shelf)
        self._lines = 0

    def plain(self, root: Element) -> str:
        """The whole document."""
        return "".join(self._blocks(root.children, State()))

    def _blocks(self, nodes: Sequence[Element | str], state: State) -> list[str]:
        flow = _Flow()
        self._visit_all(nodes, state, flow)
        flow.end_paragraph()
        self._lines += len(flow.blocks)
        if self._lines > limits.LINES:
            raise too_much()
        return flow.blocks

    def _visit_all(self, nodes: Sequence[Element | str], state: State, flow: _Flow) -> None:
        at = 0
        while at < len(nodes):
            items, after = _items_at(nodes, at)
            if items:
                flow.add(self._list(items, state))
                at = after
            else:
                self._visit(nodes[at], state, flow)
                at += 1

    def _visit(self, node: Element | str, state: State, flow: _Flow) -> None:
        if isinstance(node, str):
            flow.open += self._spans.text(node, state)
        elif (role := role_of(node)) is Role.LEAF:
            flow.open += self._spans.leaf(node, state)
        elif (within := self._spans.into(node, state)) is not None:
            if role in (Role.SPAN, Role.STRANGER):
                self._visit_all(node.children, within, flow)
            else:
                flow.end_paragraph()
                self._block(node, role, within, flow)
                flow.end_paragraph()

    def _block(self, node: Element, role: Role, state: State, flow: _Flow) -> None:
        if role is Role.HEADING:
            flow.add(self._heading(node, state))
        elif role is Role.TABLE:
            self._table(node, state, flow)
        elif role is Role.QUOTE:
            flow.add(self._quote(node, state))
        elif role is Role.CODE:
            flow.add(_code(node))
        elif role is Role.RULE:
            flow.add("<hr>")
        else:
            if node.name in ("dt", "summary"):
                state = replace(state, marks=replace(state.marks, strong=True))
            self._visit_all(node.children, state, flow)

    def _heading(self, node: Element, state: State) -> str:
        state = replace(state, marks=replace(state.marks, strong=False), is_strong_anyway=True)
        inlines, _ = in_one_line(self._spans.line(node.children, state))
        words = written(inlines)
        if not words:
            return ""
        # Inside a list or a quote a heading divides nothing: it is a line in bold.
        level = heading_level(node)
        return f"<p><strong>{words}</strong></p>" if state.depth else f"<h{level}>{words}</h{level}>"

    def _quote(self, node: Element, state: State) -> str:
        if state.depth >= limits.NESTING:
            self._remarks.note("deep_lists")
            return "".join(self._blocks(node.children, state))
        inner = "".join(self._blocks(node.children, replace(state, depth=state.depth + 1)))
        return f"<blockquote>{inner}</blockquote>" if inner else ""

    def _list(self, items: list[Item], state: State) -> str:
        room = limits.NESTING - state.depth
        if room < 1 or any(item.level > room for item in items):
            self._remarks.note("deep_lists")
        if room < 1:
            return "".join(block for item in items for block in self._blocks(item.children, state))
        filled: list[tuple[Item, str]] = []
        hoisted: list[str] = []
        for item in items:
            level = min(item.level, room)
            blocks = self._blocks(item.children, replace(state, depth=state.depth + level))
            if blocks and not all(block.startswith(("<ul>", "<ol>")) for block in blocks):
                filled.append((replace(item, level=level), _item_html(blocks)))
            elif filled:  # an item without words, made only to hold a deeper list
                filled[-1] = (filled[-1][0], filled[-1][1] + "".join(blocks))
            else:
                hoisted += blocks
        return "".join(hoisted) + nested(filled)

    def _table(self, node: Element, state: State, flow: _Flow) -> None:
        for caption in tables.captions_of(node):
            flow.blocks += self._blocks(caption.children, state)
        cell = tables.only_cell(node)
        if cell is None:
            flow.add(tables.table_html(node, lambda each: self._cell(each, state), self._remarks))
        else:
            self._remarks.note("single_cells")
            self._visit_all(cell.children, state, flow)

    def _cell(self, cell: Element, state: State) -> list[Inline]:
        within = self._spans.into(cell, replace(state, is_strong_anyway=cell.name == "th"))
        if within is None:
            return []
        inlines, several = in_one_line(self._spans.line(cell.children, within))
        if several:
            self._remarks.note("cell_lines")
        return inlines


def _items_at(nodes: Sequence[Element | str], at: int) -> tuple[list[Item], int]:
    """The items of the list that begins at a node, and the place after it; lists beside one another are read as one."""
    items: list[Item] = []
    after = at
    for place in range(at, len(nodes)):
        node = nodes[place]
        if isinstance(node, str):
            if node.strip() or not items:
                break
            continue
        found = list_in(node)
        if found is not None:
            new = items_of(found)
            if items and not _goes_on(items, new):
                break
            items += new
        elif node.name == "li":
            items.append(Item(1, False, 1, node.children))
        elif is_word_item(node):
            items.append(word_item(node))
        else:
            break
        after = place + 1
    return items, after


def _goes_on(items: list[Item], new: list[Item]) -> bool:
    """Whether a list continues the one before it: it names the same list, or begins on a deeper level."""
    return bool(new) and (new[0].level > 1 or (new[0].family != "" and new[0].family == items[-1].family))


def _item_html(blocks: list[str]) -> str:
    first = blocks[0]
    if first.startswith("<p>"):
        first = first.removeprefix("<p>").removesuffix("</p>")
    return first + "".join(blocks[1:])


def _code(node: Element) -> str:
    text = node.text().expandtabs(4).strip("\n")
    return f"<pre>{escape(text, quote=False)}</pre>" if text.strip() else ""
