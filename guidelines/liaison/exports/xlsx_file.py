"""Change notes as a workbook: one row a change under a header that stays in sight, and a sheet that says what they are.

The columns are those of the CSV file, and every cell is text: nothing in it is ever worked out.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from guidelines.frame.spreadsheets import harmless
from guidelines.liaison.documents import Document
from guidelines.liaison.exports.csv_file import COLUMNS, cells
from guidelines.liaison.exports.office import zipped_again

MOST_IN_A_CELL = 32_767
"""What Excel takes; a longer text makes the whole file a broken one."""
WIDTHS = {"title": 40, "change_note": 70, "reason": 40, "decision_changes": 70, "citation": 24, "kind": 11}
OTHERWISE = 16
_TOP = Alignment(vertical="top", wrap_text=True)
_BOLD = Font(bold=True)


def xlsx_file(document: Document) -> bytes:
    """The notes as rows, and on a second sheet what stands above them in the other formats."""
    with translation.override(document.language):
        book = Workbook(write_only=True)
        _notes(book.create_sheet(_("Change notes")), document)
        _about(book.create_sheet(_("About")), document)
    written = BytesIO()
    book.save(written)
    return zipped_again(written.getvalue(), document.title, document.language)


def _notes(sheet: Any, document: Document) -> None:
    sheet.freeze_panes = "A2"
    for number, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(column, OTHERWISE)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(document.notes) + 1}"
    sheet.append(_row(sheet, COLUMNS, font=_BOLD))
    for note in document.notes:
        sheet.append(_row(sheet, cells(note)))


def _about(sheet: Any, document: Document) -> None:
    sheet.column_dimensions["A"].width = 100
    sheet.append(_row(sheet, [document.title], font=_BOLD))
    for line in (*document.lines, *document.introduction):
        sheet.append(_row(sheet, [line]))


def _row(sheet: Any, texts: Iterable[str], font: Font | None = None) -> list[Any]:
    return [_cell(sheet, text, font) for text in texts]


def _cell(sheet: Any, text: str, font: Font | None) -> Any:
    cell = WriteOnlyCell(sheet, _cut(harmless(text)))
    cell.data_type = "s"
    cell.alignment = _TOP
    if font:
        cell.font = font
    return cell


def _cut(text: str) -> str:
    if len(text) <= MOST_IN_A_CELL:
        return text
    mark = _("… (cut here: a cell holds no more; the other formats hold all of it)")
    return text[: MOST_IN_A_CELL - len(mark)] + mark
