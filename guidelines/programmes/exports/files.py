"""Reports as files: HTML, PDF, Word and Excel. Each is a pure function of the blocks: same report, same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from reportlab.platypus import CondPageBreak, Flowable, Paragraph
from reportlab.platypus import Table as Drawn

from guidelines.frame.spreadsheets import harmless
from guidelines.liaison.exports.docx_file import word_file
from guidelines.liaison.exports.docx_xml import WIDE, paragraph, run, table
from guidelines.liaison.exports.html_file import whole_page
from guidelines.liaison.exports.office import zipped_again
from guidelines.liaison.exports.pdf_file import ROOM, RULED, WIDTH, Look, drawn
from guidelines.liaison.exports.pdf_file import Heading as Bookmark
from guidelines.liaison.exports.pdf_fonts import marked, text_fonts
from guidelines.liaison.exports.xlsx_file import MOST_IN_A_CELL
from guidelines.programmes.exports.blocks import Block, Heading, Table, Text, Written


def html_file(report: Written) -> bytes:
    with translation.override(report.language):
        blocks = [(type(block).__name__.lower(), block) for block in report.blocks]
        body = render_to_string("programmes/report_file.html", {"report": report, "blocks": blocks})
        return whole_page(report.title, report.language, body)


def docx_file(report: Written) -> bytes:
    with translation.override(report.language):
        body = [paragraph(run(report.head), style="Heading1"), *map(_docx, report.blocks)]
        return word_file(report.title, report.language, report.head, body)


def _docx(block: Block) -> str:
    if isinstance(block, Heading):
        return paragraph(run(block.text), style="Heading2")
    if isinstance(block, Text):
        return paragraph(run(block.text), style="Cell" if block.is_fact else "")
    head = [run(words, bold=True) for words in block.head]
    rows = [[run(cell) for cell in row] for row in block.rows]
    return table([width * WIDE // 100 for width in block.widths], head, rows) + paragraph(style="Cell")


def pdf_file(report: Written) -> bytes:
    with translation.override(report.language):
        look = Look(*text_fonts())
        return drawn(report.title, report.language, report.head, _story(report, look), look)


def _story(report: Written, look: Look) -> Iterator[Flowable]:
    yield Bookmark(report.head, look.title, 0)
    for block in report.blocks:
        if isinstance(block, Heading):
            yield CondPageBreak(ROOM)
            yield Bookmark(block.text, look.section, 0)
        elif isinstance(block, Text):
            yield Paragraph(marked(block.text), look.facts if block.is_fact else look.text)
        else:
            yield _drawn(block, look)


def _drawn(block: Table, look: Look) -> Drawn:
    """Its head comes again on every page it runs over."""
    head = [Paragraph(marked(words), look.head) for words in block.head]
    plain = look.columns[1]
    rows = [[Paragraph(marked(cell), plain) for cell in row] for row in block.rows]
    widths = [WIDTH * width / 100 for width in block.widths]
    return Drawn([head, *rows], widths, repeatRows=1, splitInRow=1, style=list(RULED))


def xlsx_file(report: Written) -> bytes:
    """A sheet for each table, and one that says what they are. Every cell is text: nothing in it is worked out."""
    with translation.override(report.language):
        book = Workbook(write_only=True)
        about = book.create_sheet(_("About"))
        about.column_dimensions["A"].width = 100
        about.append(_row(about, [report.head], bold=True))
        for block in report.blocks:
            if isinstance(block, Table):
                _sheet(book.create_sheet(block.name[:31]), block)
            else:
                about.append(_row(about, [block.text], bold=isinstance(block, Heading)))
    made = BytesIO()
    book.save(made)
    return zipped_again(made.getvalue(), report.title, report.language)


def _sheet(sheet: Any, block: Table) -> None:
    sheet.freeze_panes = "A2"
    for number, width in enumerate(block.widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = max(10, width * 1.4)
    sheet.append(_row(sheet, block.head, bold=True))
    for row in block.rows:
        sheet.append(_row(sheet, row))


def _row(sheet: Any, texts: Any, *, bold: bool = False) -> list[Any]:
    return [_cell(sheet, text, bold) for text in texts]


def _cell(sheet: Any, text: str, bold: bool) -> Any:
    cell = WriteOnlyCell(sheet, harmless(text)[:MOST_IN_A_CELL])
    cell.data_type, cell.alignment = "s", Alignment(vertical="top", wrap_text=True)
    if bold:
        cell.font = Font(bold=True)
    return cell
