"""The formats change notes leave the house in. Each is a pure function of the document: same document, same bytes.

What writes PDF, Word and Excel is loaded with the first such file: every start would wait for it.
"""

from guidelines.liaison.documents import Document
from guidelines.liaison.exports.csv_file import csv_file
from guidelines.liaison.exports.formats import Format
from guidelines.liaison.exports.html_file import html_file
from guidelines.liaison.exports.json_file import json_file
from guidelines.liaison.exports.markdown_file import markdown_file


def _pdf(document: Document) -> bytes:
    from guidelines.liaison.exports.pdf_file import pdf_file

    return pdf_file(document)


def _docx(document: Document) -> bytes:
    from guidelines.liaison.exports.docx_file import docx_file

    return docx_file(document)


def _xlsx(document: Document) -> bytes:
    from guidelines.liaison.exports.xlsx_file import xlsx_file

    return xlsx_file(document)


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: dict[str, Format] = {
    form.extension: form
    for form in (
        Format("html", "HTML", "text/html; charset=utf-8", html_file),
        Format("pdf", "PDF", "application/pdf", _pdf),
        Format("docx", "Word", f"{_OFFICE}.wordprocessingml.document", _docx),
        Format("md", "Markdown", "text/markdown; charset=utf-8", markdown_file),
        Format("xlsx", "Excel", f"{_OFFICE}.spreadsheetml.sheet", _xlsx),
        Format("csv", "CSV", "text/csv; charset=utf-8; header=present", csv_file),
        Format("json", "JSON", "application/json", json_file),
    )
}

IN_A_MESSAGE = ("md", "html", "json")
"""What a mail and a webhook say it in, beside the file that was asked for."""

__all__ = ["FORMATS", "IN_A_MESSAGE", "Format"]
