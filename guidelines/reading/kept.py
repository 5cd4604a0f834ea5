"""Reading pages as each process keeps them: drawn once for everybody who sees the same, filled in for each reader.

People see the same page of a guideline when they hold the same roles and use the same language and time zone. What
shows the person - name, menu, navigation, theme, acknowledgement - are holes (`frame/holes.py`). A page is right as
long as no deed touched its guideline (`Stamp`, asked at every request) and the next instant at which it changes by
itself has not come (`turns.py`). So a read takes one small query, and after it is known whether the browser's page is
still right. What one process drew, the others of its server find in the pool (`frame/pool.py`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import pickle
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import get_language

from guidelines.frame.holes import Holed, Packed
from guidelines.frame.keeping import Keeper
from guidelines.frame.plain_sql import rows
from guidelines.frame.pool import Pool
from guidelines.frame.stored import instant_from
from guidelines.people.scopes import Holdings
from guidelines.people.sessions import Reader
from guidelines.reading.freshness import release
from guidelines.reading.queries.path import came_before
from guidelines.reading.turns import Stamps
from guidelines.reading.watching import Watched


@dataclass(frozen=True)
class Alike:
    """Everybody who sees the same of one page."""

    path: str
    language: str
    time_zone: str
    is_superuser: bool
    held: Holdings


@dataclass(frozen=True)
class Marks:
    """What is asked of the database at every read: the newest deeds, and when this reader acknowledged."""

    stamps: Stamps
    done_at: dt.datetime | None


@dataclass(frozen=True)
class Major:
    """The edition that asks its readers to acknowledge what the page shows."""

    pk: int
    until: dt.datetime | None
    since: dt.datetime | None

    def until_for(self, reader: Reader, now: dt.datetime) -> dt.datetime | None:
        """Without an end for a new joiner whose path it is on."""
        return None if came_before(reader, self.since, now) else self.until


@dataclass(frozen=True)
class KeptPage:
    """A page with holes, and how long it is right."""

    packed: Packed
    content: str
    """The hash of what stands between the holes."""
    policy_id: str
    market_zone: str
    number: int
    digest: str
    major: Major | None
    watched: Watched | None
    """What an open page asks about, from the instant it was sent."""
    stamps: Stamps
    since: dt.datetime
    until: dt.datetime

    def is_right(self, stamps: Stamps, now: dt.datetime) -> bool:
        return self.stamps == stamps and self.since <= now < self.until


_pages: Keeper[KeptPage] = Keeper(settings.KEPT_BYTES)
_pool = Pool(settings.POOL_FILE, settings.POOL_BYTES)


def alike(path: str, reader: Reader) -> Alike:
    return Alike(path, get_language() or "en", reader.time_zone, reader.is_superuser, reader.held)


def nobody_like(reader: Reader) -> Reader:
    """Somebody who may read the same and is nobody: for them a page is drawn that many will read."""
    return replace(reader, pk=0, employee_id="", name="", theme="", keys_on=True, is_staff=False)


def kept_page(those: Alike, policy_id: str, reader: Reader, now: dt.datetime) -> tuple[KeptPage, Marks] | None:
    """The page, if any process of this server drew it and it is still right."""
    return _own_page(those, policy_id, reader, now) or _pooled_page(those, policy_id, reader, now)


def _own_page(those: Alike, policy_id: str, reader: Reader, now: dt.datetime) -> tuple[KeptPage, Marks] | None:
    """It, if this process has it and it is still right. One query where it has one."""
    page = _pages.get(those)
    if page is None:
        return None
    marks = marks_of(policy_id, reader, page.major)
    if page.is_right(marks.stamps, now):
        return page, marks
    _pages.drop(those)
    return None


def _pooled_page(those: Alike, policy_id: str, reader: Reader, now: dt.datetime) -> tuple[KeptPage, Marks] | None:
    """It, if another process drew it and it is still right. One query where one did."""
    data = _pool.get(_name(those))
    if data is None:
        return None
    page: KeptPage = pickle.loads(data)  # noqa: S301  # a file of this server alone, see Pool
    marks = marks_of(policy_id, reader, page.major)
    if not page.is_right(marks.stamps, now):
        return None
    _pages.put(those, page)
    return page, marks


def keep(those: Alike, page: KeptPage) -> None:
    _pages.put(those, page)
    _pool.put(_name(those), pickle.dumps(page, pickle.HIGHEST_PROTOCOL))


def _name(those: Alike) -> str:
    return hashlib.sha256(repr((release(), those)).encode()).hexdigest()


def clear() -> None:
    """Forget all pages, as a new process does."""
    _pages.clear()


def content_of(holed: Holed) -> str:
    return hashlib.sha256(repr((holed.names, holed.parts)).encode()).hexdigest()


_ASKED = (
    "SELECT (SELECT event FROM reading_stamp WHERE policy_id = %s),"
    " (SELECT event FROM reading_stamp WHERE policy_id = ''),"
    " (SELECT MIN(at) FROM reading_acknowledgement WHERE person_id = %s AND major_id = %s)"
)


def marks_of(policy_id: str, reader: Reader, major: Major | None) -> Marks:
    """In plain SQL: to have this written by the ORM takes longer than all the rest of a read."""
    ((guideline, everything, done_at),) = rows(_ASKED, (policy_id, reader.pk, major.pk if major else 0))
    return Marks(Stamps(guideline or 0, everything or 0), instant_from(done_at))
