"""The words of a text as search compares them: folded, spelled, and where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from guidelines.text.folding import fold, fold_composed

LONGEST = 64
"""Characters of a word that count. A longer one is no word of a language."""

_WORD = re.compile(r"\d{1,4}(?:\.\d{1,4})+(?![^\W_])|[^\W_]+")
"""A number with points is one word: the “policy 1.1” of a basis must not be found for “1:1”."""
POINT = "\u02d1"
"""Stands for the point in it; a letter to every database."""
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclass(frozen=True)
class Word:
    """A word and its place in the composed (NFC) text."""

    folded: str
    raw: str
    start: int
    end: int

    @property
    def spelling(self) -> str:
        """How it is spelled, marks included; empty where folding loses nothing."""
        return spelling(self.raw)


def words_in(text: str) -> Iterator[Word]:
    """The words of a text, in reading order. Offsets belong to `composed(text)`."""
    whole = composed(text)
    folded = fold_composed(whole)
    for found in _WORD.finditer(folded):
        start, end = found.span()
        yield Word(_named(found.group()), whole[start:end], start, end)


def composed(text: str) -> str:
    """The form of a text to which the offsets of its words belong."""
    return unicodedata.normalize("NFC", text)


def folded_words(text: str) -> list[str]:
    return [_named(found) for found in _WORD.findall(fold(text))]


def is_number(word: str) -> bool:
    """Numbers are neither put right nor remembered as words."""
    return word.replace(POINT, "").isdigit()


def as_written(word: str) -> str:
    """A word as a pattern that finds it in a folded text."""
    return re.escape(word).replace(POINT, r"\.")


def _named(found: str) -> str:
    return found.replace(".", POINT)[:LONGEST]


def spelling(raw: str) -> str:
    """The word in small letters with its marks, the tone first: `hoá` and `hóa` are spelled alike, `hòa` is not.

    Empty where the word has no mark, so that only marked words need a term of their own.
    """
    return _kept_spelling(raw) if len(raw) <= LONGEST else _spelled(raw)


def _spelled(raw: str) -> str:
    letters = unicodedata.normalize("NFD", raw.casefold())
    tones = "".join(letter for letter in letters if letter in _TONES)
    rest = "".join(letter for letter in letters if letter not in _TONES)
    spelled = (tones + unicodedata.normalize("NFC", rest))[:LONGEST]
    return "" if spelled == fold(raw)[:LONGEST] else spelled


_kept_spelling = lru_cache(maxsize=20_000)(_spelled)
"""Of words of a language alone: what somebody types without a space may be a thousand letters long."""
