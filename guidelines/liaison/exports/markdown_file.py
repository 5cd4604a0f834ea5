"""Change notes as Markdown (CommonMark with tables). Every text from outside is escaped: it stays the text it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from guidelines.liaison.documents import Document
from guidelines.liaison.notes import Note

# What begins markup inside a line, in CommonMark and in the dialects people paste it into; and addresses and mail
# addresses, which many renderers link by themselves.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~#&{}$^]|(?<=[A-Za-z]):(?=//)|(?<=www)\.|(?<=\w)@(?=\w)", re.IGNORECASE)
# What only means something at the start of a line: list items, lines under a heading, definitions.
_LINE_START = re.compile(r"^(\d{1,9})?([+\-=:.)])")


def markdown_file(document: Document) -> bytes:
    """The whole document."""
    with translation.override(document.language):
        return ("\n\n".join(_blocks(document)) + "\n").encode()


def escaped(text: str) -> str:
    """One line of text that reads in Markdown as it reads here."""
    line = _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
    return _LINE_START.sub(r"\1\\\2", line)


def _blocks(document: Document) -> Iterator[str]:
    yield f"# {escaped(document.title)}"
    yield escaped(document.audience)
    yield " · ".join(escaped(fact) for fact in document.facts)
    if document.embargo:
        yield f"**{escaped(document.embargo)}**"
    for paragraph in document.introduction:
        yield from _paragraphs(paragraph)
    for section in document.sections:
        yield f"## {escaped(section.name)}"
        for note in section.notes:
            yield from _note(note)


def _note(note: Note) -> Iterator[str]:
    yield f"### {escaped(note.citation)}: {escaped(note.title)}"
    line = escaped(note.facts)
    yield f"{line} · **{escaped(note.embargo_words)}**" if note.embargo_words else line
    yield from _paragraphs(note.text)
    yield from _paragraphs(_("Reason: %(reason)s") % {"reason": note.reason} if note.reason else "")
    if note.before_words:
        yield escaped(note.before_words)
    if note.changes:
        yield _table(note)
    if note.redline:
        yield from (escaped(_("Redline")), _redline(note))


def _redline(note: Note) -> str:
    """Lines that were begin with `-`, lines that are with `+`, in a block whose fence is longer than any in it."""
    lines = [
        f"{sign} {line.what}: {part}".rstrip() if line.what else f"{sign} {part}"
        for line in note.redline
        for sign, text in (("-", line.old), ("+", line.new))
        for part in text.split("\n")
        if text
    ]
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join((f"{fence}diff", *lines, fence))


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs of a plain text; its line ends are kept."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = [escaped(line) for line in paragraph.split("\n") if line.strip()]
        if lines:
            yield "\\\n".join(lines)


def _table(note: Note) -> str:
    rows = [
        (change.rule_words, change.field_words, change.old_words or "–", change.new_words or "–")
        for change in note.changes
    ]
    head = _row((_("Rule"), _("What changed"), _("Before"), _("Now")))
    return "\n".join((head, "| --- | --- | --- | --- |", *map(_row, rows)))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(escaped(cell) for cell in cells)} |"
