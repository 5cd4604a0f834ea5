"""Asking the index: how many passages fit where, and which come first. Plain SQL, the same for every database.

Nothing is ordered by a database's own score, so all give the same answer. What a wide question costs is bounded: at
most `MOST` passages are looked at for a count, and as many for each tier of the order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import chain
from types import ModuleType
from typing import Any

from django.db import connection

from guidelines.frame.plain_sql import marks, rows
from guidelines.reading.search import postgresql, sqlite
from guidelines.reading.search.answers import Answer, Answers
from guidelines.reading.search.asking import Asked
from guidelines.reading.search.plain_sql import Grade, Query
from guidelines.reading.search.terms import (
    CONTEXT,
    HEAD,
    Either,
    Expression,
    goes_without_saying,
    is_vain,
    simplified,
    spelled_out,
)
from guidelines.reading.search.words import is_number

MOST = 1_000
"""Passages that are counted. Of a question that more of them fit, the filters have no counts."""
FEW = 100
"""Among up to so many, the title of a guideline breaks ties."""
RANKED = 250
"""Of those that share every tier so many are put in order first, ten pages, and then the others."""
FORMS = 24
"""Words with the same beginning that are asked for one by one."""


@cache
def engine() -> ModuleType:
    """The index of the database in use."""
    return postgresql if connection.vendor == "postgresql" else sqlite


@dataclass(frozen=True)
class Beginnings:
    """The words that begin so, `FORMS` + 1 of them at most, and where they stand (see `terms.Beginnings`); kept, for so
    many beginnings, once they were asked for."""

    most: int
    _kept: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, typed: Set[str]) -> dict[str, dict[str, str]]:
        """What begins with each of these, in one query at most."""
        found = {word: forms for word in typed if (forms := self._kept.get(word)) is not None}
        missing = sorted(typed - found.keys())
        if missing:
            asked = _words_that_begin(missing)
            if len(self._kept) + len(asked) > self.most:
                self._kept.clear()
            self._kept.update(asked)
            found |= asked
        return found


def _words_that_begin(typed: Sequence[str]) -> dict[str, dict[str, str]]:
    columns = "%s AS typed, word, in_heads, in_contexts"
    forms = f"SELECT {columns} FROM reading_searchword WHERE {engine().BEGINS} ORDER BY word LIMIT %s"  # noqa: S608 - ours
    one = f"SELECT * FROM ({forms}) AS w"  # noqa: S608 - ours
    asked = [part for word in typed for part in (word, *engine().beginning(word), FORMS + 1)]
    found: dict[str, dict[str, str]] = {word: {} for word in typed}
    told = rows(" UNION ALL ".join(f"{one}{place}" for place in range(len(typed))), asked)
    for word, whole, in_heads, in_contexts in told:
        found[word][whole] = HEAD * in_heads + CONTEXT * in_contexts
    return found


def _key_of(asked: Asked) -> Hashable:
    """What tells it from other questions, without what was worked out of it."""
    return asked.units, asked.swaps, asked.citation, asked.alias, asked.label, asked.loose, asked.done


@dataclass(frozen=True)
class Look:
    """A question, and the rows of the index in which it is asked: a condition on `l`, and its parameters."""

    asked: Asked
    condition: str
    parameters: tuple[Any, ...]
    beginnings: Beginnings
    answers: Answers | None = None
    left_out: tuple[int, ...] = ()

    def within(self, condition: str) -> Look:
        """Where this holds as well."""
        return replace(self, condition=f"{self.condition} AND {condition}")

    def without(self, ids: Sequence[int]) -> Look:
        """All but these rows."""
        if not ids:
            return self
        condition = f"{self.condition} AND l.id NOT IN ({marks(ids)})"
        return replace(self, condition=condition, parameters=(*self.parameters, *ids), left_out=(*self.left_out, *ids))

    def _kept(self, what: Hashable, find: Callable[[], Answer]) -> Answer:
        """The answer to this, which does not depend on the moment as long as what is kept is right."""
        if self.answers is None:
            return find()
        return self.answers.of((_key_of(self.asked), self.condition, self.left_out, what), find)

    @cached_property
    def _candidates(self) -> list[tuple[int, int]]:
        """Row and heap of what fits: `MOST` + 1 where there are more than `MOST`."""
        return self._passages("l.id, l.heap_id", self.asked.match).first(MOST + 1).rows()

    def counts(self) -> Mapping[int, int]:
        """How many passages fit in which heap. `MOST` + 1, and all said to be in one, where there are more."""
        return self._kept("counts", self._counted)

    def _counted(self) -> Mapping[int, int]:
        if len(self._candidates) > MOST:
            return {self._candidates[0][1]: len(self._candidates)}
        return Counter(heap for _pk, heap in self._candidates)

    def best(self, start: int, most: int) -> list[int]:
        """The rows from this place on, the best first."""
        return self._kept(("best", start, most), lambda: self._best(start, most))

    def _best(self, start: int, most: int) -> list[int]:
        if len(self._candidates) > engine().GRADED:
            return self._by_tiers(self._telling_tiers, (), (), start + most)[start:]
        return self._in_order()[start : start + most]

    @cached_property
    def _telling_tiers(self) -> list[Expression]:
        """The tiers that something found fulfils, and not everything anyway."""
        match = spelled_out(self.asked.match, self._beginnings)
        spelled = [(one, spelled_out(one, self._beginnings)) for one in self.asked.tiers]
        tiers = [one for one, words in spelled if not (is_vain(words) or goes_without_saying(words, match))]
        if len(tiers) < 2:
            return tiers
        each = [self._passages("1", self.asked.narrowed((tier,), ())).first(1) for tier in tiers]
        asked = Query(
            f"SELECT {', '.join(f'EXISTS ({one.sql})' for one in each)}",
            tuple(chain.from_iterable(one.parameters for one in each)),
        )
        (told,) = asked.rows()
        return [tier for tier, is_there in zip(tiers, told, strict=True) if is_there]

    def _in_order(self) -> list[int]:
        """By tiers, then rules before the rest, then (of a few) by whether the guideline is about it, then by policy
        ID."""
        ids = [pk for pk, _heap in self._candidates]
        if len(ids) < 2:
            return ids
        few = len(ids) <= FEW
        wanted = [spelled_out(one, self._beginnings) for one in (*self.asked.tiers, self.asked.about)]

        def order(row: Grade) -> tuple[Any, ...]:
            *tiers, about = row.fits
            return (*(not fits for fits in tiers), row.weight, few and not about, row.key, row.place)

        return [row.pk for row in sorted(engine().grades(ids, wanted), key=order)]

    def newest(self, start: int, most: int) -> list[int]:
        """The same with those that began last first."""
        return self._kept(("newest", start, most), lambda: self._newest(start, most))

    def _newest(self, start: int, most: int) -> list[int]:
        found = self._passages("l.id, l.since, l.key, l.place", self.asked.match)
        page = f"SELECT id FROM ({found.sql}) AS c ORDER BY since DESC, key, place LIMIT {most} OFFSET {start}"  # noqa: S608 - ours
        return [row[0] for row in rows(page, found.parameters)]

    def holds(self, expression: Expression) -> bool:
        """Whether any row here fulfils this."""
        return bool(self._passages("l.id", expression).first(1).rows())

    def _by_tiers(
        self, tiers: Sequence[Expression], wanted: tuple[Expression, ...], refused: tuple[Expression, ...], most: int
    ) -> list[int]:
        """Those that fulfil the first tier before the others, and so on within both."""
        if not tiers:
            left = None if wanted else self._left_over(refused, most)
            return self._by_weight(self.asked.narrowed(wanted, refused), most) if left is None else left
        first, *rest = tiers
        ids = self._by_tiers(rest, (*wanted, first), refused, most)
        if len(ids) < most:
            ids += self._by_tiers(rest, wanted, (*refused, first), most - len(ids))
        return ids

    def _left_over(self, refused: tuple[Expression, ...], most: int) -> list[int] | None:
        """What `_by_weight` answers of all that fulfils no tier, taken from what was found first for the counts. None
        where that is too little to tell, or where the index goes no further than it is asked and so is quicker."""
        if engine().IS_LAZY or most > RANKED:
            return None
        first = {pk: place for place, (pk, _heap) in enumerate(self._candidates[: RANKED + FEW])}
        grades = engine().grades(list(first), [spelled_out(Either(refused), self._beginnings)] if refused else [])
        found = sorted((row for row in grades if not any(row.fits)), key=lambda row: first[row.pk])[:RANKED]
        if len(found) < RANKED and len(first) < len(self._candidates):
            return None
        return [row.pk for row in sorted(found, key=lambda row: (row.weight, row.key, row.place))[:most]]

    def _by_weight(self, expression: Expression, most: int) -> list[int]:
        """Rules before the rest, then by policy ID; but those found first before the others, so that the first pages
        need not look at all, and each of them shows the same whichever are asked for."""
        if most <= RANKED:
            found = self._passages("l.id, l.weight, l.key, l.place", expression).first(RANKED)
            sql = f"SELECT id FROM ({found.sql}) AS c ORDER BY weight, key, place LIMIT {most}"  # noqa: S608 - ours
        else:
            found = self._passages("l.id, l.weight, l.key, l.place", expression).first(MOST)
            numbered = f"SELECT c.*, ROW_NUMBER() OVER () AS n FROM ({found.sql}) AS c"  # noqa: S608 - ours
            sql = f"SELECT id FROM ({numbered}) AS d ORDER BY n > {RANKED}, weight, key, place LIMIT {most}"  # noqa: S608 - ours
        return [row[0] for row in rows(sql, found.parameters)]

    @cached_property
    def _beginnings(self) -> dict[str, dict[str, str]]:
        """For what was typed of a word, the words there are that begin so, unless they are many: an index finds whole
        words far sooner than all that begin alike. A short word that there is stands for itself and its plural."""
        typed = {word.folded for word in self.asked.words if not word.whole and not is_number(word.folded)}
        found = self.beginnings.of(typed)
        for word in self.asked.short:
            forms, plural = found.get(word, {}), f"{word}s"
            if word in forms:
                not_told = HEAD + CONTEXT if len(forms) > FORMS else ""
                found[word] = {word: forms[word], plural: forms.get(plural, not_told)}
        return {word: forms for word, forms in found.items() if len(forms) <= FORMS}

    @property
    def whole_word(self) -> str:
        """The last word, folded, where it was taken for itself and longer ones begin so; else empty."""
        last = self.asked.words[-1].folded if self.asked.done and self.asked.words else ""
        if last not in self.asked.short:
            return ""
        forms = self.beginnings.of({last})[last]
        return last if last in forms and forms.keys() - {last, f"{last}s"} else ""

    def _passages(self, columns: str, expression: Expression) -> Query:
        wanted = [f"%{phrase}%" for phrase in self.asked.phrases]
        conditions = " AND ".join((*("l.folded LIKE %s" for _phrase in wanted), self.condition))
        plain = simplified(spelled_out(expression, self._beginnings))
        found: Query = engine().passages(columns, plain, conditions, (*wanted, *self.parameters))
        return found
