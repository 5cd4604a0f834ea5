"""The two lists of home: what is in force now, and what starts later, each entry with what it asks of this person.

What waits for an acknowledgement stands in its list whatever market is chosen: the switch filters news, never duties.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import F

from guidelines.catalogue.models import Market
from guidelines.desk.floor import MOST_COMING, NEWS, Floor, Line, lines_of
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.reading.models import LibraryRow
from guidelines.reading.queries.duties import Standing, standing
from guidelines.reading.queries.path import came_before, is_new

__all__ = ["NEWS", "News", "news_for"]

MOST = 20
"""How many entries of news a list shows. Duties come before it and are counted in full."""
MOST_DUTIES = 50
SOON_DUE = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Item:
    """One edition on home, before one person."""

    row: Line
    asked: Standing | None
    """How far this person is with what it asks; None where it asks nothing."""
    is_urgent: bool

    @property
    def is_duty(self) -> bool:
        return self.asked is not None and self.asked.state != "done"


@dataclass(frozen=True)
class MarketLine:
    """A market of this person, and how much waits there."""

    code: str
    name: str
    waiting: int
    late: int
    chosen: bool


@dataclass(frozen=True)
class News:
    """Both lists, and the switch between markets."""

    now: tuple[Item, ...]
    later: tuple[Item, ...]
    markets: tuple[MarketLine, ...]
    floor: Floor

    @property
    def turns(self) -> list[dt.datetime]:
        """When something asked becomes urgent, and late."""
        asked = [item.asked.until for item in (*self.now, *self.later) if item.asked and item.asked.until]
        return [*asked, *(until - SOON_DUE for until in asked)]

    @property
    def to_acknowledge_now(self) -> int:
        return sum(item.is_duty for item in self.now)

    @property
    def to_acknowledge_later(self) -> int:
        return sum(item.is_duty for item in self.later)


def news_for(
    person: Anyone, floor: Floor, done: Mapping[int, dt.datetime], now: dt.datetime, *, market: str, language: str
) -> News:
    """What home shows this person; `market` is the code of the one chosen, or empty.

    `done` is what they acknowledged: key of the major edition → when first. A query or two.
    """
    # Of a new joiner older words stand on their path, and not here.
    due = _due(floor, done, now, after=person.joined_at if is_new(person, now) else None)
    waiting = {line.pk for line in due}

    def item(line: Line) -> Item:
        asked = None
        if line.pk in floor.asking and not came_before(person, line.decided_since, now):
            asked = standing(line.acknowledge_until, done.get(floor.asking[line.pk]), now)
        urgent = asked is not None and asked.until is not None and asked.until <= now + SOON_DUE
        return Item(line, asked, urgent)

    def shown(lines: tuple[Line, ...], most: int) -> list[Item]:
        items = [item(line) for line in lines if line.pk not in waiting]
        return [one for one in items if one.is_duty or not market or one.row.market == market][:most]

    duties = [item(line) for line in due]
    later = shown(floor.coming, MOST_COMING)
    asked = [*duties, *(one for one in later if one.is_duty)]
    return News((*duties, *shown(floor.recent, MOST)), tuple(later), _markets(person, asked, market, language), floor)


def _due(
    floor: Floor, done: Mapping[int, dt.datetime], now: dt.datetime, *, after: dt.datetime | None
) -> tuple[Line, ...]:
    """What is in force and not acknowledged, what is due first before the rest."""
    open_ones = [pk for pk, major in floor.asking.items() if major not in done]
    if not open_ones:
        return ()
    rows = LibraryRow.objects.in_force(now).filter(pk__in=open_ones).select_related("market", "edition", "major")
    rows = rows.filter(major__effective_from__gt=after) if after else rows
    rows = rows.annotate(audience=F("guideline__audience"))
    lines = lines_of(rows.defer("edition__source", "major__source"))
    for_ever = dt.datetime.max.replace(tzinfo=dt.UTC)
    due = sorted(lines, key=lambda line: (line.acknowledge_until or for_ever, line.since, line.policy_id))
    return tuple(due[:MOST_DUTIES])


def _markets(person: Anyone, waiting: list[Item], chosen: str, language: str) -> tuple[MarketLine, ...]:
    """The markets this person works in, if they are several."""
    ids = holdings(person).market_ids(Capability.READ)
    if ids is not None and len(ids) < 2:
        return ()
    markets = Market.objects.all() if ids is None else Market.objects.filter(pk__in=ids)
    lines = {one.pk: MarketLine(one.code, one.named_in(language), 0, 0, one.code == chosen) for one in markets}
    for item in waiting:
        line = lines.get(item.row.market_id)
        if line and item.asked:
            late = line.late + (item.asked.state == "late")
            lines[item.row.market_id] = replace(line, waiting=line.waiting + 1, late=late)
    return tuple(lines.values())
