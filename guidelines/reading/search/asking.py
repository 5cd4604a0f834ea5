"""A question as it is typed, taken apart: words, phrases, citations, label codes. Any input is a question."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from guidelines.reading.search.terms import (
    ANY,
    CONTEXT,
    HEAD,
    OWN,
    SPELLED,
    All,
    Either,
    Expression,
    Has,
    Without,
    label_term,
    side_by_side,
)
from guidelines.reading.search.words import LONGEST, as_written, folded_words, words_in
from guidelines.text.folding import fold

MOST_CHARACTERS, MOST_WORDS = 2_000, 12
SHORT = 3
"""Letters of a word that begins no longer one once more is typed behind it: “proof of origin” asks for no “offer”, and
“thuốc lá điện tử” for no “label”."""

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
class Unit:
    """What was typed without a space, or between quotation marks: its words stand side by side."""

    words: tuple[Needed, ...]
    quoted: bool = False

    @property
    def folded(self) -> tuple[str, ...]:
        return tuple(word.folded for word in self.words)

    @property
    def somewhere(self) -> Expression:
        """In the passage or in what it belongs to."""
        if len(self.words) == 1:
            return self.words[0].at(ANY)
        return side_by_side(self.folded, going_on=not self.words[-1].whole)

    @property
    def phrase(self) -> str:
        """What must stand in the folded text, with the spaces around its words; empty where pairs of words say it."""
        if len(self.words) < 3:
            return ""
        return f" {' '.join(self.folded)}{' ' if self.words[-1].whole else ''}"


@dataclass(frozen=True)
class Spoken:
    """Another way to say something, looked for as it is: whole words, side by side."""

    text: str

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(folded_words(self.text))

    @property
    def own(self) -> Expression:
        whole = tuple(Has(OWN + word) for word in self.words)
        return All((*whole, side_by_side(self.words, going_on=False))) if len(whole) > 1 else whole[0]

    @property
    def somewhere(self) -> Expression:
        if len(self.words) > 1:
            return side_by_side(self.words, going_on=False)
        return Has(ANY + self.words[0])


@dataclass(frozen=True)
class Swap:
    """Part of a question, and the other ways to say it."""

    units: tuple[Unit, ...]
    others: tuple[Spoken, ...]

    @property
    def somewhere(self) -> Expression:
        typed = All(tuple(unit.somewhere for unit in self.units))
        return Either((typed, *(spoken.somewhere for spoken in self.others)))


@dataclass(frozen=True)
class Citation:
    """A policy ID or the end of one, and perhaps a rule: `US-CC-0142`, `CC-0142 R3`, `0142 r3`."""

    number: int
    codes: tuple[str, ...]
    rule: str


@dataclass(frozen=True)
class Asked:
    """What a person is looking for."""

    units: tuple[Unit, ...] = ()
    citation: Citation | None = None
    alias: str = ""
    """A number without spaces, which may be one that a guideline had before."""
    label: str = ""
    shortened: bool = False
    """Whether the question was too long, so that only its beginning counts."""
    swaps: tuple[Swap, ...] = ()
    loose: bool = False
    """Whether short words begin longer ones too: where nothing else is found."""
    done: bool = False
    """Whether its last word may be whole, as it was sent; else it is still being typed."""

    @cached_property
    def words(self) -> tuple[Needed, ...]:
        """Every word once, in order."""
        return tuple(dict.fromkeys(word for unit in self.units for word in unit.words))

    @cached_property
    def short(self) -> tuple[str, ...]:
        """The words, folded, that begin no longer ones."""
        written = () if self.loose else self.words if self.done else self.words[:-1]
        return tuple(word.folded for word in written if len(word.folded) <= SHORT and not word.whole)

    def loosened(self) -> Asked | None:
        """The same with short words as beginnings; None where that is nothing else."""
        return replace(self, loose=True) if self.short else None

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Finds its words in a folded text; None where there are none."""
        # Of a word only the beginning is kept when it is very long, so that is all there is to find.
        ends = ((as_written(word.folded), word.whole and len(word.folded) < LONGEST) for word in self.words)
        found = [f"{folded}(?![^\\W_])" if whole else f"{folded}[^\\W_]*" for folded, whole in ends]
        return re.compile(f"(?<![^\\W_])(?:{'|'.join(found)})") if found else None

    @cached_property
    def others(self) -> tuple[Spoken, ...]:
        """The synonyms that are looked for as well."""
        return tuple(dict.fromkeys(spoken for swap in self.swaps for spoken in swap.others))

    @cached_property
    def plain_units(self) -> tuple[Unit, ...]:
        """Those for which nothing else may stand."""
        swapped = {unit for swap in self.swaps for unit in swap.units}
        return tuple(unit for unit in self.units if unit not in swapped)

    @property
    def phrases(self) -> tuple[str, ...]:
        """What must stand in the folded text."""
        return tuple(unit.phrase for unit in self.plain_units if unit.phrase)

    @cached_property
    def match(self) -> Expression:
        """Every word somewhere, one or more of them in the passage itself and not only in what it belongs to."""
        return self.narrowed((), ())

    def narrowed(self, wanted: tuple[Expression, ...], refused: tuple[Expression, ...]) -> Expression:
        """The passages that fit and fulfil all of `wanted` and none of `refused`, in as few words as can be."""
        parts = list(wanted)
        if self._whole not in wanted:
            everywhere: tuple[Unit | Swap, ...] = (*self.plain_units, *self.swaps)
            parts += [part.somewhere for part in everywhere if not self._is_one_word(part)]
        if self._all_own not in wanted:
            own = (*(word.at(OWN) for word in self.words), *(spoken.own for spoken in self.others))
            parts.append(Either(own))
        return Without(All(tuple(parts)), Either(refused)) if refused else All(tuple(parts))

    def _is_one_word(self, part: Unit | Swap) -> bool:
        """Then it must be in the passage itself, and that is all there is to say."""
        return len(self.words) == 1 and isinstance(part, Unit) and len(part.words) == 1

    @cached_property
    def tiers(self) -> tuple[Expression, ...]:
        """How well a passage fits, most telling first: the label code it carries; spelled as typed, marks and all;
        whole words and not only beginnings; side by side; all of them in the passage itself; in what it is called."""
        several = len(self.words) > 1
        folded = tuple(word.folded for word in self.words)
        found = (
            Has(label_term(self.label)) if self.label else None,
            self._spelled,
            self._whole,
            side_by_side(folded, going_on=not self.words[-1].whole) if several else None,
            self._all_own if several else None,
            All(tuple(word.at(HEAD) for word in self.words)),
        )
        return tuple(tier for tier in found if tier is not None)

    @cached_property
    def _whole(self) -> Expression:
        units = (unit.somewhere for unit in self.units if len(unit.words) > 1)
        return All((*units, *(word.at(ANY, whole=True) for word in self.words)))

    @cached_property
    def _all_own(self) -> Expression:
        return All(tuple(word.at(OWN) for word in self.words))

    @property
    def about(self) -> Expression:
        """In the title of the guideline: among rules that fit equally well, its own come first."""
        return Either(tuple(word.at(CONTEXT) for word in self.words))

    @property
    def _spelled(self) -> Expression | None:
        """Those words that were typed with marks, whole and as they were typed; None where none was."""
        marked = tuple(Has(SPELLED + word.spelling) for word in self.words if word.spelling)
        return All(marked) if marked else None


