"""Tables as files: CSV with a byte order mark, and a workbook whose cells are all text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from guidelines.frame.spreadsheets import harmless
from guidelines.liaison.exports.office import zipped_again

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTH = 18


def csv_file(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """With a byte order mark: without it Excel breaks Vietnamese words."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def xlsx_file(title: str, language: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet under a header that stays in sight; nothing in it is ever worked out."""
    from openpyxl import Workbook  # here, and below: every start would wait for it
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, _column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTH
    sheet.append([_cell(sheet, column, bold=True) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    written = io.BytesIO()
    book.save(written)
    return zipped_again(written.getvalue(), title, language)


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, harmless(text))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
