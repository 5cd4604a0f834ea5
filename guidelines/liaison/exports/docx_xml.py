"""The few pieces of WordprocessingML that change notes are made of, as text: objects would take minutes."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

WHOLE = "en-GB", "vi-VN"
WIDE = 5000
"""The whole width of the text, in fiftieths of a percent."""


def run(text: str, *, language: str = "", bold: bool = False, more: str = "") -> str:
    """Words of one look; a line end in them is one on the page. `language` where it is not the document's."""
    look = f"{'<w:b/>' if bold else ''}{more}{_spoken(language)}"
    broken = "</w:t><w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}' for line in text.split("\n"))
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{broken}</w:t></w:r>"


def paragraph(*runs: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{''.join(runs)}</w:p>"


def table(widths: Iterable[int], head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table whose cells are runs; its head is repeated on every page. `widths` are fiftieths of a percent."""
    widths = tuple(widths)
    grid = "".join(f'<w:gridCol w:w="{width * 9638 // WIDE}"/>' for width in widths)
    first = _row(widths, head, "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
    others = "".join(_row(widths, row) for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{WIDE}" w:type="pct"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{first}{others}</w:tbl>"
    )


def _row(widths: tuple[int, ...], cells: Iterable[str], properties: str = "") -> str:
    written = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="pct"/></w:tcPr>{paragraph(cell, style="Cell")}</w:tc>'
        for width, cell in zip(widths, cells, strict=True)
    )
    return f"<w:tr>{properties}{''.join(written)}</w:tr>"


def _spoken(language: str) -> str:
    return f'<w:lang w:val="{spelt(language)}"/>' if language else ""


def spelt(language: str) -> str:
    """A language as Word names it, so that it checks the spelling by the right dictionary."""
    return next((whole for whole in WHOLE if whole.startswith(language)), language)
