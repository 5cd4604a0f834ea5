"""Who has read what, for those who answer for it: a lead for their teams, others for their markets.

A team lead sees the people of the teams they lead. Policy managers, market administrators and auditors see everybody
whom an edition of their own market and domain asks. Nobody else sees anything. Lent roles count for nothing here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from guidelines.editions.clearances import not_restricted
from guidelines.editions.models import Audience, Significance
from guidelines.editions.rights import SOON
from guidelines.people.models import Assignment, Leave, Person, Team
from guidelines.people.presence import shift_end
from guidelines.people.roles import Role
from guidelines.people.scopes import Holding, holdings
from guidelines.people.sessions import Anyone
from guidelines.reading.models import Briefing, LibraryRow, Reminder
from guidelines.reading.models.library import LibraryQuerySet
from guidelines.reading.queries.duties import ASKED_AS_READERS, Standing, standings
from guidelines.reading.queries.library import visible_rows
from guidelines.reading.queries.path import is_on_path

Key = TypeVar("Key", bound=Hashable)
State = Literal["done", "due", "late", "leave", "path"]
OF_A_MARKET = frozenset({Role.POLICY_MANAGER, Role.MARKET_ADMINISTRATOR, Role.AUDITOR})
EDITIONS_SHOWN = 30
_DAY = dt.timedelta(days=1)


def oversees(person: Any) -> bool:
    """Whether there may be anything for this person to see. No query where the rights were asked for already."""
    return isinstance(person, Anyone) and any(
        holding.role in OF_A_MARKET or holding.role == Role.TEAM_LEAD for holding in holdings(person).own.held
    )


@dataclass(frozen=True)
class Oversight:
    """What one person may see of the reading of others."""

    person: Person
    teams: tuple[Team, ...]
    """The teams they lead."""
    markets: tuple[Holding, ...]
    """The roles by which they see a market."""

    def leads(self, person: Person) -> bool:
        return any(team.pk == person.team_id for team in self.teams)

    def covers(self, person: Person, row: LibraryRow) -> bool:
        """Whether this person's reading of this edition is theirs to see."""
        return self.leads(person) or any(held.covers(row.market_id, row.domain_id) for held in self.markets)

    def rows(self, now: dt.datetime) -> LibraryQuerySet:
        """The editions that ask somebody, in force or beginning within seven days, the newest first."""
        rows = visible_rows(self.person, now).filter(since__lte=now + SOON, until__gt=now)
        # Who reads a restricted guideline is told on its own page, to those it names.
        rows = rows.filter(not_restricted("guideline"))
        rows = rows.filter(major__significance=Significance.MAJOR).exclude(major__acknowledged_by=Audience.NOBODY)
        if not self.teams:
            rows = rows.filter(_any(_where(held, "market", "domain") for held in self.markets))
        rows = rows.select_related("major", "market", "domain", "edition").defer("major__source", "edition__source")
        return rows.order_by("-major__effective_from", "policy_id")

    def people(self) -> QuerySet[Person]:
        """Everybody at work whose reading of some edition is theirs to see."""
        here = Assignment.objects.current().filter(person=OuterRef("pk"), role__in=ASKED_AS_READERS)
        inside = here.filter(_any(_where(held, "market", "domain", or_all=True) for held in self.markets))
        wanted = Q(team__in=[team.pk for team in self.teams])
        if self.markets:
            wanted |= Q(Exists(inside))
        return Person.objects.filter(wanted, is_active=True, is_superuser=False)


def _any(conditions: Iterable[Q]) -> Q:
    wanted = Q(pk__in=[])
    for condition in conditions:
        wanted |= condition
    return wanted


def _where(held: Holding, market: str, domain: str, *, or_all: bool = False) -> Q:
    """The rows inside a role's market and domain; with `or_all` those that hold for all markets or domains too."""
    found = ~Q(pk__in=[])
    for name, wanted in ((market, held.market_id), (domain, held.domain_id)):
        if wanted is not None:
            found &= Q(**{f"{name}_id": wanted}) | (Q(**{name: None}) if or_all else Q(pk__in=[]))
    return found


def oversight_of(person: Person) -> Oversight:
    """What this person may see; empty for most. One query for a lead, none for others."""
    held = holdings(person).own.held
    leads = any(holding.role == Role.TEAM_LEAD for holding in held)
    teams = Team.objects.filter(lead_id=person.pk).select_related("site", "lead") if leads else ()
    return Oversight(person, tuple(teams), tuple(holding for holding in held if holding.role in OF_A_MARKET))


