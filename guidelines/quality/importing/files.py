"""The file itself: CSV or the first sheet of a workbook, written again as one plain form that a worker reads from where
it stopped. Each row of that form begins with the number of its line in the file as it came."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _

from guidelines.frame.refusals import Invalid
from guidelines.quality.importing import workbooks

MOST_COLUMNS = 200
MOST_IN_A_HEADING = 4_000
MOST_IN_A_CELL = 100_000
"""Less than the reader of the plain form takes (131,072), so that what was written can be read again."""
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Written:
    """What was found in a file while it was written again."""

    header: tuple[str, ...]
    rows: int


def digest_of(file: IO[bytes]) -> str:
    """The sha256 of the bytes as they came; the file is at its beginning afterwards."""
    file.seek(0)
    found = hashlib.sha256()
    while piece := file.read(PIECE):
        found.update(piece)
    file.seek(0)
    return f"sha256:{found.hexdigest()}"


def write_again(file: IO[bytes], into: IO[bytes]) -> Written:
    """Read a whole file, and write its rows in the plain form. Errors: `Invalid`, with the line where it is."""
    file.seek(0)
    lines = workbooks.rows(file) if _is_workbook(file) else _csv_rows(file)
    begun = next(lines, None)
    if begun is None:
        raise Invalid(_("This file is empty. Choose another one."))
    header = tuple(cell.replace("\x00", "�").strip() for cell in begun[1])
    if any(len(cell) > MOST_IN_A_HEADING for cell in header):
        raise _unreadable(begun[0])
    if len(header) > MOST_COLUMNS:
        facts = {"columns": len(header), "most": MOST_COLUMNS}
        raise Invalid(_("This file has %(columns)d columns; %(most)d can be read.") % facts)
    text = io.TextIOWrapper(into, encoding="utf-8", newline="", write_through=True)
    rows = _write(lines, csv.writer(text, lineterminator="\n"))
    text.detach()
    if not rows:
        raise Invalid(_("This file has a heading and no row. Choose another one."))
    return Written(header, rows)


def _write(lines: Iterable[tuple[int, list[str]]], writer: Any) -> int:
    rows = 0
    for line, cells in lines:
        if any(cells):
            if any(len(cell) > MOST_IN_A_CELL for cell in cells):
                raise _unreadable(line)
            writer.writerow((line, *cells))
            rows += 1
    return rows


def read_from(file: IO[bytes], begin: int) -> Iterator[tuple[int, int, list[str]]]:
    """Of the plain form: where the next row begins, in bytes, then the line of this row and its cells."""
    file.seek(begin)
    consumed = begin

    def lines() -> Iterator[str]:
        nonlocal consumed
        for line in file:
            consumed += len(line)
            yield line.decode()

    for number, *cells in csv.reader(lines()):
        yield consumed, int(number), cells


def _is_workbook(file: IO[bytes]) -> bool:
    begins = file.read(4)
    file.seek(0)
    if begins.startswith(b"\xd0\xcf\x11\xe0"):
        raise Invalid(_("This is an older Excel file, or one with a password. Save it as .xlsx or CSV."))
    return begins.startswith(b"PK") and zipfile.is_zipfile(file)


def _csv_rows(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """The line each row begins on, and its cells."""
    file.seek(0)
    if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
        raise Invalid(_("This file is UTF-16. Save it as “CSV UTF-8” and choose it again."))
    file.seek(0)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    reader, begins = csv.reader(text, delimiter=_delimiter(text), strict=True), 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except UnicodeDecodeError as error:
        sentence = _("After line %(line)d something is not UTF-8. Save the file as “CSV UTF-8” and choose it again.")
        raise Invalid(sentence % {"line": begins}) from error
    except csv.Error as error:
        raise _unreadable(begins) from error
    finally:
        text.detach()


def _unreadable(line: int) -> Invalid:
    sentence = _("Line %(line)d can’t be read: a quotation mark is not closed, or a cell is far too long.")
    return Invalid(sentence % {"line": line})


def _delimiter(text: io.TextIOWrapper) -> str:
    """What separates the cells of the heading: a comma, a semicolon or a tab."""
    try:
        heading = text.readline(PIECE)
    except UnicodeDecodeError as error:
        raise Invalid(_("Line 1 is not UTF-8. Save the file as “CSV UTF-8” and choose it again.")) from error
    text.seek(0)
    return max(",;\t", key=heading.count)
