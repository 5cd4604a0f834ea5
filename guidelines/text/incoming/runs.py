"""The words of a paragraph as runs of one look each, brought into the one order in which marks can be nested."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

_SPACE = re.compile(r"[ \t\n\r\f\u00a0]+")


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked about a run of words."""

    href: str = ""
    strong: bool = False
    em: bool = False
    struck: bool = False
    code: bool = False


PLAIN = Marks()


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look."""

    text: str
    marks: Marks = PLAIN


@dataclass(frozen=True, slots=True)
class Picture:
    """An image among the words."""

    address: str
    alternative: str
    marks: Marks = PLAIN


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line inside a paragraph."""

    marks: Marks = PLAIN


Inline = Run | Picture | Break
_LEVELS = (("href", "a"), ("strong", "strong"), ("em", "em"), ("struck", "del"), ("code", "code"))


def written(inlines: Sequence[Inline]) -> str:
    """The plain HTML of a paragraph's words; empty when nothing can be seen."""
    return _nested(_touching(_joined(_spaced(inlines))), 0).strip()


def lines(inlines: Sequence[Inline]) -> list[list[Inline]]:
    """Cut where a blank line would be seen: at two breaks or more."""
    out: list[list[Inline]] = [[]]
    breaks: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Break):
            breaks.append(inline)
        elif isinstance(inline, Run) and breaks and not inline.text.strip():
            continue
        else:
            if len(breaks) > 1:
                out.append([])
            else:
                out[-1] += breaks
            breaks = []
            out[-1].append(inline)
    return out


def _spaced(inlines: Sequence[Inline]) -> list[Inline]:
    """Every stretch of white space as one space, none at the edges of a line."""
    out: list[Inline] = []
    at_edge = True
    for inline in inlines:
        if isinstance(inline, Run):
            text = _SPACE.sub(" ", inline.text)
            text = text[1:] if at_edge and text.startswith(" ") else text
            if text:
                out.append(replace(inline, text=text))
                at_edge = text.endswith(" ")
        else:
            if isinstance(inline, Break):
                _trim(out)
            at_edge = isinstance(inline, Break)
            if out or not at_edge:
                out.append(inline)
    _trim(out)
    while out and isinstance(out[-1], Break):
        out.pop()
    return out


def _trim(out: list[Inline]) -> None:
    if out and isinstance(last := out[-1], Run) and last.text.endswith(" "):
        out.pop()
        if last.text[:-1]:
            out.append(replace(last, text=last.text[:-1]))


def _joined(inlines: list[Inline]) -> list[Inline]:
    """Neighbours of one look as one run; what stands between two words takes the marks that both of them have."""
    out: list[Inline] = []
    for place, inline in enumerate(inlines):
        if isinstance(inline, Break) or (isinstance(inline, Run) and inline.text == " "):
            after = inlines[place + 1].marks if place + 1 < len(inlines) else PLAIN
            marks = _common(out[-1].marks if out else PLAIN, after)
            inline = replace(inline, marks=replace(marks, code=inline.marks.code and isinstance(inline, Run)))
        last = out[-1] if out else None
        if isinstance(last, Run) and isinstance(inline, Run) and last.marks == inline.marks:
            out[-1] = replace(last, text=last.text + inline.text)
        else:
            out.append(inline)
    return out


def _common(one: Marks, other: Marks) -> Marks:
    return Marks(
        href=one.href if one.href == other.href else "",
        strong=one.strong and other.strong,
        em=one.em and other.em,
        struck=one.struck and other.struck,
        code=one.code and other.code,
    )


def _touching(inlines: list[Inline]) -> list[Inline]:
    """Marks that would run into one another without a space between are made fewer; struck words keep their lines."""
    out: list[Inline] = []
    for inline in inlines:
        last = out[-1] if out else None
        if isinstance(last, Run) and isinstance(inline, Run) and not last.text.endswith(" ") and inline.text[0] != " ":
            if last.marks.strong != inline.marks.strong and (last.marks.em or inline.marks.em):
                out[-1] = last = replace(last, marks=replace(last.marks, em=False))
                inline = replace(inline, marks=replace(inline.marks, em=False))
            if last.marks.struck != inline.marks.struck:
                out.append(Run(" ", _common(last.marks, inline.marks)))
        out.append(inline)
    return out


def _nested(inlines: Sequence[Inline], level: int) -> str:
    if level == len(_LEVELS):
        return "".join(_plain(inline) for inline in inlines)
    name, tag = _LEVELS[level]
    out = []
    for value, group in groupby(inlines, key=lambda inline: getattr(inline.marks, name)):
        inner = _nested(list(group), level + 1)
        out.append(_wrapped(inner, tag, value) if value else inner)
    return "".join(out)


def _wrapped(inner: str, tag: str, value: str | bool) -> str:
    """Spaces and breaks at the edges stay outside the mark."""
    before = after = ""
    while inner.startswith((" ", "<br>")):
        size = 1 if inner[0] == " " else 4
        before, inner = before + inner[:size], inner[size:]
    while inner.endswith((" ", "<br>")):
        size = 1 if inner[-1] == " " else 4
        after, inner = inner[-size:] + after, inner[:-size]
    if not inner:
        return before + after
    attribute = f' href="{escape(value)}"' if isinstance(value, str) else ""
    return f"{before}<{tag}{attribute}>{inner}</{tag}>{after}"


def _plain(inline: Inline) -> str:
    if isinstance(inline, Break):
        return "<br>"
    if isinstance(inline, Picture):
        return f'<img src="{escape(inline.address)}" alt="{escape(inline.alternative)}">'
    return escape(inline.text, quote=False)
