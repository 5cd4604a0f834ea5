"""Images that came inside a file, recognised by their content. An address is never followed."""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence

from guidelines.text.incoming.escaping import as_alternative
from guidelines.text.incoming.remarks import Remarks
from guidelines.text.incoming.values import FOLDER, IncomingImage

MOST_IMAGES = 60
EMBEDDED = "embedded:"
"""The scheme under which the images of a Word document are handed over by their number."""
_DATA = re.compile(r"data:[\w.+/-]*(?:;[\w=.+-]+){0,4},", re.IGNORECASE)


class Shelf:
    """The images of one text, each once."""

    def __init__(self, remarks: Remarks, embedded: Sequence[bytes] = ()) -> None:
        self._remarks = remarks
        self._embedded = embedded
        self._images: dict[str, IncomingImage] = {}

    @property
    def images(self) -> tuple[IncomingImage, ...]:
        """In the order of the text."""
        return tuple(self._images.values())

    def take(self, source: str, alternative: str) -> tuple[str, str]:
        """The placeholder for an image, empty when it cannot be taken, and the words that describe it."""
        alternative = as_alternative(alternative)
        data = self._data(source.strip())
        media_type = recognised(data) if data else ""
        if data is None:
            self._remarks.note("linked_images")
        elif not media_type:
            self._remarks.note("unknown_images")
        else:
            return self._kept(data, media_type, alternative), alternative
        return "", alternative

    def _kept(self, data: bytes, media_type: str, alternative: str) -> str:
        placeholder = FOLDER + hashlib.sha256(data).hexdigest()
        if placeholder not in self._images:
            if len(self._images) >= MOST_IMAGES:
                self._remarks.note("many_images")
                return ""
            self._images[placeholder] = IncomingImage(data, media_type, alternative, placeholder)
        return placeholder

    def _data(self, source: str) -> bytes | None:
        """The bytes that came along; None when there is only an address."""
        if source.startswith(EMBEDDED):
            number = source.removeprefix(EMBEDDED)
            known = number.isascii() and number.isdigit() and len(number) < 6 and int(number) < len(self._embedded)
            return self._embedded[int(number)] if known else None
        head = _DATA.match(source)
        if head is None:
            return None
        if ";base64" not in head[0].lower():
            return b""
        try:
            return base64.b64decode(source[head.end() :])
        except (binascii.Error, ValueError):
            return b""


def recognised(data: bytes) -> str:
    """The media type of an image we keep, by its first bytes; empty for everything else."""
    for start, media_type in _STARTS.items():
        if data.startswith(start):
            return media_type
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


_STARTS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
