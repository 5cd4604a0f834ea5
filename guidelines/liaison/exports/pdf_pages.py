"""Rows of text set on pages of A4. No more of typesetting than change notes need, because a thousand of them are many.

WeasyPrint was tried first: it takes some 50 ms and 1 MB for a note, so a minute and a gigabyte for a thousand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from unicodedata import normalize

import pydyf

from guidelines.liaison.exports.pdf_fonts import Fonts

WIDTH, HEIGHT = 595.28, 841.89
LEFT, TOP, BOTTOM = 51.0, 62.0, 51.0
TEXT_WIDTH = WIDTH - 2 * LEFT
LEADING = 1.4
GAP = 6.0
"""Between two columns."""
INK, PALE, GONE, NEW = "0.08 0.13 0.16", "0.28 0.34 0.38", "0.55 0.18 0.11", "0.08 0.38 0.23"
_PIECES = re.compile(r"\n|[^\S\n]+|\S+")


@dataclass(frozen=True)
class Run:
    """Words of one look."""

    text: str
    bold: bool = False
    colour: str = INK
    line: str = ""
    """`through` or `under`."""


@dataclass(frozen=True)
class Row:
    """Columns of text side by side, each a share of the width; a paragraph is a row of one."""

    columns: tuple[tuple[Run, ...], ...]
    shares: tuple[float, ...] = (1.0,)
    size: float = 9.0
    before: float = 0.0
    after: float = 2.0
    rule: float = 0.0
    """How thick the line under it is."""
    head: bool = False
    """Whether it is drawn again on top of the next page while rows of as many columns follow."""


@dataclass
class Piece:
    """Words on a line, as they are drawn."""

    run: Run
    is_space: bool
    x: float = 0.0
    width: float = 0.0
    glyphs: list[tuple[str, str]] = field(default_factory=list)
    """Names of faces, and glyphs in hexadecimal."""

    def add(self, face: str, glyphs: str) -> None:
        if self.glyphs and self.glyphs[-1][0] == face:
            self.glyphs[-1] = face, self.glyphs[-1][1] + glyphs
        else:
            self.glyphs.append((face, glyphs))


Line = list[Piece]


def paragraph(*runs: Run, **look: float | bool) -> Row:
    return Row((runs,), **look)  # type: ignore[arg-type]


@dataclass
class Setter:
    """Sets rows one after the other; a page is a list of drawing operations."""

    fonts: Fonts = field(default_factory=Fonts)
    pages: list[list[str]] = field(default_factory=lambda: [[]])
    marks: list[tuple[str, int, float]] = field(default_factory=list)
    """What the reader's list of contents names: words, page, height."""
    y: float = HEIGHT - TOP
    head: Row | None = None

    def put(self, row: Row, *, room: float = 0.0, mark: str = "") -> None:
        """Set a row. With `room`, only where as much is left under it."""
        columns = [self._wrapped(runs, share, row.size) for runs, share in zip(row.columns, row.shares, strict=True)]
        leading = row.size * LEADING
        height = row.before + max(map(len, columns)) * leading + row.after
        if self.y - min(height, HEIGHT / 3) - room < BOTTOM:
            self._turn(row)
        self.y -= row.before
        if mark:
            self.marks.append((mark, len(self.pages) - 1, self.y))
        while any(columns):
            most = max(1, int((self.y - BOTTOM) / leading))
            self._draw([column[:most] for column in columns], row)
            columns = [column[most:] for column in columns]
            if any(columns):
                self._turn(row)
        self.y -= row.after
        if row.rule:
            self._rule(row.rule)
        if row.head or len(row.columns) == 1:
            self.head = row if row.head else None

    def _turn(self, row: Row) -> None:
        self.pages.append([])
        self.y = HEIGHT - TOP
        head, self.head = self.head, None
        if head and len(head.columns) == len(row.columns) and not row.head:
            self.put(head)

    def _rule(self, thickness: float) -> None:
        self.pages[-1].append(f"0.6 0.66 0.69 RG {thickness} w {LEFT} {self.y:.2f} m {WIDTH - LEFT} {self.y:.2f} l S")

    def _draw(self, columns: list[list[Line]], row: Row) -> None:
        """Column after column, so that whoever reads the text without the page reads a cell to its end."""
        start, leading = LEFT, row.size * LEADING
        for column, share in zip(columns, row.shares, strict=True):
            for number, line in enumerate(column, start=1):
                self.pages[-1] += (_drawn(piece, start, self.y - number * leading, row.size) for piece in line)
            start += share * TEXT_WIDTH
        self.y -= max(map(len, columns)) * leading

    def _wrapped(self, runs: Iterable[Run], share: float, size: float) -> list[Line]:
        """The runs broken into lines; a word that is wider than a line is broken anywhere."""
        most = share * TEXT_WIDTH - (GAP if share < 1 else 0)
        lines: list[Line] = [[]]
        for run in runs:
            for text in _PIECES.findall(normalize("NFC", run.text)):
                if text == "\n":
                    lines.append([])
                    continue
                for piece in self._pieces(text, run, size, most):
                    _append(lines, piece, most)
        return lines

    def _pieces(self, text: str, run: Run, size: float, most: float) -> Iterator[Piece]:
        piece = Piece(run, is_space=text.isspace())
        for character in text:
            face, glyph, width = self.fonts.letter(character, run.bold)
            width *= size / 1000
            if piece.width + width > most and piece.glyphs:
                yield piece
                piece = Piece(run, is_space=text.isspace())
            piece.add(face.name, glyph)
            piece.width += width
        yield piece

    def file(self, title: str, embargo: str, language: str) -> bytes:
        """The pages with their running lines, as a PDF that tells its title and language and nothing else."""
        for number, page in enumerate(self.pages, start=1):
            page += self._running(title if number > 1 else "", embargo if number > 1 else "", number)
        pdf = pydyf.PDF()
        fonts = self.fonts.put_into(pdf)
        resources = pydyf.Dictionary({"Font": fonts})
        pdf.add_object(resources)
        for page in self.pages:
            content = pydyf.Stream(["\n".join(page)], compress=True)
            pdf.add_object(content)
            pdf.add_page(_page(pdf, content, resources))
        _outline(pdf, self.marks)
        pdf.info["Title"] = pydyf.String(title)
        pdf.catalog["Lang"] = pydyf.String(language)
        pdf.catalog["ViewerPreferences"] = "<< /DisplayDocTitle true >>"
        written = BytesIO()
        pdf.write(written)
        return written.getvalue()

    def _running(self, title: str, embargo: str, number: int) -> Iterator[str]:
        texts = [(title, 0.0, HEIGHT - 40), (f"{number} / {len(self.pages)}", 0.5, BOTTOM - 22)]
        texts.append((embargo, 0.5, HEIGHT - 40))
        for text, start, y in texts:
            for line_number, line in enumerate(self._wrapped([Run(text, colour=PALE)], 0.5, 7.5)[:2]):
                width = line[-1].x + line[-1].width if line else 0
                left = LEFT if not start else WIDTH - LEFT - width
                yield from (_drawn(piece, left, y - 10 * line_number, 7.5) for piece in line)


def _append(lines: list[Line], piece: Piece, most: float) -> None:
    """Put words behind others, or on a new line; those of the same look are drawn at once."""
    at = lines[-1][-1].x + lines[-1][-1].width if lines[-1] else 0.0
    if piece.is_space and not at:
        return
    if at and not piece.is_space and at + piece.width > most:
        lines.append([])
        at = 0.0
    last = lines[-1][-1] if lines[-1] else None
    if last is None or last.run is not piece.run:
        piece.x = at
        lines[-1].append(piece)
        return
    last.width += piece.width
    for face, glyphs in piece.glyphs:
        last.add(face, glyphs)


def _drawn(piece: Piece, start: float, y: float, size: float) -> str:
    """The operations that draw words."""
    x = start + piece.x
    glyphs = " ".join(f"/{face} {size} Tf <{codes}> Tj" for face, codes in piece.glyphs)
    drawn = f"BT {piece.run.colour} rg {x:.2f} {y:.2f} Td {glyphs} ET"
    if not piece.run.line:
        return drawn
    height = y + (0.3 if piece.run.line == "through" else -0.15) * size
    return f"{drawn} {piece.run.colour} RG 0.5 w {x:.2f} {height:.2f} m {x + piece.width:.2f} {height:.2f} l S"


def _page(pdf: pydyf.PDF, content: pydyf.Stream, resources: pydyf.Dictionary) -> pydyf.Dictionary:
    return pydyf.Dictionary(
        {
            "Type": "/Page",
            "Parent": pdf.pages.reference,
            "MediaBox": pydyf.Array([0, 0, WIDTH, HEIGHT]),
            "Contents": content.reference,
            "Resources": resources.reference,
        }
    )


def _outline(pdf: pydyf.PDF, marks: list[tuple[str, int, float]]) -> None:
    """The list of contents that a reader shows beside the pages."""
    if not marks:
        return
    pages = pdf.page_references
    root = pydyf.Dictionary({"Type": "/Outlines", "Count": len(marks)})
    pdf.add_object(root)
    entries = [
        pydyf.Dictionary(
            {
                "Title": pydyf.String(words),
                "Parent": root.reference,
                "Dest": pydyf.Array([pages[page], "/XYZ", 0, round(y + 20, 2), 0]),
            }
        )
        for words, page, y in marks
    ]
    for entry in entries:
        pdf.add_object(entry)
    for before, after in pairwise(entries):
        before["Next"], after["Prev"] = after.reference, before.reference
    root["First"], root["Last"] = entries[0].reference, entries[-1].reference
    pdf.catalog["Outlines"] = root.reference
