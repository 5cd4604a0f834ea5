"""The part of the index a person may look at: what was in force at an instant, of editions they may know of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.expressions import RawSQL

from guidelines.editions.rights import visible_editions
from guidelines.people.roles import Capability
from guidelines.people.scopes import Holdings, holdings
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
        """By market and domain where that tells it: to compare with the keys of hundreds of heaps takes longer than
        all the rest of a search."""
        left = self.heaps.under(filters)
        if filters.topics or not left:
            return _among("l.heap_id", left)
        places = [self.heaps.kept[key].place for key in left]
        markets = [_among("l.market_id", {market for market, _domain in places})] if filters.markets else []
        domains = [_among("l.domain_id", {domain for _market, domain in places})] if filters.domains else []
        return " AND ".join(markets + domains)


def readable_rows(person: Anyone, at: dt.datetime, now: dt.datetime) -> QuerySet[SearchRow]:
    """The rows in force at an instant, of editions this person may know of."""
    visible = visible_editions(person, now).order_by().values("pk")
    return SearchRow.objects.filter(binding_as_known(person, at, now), edition__in=visible).order_by()


def shelf_now(person: Anyone, now: dt.datetime, known: Known) -> Shelf:
    """What is in force now, without asking for each edition whether it is visible: the same rows as `readable_rows`,
    which a test holds it to."""
    moment = connection.ops.adapt_datetimefield_value(now)
    held, condition = holdings(person), "l.until > %s AND l.since <= %s"
    heaps = known.heaps_of(held)
    if heaps is not known.heaps:
        condition = f"{condition} AND ({_readable(held)})"
    return Shelf(condition, (moment, moment), heaps, known.beginnings, known.answers)


def _readable(held: Holdings) -> str:
    """That a passage lies where somebody who holds this, and not everything, may read."""
    places = {(one.market_id, one.domain_id) for one in held.held if Capability.READ in one.capabilities}
    markets = {market for market, domain in places if market and domain is None}
    domains = {domain for market, domain in places if domain and market is None}
    found = [_among("l.market_id", markets)] if markets else []
    found += [_among("l.domain_id", domains)] if domains else []
    others = sorted((m, d) for m, d in places if m and d and m not in markets and d not in domains)
    found += [f"(l.market_id = {market} AND l.domain_id = {domain})" for market, domain in others]
    return " OR ".join(found) or "1 = 0"


def _among(column: str, keys: Collection[int]) -> str:
    among: str = engine().among(column, keys)
    return among


def shelf_at(person: Anyone, at: dt.datetime, now: dt.datetime, known: Known) -> Shelf:
    """What was or will be in force at another instant, each row through the rights of its edition."""
    same = readable_rows(person, at, now).filter(pk=RawSQL("l.id", ())).annotate(one=Value(1)).values("one")
    try:
        sql, parameters = same.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return Shelf("1 = 0", (), Heaps({}), known.beginnings)
    heaps = known.heaps_of(holdings(person))
    return Shelf(f"EXISTS ({sql})", tuple(parameters), heaps, known.beginnings)
