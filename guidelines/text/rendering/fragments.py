"""Single pieces of a source as readers see them: safe HTML without anchors, for the redline."""

from __future__ import annotations

from django.utils.safestring import SafeString

from guidelines.text.blocks import TermBlock, take_apart
from guidelines.text.rendering.inline import DEFINITION, Writer
from guidelines.text.rendering.safety import safe, sanitised
from guidelines.text.structure import References, read


class Fragments:
    """Writes pieces of one source. Knows what they share: link definitions and terms."""

    def __init__(self, source: str) -> None:
        self._references: References = {}
        parts = take_apart(source).parts
        terms = frozenset(DEFINITION + part.slug for part in parts if isinstance(part, TermBlock))
        read(source, line=1, references=self._references)
        self._writer = Writer(self._references, terms)
        self._made: dict[str, str] = {}

    def html(self, piece: str) -> str:
        """The HTML of some Markdown of the source, sanitised."""
        if not piece.strip():
            return ""
        if piece not in self._made:
            read_piece = read(piece.strip("\n"), line=1, references=dict(self._references), in_block=True)
            self._made[piece] = sanitised(self._writer.html(read_piece))
        return self._made[piece]

    def shown(self, piece: str) -> SafeString:
        """The same, to be put into a page."""
        return safe(self.html(piece))
