"""A query that the ORM writes once, and that is asked again with other values.

To write the SQL of a long query takes Django far longer than the database takes to answer it. A prepared query is
written with stand-ins for its values; asked, it goes to the database with the real ones in their places. The rows come
out as the ORM's own objects, so nothing else knows. Stand-ins are values that occur nowhere: a moment may be shifted by
the query (`now + SOON`), and keeps its distance. A value that the query changes in another way is found at once.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

from guidelines.frame.stored import instant_from, instant_to

ROW = TypeVar("ROW", bound=Model)
MOMENT = dt.datetime(1901, 1, 1, 0, 0, 0, 190101, tzinfo=dt.UTC)
NUMBER = -190_101
WORD = "\x01190101"
NEAR = dt.timedelta(days=3 * 365)
"""A moment so near to the stand-in is one that the query made of it."""


class Prepared(Generic[ROW]):
    """A query with one word, one number and one moment to be filled in."""

    def __init__(self, write: Callable[[str, int, dt.datetime], QuerySet[ROW]]) -> None:
        self._rows = write(WORD, NUMBER, MOMENT)
        self._compiler = self._rows.query.get_compiler(using=self._rows.db)
        try:
            sql, parameters = self._compiler.as_sql()
        except EmptyResultSet:  # whoever holds nothing finds nothing
            sql, parameters = "", ()
        self._sql, self._places = sql, tuple(_place(value) for value in parameters)

    def asked(self, word: str, number: int, moment: dt.datetime) -> list[ROW]:
        """One query, or none where it can find nothing."""
        if not self._sql:
            return []
        parameters = tuple(place(word, number, moment) for place in self._places)
        compiler = copy.copy(self._compiler)
        compiler.connection = connections[self._rows.db]
        compiler.as_sql = lambda *_arguments, **_options: (self._sql, parameters)
        query: Any = copy.copy(self._rows.query)
        query.get_compiler = lambda **_options: compiler
        # Not copied: Django would first fetch what the copy is of.
        rows: Any = object.__new__(type(self._rows))
        rows.__dict__ = {**self._rows.__dict__, "_query": query}
        return list(ModelIterable(rows))


Place = Callable[[str, int, dt.datetime], Any]


def _place(value: Any) -> Place:
    """What stands in this place of the SQL, whoever asks."""
    if value == WORD:
        return lambda word, _number, _moment: word
    if value == NUMBER and not isinstance(value, bool):
        return lambda _word, number, _moment: number
    shift = _distance(value)
    if shift is not None:
        return lambda _word, _number, moment: instant_to(moment + shift)
    if isinstance(value, str | dt.datetime) and "190101" in str(value):
        raise ValueError(f"A prepared query made {value!r} of its stand-in: it can’t be filled in.")
    return lambda _word, _number, _moment: value


def _distance(value: Any) -> dt.timedelta | None:
    """How far a moment lies from the stand-in; None for anything else."""
    if isinstance(value, str):
        try:
            value = instant_from(value)
        except ValueError:
            return None
    if not isinstance(value, dt.datetime):
        return None
    distance = value - MOMENT
    return distance if abs(distance) < NEAR else None
