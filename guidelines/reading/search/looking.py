"""Asking the index: how many passages fit where, and which come first. Plain SQL, the same for every database.

Nothing is ordered by a database's own score, so all give the same answer. What a wide question costs is bounded: at
most `MOST` passages are looked at for a count, and as many for each tier of the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import ModuleType
from typing import Any

from django.db import connection

from guidelines.reading.search import postgresql, sqlite
from guidelines.reading.search.asking import Asked
from guidelines.reading.search.plain_sql import marks, rows
from guidelines.reading.search.terms import Expression, fulfils, spelled_out

MOST = 5_000
"""Passages that are counted. Of a question that more of them fit, the filters have no counts."""
FEW = 100
"""Up to so many are put in order by their own terms; of more, the best tier first, until the page is full."""
FORMS = 24
"""Words with the same beginning that are asked for one by one."""


def engine() -> ModuleType:
    """The index of the database in use."""
    return postgresql if connection.vendor == "postgresql" else sqlite


@dataclass(frozen=True)
class Look:
    """A question, and the rows of the index in which it is asked: a condition on `l`, and its parameters."""

    asked: Asked
    condition: str
    parameters: tuple[Any, ...]

    def within(self, heaps: Iterable[int]) -> Look:
        """In these heaps alone."""
        keys = sorted(heaps)
        condition = f"{self.condition} AND l.heap_id IN ({marks(keys)})"
        return replace(self, condition=condition, parameters=(*self.parameters, *keys))

    def without(self, ids: Sequence[int]) -> Look:
        """All but these rows."""
        if not ids:
            return self
        condition = f"{self.condition} AND l.id NOT IN ({marks(ids)})"
        return replace(self, condition=condition, parameters=(*self.parameters, *ids))

    def counts(self) -> list[tuple[int, int]]:
        """Heap and number of passages. Together `MOST` + 1 where there are more than `MOST`."""
        found = self._passages("l.heap_id", self.asked.match, most=MOST + 1)
        return rows(f"SELECT heap_id, COUNT(*) FROM ({found.sql}) AS c GROUP BY heap_id", found.parameters)  # noqa: S608 - ours

    def best(self, start: int, most: int, *, few: int = FEW) -> list[int]:
        """The rows from this place on, the best first."""
        found = self._passages("l.id, l.weight, l.key, l.place", self.asked.match, most=few + 1)
        candidates = rows(found.sql, found.parameters)
        if len(candidates) > few:
            return self._by_tiers(self.asked.tiers, (), (), start + most)[start:]
        return self._in_order(candidates)[start : start + most]

    def _in_order(self, candidates: list[tuple[Any, ...]]) -> list[int]:
        """By tiers, then rules before the rest, then by whether the guideline is about it, then by policy ID."""
        if len(candidates) < 2:
            return [row[0] for row in candidates]
        tiers, about, terms = self.asked.tiers, self.asked.about, self._terms([row[0] for row in candidates])

        def order(row: tuple[Any, ...]) -> tuple[Any, ...]:
            pk, weight, *place = row
            graded = (not fulfils(terms[pk], tier) for tier in tiers)
            return (*graded, weight, not fulfils(terms[pk], about), *place)

        return [row[0] for row in sorted(candidates, key=order)]

    def newest(self, start: int, most: int) -> list[int]:
        """The same with those that began last first."""
        found = self._passages("l.id, l.since, l.key, l.place", self.asked.match)
        page = f" ORDER BY l.since DESC, l.key, l.place LIMIT {most} OFFSET {start}"
        return [row[0] for row in rows(found.sql + page, found.parameters)]

    def holds(self, expression: Expression) -> bool:
        """Whether any row here fulfils this."""
        found = self._passages("l.id", expression, most=1)
        return bool(rows(found.sql, found.parameters))

    def _terms(self, ids: Sequence[int]) -> dict[int, frozenset[str]]:
        """The terms of these rows, read back."""
        sql = f"SELECT id, {engine().TERMS} FROM reading_searchrow WHERE id IN ({marks(ids)})"  # noqa: S608 - ours
        return {pk: frozenset(terms.split(" ")) for pk, terms in rows(sql, list(ids))}

    def _by_tiers(
        self, tiers: Sequence[Expression], wanted: tuple[Expression, ...], refused: tuple[Expression, ...], most: int
    ) -> list[int]:
        """Those that fulfil the first tier before the others, and so on within both."""
        if not tiers:
            found = self._passages("l.id, l.weight, l.key, l.place", self.asked.narrowed(wanted, refused), most=MOST)
            sql = f"SELECT id FROM ({found.sql}) AS c ORDER BY weight, key, place LIMIT {most}"  # noqa: S608 - ours
            return [row[0] for row in rows(sql, found.parameters)]
        first, *rest = tiers
        ids = self._by_tiers(rest, (*wanted, first), refused, most)
        if len(ids) < most:
            ids += self._by_tiers(rest, wanted, (*refused, first), most - len(ids))
        return ids

    @cached_property
    def _beginnings(self) -> dict[str, list[str]]:
        """For what was typed of a word, the words there are that begin so, unless they are many: an index finds whole
        words far sooner than all that begin alike."""
        typed = sorted({word.folded for word in self.asked.words if not word.whole and not word.folded.isdigit()})
        if not typed:
            return {}
        begins = engine().BEGINS
        one = f"SELECT * FROM (SELECT %s AS typed, word FROM reading_searchword WHERE {begins} LIMIT %s) AS w"  # noqa: S608 - ours
        asked = [part for word in typed for part in (word, *engine().beginning(word), FORMS + 1)]
        found: dict[str, list[str]] = {word: [] for word in typed}
        for word, whole in rows(" UNION ALL ".join(f"{one}{place}" for place in range(len(typed))), asked):
            found[word].append(whole)
        return {word: forms for word, forms in found.items() if len(forms) <= FORMS}

    def _passages(self, columns: str, expression: Expression, *, most: int | None = None) -> _Query:
        index, wanted = engine(), [f"%{phrase}%" for phrase in self.asked.phrases]
        fits = " AND ".join((index.FITS, *("l.folded LIKE %s" for _phrase in wanted), self.condition))
        return _Query(
            f"SELECT {columns} FROM {index.MATCHING} WHERE {fits}{f' LIMIT {most}' if most else ''}",  # noqa: S608 - ours
            (index.asked_for(spelled_out(expression, self._beginnings)), *wanted, *self.parameters),
        )


@dataclass(frozen=True)
class _Query:
    sql: str
    parameters: tuple[Any, ...]
