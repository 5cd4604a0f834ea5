"""The part of the index a person may look at: what was in force at an instant, of editions they may know of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.expressions import RawSQL

from guidelines.editions.rights import visible_editions
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.reading.models.search import SearchRow
from guidelines.reading.queries.library import binding_as_known
from guidelines.reading.search.answers import Answers
from guidelines.reading.search.asking import Asked
from guidelines.reading.search.facets import Heaps
from guidelines.reading.search.known import Known
from guidelines.reading.search.looking import Beginnings, Look, engine
from guidelines.reading.search.results import Filters


@dataclass(frozen=True)
class Shelf:
    """A condition on the rows of the index, and the heaps that lie there."""

    condition: str
    parameters: tuple[Any, ...]
    heaps: Heaps
    beginnings: Beginnings
    answers: Answers | None = None
    """What was found here before; None where nothing is kept."""

    def look(self, asked: Asked, filters: Filters | None = None) -> Look:
        """Ask here; with filters only in the heaps that they leave."""
        look = Look(asked, self.condition, self.parameters, self.beginnings, self.answers)
        return look.within(self._left_by(filters)) if filters else look

    def _left_by(self, filters: Filters) -> str:
        """By market and domain where that tells it: the keys of heaps may be thousands, which takes five times the
        search to compare with."""
        left = self.heaps.under(filters)
        return engine().among("l.heap_id", left.kept) if filters.topics else left.places


def readable_rows(person: Anyone, at: dt.datetime, now: dt.datetime) -> QuerySet[SearchRow]:
    """The rows in force at an instant, of editions this person may know of."""
    visible = visible_editions(person, now).order_by().values("pk")
    return SearchRow.objects.filter(binding_as_known(person, at, now), edition__in=visible).order_by()


def shelf_now(person: Anyone, now: dt.datetime, known: Known) -> Shelf:
    """What is in force now, without asking for each edition whether it is visible: the same rows as `readable_rows`,
    which a test holds it to."""
    moment = connection.ops.adapt_datetimefield_value(now)
    heaps, condition = known.heaps_of(holdings(person)), "l.until > %s AND l.since <= %s"
    if heaps is not known.heaps:
        condition = f"{condition} AND {heaps.places}"
    return Shelf(condition, (moment, moment), heaps, known.beginnings, known.answers)


def shelf_at(person: Anyone, at: dt.datetime, now: dt.datetime, known: Known) -> Shelf:
    """What was or will be in force at another instant, each row through the rights of its edition."""
    same = readable_rows(person, at, now).filter(pk=RawSQL("l.id", ())).annotate(one=Value(1)).values("one")
    try:
        sql, parameters = same.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return Shelf("1 = 0", (), Heaps({}), known.beginnings)
    heaps = known.heaps_of(holdings(person))
    return Shelf(f"EXISTS ({sql})", tuple(parameters), heaps, known.beginnings)
