"""Change notes as a PDF (by ReportLab): title and embargo on every page, properties that tell no more.

WeasyPrint would have drawn the HTML file, but takes some 50 ms and 1 MB for a note; a pack may hold a thousand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from io import BytesIO
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, SimpleDocTemplate, Table

from guidelines.liaison.documents import Document
from guidelines.liaison.exports.pdf_fonts import fits, marked, text_fonts
from guidelines.liaison.notes import Change, Note
from guidelines.liaison.redlines import RedlineLine

INK, PALE, GONE, NEW = map(HexColor, ("#14222a", "#475761", "#8b2d1c", "#15613b"))
MARGIN, HEAD = 18 * mm, 26 * mm
INSET = 6
"""Points that ReportLab leaves inside its margins."""
WIDTH = A4[0] - 2 * (MARGIN + INSET)
WIDTHS = tuple(WIDTH * share for share in (0.13, 0.17, 0.35, 0.35))
ROOM = 60
"""Points that must be left under a heading: none stands alone at the foot of a page."""
CELL, PADDING = 8, 8
_MARKS = {
    "del": '<font color="#8b2d1c"><strike>%s</strike></font>',
    "ins": '<font color="#15613b"><u>%s</u></font>',
}
RULED = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LINEBELOW", (0, 0), (-1, -1), 0.3, PALE),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
    ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
]


def pdf_file(document: Document) -> bytes:
    """The whole document."""
    with translation.override(document.language):
        look = Look(*text_fonts())
        head = " · ".join(filter(None, (document.title, document.embargo)))
        return drawn(document.title, document.language, head, _story(document, look), look)


def drawn(title: str, language: str, head: str, story: Iterable[Flowable], look: Look) -> bytes:
    """A file of our look with a running line on every page. Its properties hold the title, not who made it or when."""
    written = BytesIO()
    margins = {"leftMargin": MARGIN, "rightMargin": MARGIN, "topMargin": HEAD, "bottomMargin": MARGIN}
    told = {"title": title, "author": "", "creator": "", "subject": "", "producer": ""}
    template = SimpleDocTemplate(written, pagesize=A4, lang=language, displayDocTitle=1, invariant=1, **margins, **told)
    page = partial(_running_lines, look=look, head=head)
    template.build(list(story), onFirstPage=partial(_first_page, page), onLaterPages=page)
    return written.getvalue()


class Look:
    """The styles of one file."""

    def __init__(self, font: str, bold: str) -> None:
        def style(name: str, size: float, **more: Any) -> ParagraphStyle:
            given = {"fontName": font, "fontSize": size, "leading": size * 1.4, "textColor": INK, "splitLongWords": 1}
            return ParagraphStyle(name, **given | more)

        self.font, self.bold = font, bold
        self.text = style("text", 9.5, spaceAfter=3)
        self.facts = style("facts", 8.5, textColor=PALE, spaceAfter=2)
        self.title = style("title", 15, fontName=bold, spaceAfter=5)
        self.section = style("section", 12, fontName=bold, spaceBefore=14, spaceAfter=4)
        self.note = style("note", 10, fontName=bold, spaceBefore=10, spaceAfter=1)
        self.redline = style("redline", 8.5, leftIndent=8, spaceBefore=2, spaceAfter=2)
        self.head = style("head", CELL, fontName=bold)
        columns: tuple[dict[str, Any], ...] = ({"fontName": bold}, {}, {"textColor": GONE}, {"textColor": NEW})
        self.columns = tuple(style(f"column {number}", CELL, **more) for number, more in enumerate(columns))

    def strong(self, words: str) -> str:
        return f'<font name="{self.bold}">{marked(words)}</font>' if words else ""


class Heading(Paragraph):
    """A bold line that is also an entry of the file's outline."""

    def __init__(self, words: str, style: ParagraphStyle, level: int) -> None:
        super().__init__(marked(words), style)
        self.words, self.level = words, level

    def draw(self) -> None:
        canvas: Canvas = self.canv
        key = f"{self.words} {canvas.getPageNumber()}"
        canvas.bookmarkHorizontal(key, 0, self.height)
        canvas.addOutlineEntry(self.words, key, self.level, closed=self.level > 0)
        super().draw()


def _story(document: Document, look: Look) -> Iterator[Flowable]:
    yield Heading(document.title, look.title, 0)
    for line in document.lines:
        yield Paragraph(look.strong(line) if line == document.embargo else marked(line), look.facts)
    for text in document.introduction:
        yield Paragraph(marked(text), look.text)
    for section in document.sections:
        yield CondPageBreak(ROOM)
        yield Heading(section.name, look.section, 0)
        for note in section.notes:
            yield from _note(note, look)


def _note(note: Note, look: Look) -> Iterator[Flowable]:
    yield CondPageBreak(ROOM)
    yield Heading(f"{note.citation}: {note.title}", look.note, 1)
    words = filter(None, (marked(note.facts), look.strong(note.embargo_words)))
    yield Paragraph(" · ".join(words), look.facts)
    reason = _("Reason: %(reason)s") % {"reason": note.reason} if note.reason else ""
    for text in (*re.split(r"\n\s*\n", note.text), reason):
        if text.strip():
            yield Paragraph(marked(text.strip()), look.text)
    if note.before_words:
        yield Paragraph(marked(note.before_words), look.facts)
    if note.changes:
        yield _decisions(note, look)
    if note.redline:
        yield Paragraph(look.strong(_("Redline")), look.redline)
        yield from (Paragraph(_redline(line, look), look.redline) for line in note.redline)


def _redline(line: RedlineLine, look: Look) -> str:
    """What is gone is struck through, what is new is underlined: seen without colours too."""
    words = (_MARKS.get(run.op, "%s") % marked(run.text) for run in line.runs)
    return (look.strong(f"{line.what}: ") if line.what else "") + "".join(words)


def _decisions(note: Note, look: Look) -> Table:
    """What decides differently; its head comes again on every page it runs over."""
    head = [_cell(words, look.head, width) for words, width in zip(_names(), WIDTHS, strict=True)]
    rows = [
        [_cell(words, style, width) for words, style, width in zip(line, look.columns, WIDTHS, strict=True)]
        for rule, changes in note.rules
        for line in _lines(rule, changes)
    ]
    fonts = [("FONT", (0, 0), (-1, -1), look.font, CELL, CELL * 1.4), ("FONTNAME", (0, 0), (0, -1), look.bold)]
    colours = [
        ("TEXTCOLOR", (0, 0), (-1, -1), INK),
        ("TEXTCOLOR", (2, 1), (2, -1), GONE),
        ("TEXTCOLOR", (3, 1), (3, -1), NEW),
    ]
    style = [*fonts, *colours, ("FONTNAME", (0, 0), (-1, 0), look.bold), ("TEXTCOLOR", (0, 0), (-1, 0), INK), *RULED]
    return Table([head, *rows], WIDTHS, repeatRows=1, splitInRow=1, style=style)


def _names() -> tuple[str, ...]:
    return _("Rule"), _("What changed"), _("Before"), _("Now")


def _lines(rule: str, changes: Sequence[Change]) -> Iterator[tuple[str, ...]]:
    """The changes of a rule, which is named once."""
    for change in changes:
        yield rule, change.field_words, change.old_words or "–", change.new_words or "–"
        rule = ""


def _cell(words: str, style: ParagraphStyle, width: float) -> str | Paragraph:
    """A paragraph where the words need one: to set a word in its place costs a tenth of that."""
    plain = fits(words, style.fontName, style.fontSize, width - PADDING)
    return words if plain else Paragraph(marked(words), style)


def _first_page(page: Callable[[Canvas, object], None], canvas: Canvas, template: object) -> None:
    """A reader opens it with its outline beside the pages."""
    canvas.showOutline()
    page(canvas, template)


def _running_lines(canvas: Canvas, _template: object, *, look: Look, head: str) -> None:
    """What stands on every page: the title with the embargo, and the number of the page."""
    line = Paragraph(marked(head), look.facts)
    _width, height = line.wrap(WIDTH, HEAD)
    line.drawOn(canvas, MARGIN + INSET, A4[1] - 9 * mm - height)
    canvas.setFont(look.font, 8)
    canvas.setFillColor(PALE)
    canvas.drawRightString(A4[0] - MARGIN - INSET, 9 * mm, str(canvas.getPageNumber()))
