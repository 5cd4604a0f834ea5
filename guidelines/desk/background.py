"""What the worker has to do: how many jobs of each kind wait, since when, what failed and why, and trying it again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Count, Min, Q
from django.http import Http404
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from guidelines.audit import services as audit
from guidelines.audit.services import Subject
from guidelines.frame import clock, jobs, sweeps
from guidelines.frame.jobs import JobState
from guidelines.frame.refusals import Refused, WrongState
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone

SILENT = dt.timedelta(seconds=60)
"""A worker that was not heard of for so long is not at work."""
MOST_FAILED = 200
"""How many failures of a kind are listed; the newest."""


@dataclass(frozen=True)
class Queue:
    """The jobs of one kind."""

    name: str
    waiting: int
    due: int
    running: int
    failed: int
    oldest: dt.datetime | None
    """Since when the job that has waited longest could have been done."""


@dataclass(frozen=True)
class Failure:
    """A job that failed for good."""

    kind: str
    pk: int
    shown: str
    url: str
    error: str
    attempts: int
    at: dt.datetime


def sees_background(person: Anyone) -> bool:
    """System administrators, and whoever exports, administers or audits somewhere."""
    held = holdings(person)
    wanted = (Capability.EXPORT, Capability.ADMINISTER, Capability.READ_ALL)
    return person.is_superuser or any(held.may_somewhere(capability) for capability in wanted)


def keeps_it_running(person: Any) -> bool:
    """For whom it stands in the navigation, which is for daily work; others find it from what they sent."""
    return isinstance(person, Anyone) and person.is_superuser


def may_repeat(person: Anyone) -> bool:
    return person.is_superuser or holdings(person).may_somewhere(Capability.ADMINISTER)


def queues(now: dt.datetime) -> list[Queue]:
    """Every kind of job, one query each; last the wake-ups, which may be lost without harm."""
    found = [_queue(str(kind.name), kind.model.objects.all(), now) for kind in jobs.kinds.values()]
    ready = DBTaskResult.objects.ready().aggregate(waiting=Count("pk"), oldest=Min("enqueued_at"))
    running = DBTaskResult.objects.running().count()
    wakes = Queue(_("Wake-ups"), ready["waiting"], ready["waiting"], running, 0, ready["oldest"])
    return [*found, wakes]


def _queue(name: str, rows: Any, now: dt.datetime) -> Queue:
    due = Q(state=JobState.QUEUED, due_at__lte=now)
    counted = rows.order_by().aggregate(
        waiting=Count("pk", filter=Q(state=JobState.QUEUED)),
        due=Count("pk", filter=due),
        running=Count("pk", filter=Q(state=JobState.RUNNING)),
        failed=Count("pk", filter=Q(state=JobState.FAILED)),
        oldest=Min("due_at", filter=due),
    )
    return Queue(name, **counted)


def failures(person: Anyone) -> Sequence[Failure]:
    """What failed for good where the person works and nobody has tried again, the newest first."""
    found = (failure for kind in jobs.kinds for failure in _failures(kind, person))
    return sorted(found, key=attrgetter("at"), reverse=True)


def _failures(label: str, person: Anyone) -> list[Failure]:
    kind = jobs.kinds[label]
    rows = kind.model.objects.failed().filter(_seen_by(person, kind)).order_by("-ended_at")[:MOST_FAILED]
    return [
        Failure(
            label,
            job.pk,
            kind.named(job, person) if kind.named else kind.shown(job),
            kind.url(job),
            job.error,
            job.attempts,
            job.ended_at,
        )
        for job in rows
    ]


def _seen_by(person: Anyone, kind: jobs.Kind) -> Q:
    return Q() if person.is_superuser else kind.seen_by(person)


def try_again(label: str, pk: int, *, by: Person) -> None:
    """A failed job starts from the beginning: a deed, `job.repeated`."""
    holdings(by, fresh=True)
    if not may_repeat(by):
        raise Refused(_("Only a system administrator or a market administrator can have a job tried again."))
    kind = jobs.kinds.get(label)
    job = kind.model.objects.filter(_seen_by(by, kind), pk=pk).first() if kind else None
    if kind is None or job is None:
        raise Http404
    if not jobs.again(job):
        raise WrongState(_("This job has not failed any more. Load the page again."))
    audit.record("job.repeated", by=by, subject=_JobSubject(kind.model._meta.model_name or "job", pk), error=job.error)


@dataclass(frozen=True)
class _JobSubject:
    kind: str
    pk: int

    def audit_subject(self) -> Subject:
        return Subject(self.kind, self.pk)


def background_now() -> dict[str, Any]:
    """What the page shows."""
    now, heard = clock.now(), sweeps.last_beat()
    at_work = heard is not None and now - heard < SILENT
    return {"now": now, "queues": queues(now), "heard": heard, "at_work": at_work}
