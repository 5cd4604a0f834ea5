"""The two lists of home: what is in force now, and what starts later, each entry with what it asks of this person.

What waits for an acknowledgement stands in its list whatever market is chosen: the switch filters news, never duties.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from guidelines.catalogue.models import Market
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.reading.effort import minutes
from guidelines.reading.models import Acknowledgement, LibraryRow, Page
from guidelines.reading.queries.duties import Standing, asks, duties, standing
from guidelines.reading.queries.library import recently_in_force, starting_soon
from guidelines.reading.queries.path import is_new
from guidelines.text.rendering import RENDERER

NEWS = dt.timedelta(days=14)
MOST = 20
"""How many entries of news a list shows. Duties come before it and are counted in full."""
MOST_DUTIES, MOST_COMING = 50, 100
SOON_DUE = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Item:
    """One edition on home."""

    row: LibraryRow
    asked: Standing | None
    """How far this person is with what it asks; None where it asks nothing."""
    is_urgent: bool
    changes: int
    """How many rules are new, changed or moved; 0 for a first edition."""
    minutes: int
    """How long they take to read; 0 where nobody counted."""

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

    @property
    def to_acknowledge_now(self) -> int:
        return sum(item.is_duty for item in self.now)

    @property
    def to_acknowledge_later(self) -> int:
        return sum(item.is_duty for item in self.later)


def news_for(person: Person, now: dt.datetime, *, market: str, language: str) -> News:
    """What home shows this person; `market` is the code of the one chosen, or empty. Eight queries."""
    asked = duties(person, now)
    if is_new(person, now):
        asked = asked.filter(major__effective_from__gt=person.joined_at)  # older words stand on the joiner's path
    due = list(_with_edition(asked)[:MOST_DUTIES])
    waiting = {row.pk for row in due}
    recent = recently_in_force(person, since=now - NEWS, now=now, most=MOST, market=market)
    coming = starting_soon(person, now=now, most=MOST_COMING)
    items = _items(person, [*due, *(row for row in recent if row.pk not in waiting), *coming], now)
    later = [item for item in items if item.row.since > now]
    return News(
        now=tuple(item for item in items if item.row.since <= now),
        later=tuple(item for item in later if item.is_duty or not market or item.row.market.code == market),
        markets=_markets(person, [item for item in items if item.is_duty], market, language),
    )


def _with_edition(rows: Iterable[LibraryRow]) -> Sequence[LibraryRow]:
    return rows.select_related("market", "domain", "edition", "major").defer("edition__source", "major__source")  # type: ignore[attr-defined, no-any-return]


def _items(person: Person, rows: list[LibraryRow], now: dt.datetime) -> list[Item]:
    done = dict(
        Acknowledgement.objects.filter(person_id=person.pk, major__in={row.major_id for row in rows})
        .order_by("-at")
        .values_list("major_id", "at")
    )
    pages = {
        digest: (len(changes), words)
        for digest, changes, words in Page.objects.filter(
            digest__in={row.digest for row in rows}, renderer=RENDERER
        ).values_list("digest", "changes", "words")
    }
    held, found = holdings(person), []
    for row in rows:
        asked = None
        if row.major and asks(row.major, held, row.market_id, row.domain_id):
            asked = standing(row.major, done.get(row.major.pk), now)
        urgent = asked is not None and asked.until is not None and asked.until <= now + SOON_DUE
        changes, words = pages.get(row.digest, (0, 0))
        found.append(Item(row, asked, urgent, changes, minutes(words) if words else 0))
    return found


def _markets(person: Person, waiting: list[Item], chosen: str, language: str) -> tuple[MarketLine, ...]:
    """The markets this person works in, if they are several."""
    ids = holdings(person).market_ids(Capability.READ)
    if ids is not None and len(ids) < 2:
        return ()
    markets = Market.objects.all() if ids is None else Market.objects.filter(pk__in=ids)
    lines = {
        market.pk: MarketLine(market.code, market.named_in(language), 0, 0, market.code == chosen) for market in markets
    }
    for item in waiting:
        line = lines.get(item.row.market_id)
        if line and item.asked:
            late = line.late + (item.asked.state == "late")
            lines[item.row.market_id] = replace(line, waiting=line.waiting + 1, late=late)
    return tuple(lines.values())
