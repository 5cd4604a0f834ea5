"""A Word document before anything reads it: a zip of bounded size whose XML names nothing outside itself.

What is handed on is a package of our own, with the parts that were looked at and no others.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from guidelines.text.incoming.pictures import recognised
from guidelines.text.incoming.tree import too_much
from guidelines.text.refusal import TextRefused

MOST_PARTS = 1_000
MOST_BYTES = 60 * 1024 * 1024
"""All parts unzipped. A part never gives more than its size in the directory says."""
MOST_XML_BYTES = 8 * 1024 * 1024
MOST_WORK = 30_000
"""Elements in all XML parts together, where those that describe the look of others weigh a third: under two seconds of
mammoth's work on a slow day."""
DEEPEST = 60
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


@dataclass
class Package:
    """The safe copy, and how often each element stood in the main text."""

    file: io.BytesIO = field(default_factory=io.BytesIO)
    counts: Counter[str] = field(default_factory=Counter)
    running_heads: int = 0


def opened(data: bytes) -> Package:
    """The package of a document; `TextRefused` with a sentence when it cannot be taken."""
    if data.startswith(_OLD_WORD):
        raise TextRefused(
            _("This is an older Word file, or one with a password. Save it as .docx without a password."), line=None
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _copied(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError):
        raise damaged() from None


def damaged() -> TextRefused:
    """What is said of a file that is no Word document, or a broken one."""
    return TextRefused(
        _("This is no Word document, or it is damaged. Open it in Word, save it as .docx, then try again."), line=None
    )


def _copied(archive: zipfile.ZipFile) -> Package:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise TextRefused(_("This document is too large when it is unpacked. Save it in parts."), line=None, status=413)
    package, scan = Package(), _Scan()
    with zipfile.ZipFile(package.file, "w") as copy:
        for part in parts:
            if part.is_dir() or part.compress_type not in _METHODS:
                continue
            content = archive.read(part)
            if recognised(content):
                copy.writestr(part.filename, content)
            elif len(content) <= MOST_XML_BYTES and scan.reads(content):
                copy.writestr(part.filename, content)
                package.running_heads += scan.is_running_head()
            elif part.filename.endswith((".xml", ".rels")):
                raise too_much() if len(content) > MOST_XML_BYTES else damaged()
            elif part.filename.startswith("word/media/"):
                copy.writestr(part.filename, b"an image of another kind")
    package.counts = scan.counts
    package.file.seek(0)
    return package


class _Scan:
    """Looks through the XML parts of one document: refuses what could do harm, counts what will be lost."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._work = 0.0
        self._open_fields = 0
        self._path: list[str] = []
        self._found: Counter[str] = Counter()

    def reads(self, content: bytes) -> bool:
        """Whether a part is XML."""
        self._path, self._found = [], Counter()
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        # No part of a Word document has one. Entities grow without bound, and may name files and addresses.
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            parser.Parse(content, True)
        except expat.ExpatError:
            return False
        if self._found["document"]:
            self.counts = self._found
        return True

    def is_running_head(self) -> bool:
        """Whether the part just read is a header or a footer with words in it."""
        return bool((self._found["hdr"] or self._found["ftr"]) and self._found["t"])

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _separator, local = name.rpartition(" ")
        self._work += 1 / 3 if self._path and self._path[-1].endswith("Pr") else 1
        if self._work > MOST_WORK:
            raise too_much()
        if len(self._path) >= DEEPEST or self._open_fields > DEEPEST:
            raise TextRefused(_("This document is nested too deeply. Copy its text and paste it instead."), line=None)
        self._found[local] += 1
        if space in (_WORD, _STRICT):
            self._count(local, attributes.get(f"{space} val", ""))
            if local == "fldChar":
                # mammoth looks through all fields that are open, at every run of words.
                self._open_fields += {"begin": 1, "end": -1}.get(attributes.get(f"{space} fldCharType", ""), 0)
        self._path.append(local)

    def _end(self, name: str) -> None:
        self._path.pop()

    def _count(self, local: str, value: str) -> None:
        in_run = self._path[-1:] == ["rPr"] and "r" in self._path and "hyperlink" not in self._path
        if local == "txbxContent":
            # Word writes a box twice: as programs of today draw it, and as a fallback, which is what mammoth reads.
            self._found["newer boxes" if "Choice" in self._path else "boxes"] += 1
        elif local in ("ins", "del", "moveTo"):
            self._found["tracked"] += self._path[-1:] != ["rPr"]
        elif local == "pStyle" and value.upper().startswith("TOC"):
            self._found["contents"] += 1
        elif in_run and local == "color":
            self._found["colours"] += value.lower() not in ("", "auto", "000000")
        elif in_run and local in ("highlight", "u"):
            self._found["colours" if local == "highlight" else "underlines"] += value not in ("", "none")


def _refuse_doctype(*_about: object) -> None:
    raise TextRefused(
        _("This document declares a document type or entities, which no Word document does. It was not read."),
        line=None,
    )
