"""The headings of a document: their levels on the page, their numbers and the anchors that links may rely on."""

import re
from dataclasses import dataclass

from guidelines.text.slugs import slugify

DECIDE = "decide"
_TOP = 2
_DEEPEST = 6
_RESERVED = re.compile(r"(?:r\d+|at-r\d+|def-.*|tt-.*|pal-.*|b\d+|decide|changed|main|palette|ask|.*-h)")


@dataclass(frozen=True)
class Heading:
    """One entry of the outline; only sections of the first order have a number."""

    level: int
    number: int | None
    text: str
    anchor: str


class Anchors:
    """Hands out the anchors of one document, in reading order."""

    def __init__(self) -> None:
        self._uses: dict[str, int] = {}
        """Every anchor handed out, and the last number that was tried behind it: counted on, never from the start."""

    def take(self, text: str) -> str:
        """The anchor of a heading: its words; a name the page needs itself gets a prefix, a second use a number."""
        slug = slugify(text) or "section"
        if _RESERVED.fullmatch(slug):
            slug = f"section-{slug}"
        anchor, count = slug, self._uses.get(slug, 1)
        while anchor in self._uses:
            count += 1
            anchor = f"{slug}-{count}"
        self._uses[slug] = count
        self._uses.setdefault(anchor, 1)
        return anchor


class Levels:
    """Fits the author's headings under the page's title: they begin at h2, and no level is jumped on the way down."""

    def __init__(self, highest: int) -> None:
        self._shift = _TOP - highest
        self._before = _TOP - 1

    def fit(self, level: int) -> int:
        """The level on the page for a level in the source."""
        self._before = min(level + self._shift, self._before + 1, _DEEPEST)
        return self._before
