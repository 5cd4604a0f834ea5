"""Tables as files: CSV and a workbook, safe to open in a spreadsheet. Numbers stay numbers, shares are shares of 1."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from guidelines.frame.spreadsheets import harmless
from guidelines.liaison.exports.office import zipped_again

_NO_NAME = re.compile(r"[\\*?:/\[\]]")
"""What can't stand in the name of a sheet."""
Cell = str | int | float | None


@dataclass(frozen=True)
class Table:
    """A table with its name, its columns, and lines that say what it is."""

    name: str
    """Of the file, without its ending."""
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    about: Sequence[str]
    language: str


def csv_file(table: Table) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read it as such."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_text(cell) for cell in row] for row in table.rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.4f}"
    return harmless(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def xlsx_file(table: Table) -> bytes:
    """The table under a header that stays in sight, and a sheet that says what it is."""
    from openpyxl import Workbook  # here, and below: every start would wait for it

    book = Workbook(write_only=True)
    sheet, about = book.create_sheet("1"), book.create_sheet("2")
    sheet.title, about.title = _NO_NAME.sub("", table.title)[:31], "SOP Portal"
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, column, bold=True) for column in table.columns])
    for row in table.rows:
        sheet.append([_cell(sheet, cell) for cell in row])
    about.column_dimensions["A"].width = 100
    for line in (table.title, *table.about):
        about.append([_cell(about, line)])
    written = io.BytesIO()
    book.save(written)
    return zipped_again(written.getvalue(), table.title, table.language)


def _cell(sheet: Any, value: Cell, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, harmless(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    if isinstance(value, float):
        cell.number_format = "0.0000"
    if bold:
        cell.font = Font(bold=True)
    return cell


FORMS: dict[str, tuple[str, Callable[[Table], bytes]]] = {
    "csv": ("text/csv; charset=utf-8; header=present", csv_file),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_file),
}


def file_response(table: Table, extension: str) -> HttpResponse:
    """The table to be kept, never shown in the page."""
    media_type, write = FORMS[extension]
    response = HttpResponse(write(table), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{table.name}.{extension}"'
    response["Cache-Control"] = "no-store"
    return response
