"""Tables as Markdown can hold them: one head, no merged cells, one line in a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.text import limits
from guidelines.text.incoming.remarks import Remarks
from guidelines.text.incoming.runs import Inline, written
from guidelines.text.incoming.tree import Element
from guidelines.text.refusal import TextRefused

_SECTIONS = frozenset({"thead", "tbody", "tfoot", "colgroup"})
_REPEATED = 500
"""Characters of a merged cell that are repeated in every row it spanned; longer ones stand in the first."""

Inlines = Callable[[Element], Sequence[Inline]]


@dataclass(frozen=True, slots=True)
class _Row:
    element: Element
    in_head: bool


@dataclass(frozen=True, slots=True)
class _Cell:
    html: str
    columns: int
    rows: int


def captions_of(table: Element) -> list[Element]:
    """What stands above or below a table as its title."""
    return [child for child in table.children if isinstance(child, Element) and child.name == "caption"]


def rows_of(table: Element) -> list[_Row]:
    """The rows of a table itself, not of tables inside it."""
    return list(_rows(table))


def only_cell(table: Element) -> Element | None:
    """The cell of a table that has no other: a frame somebody drew around a text."""
    rows = rows_of(table)
    cells = cells_of(rows[0].element) if len(rows) == 1 else []
    return cells[0] if len(cells) == 1 else None


def _rows(parent: Element) -> Iterator[_Row]:
    for child in parent.children:
        if isinstance(child, Element) and child.name == "tr":
            yield _Row(child, parent.name == "thead")
        elif isinstance(child, Element) and child.name in _SECTIONS:
            yield from _rows(child)


def cells_of(row: Element) -> list[Element]:
    """The cells of a row."""
    return [child for child in row.children if isinstance(child, Element) and child.name in ("td", "th")]


def table_html(table: Element, read: Inlines, remarks: Remarks) -> str:
    """The plain HTML of a table; empty when nothing stands in it."""
    rows = rows_of(table)
    _refuse_beyond_limits(len(rows), 1)
    grid = [row for row in _grid(rows, read, remarks) if any(row)]
    if not grid:
        return ""
    width = max(len(row) for row in grid)
    _refuse_beyond_limits(len(grid), width)
    if not _names_head(rows):
        remarks.note("heads")
    lines = []
    for number, row in enumerate(grid):
        tag = "td" if number else "th"
        padded = [*row, *[""] * (width - len(row))]
        if not number:  # the head is bold by itself
            padded = [cell.replace("<strong>", "").replace("</strong>", "") for cell in padded]
        lines.append("<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in padded) + "</tr>")
    return "<table>" + "".join(lines) + "</table>"


def _names_head(rows: list[_Row]) -> bool:
    first = rows[0]
    cells = cells_of(first.element)
    return first.in_head or (bool(cells) and all(cell.name == "th" for cell in cells))


def _grid(rows: list[_Row], read: Inlines, remarks: Remarks) -> Iterator[list[str]]:
    """The rows with a cell in every column; what spans rows is repeated, what spans columns stands in the first."""
    spanning: dict[int, _Cell] = {}
    for row in rows:
        out: list[str] = []
        for element in cells_of(row.element):
            _continue(spanning, out)
            cell = _cell(element, read)
            if cell.columns > 1 or cell.rows > 1:
                remarks.note("merged_cells")
            if cell.rows > 1:
                spanning[len(out)] = _Cell(
                    cell.html if len(cell.html) <= _REPEATED else "", cell.columns, cell.rows - 1
                )
            out += [cell.html, *[""] * (cell.columns - 1)]
            _refuse_beyond_limits(1, len(out))
        _continue(spanning, out)
        yield out


def _continue(spanning: dict[int, _Cell], out: list[str]) -> None:
    """Write the cells from rows above that reach into this row, at this place."""
    while (cell := spanning.pop(len(out), None)) is not None:
        if cell.rows > 1:
            spanning[len(out)] = _Cell(cell.html, cell.columns, cell.rows - 1)
        out += [cell.html, *[""] * (cell.columns - 1)]


def _cell(element: Element, read: Inlines) -> _Cell:
    return _Cell(written(read(element)), _span(element, "colspan"), _span(element, "rowspan"))


def _span(element: Element, name: str) -> int:
    text = element.attributes.get(name, "").strip()
    # One more than fits is enough to be refused.
    return max(1, min(int(text), limits.TABLE_ROWS + 1)) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _refuse_beyond_limits(rows: int, columns: int) -> None:
    if columns > limits.TABLE_COLUMNS or rows > limits.TABLE_ROWS or rows * columns > limits.TABLE_CELLS:
        raise TextRefused(
            _("A table is too big: at most %(rows)s rows, %(columns)s columns, %(cells)s cells.")
            % {"rows": limits.TABLE_ROWS, "columns": limits.TABLE_COLUMNS, "cells": limits.TABLE_CELLS},
            line=None,
        )