def asked(text: str, *, done: bool = False) -> Asked:
    """The question in a text that was sent (`done`; with a `*` at its end not quite) or is still being typed."""
    text = text.replace("\x00", " ")
    reading, pieces = _Reading(), _QUOTES.split(text[:MOST_CHARACTERS])
    for place, piece in enumerate(pieces):
        if place % 2:
            # A quotation that is still open is still being typed.
            reading.take(piece, closed=place < len(pieces) - 1)
        else:
            for part in _BREAKS.split(piece):
                reading.take(part, closed=False)
    shortened = reading.is_full or len(text) > MOST_CHARACTERS
    done = done and not text.rstrip().endswith("*")
    return Asked(tuple(reading.units), _citation(text), _alias(text), _label(text), shortened, done=done)


@dataclass
class _Reading:
    """What was found so far."""

    units: list[Unit] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    is_full: bool = False

    def take(self, text: str, *, closed: bool) -> None:
        """One expression. Its last word may go on unless the quotation is closed."""
        found = list(words_in(text))
        room = MOST_WORDS - len(self.words)
        self.is_full |= len(found) > room
        found = found[:room]
        if not found:
            return
        self.words |= {word.folded for word in found}
        needed = (Needed(word.folded, word.spelling, whole=closed or word is not found[-1]) for word in found)
        unit = Unit(tuple(needed), quoted=closed)
        if unit not in self.units:
            self.units.append(unit)


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
    return plain if re.fullmatch(r"(?=\S*\d)\S{1,60}", plain) else ""


def _label(text: str) -> str:
    plain = fold(text[:80]).strip()
    return plain if _LABEL.fullmatch(plain) else ""
