"""HTML as a row of tags and texts, in time that grows with its length, whatever is sent.

Python's own reader of HTML is quadratic in unclosed tags and comments, and a browser's rules for misnested tags can
make a page of a million elements out of a short text. Here every character is looked at a few times at most.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from guidelines.text.normal import normalise

_MARKUP = re.compile(r"<(?:(?P<comment>!--)|(?P<declaration>[!?])|(?P<slash>/?)(?P<name>[a-zA-Z][^\s/>]*))")
_GAP = re.compile(r"[\s/=]*")
_ATTRIBUTE = re.compile(r"([^\s/>=]+)(?:\s*+=\s*+(\"[^\"]*\"|'[^']*'|[^\s>]*))?")
_USED = frozenset(
    {
        *("style", "class", "id", "href", "src", "alt", "start", "colspan", "rowspan", "color", "bgcolor", "hidden"),
        *("type", "checked", "role", "aria-level", "data-aria-level", "data-listid", "cite", "datetime"),
    }
)
STRETCH = 400_000
"""Characters of text at a time, so that whoever counts them can stop early."""
_RAW = frozenset({"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"})
"""What stands inside these is no markup; it is passed over."""
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{8,}")


@dataclass(frozen=True, slots=True)
class Start:
    """A tag that opens an element, with the attributes we look at."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class End:
    """A tag that closes an element."""

    name: str


def read_tags(source: str) -> Iterator[Start | End | str]:
    """The tags of a source and the texts between them, in order; comments and declarations are passed over."""
    at = 0
    while found := _MARKUP.search(source, at):
        if found.start() > at:
            yield from _texts(source[at : found.start()])
        if found["comment"]:
            at = _past(source, "-->", found.end())
        elif found["declaration"] or found["slash"]:
            at = _past(source, ">", found.end())
            if found["slash"]:
                yield End(found["name"].lower())
        else:
            attributes, at = _attributes(source, found.end())
            name = found["name"].lower()
            yield Start(name, attributes)
            if name in _RAW:
                closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(source, at)
                at = closing.start() if closing else len(source)
    if at < len(source):
        yield from _texts(source[at:])


def _past(source: str, mark: str, at: int) -> int:
    found = source.find(mark, at)
    return len(source) if found < 0 else found + len(mark)


def _attributes(source: str, at: int) -> tuple[dict[str, str], int]:
    """The attributes of a tag whose name has been read, and the place after it."""
    attributes: dict[str, str] = {}
    while True:
        gap = _GAP.match(source, at)
        at = gap.end() if gap else at
        found = _ATTRIBUTE.match(source, at)
        if found is None:  # the end of the tag, or of the source
            return attributes, at + 1
        name = found[1].lower()
        if name in _USED and name not in attributes:
            value = found[2] or ""
            quoted = len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]
            attributes[name] = _unescaped(value[1:-1] if quoted else value)
        at = found.end()


def _texts(raw: str) -> Iterator[str]:
    """A text as it is stored, in stretches. Invisible characters go: behind them, markup would not be recognised."""
    for start in range(0, len(raw), STRETCH):
        text = _unescaped(raw[start : start + STRETCH])
        yield text if text.isascii() and text.isprintable() else normalise(text).text


def _unescaped(raw: str) -> str:
    if "&" not in raw:
        return raw
    # A number of thousands of digits is refused by Python itself.
    return html.unescape(_LONG_NUMBER.sub("\ufffd", raw))
