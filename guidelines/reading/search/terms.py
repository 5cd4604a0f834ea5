"""The terms that the databases index, and expressions over them.

A term is a word behind one letter that says where it stands. So one plain inverted index, which every database has,
answers all our questions, and no database gets to split or fold a text in its own way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guidelines.reading.search.words import folded_words, words_in

OWN, HEAD, CONTEXT, SPELLED = "b", "h", "c", "s"
"""In the passage itself; in its heading; in what it belongs to (policy ID, title); as it is spelled, with marks."""


@dataclass(frozen=True)
class Has:
    """The passage holds this term, or with `prefix` one that begins so."""

    term: str
    prefix: bool = False


@dataclass(frozen=True)
class All:
    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Either:
    parts: tuple[Expression, ...]


Expression = Has | All | Either


def terms_of(own: Iterable[str], head: Iterable[str], context: Iterable[str]) -> list[str]:
    """The terms of a passage with these texts."""
    found: set[str] = set()
    for text in own:
        for word in words_in(text):
            found.add(OWN + word.folded)
            if word.spelling:
                found.add(SPELLED + word.spelling)
    found |= {HEAD + word for text in head for word in folded_words(text)}
    found |= {CONTEXT + word for text in context for word in folded_words(text)}
    return sorted(found)


def folded_texts(texts: Iterable[str]) -> str:
    """The words of some texts with single spaces, in which phrases are looked for. None goes over from text to text."""
    lines = (" ".join(folded_words(text)) for text in texts)
    return "\n".join(f" {line} " for line in lines if line)
