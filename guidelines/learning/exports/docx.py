"""A material as a Word document: real headings, lists and tables; each slide of a deck begins a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby
from zipfile import ZipFile

from guidelines.learning.exports.written import Block, Run, Written, blocks
from guidelines.learning.slides import Part
from guidelines.liaison.exports.docx_file import empty_word
from guidelines.liaison.exports.docx_xml import WIDE, paragraph, run, table
from guidelines.liaison.exports.office import zipped_again

_BODY = "word/document.xml"
_NEW_PAGE = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
INDENT = 360
"""Twentieths of a point that each list moves to the right."""


def material_docx(material: Written) -> bytes:
    """The whole material."""
    written = BytesIO()
    empty_word(material.language, f"{material.title} · {material.line}").save(written)
    with ZipFile(written) as parts:
        before, mark, after = parts.read(_BODY).partition(b"<w:sectPr")
    body = before + "".join(_body(material)).encode() + mark + after
    return zipped_again(written.getvalue(), material.title, material.language, {_BODY: body})


def _body(material: Written) -> Iterator[str]:
    if not material.is_deck:
        yield paragraph(run(material.title), style="Heading1")
    for slide in material.slides:
        if slide.number > 1:
            yield _NEW_PAGE
        for part in slide.parts:
            top = material.is_deck and part is slide.parts[0]
            yield from _part(part, "Heading1" if top else "Heading2")


def _part(part: Part, style: str) -> Iterator[str]:
    if part.title:
        yield paragraph(run(part.title), style=style)
    for is_row, group in groupby(blocks(part.html), key=lambda block: block.kind == "row"):
        if is_row:
            yield _table(list(group))
            yield paragraph(style="Cell")
        else:
            yield from (_block(block) for block in group)


def _block(block: Block) -> str:
    """Its mark is written out: an item then looks the same in every program."""
    indent = block.depth * INDENT + (INDENT if block.is_quote else 0)
    mark = run(f"{block.mark} ") if block.mark else ""
    words = mark + "".join(_run(one) for one in block.runs)
    if not indent:
        return paragraph(words)
    hanging = ' w:hanging="280"' if block.mark else ""
    return f'<w:p><w:pPr><w:ind w:left="{indent}"{hanging}/></w:pPr>{words}</w:p>'


def _run(one: Run) -> str:
    return run(one.text, bold=one.bold, more="<w:i/>" if one.italic else "")


def _table(rows: Sequence[Block]) -> str:
    columns = max(len(row.cells) for row in rows)
    written = [
        ["".join(_run(one) for one in cell) for cell in [*row.cells, *[[]] * (columns - len(row.cells))]]
        for row in rows
    ]
    return table([WIDE // columns] * columns, written[0], written[1:])
