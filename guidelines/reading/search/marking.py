"""The words of a question, marked on the original text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from guidelines.reading.search.asking import Asked, Needed, Unit
from guidelines.reading.search.words import Word, composed, words_in
from guidelines.text.folding import fold_composed

_JOINED = ("", "-", ":", "/", "’", "'")
"""What may stand between two words that are marked as one: 1:1, e-cigarette."""
_BEFORE = 6
"""Words shown before the first that is marked."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text, marked or not. Plain text: what draws it escapes it."""

    text: str
    marked: bool = False


class Excerpt(tuple[Piece, ...]):
    """Pieces in a row."""

    __slots__ = ()


def as_looked_for(asked: Asked, there: Set[str]) -> Asked:
    """The question with the short words that there are as what they were looked for: themselves and their plural."""
    alone = there & set(asked.short)
    if not alone:
        return asked
    units = (
        Unit(tuple(replace(word, whole=word.whole or word.folded in alone) for word in unit.words), unit.quoted)
        for unit in asked.units
    )
    plurals = (Unit((Needed(f"{word}s", "", whole=True),)) for word in sorted(alone))
    return replace(asked, units=(*units, *plurals))


def excerpt(text: str, asked: Asked, most: int = 280) -> Excerpt:
    """The text with its marks; of a long one the stretch that holds most of the words."""
    whole = composed(text)
    if len(whole) <= most and not asked.others:
        return Excerpt(_pieces(whole, _joined(whole, _found(whole, asked)), 0, len(whole)))
    words = list(words_in(text))
    fits = _fits(words, asked)
    start, end = _window(whole, words, fits, most)
    pieces = _pieces(whole, _spans(whole, words, fits), start, end)
    before, after = (Piece("… "),) if start else (), (Piece(" …"),) if end < len(whole) else ()
    return Excerpt((*before, *pieces, *after))


def _found(whole: str, asked: Asked) -> Iterator[tuple[int, int]]:
    """Where words of the question stand: one look at the text, which is much faster than to take it apart."""
    pattern = asked.pattern
    return (found.span() for found in pattern.finditer(fold_composed(whole))) if pattern else iter(())


def _fits(words: Sequence[Word], asked: Asked) -> list[str]:
    """For each word which word of the question, or which synonym, it is; empty where it is none."""
    fits = [next((needed.folded for needed in asked.words if needed.fits(word.folded)), "") for word in words]
    for spoken in asked.others:
        wanted = list(spoken.words)
        for start in range(len(words) - len(wanted) + 1):
            run = slice(start, start + len(wanted))
            if [word.folded for word in words[run]] == wanted:
                fits[run] = [fit or spoken.text for fit in fits[run]]
    return fits


def _window(whole: str, words: Sequence[Word], fits: Sequence[str], most: int) -> tuple[int, int]:
    """Where the excerpt begins and ends: at word bounds, around the most different words of the question."""
    if len(whole) <= most:
        return 0, len(whole)
    hits = [(place, fit) for place, fit in enumerate(fits) if fit]
    best, most_words = 0, 0
    for index, (place, _fit) in enumerate(hits):
        reach = words[place].start + most * 3 // 4
        distinct = {fit for later, fit in hits[index : index + 40] if words[later].start < reach}
        if len(distinct) > most_words:
            best, most_words = place, len(distinct)
    if not words:
        return 0, most
    first = max(0, best - _BEFORE)
    start = words[first].start if first else 0
    if words[best].end - start > most:
        start = words[best].start
    inside = [word.end for word in words[first:] if start < word.end <= start + most]
    return start, _end(whole, inside[-1] if inside else start + most, words)


def _end(whole: str, end: int, words: Sequence[Word]) -> int:
    """The very end where no word follows, so that a last full stop is not replaced by dots."""
    return len(whole) if words and end >= words[-1].end else end


def _spans(whole: str, words: Sequence[Word], fits: Sequence[str]) -> list[tuple[int, int]]:
    """What is marked."""
    return _joined(whole, ((word.start, word.end) for word, fit in zip(words, fits, strict=True) if fit))


def _joined(whole: str, marked: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Marked words with no word between them are marked as one."""
    spans: list[tuple[int, int]] = []
    for start, end in marked:
        if spans and whole[spans[-1][1] : start].strip() in _JOINED:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _pieces(whole: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for left, right in spans:
        left, right = max(left, start), min(right, end)
        if left >= right:
            continue
        if left > at:
            pieces.append(Piece(whole[at:left]))
        pieces.append(Piece(whole[left:right], marked=True))
        at = right
    if at < end:
        pieces.append(Piece(whole[at:end]))
    return pieces
