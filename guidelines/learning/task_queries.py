"""Who is asked to do what, and how far they are: done, due, late, or on leave."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Exists, Min, OuterRef, Prefetch, Q, QuerySet

from guidelines.editions.clearances import only_open_to
from guidelines.learning.asked import Asked, readers_of
from guidelines.learning.hiding import Key, hidden, hidden_at, too_few
from guidelines.learning.models import Invitation, Result, Task, TaskDone, TaskPerson
from guidelines.learning.models.assignments import end_of
from guidelines.liaison.notifying.of_readers import whom_it_asks
from guidelines.people.models import Assignment, Leave, Person
from guidelines.people.sessions import Anyone
from guidelines.reading.models import Acknowledgement
from guidelines.reading.queries.duties import ASKED_AS_READERS
from guidelines.reading.queries.overseeing import back_on
from guidelines.reading.queries.path import NEW_FOR

State = Literal["done", "due", "late", "leave"]
_DAY = dt.timedelta(days=1)
COUNTED = (Task.Kind.QUIZ, Task.Kind.MATERIAL, Task.Kind.SESSION, Task.Kind.ACKNOWLEDGEMENT)
"""A notice is told and asks nothing."""


def people_of(task: Task) -> QuerySet[Person]:
    """Everybody at work whom a task asks; of a restricted guideline those alone whom it names."""
    if task.kind == Task.Kind.ACKNOWLEDGEMENT and task.edition is not None:
        return whom_it_asks(task.edition)
    roles = ASKED_AS_READERS & {task.role} if task.audience == Task.Audience.ROLE else ASKED_AS_READERS
    here = Assignment.objects.current().filter(
        Q(market=None) | Q(market=task.market_id), Q(domain=None) | Q(domain=task.domain_id), role__in=sorted(roles)
    )
    people = Person.objects.filter(pk__in=here.values("person_id"), is_active=True, is_superuser=False)
    if task.audience == Task.Audience.TEAM:
        people = people.filter(team=task.team_id)
    if task.audience == Task.Audience.PEOPLE:
        people = people.filter(pk__in=TaskPerson.objects.filter(task=task).values("person_id"))
    return only_open_to(people, task.edition.guideline) if task.edition else people


def done_at(tasks: Sequence[Task], people: QuerySet[Person] | None = None) -> dict[tuple[int, int], dt.datetime]:
    """By key of task and of person, when it was done first. At most four queries, one for each kind there is."""
    only: dict[str, Any] = {} if people is None else {"person__in": people.order_by().values("pk")}
    by_kind: dict[str, list[Task]] = {}
    for task in tasks:
        by_kind.setdefault(task.kind, []).append(task)
    found: dict[tuple[int, int], dt.datetime] = {}
    for kind, of_kind in by_kind.items():
        if kind in _THINGS:
            found.update(_done_of(kind, of_kind, only))
    return found


_THINGS = {
    Task.Kind.MATERIAL: "pk",
    Task.Kind.QUIZ: "quiz_id",
    Task.Kind.SESSION: "session_id",
    Task.Kind.ACKNOWLEDGEMENT: "edition_id",
}
"""By what a task of each kind finds who has done it: of a material one says so of the task itself."""


def _done_of(kind: str, tasks: Sequence[Task], only: dict[str, Any]) -> dict[tuple[int, int], dt.datetime]:
    """For tasks of one kind."""
    by_thing: dict[Any, list[int]] = {}
    for task in tasks:
        by_thing.setdefault(getattr(task, _THINGS[Task.Kind(kind)]), []).append(task.pk)
    rows = _doings(kind, list(by_thing), only)
    return {(task, person): at for thing, person, at in rows for task in by_thing[thing]}


def done_by(person: Anyone) -> Q:
    """The tasks of quizzes, materials and sessions that this person has done, as a condition on their rows."""
    mine = {"person_id": person.pk or 0}
    read = TaskDone.objects.filter(task=OuterRef("pk"), **mine)
    came = Invitation.objects.filter(session=OuterRef("session"), attended=True, **mine)
    passed = Result.objects.filter(
        attempt__quiz=OuterRef("quiz"), attempt__person_id=mine["person_id"], passed=True
    ).order_by()
    return (
        Q(Exists(read), kind=Task.Kind.MATERIAL)
        | Q(Exists(came), kind=Task.Kind.SESSION)
        | Q(Exists(passed), kind=Task.Kind.QUIZ)
    )


def _doings(kind: str, things: Sequence[Any], only: dict[str, Any]) -> Iterable[tuple[Any, Any, Any]]:
    """The thing, who did it, and when first. One query."""
    if kind == Task.Kind.MATERIAL:
        return TaskDone.objects.filter(task__in=things, **only).values_list("task", "person", "at")
    if kind == Task.Kind.SESSION:
        came = Invitation.objects.filter(session__in=things, attended=True, **only)
        return came.values_list("session", "person", "session__ends_at")
    if kind == Task.Kind.QUIZ:
        theirs = {f"attempt__{name}": value for name, value in only.items()}
        passed = Result.objects.filter(attempt__quiz__in=things, passed=True, **theirs).order_by()
        return passed.values_list("attempt__quiz", "attempt__person").annotate(first=Min("at"))
    read = Acknowledgement.objects.filter(major__in=things, **only).order_by()
    return read.values_list("major", "person").annotate(first=Min("at"))


def until(task: Task, joined_at: dt.datetime) -> dt.datetime:
    """When it is late for somebody: a joiner has thirty days of their own, as on the path."""
    if joined_at <= task.begins:
        return task.ends
    own = (joined_at + NEW_FOR).astimezone(task.market.zone).date()
    return max(task.ends, end_of(own, task.market.time_zone))


@dataclass(frozen=True, slots=True)
class Line:
    """One person and one task that asks them."""

    person: Person
    task: Task
    state: State
    until: dt.datetime
    done_at: dt.datetime | None
    back_on: dt.date | None
    is_named: bool
    """Whether whoever looks may see the name."""

    @property
    def last_day(self) -> dt.date:
        return (self.until - dt.timedelta(microseconds=1)).astimezone(self.task.market.zone).date()


Names = Callable[[Task], Collection[int] | None]
"""Of a task, the teams whose people may be named; None is everybody."""


def lines_of(task: Task, now: dt.datetime, named: Names | None = None) -> list[Line]:
    """Who is how far with one task, by name. `named` is whose names may be shown, None everybody's."""
    return list(lines_of_all([task], now, named))


