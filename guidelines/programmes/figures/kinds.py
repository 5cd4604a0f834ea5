"""Figure: a number of a report, computed from the record, with its definition and the rows it was counted of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise

from guidelines.editions.clearances import not_restricted
from guidelines.programmes.models import Place, Programme

COUNT, DAYS, SHARE = "count", "days", "share"


@dataclass(frozen=True)
class Period:
    """From one instant to another, which is no part of it. Never later than the record that is read."""

    starts: dt.datetime
    ends: dt.datetime
    zone: dt.tzinfo = dt.UTC
    """In which its first and last days are days."""

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """Its first and its last day."""
        return self.starts.astimezone(self.zone).date(), self.last.astimezone(self.zone).date()

    @property
    def last(self) -> dt.datetime:
        """The last instant of it."""
        return self.ends - dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Row:
    """One thing a figure was counted of: its kind and key, and a word on it. No name: that is shown by the right."""

    kind: str
    id: int
    word: str = ""


@dataclass(frozen=True)
class Found:
    """What was found; no value where the record has nothing to compute it from."""

    value: float | None
    rows: tuple[Row, ...] = ()
    numerator: int | None = None
    denominator: int | None = None


NO_DATA = Found(None)
Compute = Callable[[Programme, Period, dt.datetime], Found]


@dataclass(frozen=True)
class Figure:
    code: str
    name: str | Promise
    definition: str | Promise
    unit: str
    compute: Compute
    better: str = ""
    """`more` or `less`; empty where neither is."""


def place_of(programme: Programme, path: str = "", *, or_all: bool = False) -> Q:
    """The rows in its places by their own market and domain; with `or_all` those without a domain too."""
    wanted = Q(pk__in=[])
    for place in Place.objects.filter(programme=programme, ended_at=None):
        here = Q(**{f"{path}market": place.market_id})
        if place.domain_id:
            domain = Q(**{f"{path}domain": place.domain_id})
            here &= domain | Q(**{f"{path}domain": None}) if or_all else domain
        wanted |= here
    return wanted


def scope_of(programme: Programme, path: str) -> Q:
    """The rows in the places of a programme; `path` leads to the guideline, such as `guideline__`.

    Restricted guidelines are never among them: a report is read by many, and not even a count may tell of one.
    """
    return place_of(programme, path) & not_restricted(path.removesuffix("__"))


def counted(rows: tuple[Row, ...]) -> Found:
    return Found(len(rows), rows)


def share(numerator: int, denominator: int, rows: tuple[Row, ...]) -> Found:
    """A percentage with one decimal place."""
    if not denominator:
        return NO_DATA
    return Found(round(100 * numerator / denominator, 1), rows, numerator, denominator)


def days_between(start: dt.datetime, end: dt.datetime) -> float:
    return round((end - start).total_seconds() / 86_400, 1)
