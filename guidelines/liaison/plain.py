"""The words of a rule's field without its Markdown, for readers who get them in a mail or a spreadsheet.

Nothing is made safe here and no HTML is made: every format escapes these words as it escapes any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST = 4000
"""A longer field is left as it was written: it is shown whole all the same, and no odd text can cost seconds."""
_INLINE = MarkdownIt("commonmark", {"html": False})


# Tab and line ends are text; the other controls and the halves of characters can stand in no XML, so in no Office file.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text with a sign of replacement for every character that not all formats can hold; line ends are `\\n`."""
    return _UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """`**Remove** the [listing](term).` as `Remove the listing.`, on one line."""
    line = " ".join(text.split())
    if len(line) > LONGEST:
        return line
    return "".join(_words(_INLINE.parseInline(line)))


def _words(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.children:
            yield from _words(token.children)
        else:
            yield token.content
