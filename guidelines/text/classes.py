"""How a part of a text says its audience class: a field `audience: partner` in a block, a mark at the end of a heading.

What looks like one and cannot be understood counts as restricted, so that a slip of the pen tells nobody too much.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.text.audience import Audience
from guidelines.text.fences import Fences

KEY = "audience"
CLASSES = "|".join(Audience)
FORM = re.compile(CLASSES)
"""What the field holds."""
_MARK = re.compile(r"[ \t]*(?<!\\)\{[ \t]*audience:[ \t]*([^{}]*?)[ \t]*\}[ \t]*\Z")
_MARK_IN_SOURCE = re.compile(rf"[ \t]*(?<!\\)\{{[ \t]*audience:[ \t]*({CLASSES})[ \t]*\}}(?=[ \t]*#*[ \t]*(?:\n|\Z))")
_LIKE_A_MARK = re.compile(r"(?<!\\)\{[^{}]*\baudience\b", re.IGNORECASE)
_LINE = re.compile(r"audience:(?=[ \t]|$)[ \t]*(.*?)[ \t]*")
_LIKE_A_LINE = re.compile(rf"audience[ \t]*:[ \t]*(?:{CLASSES})[ \t]*", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """What a heading or a block says of its class: `audience` is None where nothing is said."""

    text: str
    """The words without it."""
    audience: Audience | None = None
    word: str = ""
    """What a block writes for its class, understood or not."""
    wrong: tuple[tuple[int, str], ...] = ()
    """Lines from the first of the text, from 0, and what is wrong there."""


def of_heading(heading: str) -> Said:
    """`Scope {audience: partner}` as “Scope” and its class."""
    found = _MARK.search(heading)
    if found is None:
        if _LIKE_A_MARK.search(heading) is None:
            return Said(heading)
        sentence = _("The audience of a section stands at the end of its heading: “## Scope {audience: partner}”.")
        return Said(heading, Audience.RESTRICTED, wrong=((0, sentence),))
    if FORM.fullmatch(found[1]) and _LIKE_A_MARK.search(heading[: found.start()]) is None:
        return Said(heading[: found.start()], Audience(found[1]))
    return Said(heading, Audience.RESTRICTED, wrong=((0, unknown(found[1])),))


def of_block(body: str) -> Said:
    """The body of a case or a term without the line that says its class; an empty line stands for it."""
    lines = body.split("\n")
    found = _lines_of_class(lines)
    good = [n for n in found if (line := _LINE.fullmatch(lines[n])) and FORM.fullmatch(line[1])]
    text = "\n".join("" if n in good[:1] else line for n, line in enumerate(lines))
    if good == found:
        if len(found) < 2:
            word = _word(lines[found[0]]) if found else ""
            return Said(text, Audience(word) if word else None, word)
        sentence = _("The field “%(key)s” is there twice. Keep one.") % {"key": KEY}
        return Said(text, Audience.RESTRICTED, wrong=((found[1], sentence),))
    wrong = tuple((n, unknown(_word(lines[n]))) for n in found if n not in good)
    return Said(text, Audience.RESTRICTED, wrong=wrong)


def of_piece(kind: str, source: str) -> Said:
    """A heading, a case or a term as it stands in the source, without its class; anything else as it is."""
    if kind in ("case", "term"):
        return of_block(source)
    found = _MARK_IN_SOURCE.search(source) if kind == "heading" else None
    if found is None:
        return Said(source)
    return Said(source[: found.start()] + source[found.end() :], Audience(found[1]), found[1])


def unmarked(source: str) -> str:
    """Some Markdown without the marks of its headings."""
    return _MARK_IN_SOURCE.sub("", source)


def unknown(word: str) -> str:
    """Why a word is no class."""
    sentence = _("“%(value)s” is no audience. Write “audience:” and public, partner, internal or restricted.")
    return sentence % {"value": word[:60]}


def _word(line: str) -> str:
    return line.partition(":")[2].strip()


def _lines_of_class(lines: list[str]) -> list[int]:
    """The numbers of the lines outside code that say a class, or try to."""
    fences, code_until = Fences(lines), -1
    found = []
    for number, line in enumerate(lines):
        if number > code_until and fences.opens(number):
            code_until = fences.closing(number, within_block=True) or code_until
        if number > code_until and (_LINE.fullmatch(line) or _LIKE_A_LINE.fullmatch(line)):
            found.append(number)
    return found
