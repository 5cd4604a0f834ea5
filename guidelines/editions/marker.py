"""Words of two sources as people read them, with what changed marked."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from guidelines.editions.documents import words_in
from guidelines.text import classes
from guidelines.text.diffing import Run, word_runs
from guidelines.text.rendering.fragments import Fragments
from guidelines.text.rendering.marking import marked

SECONDS_FOR_WORDS = 1.0

# Each is linear: what may stand between two marks never holds a mark.
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_FENCE = re.compile(r"^ {0,3}/{3,}.*$\n?", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+", re.MULTILINE)
_MARKS = re.compile(r"\*\*|__|`")


@dataclass(frozen=True)
class Detail:
    """One named field, with its words marked."""

    name: str
    runs: tuple[Run, ...]


class Marker:
    """Marks what changed between two sources, within a time for the whole page.

    When it is used up, old and new stand whole beside each other. It is the time this thread worked, so that a busy
    machine costs nobody the marks: a redline is kept for a day once it is made.
    """

    def __init__(
        self, language: str, older: str = "", newer: str = "", actions: Mapping[str, str] | None = None
    ) -> None:
        """`actions` maps the code of an action to what it is called in this language."""
        self._end = time.thread_time() + SECONDS_FOR_WORDS
        self._words = words_in(language)
        self._actions = actions or {}
        self._older, self._newer = Fragments(older), Fragments(newer)

    def _left(self) -> float:
        return min(0.25, self._end - time.thread_time())

    def runs(self, old: str, new: str) -> tuple[Run, ...]:
        """The words as they are read; as they stand in the source where only the marks around them differ."""
        was, now = readable(old), readable(new)
        if was == now and old != new:
            was, now = old, new
        return word_runs(was, now, self._left())

    def html(self, old: str, new: str) -> SafeString:
        """Some Markdown of both sources as readers see it, with every changed word marked."""
        return marked(self._older.html(old), self._newer.html(new), self._left())

    def code(self, old: str, new: str) -> SafeString:
        """A field that is no Markdown."""
        return marked(escape(old), escape(new), self._left())

    def said(self, key: str, value: str) -> str:
        """What a field of a rule says to people: the name of an action stands for its code."""
        if key == classes.KEY:
            return self._words.get(value.strip(), value)
        return self._actions.get(value.strip(), value) if key == "action" else value

    def name(self, key: str) -> str:
        """What a field of a rule is called in the decision table."""
        return self._words.get({"if": "see"}.get(key, key), key)


def unfenced(source: str) -> str:
    """Markdown without the signs that only say what a block is: fence lines, and the hashes of headings."""
    return _HEADING.sub("", _FENCE.sub("", source)).strip("\n")


def readable(source: str) -> str:
    """Markdown without the marks that a reader never sees: fences, hashes, stars, addresses of links."""
    return _MARKS.sub("", _LINK.sub(r"\1", unfenced(classes.unmarked(source))))
