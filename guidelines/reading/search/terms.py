"""The terms that the databases index, and expressions over them.

A term is a word behind one letter that says where it stands. So one plain inverted index, which every database has,
answers all our questions, and no database gets to split or fold a text in its own way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from guidelines.reading.search.words import folded_words, words_in

ANY, OWN, HEAD, CONTEXT, SPELLED, PAIR, LABEL = "a", "b", "h", "c", "s", "n", "l"
"""Anywhere; in the passage itself; in its heading; in what it belongs to (policy ID, title); as it is spelled, with
marks; two words side by side, anywhere; the label code."""
JOINT = "\u00b7"
"""Between the two words of a pair. In no word, and no separator to either database."""


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


@dataclass(frozen=True)
class Without:
    """What fulfils the whole and not the part."""

    whole: Expression
    part: Expression


Expression = Has | All | Either | Without
NOWHERE = Has("x")
"""What no passage holds."""
Beginnings = Mapping[str, Mapping[str, str]]
"""For what was typed of a word the words there are that begin so, each with those of `HEAD` and `CONTEXT` in which it
ever stood."""


def fulfils(terms: Set[str], expression: Expression) -> bool:
    """Whether a passage with these terms fulfils the expression: what the databases answer, for a few rows at once."""
    if isinstance(expression, Has):
        if not expression.prefix:
            return expression.term in terms
        return expression.term in terms or any(term.startswith(expression.term) for term in terms)
    if isinstance(expression, Without):
        return fulfils(terms, expression.whole) and not fulfils(terms, expression.part)
    check = all if isinstance(expression, All) else any
    return check(fulfils(terms, part) for part in expression.parts)


def side_by_side(words: Sequence[str], *, going_on: bool) -> Expression:
    """These two or more words, each beside the next; with `going_on` the last may be the beginning of a longer one.

    Of three and more words it holds of a passage that has every pair, even where the pairs stand apart.
    """
    *pairs, last = (f"{PAIR}{first}{JOINT}{second}" for first, second in pairwise(words))
    return All((*(Has(pair) for pair in pairs), Has(last, prefix=going_on)))


def spelled_out(expression: Expression, beginnings: Beginnings) -> Expression:
    """The same with the words there are in place of the beginnings in this table. What no passage belongs to holds
    stands in the passage itself wherever it stands, and is asked for anywhere: said in one way, it can be left out."""
    if isinstance(expression, Has):
        return _endings(expression, beginnings) if expression.prefix else expression
    if isinstance(expression, Without):
        return Without(spelled_out(expression.whole, beginnings), spelled_out(expression.part, beginnings))
    return type(expression)(tuple(spelled_out(part, beginnings) for part in expression.parts))


def simplified(expression: Expression) -> Expression:
    """The same without what other parts of it imply: each term is a list that the index goes through."""
    if isinstance(expression, Without):
        return Without(simplified(expression.whole), expression.part)
    if not isinstance(expression, All):
        return expression
    parts = tuple(dict.fromkeys(_flat(expression)))
    implied = {term for part in parts if isinstance(part, Has) and not part.prefix for term in _implied_by(part.term)}
    known = implied | {part.term for part in parts if isinstance(part, Has) and not part.prefix}
    return All(tuple(part for part in parts if not (_follows(part, implied, known) or _is_said(part, parts))))


def goes_without_saying(part: Expression, whole: Expression) -> bool:
    """Whether every passage that fulfils the whole fulfils the part: what this can tell from their terms alone."""
    said = set(_flat(All((whole,))))
    known = {one.term for one in said if isinstance(one, Has) and not one.prefix}
    known |= {term for one in known for term in _implied_by(one)}
    return all(one in said or _follows(one, known, known) for one in _flat(All((part,))))


def is_vain(expression: Expression) -> bool:
    """Whether nothing can fulfil it."""
    if isinstance(expression, Has):
        return expression == NOWHERE
    if isinstance(expression, Without):
        return is_vain(expression.whole)
    return (any if isinstance(expression, All) else all)(is_vain(part) for part in expression.parts)


def _flat(whole: All) -> Iterator[Expression]:
    for part in whole.parts:
        if isinstance(part, All):
            yield from _flat(part)
        elif isinstance(part, Either) and len(part.parts) == 1:
            yield from _flat(All(part.parts))
        else:
            yield part


def _implied_by(term: str) -> Iterator[str]:
    """What a passage with this whole term holds as well."""
    place, word = term[0], term[1:]
    if place in (OWN, CONTEXT, HEAD):
        yield ANY + word
    if place == HEAD:
        yield OWN + word
    if place == PAIR:
        yield from (ANY + one for one in word.split(JOINT))


def _follows(part: Expression, implied: Set[str], known: Set[str]) -> bool:
    """Whether this part of a whole says nothing that its other parts don't."""
    if isinstance(part, Has):
        return any(term.startswith(part.term) for term in known) if part.prefix else part.term in implied
    return isinstance(part, Either) and any(_follows(one, known, known) for one in part.parts if isinstance(one, Has))


def _is_said(part: Expression, parts: Sequence[Expression]) -> bool:
    """Whether one of the ways to fulfil it is among these."""
    return isinstance(part, Either) and any(one in parts for one in part.parts)


def _endings(has: Has, beginnings: Beginnings) -> Expression:
    first, joint, last = has.term.rpartition(JOINT)
    place, typed = (first + joint, last) if joint else (has.term[0], has.term[1:])
    if place == SPELLED or typed not in beginnings:
        return has
    if not (words := beginnings[typed]):
        return Has(place + typed)
    found = tuple(Has(at + word) for word, places in words.items() if (at := _asked_at(place, places)))
    return Either(found) if len(found) > 1 else found[0] if found else NOWHERE


def _asked_at(place: str, places: str) -> str:
    """Where to ask for a word that stands in some heading or context as these places say; empty for nowhere."""
    if place in (HEAD, CONTEXT):
        return place if place in places else ""
    return ANY if place == OWN and CONTEXT not in places else place


def label_term(code: str) -> str:
    """The term of a label code."""
    return LABEL + JOINT.join(folded_words(code))


def terms_of(own: Sequence[str], head: Iterable[str], context: Sequence[str], label: str = "") -> list[str]:
    """The terms of a passage with these texts."""
    found: set[str] = set()
    for text in own:
        for word in words_in(text):
            found.add(OWN + word.folded)
            if word.spelling:
                found.add(SPELLED + word.spelling)
    for text in (*own, *context):
        found |= {f"{PAIR}{first}{JOINT}{second}" for first, second in pairwise(folded_words(text))}
    if label:
        found.add(label_term(label))
    found |= {HEAD + word for text in head for word in folded_words(text)}
    found |= {CONTEXT + word for text in context for word in folded_words(text)}
    found |= {ANY + term[1:] for term in found if term[0] in (OWN, CONTEXT)}
    return sorted(found)


def folded_texts(texts: Iterable[str]) -> str:
    """The words of some texts with single spaces, in which phrases are looked for. None goes over from text to text."""
    lines = (" ".join(folded_words(text)) for text in texts)
    return "\n".join(f" {line} " for line in lines if line)
