"""The first sheet of an .xlsx workbook, row by row, never the whole of it in memory."""

from __future__ import annotations

import datetime as dt
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

from guidelines.frame.refusals import Invalid

MOST_UNPACKED = 2 * 1024**3
"""Bytes of all parts together: the sheet is read in a stream."""
MOST_SHARED = 96 * 1024 * 1024
"""Bytes of the shared texts, which are held in memory, and of every part but the sheets."""
MOST_PARTS = 1_000
MOST_ROWS = 1_048_576
"""What Excel can hold. The number of a row is written beside it: one row could claim to be the last of a billion."""
PIECE = 4 * 1024 * 1024
"""A sheet begins a cell more often than once in so many bytes: the longest has 32,767 letters."""


def rows(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """The number of each row, and its cells as text."""
    from openpyxl import load_workbook  # here: every start would wait for it

    _refuse_unless_bounded(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > MOST_ROWS:
                raise _broken()
            yield number, [_text(cell) for cell in cells]
    except Invalid:
        raise
    except Exception as error:  # openpyxl raises whatever its parts do on a broken book
        raise _broken() from error


def _refuse_unless_bounded(file: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            other = [part for part in parts if not part.filename.startswith("xl/worksheets/")]
            if (
                len(parts) > MOST_PARTS
                or sum(part.file_size for part in parts) > MOST_UNPACKED
                or sum(part.file_size for part in other) > MOST_SHARED
            ):
                raise Invalid(_("This workbook is too large when it is unpacked. Save it as CSV."), status=413)
            if any(_declares(archive, part) for part in parts if part.filename.endswith((".xml", ".rels"))):
                raise _broken()
            if any(_is_flat(archive, part) for part in parts if part not in other):
                raise _broken()
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError, zlib.error) as error:
        raise _broken() from error
    finally:
        file.seek(0)


def _is_flat(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether the part holds one text that would fill the memory: no tag begins for a long while."""
    with archive.open(part) as opened:
        while piece := opened.read(PIECE):
            if len(piece) == PIECE and b"<" not in piece:
                return True
    return False


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether the part defines entities, which no program that writes workbooks does."""
    with archive.open(part) as opened:
        begins = opened.read(16 * 1024)
    return b"<!DOCTYPE" in begins or b"<!ENTITY" in begins


def _text(cell: Any) -> str:
    """A cell as the same table would have it in CSV."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _broken() -> Invalid:
    return Invalid(_("This is no workbook, or it is damaged. Open it, save it as .xlsx or CSV, then try again."))
