"""What home shows alike to everybody who holds the same roles: made once, and kept until something changes it.

Kept under what they hold, the language and the last deed on words in force and on the lists; some minutes at most, and
never past the next moment at which the clock begins or ends something. What is asked of one person is not in here.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from django.urls import reverse

from guidelines.desk.queries import lately_withdrawn, suspended_now
from guidelines.editions.models import Edition, Suspension
from guidelines.liaison.models import Correction
from guidelines.people.scopes import Holdings, holdings
from guidelines.people.sessions import Anyone
from guidelines.reading.effort import minutes
from guidelines.reading.models import LibraryRow, Page
from guidelines.reading.notes import excerpt
from guidelines.reading.queries.duties import asking
from guidelines.reading.queries.library import (
    DomainCount,
    browse_counts,
    is_restricted,
    recently_in_force,
    starting_soon,
    visible_rows,
)
from guidelines.reading.shared import LIFE, Heard
from guidelines.text.rendering import RENDERER

NEWS = dt.timedelta(days=14)
MOST, MOST_COMING = 60, 100
MOST_FLOORS = 200
"""How many a process keeps, the latest used."""


@dataclass(frozen=True)
class Line:
    """One edition on home, as everybody sees it."""

    pk: int
    market_id: int
    market: str
    zone: str
    policy_id: str
    number: int
    title: str
    language: str
    significance: str
    since: dt.datetime
    until: dt.datetime
    expires_at: dt.datetime | None
    change_note: str
    """Its beginning, as it was corrected last."""
    major_id: int | None
    acknowledge_until: dt.datetime | None
    decided_since: dt.datetime
    until_then: int | None
    until_then_at: dt.datetime | None
    changes: int
    """How many rules are new, changed or moved; 0 for a first edition."""
    minutes: int
    """How long they take to read; 0 where nobody counted."""
    is_restricted: bool
    """Shown to those alone whom the guideline names."""

    @property
    def edition_url(self) -> str:
        return reverse("edition", args=[self.policy_id, self.number])


@dataclass(frozen=True)
class Floor:
    """One scope of markets and domains at one moment."""

    since: dt.datetime
    fresh_until: dt.datetime
    recent: tuple[Line, ...]
    coming: tuple[Line, ...]
    asking: dict[int, int]
    """What asks holders of these roles, now and soon: key of the library row → key of its major edition."""
    majors: frozenset[int]
    """Those editions."""
    suspended: tuple[Suspension, ...]
    withdrawn: tuple[Edition, ...]
    browse: tuple[DomainCount, ...]


_floors: OrderedDict[tuple[Holdings, str, Heard], Floor] = OrderedDict()
_lock = Lock()


def floor_of(person: Anyone, heard: Heard, now: dt.datetime, language: str) -> Floor:
    """Kept here, or made anew with a dozen queries; of somebody named for a restricted guideline always anew."""
    if heard.is_named:
        return _made(person, now, language)
    key = (holdings(person), language, heard)
    with _lock:
        floor = _floors.get(key)
    if floor is None or not floor.since <= now < floor.fresh_until:
        floor = _made(person, now, language)
        with _lock:
            _floors[key] = floor
            while len(_floors) > MOST_FLOORS:
                _floors.popitem(last=False)
    return floor


def clear() -> None:
    """Forget all, as a new process does."""
    with _lock:
        _floors.clear()


def _made(person: Anyone, now: dt.datetime, language: str) -> Floor:
    recent = lines_of(recently_in_force(person, since=now - NEWS, now=now, most=MOST))
    coming = lines_of(starting_soon(person, now=now, most=MOST_COMING))
    asked = asking(visible_rows(person, now), holdings(person)).filter(until__gt=now).order_by()
    bounds = [at for line in (*recent, *coming) for at in (line.since, line.until) if at > now]
    asking_rows: dict[int, int] = dict(asked.values_list("pk", "major_id"))
    suspended = suspended_now(person)
    bounds += [suspension.until for suspension in suspended if suspension.until]
    return Floor(
        since=now,
        fresh_until=min([now + LIFE, *bounds]),
        recent=recent,
        coming=coming,
        asking=asking_rows,
        majors=frozenset(asking_rows.values()),
        suspended=tuple(suspended),
        withdrawn=tuple(lately_withdrawn(person, now - NEWS)),
        browse=tuple(browse_counts(person, now=now, language=language)),
    )


def lines_of(rows: Iterable[LibraryRow]) -> tuple[Line, ...]:
    """Library rows with their market, edition and major, as lines. Two queries: what they change, and corrections."""
    rows = list(rows)
    corrected = Correction.objects.newest([row.edition for row in rows])
    pages = Page.objects.filter(digest__in={row.digest for row in rows}, renderer=RENDERER)
    counted = pages.values_list("digest", "changes", "words")
    found = {digest: (len(changes), words) for digest, changes, words in counted}
    return tuple(_line(row, *found.get(row.digest, (0, 0)), corrected.get(row.edition_id)) for row in rows)


def _line(row: LibraryRow, changes: int, words: int, corrected: Correction | None) -> Line:
    return Line(
        pk=row.pk,
        market_id=row.market_id,
        market=row.market.code,
        zone=row.market.time_zone,
        policy_id=row.policy_id,
        number=row.number,
        title=row.title,
        language=row.language,
        significance=row.significance,
        since=row.since,
        until=row.until,
        expires_at=row.edition.expires_at,
        change_note=excerpt(corrected.note if corrected else row.edition.change_note),
        major_id=row.major_id,
        acknowledge_until=row.major.acknowledge_until if row.major else None,
        decided_since=row.decided_since,
        until_then=row.until_then,
        until_then_at=row.until_then_at,
        changes=changes,
        minutes=minutes(words) if words else 0,
        is_restricted=is_restricted(row),
    )
