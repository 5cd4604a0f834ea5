"""Which conditions say nearly the same, among thousands, without comparing all with all. Pure functions.

Two conditions are alike when the sets of their folded words overlap by a Jaccard index of at least `LIKE`, and both
deny the same. A pair can only reach that index if it shares one of its few rarest words (prefix filtering: Bayardo,
Ma and Srikant, “Scaling up all pairs similarity search”, 2007), so only those are compared.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from guidelines.text.folding import fold

LIKE = 0.7
"""0.7, from pairs written down in tests/insights/analysis/test_alike.py: of fifteen words, one other number and one
more word leave 0.82, “below” for “less than” 0.71; the same frame with another subject leaves 0.2."""
FEWEST = 4
"""Shorter conditions are alike only when they are the same."""
_WORD = re.compile(r"\w+")
_DENYING = frozenset(("no", "not", "without", "never", "unless", "except", "khong", "chua", "tru", "ngoai", "chang"))


@dataclass(frozen=True)
class Words:
    """A condition as a set of folded words."""

    all: frozenset[str]
    denying: frozenset[str]


def words_of(text: str) -> Words:
    found = frozenset(_WORD.findall(fold(text)))
    return Words(found, found & _DENYING)


def likeness(one: Words, two: Words) -> float:
    """Jaccard's index, or 0 where one denies what the other does not."""
    if one.denying != two.denying or not one.all or not two.all:
        return 0.0
    shared = len(one.all & two.all)
    return shared / (len(one.all) + len(two.all) - shared)


def are_alike(one: Words, two: Words) -> bool:
    small, large = sorted((len(one.all), len(two.all)))
    if small < LIKE * large or not small:
        return False
    return one.all == two.all or (small >= FEWEST and likeness(one, two) >= LIKE)


def alike_pairs(conditions: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """The places of all pairs that are alike, the lower first."""
    counted = _counted(conditions)
    kept: dict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(conditions):
        rarest = _rarest(words.all, counted)
        yield from ((other, place) for other in _near(words, rarest, conditions, kept))
        for word in rarest:
            kept[word].append(place)


def alike_across(left: Sequence[Words], right: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """The places of all pairs of one of the left and one of the right that are alike."""
    counted = _counted((*left, *right))
    kept: dict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(right):
        for word in _rarest(words.all, counted):
            kept[word].append(place)
    for place, words in enumerate(left):
        yield from ((place, other) for other in _near(words, _rarest(words.all, counted), right, kept))


def _counted(conditions: Iterable[Words]) -> Counter[str]:
    return Counter(word for words in conditions for word in words.all)


def _near(words: Words, rarest: list[str], among: Sequence[Words], kept: dict[str, list[int]]) -> list[int]:
    """The places of those alike, of all that are kept under one of its rarest words."""
    places = sorted({other for word in rarest for other in kept.get(word, ())})
    return [other for other in places if are_alike(among[other], words)]


def _rarest(words: frozenset[str], counted: Counter[str]) -> list[str]:
    """Its rarest words: any set alike to this one shares one of them, if both are cut in the same order."""
    ordered = sorted(words, key=lambda word: (counted[word], word))
    return ordered[: len(words) - math.ceil(LIKE * len(words)) + 1]
