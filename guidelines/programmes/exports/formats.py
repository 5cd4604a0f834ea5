"""The formats of a report. What writes them is loaded with the first such file: every start would wait for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from guidelines.liaison.exports import FORMATS as NOTES
from guidelines.programmes.exports.blocks import Written


@dataclass(frozen=True)
class Format:
    extension: str
    name: str
    content_type: str
    write: Callable[[Written], bytes]


def _pdf(report: Written) -> bytes:
    from guidelines.programmes.exports.files import pdf_file

    return pdf_file(report)


def _docx(report: Written) -> bytes:
    from guidelines.programmes.exports.files import docx_file

    return docx_file(report)


def _xlsx(report: Written) -> bytes:
    from guidelines.programmes.exports.files import xlsx_file

    return xlsx_file(report)


def _html(report: Written) -> bytes:
    from guidelines.programmes.exports.files import html_file

    return html_file(report)


FORMATS: dict[str, Format] = {
    name: Format(name, NOTES[name].name, NOTES[name].content_type, write)
    for name, write in (("pdf", _pdf), ("docx", _docx), ("xlsx", _xlsx), ("html", _html))
}
