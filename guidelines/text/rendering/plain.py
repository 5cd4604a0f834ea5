"""What a person reads in rendered HTML, as plain text: for search rows, previews and tooltips."""

import re
from html.parser import HTMLParser

_INLINE = frozenset({"a", "b", "code", "del", "em", "i", "ins", "mark", "span", "strong", "svg", "use", "wbr"})
_VOID = frozenset({"br", "hr", "img", "use", "wbr"})
_SPACE = re.compile(r"\s+")
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


class _Reader(HTMLParser):
    """Collects the text under each heading, leaving out what the page added: numbers, tooltips and pointers."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sections: list[tuple[str, list[str]]] = [("", [])]
        self._hidden: list[bool] = []
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in _HEADINGS and "id" in attributes:
            self.sections.append((attributes["id"] or "", []))
            self._in_heading = True
        if tag not in _INLINE:
            self._add(" ")
        if tag == "img":
            self._add(f" {attributes.get('alt') or ''} ")
        if tag not in _VOID:
            self._hidden.append(_is_ours(attributes))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self._hidden:
            self._hidden.pop()
        if tag in _HEADINGS:
            self._in_heading = False
        if tag not in _INLINE:
            self._add(" ")

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _add(self, text: str) -> None:
        if not any(self._hidden) and not (self._in_heading and self.without_headings):
            self.sections[-1][1].append(text)

    without_headings = False


class _SectionReader(_Reader):
    without_headings = True


def visible_text(html: str) -> str:
    """The words of rendered HTML in reading order, with single spaces; images give their alternative text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _SPACE.sub(" ", "".join(text for _, texts in reader.sections for text in texts)).strip()


def text_by_anchor(html: str) -> dict[str, str]:
    """The words under each heading, by its anchor and without the heading; under no anchor what comes before."""
    reader = _SectionReader()
    reader.feed(html)
    reader.close()
    return {anchor: _SPACE.sub(" ", "".join(texts)).strip() for anchor, texts in reader.sections}


def _is_ours(attributes: dict[str, str | None]) -> bool:
    classes = (attributes.get("class") or "").split()
    return attributes.get("role") == "tooltip" or "no" in classes or "pointer" in classes
