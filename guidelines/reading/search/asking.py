"""A question as it is typed, taken apart: words, phrases, citations, label codes. Any input is a question."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from guidelines.reading.search.terms import CONTEXT, HEAD, OWN, SPELLED, All, Either, Expression, Has
from guidelines.reading.search.words import words_in
from guidelines.text.folding import fold

MOST_CHARACTERS, MOST_WORDS = 2_000, 12

_QUOTES = re.compile(r"[\"“”„«»]")
# What joins two words into one expression (US-CC-0142, counterfeit.low_price, 1:1) is not among these.
_BREAKS = re.compile(r"[\s,;()\[\]{}<>!?|+*/\\=…]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_CITATION = re.compile(
    r"(?:(?P<first>[a-z]{2,4})[\s-]+)?(?:(?P<second>[a-z]{2,4})[\s-]+)?(?P<number>\d{1,6})(?:[\s-]+(?P<rule>r\d{1,4}))?"
)
_LABEL = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+)+")


@dataclass(frozen=True)
class Needed:
    """A word that must be there: as it is, or as the beginning of a longer one."""

    folded: str
    spelling: str
    whole: bool

    def fits(self, folded: str) -> bool:
        return folded == self.folded if self.whole else folded.startswith(self.folded)

    def at(self, place: str, *, whole: bool = False) -> Has:
        return Has(place + self.folded, prefix=not (whole or self.whole))


@dataclass(frozen=True)
class Citation:
    """A policy ID or the end of one, and perhaps a rule: `US-CC-0142`, `CC-0142 R3`, `0142 r3`."""

    number: int
    codes: tuple[str, ...]
    rule: str


@dataclass(frozen=True)
class Asked:
    """What a person is looking for."""

    words: tuple[Needed, ...] = ()
    phrases: tuple[str, ...] = ()
    """What must stand in the folded text, with the spaces around its words."""
    citation: Citation | None = None
    alias: str = ""
    """A number without spaces, which may be one that a guideline had before."""
    label: str = ""
    shortened: bool = False
    """Whether the question was too long, so that only its beginning counts."""

    @property
    def near(self) -> str:
        """The words next to each other and in order, where there are several."""
        if len(self.words) < 2:
            return ""
        *before, last = self.words
        end = f"{last.folded} " if last.whole else last.folded
        return f" {' '.join(word.folded for word in before)} {end}"

    @property
    def match(self) -> Expression:
        """Every word somewhere, one or more of them in the passage itself and not only in what it belongs to."""
        if len(self.words) == 1:
            return self.own
        everywhere = (Either((word.at(OWN), word.at(CONTEXT))) for word in self.words)
        return All((*everywhere, Either(tuple(word.at(OWN) for word in self.words))))

    @property
    def whole(self) -> Expression:
        return All(tuple(Either((word.at(OWN, whole=True), word.at(CONTEXT, whole=True))) for word in self.words))

    @property
    def own(self) -> Expression:
        return All(tuple(word.at(OWN) for word in self.words))

    @property
    def head(self) -> Expression:
        return All(tuple(word.at(HEAD) for word in self.words))

    @property
    def about(self) -> Expression:
        return Either(tuple(word.at(CONTEXT) for word in self.words))

    @property
    def spelled(self) -> Expression | None:
        """Those words that were typed with marks, as they were typed; None where none was."""
        marked = tuple(Has(SPELLED + word.spelling, prefix=not word.whole) for word in self.words if word.spelling)
        return All(marked) if marked else None


def asked(text: str) -> Asked:
    """The question in a text."""
    text = text.replace("\x00", " ")
    reading = _Reading()
    pieces = _QUOTES.split(text[:MOST_CHARACTERS])
    for place, piece in enumerate(pieces):
        if place % 2:
            # A quotation that is still open is still being typed.
            reading.take(piece, closed=place < len(pieces) - 1)
        else:
            for part in _BREAKS.split(piece):
                reading.take(part, closed=False)
    shortened = reading.is_full or len(text) > MOST_CHARACTERS
    return Asked(tuple(reading.words), tuple(reading.phrases), _citation(text), _alias(text), _label(text), shortened)


@dataclass
class _Reading:
    """The words and phrases found so far."""

    words: list[Needed] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    is_full: bool = False

    def take(self, text: str, *, closed: bool) -> None:
        """One expression: its words stand next to each other. The last may go on unless the quotation is closed."""
        found = list(words_in(text))
        room = MOST_WORDS - len(self.words)
        self.is_full |= len(found) > room
        found = found[:room]
        for word in found:
            needed = Needed(word.folded, word.spelling, whole=closed or word is not found[-1])
            if needed not in self.words:
                self.words.append(needed)
        if len(found) > 1:
            self.phrases.append(f" {' '.join(word.folded for word in found)}{' ' if closed else ''}")


def _plain(text: str) -> str:
    return _DASHES.sub("-", fold(text[:80])).strip()


def _citation(text: str) -> Citation | None:
    """Short numbers are mostly just numbers: they cite only with a market, a domain or a rule beside them."""
    found = _CITATION.fullmatch(_plain(text))
    if found is None:
        return None
    codes = tuple(code.upper() for code in (found["first"], found["second"]) if code)
    if len(codes) < 2 and not found["rule"] and len(found["number"]) < (3 if codes else 4):
        return None
    return Citation(int(found["number"]), codes, (found["rule"] or "").upper())


def _alias(text: str) -> str:
    plain = text.strip()
    return (
        plain if len(plain) <= 60 and any(letter.isdigit() for letter in plain) and not re.search(r"\s", plain) else ""
    )


def _label(text: str) -> str:
    plain = fold(text[:80]).strip()
    return plain if _LABEL.fullmatch(plain) else ""
