"""The words of a material, taken apart: a deck into slides at its lines of three dashes, each text at its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guidelines.frame.refusals import Invalid
from guidelines.liaison.plain import plain
from guidelines.text.blocks import take_apart
from guidelines.text.fences import Fences
from guidelines.text.fields import Passage
from guidelines.text.rendering import render
from guidelines.text.rendering.fragments import Fragments
from guidelines.text.structure import headings

MOST_SLIDES = 200
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")


@dataclass(frozen=True)
class Part:
    """A heading, empty before the first, and the Markdown and safe HTML under it."""

    level: int
    title: str
    source: str
    html: SafeString


@dataclass(frozen=True)
class Slide:
    """One slide of a deck; a handout is one too."""

    number: int
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        return next((part.title for part in self.parts if part.title), "")


def check_words(source: str) -> None:
    """Refuse what can't be shown: TextRefused beyond the limits of a text, Invalid for blocks and too many slides."""
    render(source)
    if any(not isinstance(part, Passage) for part in take_apart(source).parts):
        raise Invalid(_("Write rules and cases of a material as ordinary text: it holds no blocks with ///."))
    if len(_split(source)) > MOST_SLIDES:
        raise Invalid(_("A deck has at most %(most)d slides. Make two of it.") % {"most": MOST_SLIDES})


def slides(source: str, *, is_deck: bool) -> list[Slide]:
    """The slides of a deck, or a handout as one."""
    written = Fragments(source)
    pieces = _split(source) if is_deck else [source]
    found = (tuple(_parts(piece, written)) for piece in pieces)
    return [Slide(number, parts) for number, parts in enumerate((one for one in found if one), start=1)]


def _split(source: str) -> list[str]:
    """Cut at each line that is three dashes, outside code."""
    lines, pieces, code_until = source.split("\n"), [[]], -1  # type: list[str], list[list[str]], int
    fences = Fences(lines)
    for number, line in enumerate(lines):
        if number > code_until and fences.opens(number):
            code_until = fences.closing(number) or code_until
        if line.rstrip() == "---" and number > code_until:
            pieces.append([])
        else:
            pieces[-1].append(line)
    return ["\n".join(piece) for piece in pieces]


def _parts(text: str, written: Fragments) -> Iterator[Part]:
    """The text cut at the headings that divide it."""
    lines, found = text.split("\n"), headings(text)
    starts = [heading.line for heading in found] + [len(lines)]
    before = "\n".join(lines[: starts[0]]).strip("\n")
    if before.strip():
        yield Part(0, "", before, written.shown(before))
    for heading, end in zip(found, starts[1:], strict=True):
        body = "\n".join(lines[_below(lines, heading.line) : end]).strip("\n")
        yield Part(heading.level, plain(heading.text), body, written.shown(body))


def _below(lines: list[str], line: int) -> int:
    """The first line under a heading, which may be underlined instead of marked with hashes."""
    if lines[line].lstrip().startswith("#"):
        return line + 1
    at = line + 1
    while at < len(lines) and not _UNDERLINE.fullmatch(lines[at]):
        at += 1
    return at + 1
