"""Every format opened by a program that is not ours: its words as a reader meets them, and all that is hidden in it."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import normalize

import mammoth
from bs4 import BeautifulSoup
from django.conf import settings
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

SCHEMA = json.loads((Path(settings.BASE_DIR) / "guidelines/liaison/exports/change_notes.schema.json").read_text())


def pdf(content: bytes) -> str:
    """Page by page, without what stands above and below every page."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return "\n".join(pages)


def docx(content: bytes) -> str:
    return _text_of(mammoth.convert_to_html(io.BytesIO(content)).value)


def xlsx(content: bytes) -> str:
    return "\n".join(str(cell) for rows in sheets(content).values() for row in rows for cell in row)


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def csv_words(content: bytes) -> str:
    return "\n".join(cell for row in csv_rows(content) for cell in row.values())


def json_words(content: bytes) -> str:
    data = json.loads(content)
    Draft202012Validator(SCHEMA).validate(data)
    return "\n".join(_strings(data))


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return [str(value)]


def markdown(content: bytes) -> str:
    return _text_of(MarkdownIt("commonmark").enable("table").render(content.decode()))


def html_words(content: bytes) -> str:
    return _text_of(content.decode())


def _text_of(markup: str) -> str:
    soup = BeautifulSoup(markup, "html.parser")
    for style in soup(["style", "title"]):
        style.decompose()
    return soup.get_text(" ")


READERS: dict[str, Callable[[bytes], str]] = {
    "pdf": pdf,
    "docx": docx,
    "xlsx": xlsx,
    "csv": csv_words,
    "json": json_words,
    "md": markdown,
    "html": html_words,
}


def words(extension: str, content: bytes) -> str:
    """What somebody reads in a file, with single spaces and without the apostrophes that disarm cells."""
    return plainly(READERS[extension](content))


def plainly(text: str) -> str:
    """For comparing across formats: they break lines where they like, and inside long words too."""
    return re.sub(r"\s+", "", normalize("NFC", text))


def hidden(extension: str, content: bytes) -> str:
    """Everything in a file that somebody could dig out: raw bytes, members of the archive, properties, outline."""
    found = [content.decode("latin-1"), content.decode("utf-8", "replace"), READERS[extension](content)]
    if extension in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found += [html.unescape(archive.read(name).decode("utf-8", "replace")) for name in archive.namelist()]
            found += [f"{entry.filename} {entry.comment!r} {entry.extra!r}" for entry in archive.infolist()]
    if extension == "pdf":
        reader = PdfReader(io.BytesIO(content))
        found += [str(dict(reader.metadata or {})), str(reader.trailer), str(reader.outline)]
        found += [page.get_contents().get_data().decode("latin-1") for page in reader.pages]  # type: ignore[union-attr]
    return "\n".join(found)