def lines_of_all(tasks: Sequence[Task], now: dt.datetime, named: Names | None = None) -> Iterator[Line]:
    """Task by task, who is how far with each, by name. Ten queries at most, however many there are."""
    people = {person.pk: person for person in _people(tasks, now)}
    place = {key: number for number, key in enumerate(people)}
    away = {person.pk: back for person in people.values() if (back := back_on(person, now))}
    asked, done = Asked(tasks, people.values()), done_at(tasks)
    for task in tasks:
        teams, usual = named(task) if named else None, (task.begins, task.ends)
        for key in sorted(asked.by(task), key=place.__getitem__):
            person = people[key]
            ends = usual[1] if person.joined_at <= usual[0] else until(task, person.joined_at)
            at, back = done.get((task.pk, key)), away.get(key)
            state: State = "done" if at else "leave" if back else "late" if now >= ends else "due"
            yield Line(person, task, state, ends, at, back, teams is None or person.team_id in teams)


def _people(tasks: Sequence[Task], now: dt.datetime) -> QuerySet[Person]:
    """Everybody at work who reads in one of their markets, by name, with the leaves that may run."""
    near = Leave.objects.filter(first_day__lte=now.date() + _DAY, last_day__gte=now.date() - _DAY)
    rows = Person.objects.filter(pk__in=readers_of(tasks).values("person_id"), is_active=True, is_superuser=False)
    rows = rows.select_related("team__site", "team__lead").order_by("name", "pk")
    return rows.prefetch_related(Prefetch("leaves", queryset=near, to_attr="near_leaves"))


@dataclass
class Tally:
    """How many people stand where; with several tasks, each of them once for each."""

    done: int = 0
    due: int = 0
    late: int = 0
    leave: int = 0
    unnamed: set[int] = field(default_factory=set)
    """The keys of those whose names whoever looks may not see."""

    def add(self, line: Line) -> None:
        setattr(self, line.state, getattr(self, line.state) + 1)
        if not line.is_named:
            self.unnamed.add(line.person.pk)

    @property
    def all(self) -> int:
        return self.done + self.due + self.late + self.leave

    @property
    def asked(self) -> int:
        return self.done + self.due + self.late

    @property
    def is_shown(self) -> bool:
        """A figure of fewer than five would tell how one of them did, however many tasks they have; so would one of
        more where all but a few stand beside it by name.
        """
        return not too_few(self.unnamed)


BY: dict[str, Callable[[Line], tuple[str, str]]] = {
    "team": lambda line: (line.person.team.name, line.person.team.site.name) if line.person.team else ("", ""),
    "site": lambda line: (line.person.team.site.name, line.person.team.site.company) if line.person.team else ("", ""),
    "market": lambda line: (line.task.market.local_name, line.task.domain.local_name),
}
"""What completion is counted by: a name, and what stands beside it."""


@dataclass(frozen=True)
class Group:
    """A row of the table. Its figures are hidden where they are of too few, or would tell those of such a row."""

    name: str
    place: str
    tally: Tally
    is_hidden: bool


@dataclass
class Groups:
    """The rows of the table, line by line."""

    by: str
    tallies: defaultdict[Key, Tally] = field(default_factory=lambda: defaultdict(Tally))
    unnamed_at: dict[Key, dict[Key, set[int]]] = field(default_factory=dict)
    """By site and team, as `Tally.unnamed`."""

    def add(self, line: Line) -> None:
        self.tallies[BY[self.by](line)].add(line)
        if not line.is_named:
            teams = self.unnamed_at.setdefault(BY["site"](line), {})
            teams.setdefault(BY["team"](line), set()).add(line.person.pk)

    def rows(self) -> list[Group]:
        """By name, those without one last."""
        closed = self._hidden()
        ordered = sorted(self.tallies, key=lambda key: (not key[0], key))
        return [Group(key[0], key[1], self.tallies[key], key in closed) for key in ordered]

    def _hidden(self) -> set[Key]:
        if self.by == "market":
            return hidden({key: tally.unnamed for key, tally in self.tallies.items()})
        sites, teams = hidden_at(self.unnamed_at)
        return sites if self.by == "site" else teams
