"""What home shows one person alone: what they acknowledged, what was asked of them, and how their questions stand.

One query tells whether there is anything of it. For most people there is little, and the rest of home is as everybody
alike sees it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language

from guidelines.desk.floor import Floor
from guidelines.desk.queries import asked_of
from guidelines.editions.models import Consultation
from guidelines.frame import clock
from guidelines.frame.plain_sql import rows
from guidelines.frame.slots import slot
from guidelines.frame.stored import instant_from, instant_to
from guidelines.frame.times import date_in_zone
from guidelines.people.sessions import Reader
from guidelines.reading.filling import MOST_DRAWN
from guidelines.reading.models import Acknowledgement, Reminder
from guidelines.reading.queries.duties import acknowledged_since
from guidelines.reading.queries.path import JoinersPath, is_new, path_of
from guidelines.reading.queries.reminders import KEPT_FOR, asked_by_lead
from guidelines.reading.shared import Fill

DONE = dt.timedelta(days=30)
FROM_LEAD, ASKED, LATELY = "desk/from_lead.html", "desk/asked.html", "desk/done_lately.html"
OF_ROOMS = "desk/of_rooms.html"

# In plain SQL, as it is asked with every home page.
_MINE = (
    "SELECT major_id, MIN(at), MAX(at), "
    "EXISTS (SELECT 1 FROM editions_consultation WHERE person_id = %s AND until > %s), "
    "EXISTS (SELECT 1 FROM reading_reminder WHERE person_id = %s AND at > %s) "
    "FROM (SELECT major_id, at FROM reading_acknowledgement WHERE person_id = %s UNION ALL SELECT 0, NULL) mine "
    "GROUP BY major_id"
)


@dataclass
class Mine:
    """What there is for one person, at one instant; each part is asked for when a template shows it."""

    person: Reader
    now: dt.datetime
    done: Mapping[int, dt.datetime]
    """Key of a major edition → when they first acknowledged its decisions."""
    last_done: dt.datetime | None
    may_be_asked: bool
    may_be_reminded: bool
    words: dt.datetime | None = None
    """The last deed on words in force, or on who may know of them."""

    @cached_property
    def asked(self) -> list[Consultation]:
        """The drafts they are asked to comment on."""
        return asked_of(self.person) if self.may_be_asked else []

    @cached_property
    def from_lead(self) -> list[Reminder]:
        return asked_by_lead(self.person, self.now) if self.may_be_reminded else []

    @cached_property
    def path(self) -> JoinersPath | None:
        """Where they stand on the path of a joiner."""
        return path_of(self.person, self.now) if is_new(self.person, self.now) else None

    @cached_property
    def done_lately(self) -> list[Acknowledgement]:
        return acknowledged_since(self.person, self.now - DONE) if self.last_done else []

    def alike(self, floor: Floor) -> Hashable:
        """What those have in common who see the same lists. A joiner's lists begin with the day they came."""
        zone, majors = self.person.time_zone, floor.majors
        days = frozenset((major, date_in_zone(at, zone)) for major, at in self.done.items() if major in majors)
        return (days, self.person.joined_at if is_new(self.person, self.now) else None)

    def holes(self, request: HttpRequest) -> dict[str, Fill]:
        """What fills the places that home leaves for one person."""

        def drawn(template: str) -> bytes:
            return render_to_string(template, {"mine": self}, request).encode()

        def from_lead() -> bytes:
            return drawn(FROM_LEAD) if self.from_lead or self.path else b""

        def of_rooms() -> bytes:
            return slot("home", request, person=self.person).encode()

        def asked() -> bytes:
            return drawn(ASKED) if self.asked else b""

        def lately() -> bytes:
            return _lately(self.person, get_language() or "en", self.last_done, self.words, self.now.date())

        return {FROM_LEAD: from_lead, OF_ROOMS: of_rooms, ASKED: asked, LATELY: lately}


def mine_of(person: Reader, now: dt.datetime, words: dt.datetime | None) -> Mine:
    """One query. `words` is when the last deed on words in force was done."""
    facts = [person.pk, instant_to(now), person.pk, instant_to(now - KEPT_FOR), person.pk]
    found = rows(_MINE, facts)
    done = {major: instant for major, first, *_rest in found if (instant := instant_from(first))}
    last = max((instant for _m, _f, at, *_rest in found if (instant := instant_from(at))), default=None)
    *_rest, asked, reminded = found[0]
    return Mine(person, now, done, last if last and last > now - DONE else None, bool(asked), bool(reminded), words)


@lru_cache(MOST_DRAWN)
def _lately(person: Reader, language: str, last: dt.datetime | None, words: dt.datetime | None, day: dt.date) -> bytes:
    """It is another after the next acknowledgement, after a guideline was restricted, and the next day."""
    if last is None:
        return b""
    mine = Mine(person, clock.now(), {}, last, may_be_asked=False, may_be_reminded=False)
    return render_to_string(LATELY, {"mine": mine, "person": person}).encode()


def forget() -> None:
    """Forget all, as a new process does."""
    _lately.cache_clear()
