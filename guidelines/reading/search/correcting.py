"""Typing errors: where nothing else is found, the nearest words that some passage holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, product

from guidelines.reading.models import SearchWord
from guidelines.reading.search.asking import Asked, Needed, asked
from guidelines.reading.search.looking import Look
from guidelines.reading.search.terms import ANY
from guidelines.reading.search.words import is_number

SHORTEST = 4
"""Letters of a word that is corrected: anything is near a shorter one."""
LONG = 7
"""From so many letters on two errors are forgiven, below it one."""
MOST_WRONG, MOST_NEAR, MOST_TRIES = 3, 4, 8
"""Words that are corrected in one question: each looks at all words there are, and more were pasted, not mistyped."""


def corrected(question: Asked, look: Callable[[Asked], Look]) -> str:
    """The same question with words that are there, of which something is found here; empty where there is none.

    Only what this person may read is looked at, so a suggestion tells nothing of other texts.
    """
    if any(unit.quoted for unit in question.units):
        return ""  # quotation marks ask for the very words
    here = look(Asked())
    wrong = {word for word in question.words if _is_mistyped(word, here)}
    if not 0 < len(wrong) <= MOST_WRONG:
        return ""
    near = [[*islice(_near(word), MOST_NEAR)] if word in wrong else [word.folded] for word in question.words]
    for words in islice(product(*near), MOST_TRIES):
        text = " ".join(words)
        changed = asked(text)
        if look(changed).holds(changed.match):
            return text
    return ""


def _is_mistyped(word: Needed, here: Look) -> bool:
    return len(word.folded) >= SHORTEST and not is_number(word.folded) and not here.holds(word.at(ANY))


def _near(word: Needed) -> Iterator[str]:
    """Words that are there and few errors away, the nearest first, then those with the same beginning."""
    typed = word.folded
    most = 2 if len(typed) >= LONG else 1
    lengths = (len(typed) - most, len(typed) + most)
    letters = _letters(typed)
    found = []
    for other in SearchWord.objects.filter(length__range=lengths).values_list("word", flat=True).iterator():
        # Each error changes two letters of the set at most, which is told far sooner than the distance.
        if (letters ^ _letters(other)).bit_count() <= 2 * most and (errors := distance(typed, other, most)) <= most:
            found.append((errors, other[0] != typed[0], abs(len(other) - len(typed)), other))
    yield from (other for *_order, other in sorted(found))


def _letters(word: str) -> int:
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) % 61)
    return found


def distance(one: str, other: str, most: int) -> int:
    """How many letters were left out, put in, mistaken or swapped with their neighbour; `most` + 1 for more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [place]
        for column, wanted in enumerate(other, start=1):
            cost = min(before[column] + 1, row[column - 1] + 1, before[column - 1] + (letter != wanted))
            swapped = place > 1 and column > 1 and letter == other[column - 2] and one[place - 2] == wanted
            row.append(min(cost, earlier[column - 2] + 1) if swapped else cost)
        if min(*before, *row) > most:  # a swap looks two letters back
            return most + 1
    return min(row[-1], most + 1)
