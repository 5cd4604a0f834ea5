"""All that is expected of one person, in one list: acknowledgements, tasks, sessions, and what else rooms bring here.

Whoever has something to expect of people registers a function (`register`): this room does for its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guidelines.frame import clock
from guidelines.frame.zones import zone_of
from guidelines.learning import counting
from guidelines.learning.assign_rights import tasks_for
from guidelines.learning.models import Invitation, Task
from guidelines.learning.rights import visible_sessions
from guidelines.learning.task_queries import done_at, done_by, until
from guidelines.people.models import Person
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.reading.models import LibraryRow
from guidelines.reading.queries.duties import coming_duties, duties

State = Literal["late", "due", "coming", "done"]
ORDER: dict[str, int] = {"late": 0, "due": 1, "coming": 2, "done": 3}
FAR = dt.datetime.max.replace(tzinfo=dt.UTC)
RECENT = dt.timedelta(days=30)
"""How long what was done stays in the list."""


@dataclass(frozen=True)
class Expected:
    """One thing that is expected of a person, or that they have done lately."""

    kind: str | Promise
    icon: str
    title: str
    url: str
    state: State
    until: dt.datetime | None = None
    """When it is late; None without a last day."""
    zone: str = "UTC"
    """The market's, in which the day is told."""
    policy_id: str = ""
    language: str = ""
    hint: str = ""
    task: Task | None = None
    can_be_marked: bool = False
    """Whether it is done by saying so."""

    @property
    def last_day(self) -> dt.date | None:
        return (self.until - dt.timedelta(microseconds=1)).astimezone(zone_of(self.zone)).date() if self.until else None


Source = Callable[[Anyone, dt.datetime], Iterable[Expected]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Have a function say what is expected of a person. Call it in `AppConfig.ready`."""
    _sources[name] = source


def expected_of(person: Anyone, now: dt.datetime) -> list[Expected]:
    """Everything, what is late first, then by day."""
    found = [one for source in _sources.values() for one in source(person, now)]
    return sorted(found, key=lambda one: (ORDER[one.state], one.until or FAR, one.policy_id, one.title))


def acknowledgements(person: Anyone, now: dt.datetime) -> Iterable[Expected]:
    for row in duties(person, now).select_related("market"):
        ends = row.major.acknowledge_until if row.major else None
        yield _acknowledgement(row, "late" if ends and ends <= now else "due", ends)
    for row in coming_duties(person, now).select_related("market"):
        yield _acknowledgement(row, "coming", row.major.acknowledge_until if row.major else None)


def _acknowledgement(row: LibraryRow, state: State, ends: dt.datetime | None) -> Expected:
    return Expected(
        kind=Task.Kind.ACKNOWLEDGEMENT.label,
        icon="check",
        title=row.title,
        url=reverse("guideline", args=[row.policy_id]),
        state=state,
        until=ends,
        zone=row.market.time_zone,
        policy_id=row.policy_id,
        language=row.language,
    )


ICONS = {Task.Kind.QUIZ: "quiz", Task.Kind.MATERIAL: "book", Task.Kind.SESSION: "users"}


def tasks(person: Anyone, now: dt.datetime) -> Iterable[Expected]:
    """Quizzes, materials and sessions; acknowledgements tell of themselves."""
    running = Task.objects.running(now).values("pk")
    rows = list(tasks_for(person).filter(pk__in=running, kind__in=ICONS))
    done = done_at(rows, Person.objects.filter(pk=person.pk)) if rows else {}
    for task in rows:
        at = done.get((task.pk, person.pk))
        if at is None or at > now - RECENT:
            yield _task(task, at, until(task, person.joined_at), now)


def _task(task: Task, at: dt.datetime | None, ends: dt.datetime, now: dt.datetime) -> Expected:
    thing = task.quiz or task.material or task.session
    return Expected(
        kind=task.get_kind_display(),
        icon=ICONS[Task.Kind(task.kind)],
        title=str(thing),
        url=thing.get_absolute_url() if thing else task.get_absolute_url(),
        state="done" if at else "late" if now >= ends else "due",
        until=at if at else ends,
        zone=task.market.time_zone,
        policy_id=task.edition.guideline.policy_id if task.edition else "",
        hint=task.reason,
        task=task,
        can_be_marked=task.material is not None and at is None,
    )


def sessions(person: Anyone, now: dt.datetime) -> Iterable[Expected]:
    """Sessions still to come that the person is invited to and has not declined."""
    seen = visible_sessions(person).filter(pk=OuterRef("session"))
    rows = Invitation.objects.filter(Q(Exists(seen)), person=person.pk, removed_at=None).exclude(answer="no")
    rows = rows.filter(session__called_off_at=None, session__ends_at__gt=now).select_related("session__market")
    for row in rows.order_by("session__starts_at"):
        session = row.session
        yield Expected(
            kind=Task.Kind.SESSION.label,
            icon="users",
            title=session.topic,
            url=session.get_absolute_url(),
            state="coming",
            until=session.starts_at,
            zone=session.market.time_zone,
            language=session.language,
            hint=str(_("Say whether you come.")) if not row.answer else "",
        )


def open_count(person: Anyone) -> int:
    """How many tasks wait for this person, acknowledgements left out: those are counted where they are read.

    One query at most, and none for whoever has no task.
    """

    def count() -> int:
        running = Task.objects.running(clock.now()).values("pk")
        return tasks_for(person).filter(pk__in=running, kind__in=ICONS).exclude(done_by(person)).count()

    return counting.tasks.of(person.pk, holdings(person), count)


def start() -> None:
    counting.start()
    register("acknowledgements", acknowledgements)
    register("tasks", tasks)
    register("sessions", sessions)
