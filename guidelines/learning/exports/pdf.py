"""A material as a PDF (by ReportLab): a deck with a slide on each page, lying; a handout standing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from io import BytesIO
from itertools import groupby
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Paragraph, Preformatted, SimpleDocTemplate, Table

from guidelines.learning.exports.written import Block, Run, Written, blocks
from guidelines.learning.slides import Part, Slide
from guidelines.liaison.exports.pdf_fonts import marked, text_fonts

INK, PALE = HexColor("#14222a"), HexColor("#475761")
MARGIN = 18 * mm
INDENT = 14
"""Points that each list moves to the right."""


class Look:
    """The styles of one file; those of a deck are twice as large."""

    def __init__(self, *, is_deck: bool) -> None:
        font, bold = text_fonts()
        size = 18.0 if is_deck else 10.5

        def style(name: str, size: float, **more: Any) -> ParagraphStyle:
            given = {"fontName": font, "fontSize": size, "leading": size * 1.35, "textColor": INK, "splitLongWords": 1}
            return ParagraphStyle(name, **given | more)

        self.font, self.bold = font, bold
        self.title = style("title", size * 1.6, fontName=bold, spaceAfter=size * 0.6)
        self.section = style("section", size * 1.15, fontName=bold, spaceBefore=size, spaceAfter=size * 0.3)
        self.text = style("text", size, spaceAfter=size * 0.5)
        self.quote = style("quote", size, leftIndent=INDENT, textColor=PALE, spaceAfter=size * 0.5)
        self.code = style("code", size * 0.8, fontName=font)
        self.cell = style("cell", size * 0.85)
        self.foot = style("foot", 8.5, textColor=PALE)

    def words(self, runs: Sequence[Run]) -> str:
        """ReportLab's markup; bold by its font, and what leans underlined: the fonts have no leaning letters."""
        return "".join(self._run(run) for run in runs).strip()

    def _run(self, run: Run) -> str:
        words = marked(run.text)
        if run.bold:
            words = f'<font name="{self.bold}">{words}</font>'
        return f"<u>{words}</u>" if run.italic else words


def material_pdf(material: Written) -> bytes:
    """The whole material."""
    written = BytesIO()
    look, size = Look(is_deck=material.is_deck), landscape(A4) if material.is_deck else A4
    margins = {"leftMargin": MARGIN, "rightMargin": MARGIN, "topMargin": MARGIN, "bottomMargin": MARGIN + 4 * mm}
    told = {"title": material.title, "author": "", "creator": "", "subject": "", "producer": ""}
    template = SimpleDocTemplate(written, pagesize=size, lang=material.language, invariant=1, **margins, **told)
    page = partial(_running_line, look=look, line=material.line, size=size)
    width = size[0] - 2 * (MARGIN + 6)
    template.build(list(_story(material, look, width)), onFirstPage=page, onLaterPages=page)
    return written.getvalue()


def _story(material: Written, look: Look, width: float) -> Iterator[Flowable]:
    if not material.is_deck:
        yield Paragraph(marked(material.title), look.title)
    for slide in material.slides:
        if slide.number > 1:
            yield PageBreak()
        yield from _slide(slide, look, width, is_deck=material.is_deck)


def _slide(slide: Slide, look: Look, width: float, *, is_deck: bool) -> Iterator[Flowable]:
    for part in slide.parts:
        yield CondPageBreak(60)
        yield from _part(part, look, width, is_first=is_deck and part is slide.parts[0])


def _part(part: Part, look: Look, width: float, *, is_first: bool) -> Iterator[Flowable]:
    if part.title:
        yield Paragraph(marked(part.title), look.title if is_first else look.section)
    for is_row, group in groupby(blocks(part.html), key=lambda block: block.kind == "row"):
        if is_row:
            yield _table(list(group), look, width)
        else:
            yield from (_block(block, look) for block in group)


def _block(block: Block, look: Look) -> Flowable:
    if block.kind == "pre":
        return Preformatted("".join(run.text for run in block.runs), look.code)
    if block.is_quote:
        return Paragraph(look.words(block.runs), look.quote)
    if not block.depth:
        return Paragraph(look.words(block.runs), look.text)
    left = block.depth * INDENT
    style = ParagraphStyle(f"item {left}", look.text, leftIndent=left, bulletIndent=left - INDENT, spaceAfter=3)
    return Paragraph(look.words(block.runs), style, bulletText=block.mark or None)


def _table(rows: Sequence[Block], look: Look, width: float) -> Table:
    columns = max(len(row.cells) for row in rows)
    cells = [
        [Paragraph(look.words(cell), look.cell) for cell in [*row.cells, *[[]] * (columns - len(row.cells))]]
        for row in rows
    ]
    ruled = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.3, PALE)]
    return Table(cells, [width / columns] * columns, repeatRows=1, splitInRow=1, style=ruled)


def _running_line(canvas: Canvas, _template: object, *, look: Look, line: str, size: tuple[float, float]) -> None:
    """Which edition it is about, and the number of the page."""
    shown = Paragraph(marked(line), look.foot)
    shown.wrap(size[0] - 2 * MARGIN - 60, 40)
    shown.drawOn(canvas, MARGIN + 6, 9 * mm)
    canvas.setFont(look.font, 8)
    canvas.setFillColor(PALE)
    canvas.drawRightString(size[0] - MARGIN - 6, 9 * mm, str(canvas.getPageNumber()))
