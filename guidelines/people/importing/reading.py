"""From the bytes of a CSV file to its rows. What cannot be read is refused with the line where it is."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, fields

from django.utils.translation import gettext as _

from guidelines.frame.refusals import Invalid
from guidelines.text.normal import normalise

PAGE_BYTES = 512 * 1024
"""On the page the text comes back with the preview, as a form field, and a form may hold 1 MB."""
COMMAND_BYTES = 10 * 1024 * 1024
PAGE_ROWS = 1_000
"""On the page one request does it all, and a request may not take longer than a worker lives."""
COMMAND_ROWS = 20_000


@dataclass(frozen=True)
class Row:
    """One line of the file: a person, and at most one of their roles. Empty cells change nothing."""

    line: int
    employee_id: str = ""
    name: str = ""
    email: str = ""
    site: str = ""
    team: str = ""
    role: str = ""
    market: str = ""
    domain: str = ""
    function: str = ""
    language: str = ""
    time_zone: str = ""
    active: str = ""


COLUMNS = tuple(field.name for field in fields(Row) if field.name != "line")


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one line."""

    line: int
    sentence: str


@dataclass(frozen=True)
class File:
    """A file of people as it was read."""

    text: str
    digest: str
    rows: tuple[Row, ...]
    problems: tuple[RowProblem, ...]


def read(raw: bytes, *, most_bytes: int, most_rows: int) -> File:
    """The rows of a file. Refused as a whole: a file that is too large, not UTF-8, or without a heading we know."""
    if len(raw) > most_bytes:
        sentence = _("That file has %(size)d KB; %(most)d KB can be read at once. Split it.")
        raise Invalid(sentence % {"size": len(raw) // 1024, "most": most_bytes // 1024}, status=413)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        sentence = _("Line %(line)d is not UTF-8. Save the file as “CSV UTF-8” and choose it again.")
        raise Invalid(sentence % {"line": line}) from error
    return read_text(text, most_rows=most_rows)


def read_text(text: str, *, most_rows: int) -> File:
    """The rows of a text that was decoded already."""
    text = normalise(text).text
    rows: list[Row] = []
    problems: list[RowProblem] = []
    lines = _lines(text)
    columns = _columns(next(lines, (1, []))[1])
    for line, cells in lines:
        if len(cells) != len(columns):
            sentence = _("This line has %(cells)d cells, the heading has %(columns)d.")
            problems.append(RowProblem(line, sentence % {"cells": len(cells), "columns": len(columns)}))
        else:
            rows.append(Row(line, **dict(zip(columns, cells, strict=True))))
        if len(rows) > most_rows:
            raise Invalid(_("A file may hold %(most)d lines here. Split it.") % {"most": most_rows}, status=413)
    return File(text, hashlib.sha256(text.encode()).hexdigest(), tuple(rows), tuple(problems))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not empty, with the number of the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, [" ".join(cell.split()) for cell in cells]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Invalid(_("Line %(line)d can’t be read: a quotation mark is not closed.") % {"line": begins}) from error


def _delimiter(text: str) -> str:
    """What separates the cells of the heading: a comma, a semicolon or a tab."""
    heading = text.lstrip().partition("\n")[0]
    return max(",;\t", key=heading.count)


def _columns(heading: list[str]) -> list[str]:
    """The columns the heading names, each known and named once."""
    columns = [cell.strip().lower() for cell in heading]
    unknown = [column for column in columns if column not in COLUMNS]
    known = ", ".join(COLUMNS)
    if "employee_id" not in columns:
        raise Invalid(
            _("The first line must name the columns, employee_id among them. Known: %(known)s.") % {"known": known}
        )
    if unknown:
        sentence = _("There is no column “%(column)s”. Known: %(known)s.")
        raise Invalid(sentence % {"column": unknown[0][:60], "known": known})
    twice = [column for column in columns if columns.count(column) > 1]
    if twice:
        raise Invalid(_("The column %(column)s is there twice. Remove one.") % {"column": twice[0]})
    return columns
