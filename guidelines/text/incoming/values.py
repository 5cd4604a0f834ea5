"""What comes in: Markdown, the images that belong into it, and a report of what could not be kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from guidelines.text.incoming.escaping import escape

FOLDER = "/incoming/"
_PLACE = re.compile(rf"!\[([^\[\]\n]{{0,400}})\]\(({FOLDER}[0-9a-f]{{64}})\)")


@dataclass(frozen=True)
class Remark:
    """One sentence about what was changed or left out, and how often."""

    sentence: str
    count: int


@dataclass(frozen=True)
class IncomingImage:
    """An image that was inside the file. Where it belongs, the Markdown says `![alt](placeholder)`."""

    data: bytes
    media_type: str
    alt: str
    placeholder: str


@dataclass(frozen=True)
class Incoming:
    """A text on its way in. Nothing of it is stored yet."""

    markdown: str
    images: tuple[IncomingImage, ...] = ()
    report: tuple[Remark, ...] = ()

    def with_addresses(self, addresses: Mapping[str, str]) -> str:
        """The Markdown with the addresses under which its images are kept; one without an address leaves its words."""

        def placed(found: re.Match[str]) -> str:
            address = addresses.get(found[2])
            return f"![{found[1]}]({address})" if address else escape(found[1])

        return _PLACE.sub(placed, self.markdown)
