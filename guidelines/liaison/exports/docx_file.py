"""Change notes as a Word document: real headings and tables, the title and the embargo on top of every page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from zipfile import ZipFile

import docx
from django.utils import translation
from django.utils.translation import gettext as _
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from guidelines.liaison.documents import Document
from guidelines.liaison.exports.docx_xml import paragraph, run, spelt, table
from guidelines.liaison.exports.office import zipped_again
from guidelines.liaison.notes import Note
from guidelines.liaison.redlines import RedlineLine

INK = RGBColor(0x14, 0x22, 0x2A)
FONT = "Arial"
"""On every machine that opens the file, or one of the same widths; and it has every Vietnamese letter."""
SIZES = {"Heading 1": 18, "Heading 2": 13, "Heading 3": 11}
WIDTHS = (700, 900, 1700, 1700)
_BODY = "word/document.xml"
_MARKS = {"del": '<w:strike/><w:color w:val="8B2D1C"/>', "ins": '<w:color w:val="15613B"/><w:u w:val="single"/>'}


def docx_file(document: Document) -> bytes:
    """The whole document."""
    with translation.override(document.language):
        head = " · ".join(filter(None, (document.title, document.embargo)))
        return word_file(document.title, document.language, head, _body(document))


def word_file(title: str, language: str, head: str, body: Iterable[str]) -> bytes:
    """A document with our styles and a running line on every page; `body` is made of `docx_xml`."""
    word = empty_word(language, head)
    written = BytesIO()
    word.save(written)
    with ZipFile(written) as parts:
        before, mark, after = parts.read(_BODY).partition(b"<w:sectPr")
    whole = before + "".join(body).encode() + mark + after
    return zipped_again(written.getvalue(), title, language, {_BODY: whole})


def _body(document: Document) -> Iterator[str]:
    yield paragraph(run(document.title), style="Heading1")
    for line in document.lines:
        yield paragraph(run(line, bold=line == document.embargo))
    for text in document.introduction:
        yield paragraph(run(text))
    for section in document.sections:
        yield paragraph(run(section.name), style="Heading2")
        for note in section.notes:
            yield from _note(note)


def _note(note: Note) -> Iterator[str]:
    yield paragraph(run(f"{note.citation}: "), run(note.title, language=note.language), style="Heading3")
    embargo = run(f" · {note.embargo_words}", bold=True) if note.embargo_words else ""
    yield paragraph(run(note.facts), embargo)
    for text in _paragraphs(note.text):
        yield paragraph(run(text, language=note.language))
    if note.reason:
        yield paragraph(run(_("Reason: %(reason)s") % {"reason": note.reason}))
    if note.before_words:
        yield paragraph(run(note.before_words))
    if note.changes:
        yield _table(note)
        yield paragraph(style="Cell")
    if note.redline:
        yield paragraph(run(_("Redline"), bold=True))
        yield from (_redline(line, note.language) for line in note.redline)


def _table(note: Note) -> str:
    head = [run(words, bold=True) for words in (_("Rule"), _("What changed"), _("Before"), _("Now"))]
    rows = (
        (
            run(change.rule_words),
            run(change.field_words),
            run(change.old_words or "–", language=change.quoted_in),
            run(change.new_words or "–", language=change.quoted_in),
        )
        for change in note.changes
    )
    return table(WIDTHS, head, rows)


def _redline(line: RedlineLine, language: str) -> str:
    """What is gone is struck through, what is new is underlined: seen without colours too."""
    words = (run(one.text, language=language, more=_MARKS.get(one.op, "")) for one in line.runs)
    return paragraph(run(f"{line.what}: ", bold=True) if line.what else "", *words, style="Cell")


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n\s*\n", text) if part.strip()]


def empty_word(language: str, running: str) -> Word:
    """A document with our styles and page, the running line on top of each, and no text yet."""
    word = docx.Document()
    _styles(word, language)
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    section.header.paragraphs[0].text = running
    _page_number(section.footer.paragraphs[0])
    _without_picture(word)
    return word


def _styles(word: Word, language: str) -> None:
    styles = word.styles
    cell = styles.add_style("Cell", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = styles["Normal"]
    cell.font.size, cell.paragraph_format.space_after = Pt(9), Pt(2)
    styles["Normal"].font.name, styles["Normal"].font.size = FONT, Pt(10)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size in SIZES.items():
        font = styles[name].font
        font.name, font.size, font.color.rgb = FONT, Pt(size), INK
        styles[name].element.rPr.rFonts.attrib.update({qn(f"w:{which}"): FONT for which in ("hAnsi", "cs")})
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            styles[name].element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
    spoken = styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    spoken.set(qn("w:val"), spelt(language))


def _page_number(paragraph: Paragraph) -> None:
    for field, after in (("PAGE", " / "), ("NUMPAGES", "")):
        paragraph._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{field}"/>'))
        paragraph.add_run(after)


def _without_picture(word: Word) -> None:
    """The library's own model brings the picture of its first page along."""
    package = word.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]