@dataclass(frozen=True)
class Line:
    """One person and one edition that asks them."""

    person: Person
    row: LibraryRow
    state: State
    """`leave` and `path` are neither due nor late: nobody is chased on leave, and a joiner follows the path."""
    until: dt.datetime | None
    done_at: dt.datetime | None
    is_here: bool
    """On shift now."""
    has_begun: bool
    """Whether the edition binds already."""
    was_here: bool
    """On shift, and without having acknowledged, at the moment the edition began."""
    back_on: dt.date | None
    reminded_at: dt.datetime | None
    briefed_at: dt.datetime | None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done, by somebody who is chased for it."""
        return self.state in ("due", "late")

    @property
    def is_unread_here(self) -> bool:
        return self.is_here and self.is_open

    @property
    def decides_unread(self) -> bool:
        return self.has_begun and self.is_unread_here


@dataclass
class Tally:
    """How many people, or people and editions, stand where."""

    done: int = 0
    due: int = 0
    late: int = 0
    leave: int = 0
    path: int = 0
    unread_here: int = 0
    deciding_unread: int = 0
    """Of those, the ones whose edition has begun."""
    lines: list[Line] = field(default_factory=list, repr=False)

    def add(self, line: Line) -> None:
        setattr(self, line.state, getattr(self, line.state) + 1)
        self.unread_here += line.is_unread_here
        self.deciding_unread += line.decides_unread
        self.lines.append(line)

    @property
    def asked(self) -> int:
        return self.done + self.due + self.late

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.asked) if self.asked else 0

    @property
    def late_percent(self) -> int:
        return round(100 * self.late / self.asked) if self.asked else 0


def tally(lines: Iterable[Line]) -> Tally:
    found = Tally()
    for line in lines:
        found.add(line)
    return found


def tallies(lines: Iterable[Line], key: Callable[[Line], Key]) -> dict[Key, Tally]:
    """The lines counted by something that they have, in the order in which it comes."""
    found: dict[Key, Tally] = {}
    for line in lines:
        found.setdefault(key(line), Tally()).add(line)
    return found


def lines_of(seen: Oversight, rows: Sequence[LibraryRow], now: dt.datetime) -> list[Line]:
    """Who is how far with these editions, by name. Six queries, however many people and editions there are."""
    near = Leave.objects.filter(first_day__lte=now.date() + _DAY, last_day__gte=now.date() - _DAY)
    people = list(
        seen.people()
        .select_related("team__site", "team__lead", "presence")
        .prefetch_related(Prefetch("leaves", queryset=near, to_attr="near_leaves"))
        .order_by("name", "pk")
    )
    found = standings(people, rows, now)
    reminded, briefed = _newest(Reminder, people, rows), _newest(Briefing, people, rows)
    return [
        _line(person, row, found[key], now, reminded.get(key), briefed.get(key))
        for row in rows
        for person in people
        if (key := (person.pk, row.edition_id)) in found and seen.covers(person, row)
    ]


def _line(
    person: Person,
    row: LibraryRow,
    standing: Standing,
    now: dt.datetime,
    reminded_at: dt.datetime | None,
    briefed_at: dt.datetime | None,
) -> Line:
    away, here = back_on(person, now), getattr(person, "presence", None)
    chased: State = "leave" if away else "path" if is_on_path(person, row, now) else standing.state
    return Line(
        person=person,
        row=row,
        state="done" if standing.state == "done" else chased,
        until=standing.until,
        done_at=standing.at,
        is_here=here is not None and shift_end(here, now) is None,
        has_begun=row.since <= now,
        was_here=_was_here(here, row, standing.at),
        back_on=away,
        reminded_at=reminded_at,
        briefed_at=briefed_at,
    )


def back_on(person: Person, now: dt.datetime) -> dt.date | None:
    """The first day after a leave that runs today, where the person is; None for somebody who is not away."""
    today = now.astimezone(person.zone).date()
    days = [leave.last_day for leave in person.near_leaves if leave.first_day <= today <= leave.last_day]  # type: ignore[attr-defined]  # prefetched
    return max(days) + _DAY if days else None


def _was_here(here: Any, row: LibraryRow, done_at: dt.datetime | None) -> bool:
    """As far back as the shift under way goes: earlier ones are not kept."""
    if here is None or (done_at is not None and done_at <= row.decided_since):
        return False
    return bool(here.since <= row.decided_since <= here.seen_at)


def _newest(
    kind: type[Reminder | Briefing], people: Sequence[Person], rows: Sequence[LibraryRow]
) -> dict[tuple[int, int], dt.datetime]:
    found = kind.objects.filter(
        edition__in=[row.edition_id for row in rows], person__in=[person.pk for person in people]
    )
    return {
        (person, edition): at
        for person, edition, at in found.order_by("at").values_list("person_id", "edition_id", "at")
    }
