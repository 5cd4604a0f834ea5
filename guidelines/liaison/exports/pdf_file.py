"""Change notes as a PDF of the same words: title and embargo on every page, properties that tell no more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from guidelines.liaison.documents import Document
from guidelines.liaison.exports.pdf_pages import GONE, INK, NEW, PALE, Row, Run, Setter, paragraph
from guidelines.liaison.notes import Change, Note

SHARES = (0.13, 0.17, 0.35, 0.35)
ROOM = 60.0
"""A heading stands alone at the foot of no page."""


def pdf_file(document: Document) -> bytes:
    """The whole document."""
    page = Setter()
    with translation.override(document.language):
        page.put(paragraph(Run(document.title, bold=True), size=15, after=6))
        for line in document.lines:
            urgent = line == document.embargo
            page.put(paragraph(Run(line, bold=urgent, colour=INK if urgent else PALE), size=9 if urgent else 8.5))
        for section in document.sections:
            name = paragraph(Run(section.name, bold=True), size=12, before=16, after=5, rule=1)
            page.put(name, room=ROOM, mark=section.name)
            for note in section.notes:
                _put(page, note)
    return page.file(document.title, document.embargo, document.language)


def _put(page: Setter, note: Note) -> None:
    heading = Run(f"{note.citation}: {note.title}", bold=True)
    page.put(paragraph(heading, size=10, before=9, after=1), room=ROOM, mark=f"{note.citation}: {note.title}")
    for row in _rows(note):
        page.put(row)
    page.put(paragraph(size=2, after=0, rule=0.4))


def _rows(note: Note) -> Iterator[Row]:
    facts = " · ".join(filter(None, (note.edition_words, note.moment_words, note.temporary_words)))
    embargo = [Run(f" · {note.embargo_words}", bold=True)] if note.embargo_words else []
    yield paragraph(Run(facts, colour=PALE), *embargo, size=8.5)
    for text in re.split(r"\n\s*\n", note.text):
        if text.strip():
            yield paragraph(Run(text))
    if note.reason:
        yield paragraph(Run(_("Reason: %(reason)s") % {"reason": note.reason}))
    yield paragraph(Run(note.before_words, colour=PALE), size=8.5)
    if note.changes:
        head = (_("Rule"), _("What changed"), _("Before"), _("Now"))
        yield Row(tuple((Run(word, bold=True),) for word in head), SHARES, size=8, before=2, rule=0.6, head=True)
    for rule, changes in note.rules:
        for number, change in enumerate(changes):
            yield _line(rule if number == 0 else "", change)


def _line(rule: str, change: Change) -> Row:
    cells = (
        (Run(rule, bold=True),),
        (Run(change.field_words),),
        (Run(change.old_words or "–", colour=GONE if change.old_words else PALE),),
        (Run(change.new_words or "–", colour=NEW if change.new_words else PALE),),
    )
    return Row(cells, SHARES, size=8, after=1)
