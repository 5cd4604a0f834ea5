"""Office files zipped again, so that the same words give the same bytes and the properties tell nothing else.

The libraries write the time of saving into the archive and into the properties, and their own name beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest a ZIP can say."""
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:language>{}</dc:language>'
    "</cp:coreProperties>"
)
_NO_MORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)


def zipped_again(content: bytes, title: str, language: str, parts: Mapping[str, bytes] | None = None) -> bytes:
    """The file with its members in a fixed order, at a fixed time, and `parts` in place of those it had."""
    replaced = {
        "docProps/core.xml": _PROPERTIES.format(escape(title), escape(language)).encode(),
        "docProps/app.xml": _NO_MORE.encode(),
        **(parts or {}),
    }
    written = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(written, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            new.writestr(_entry(name), replaced.get(name) or old.read(name))
    return written.getvalue()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, FIRST_DAY)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry
