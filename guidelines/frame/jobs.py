"""Job: work that must be done once and never lost. Its row is the truth; the queue only says when to look.

A worker takes a job by a lease of some minutes. Who dies with it loses the lease, and the next sweep hands the job to
another; who comes back late finds that its lease is gone, and can no longer write the end.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guidelines.frame import clock

LEASE = dt.timedelta(minutes=5) / settings.JOB_HURRY
"""How long a worker may be silent about a job before another takes it."""
PAUSES = tuple(dt.timedelta(minutes=minutes) / settings.JOB_HURRY for minutes in (1, 5, 20, 60, 180, 480))
"""How long a job rests after its first, second, … failure. After the last it has failed for good."""


class JobState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class JobQuerySet(models.QuerySet[Any]):
    def open(self) -> JobQuerySet:
        """What is not done: it waits, or somebody is at it."""
        return self.filter(state__in=(JobState.QUEUED, JobState.RUNNING))

    def due(self, at: dt.datetime) -> JobQuerySet:
        """What a worker may take: its time has come, or whoever had it has been silent for too long."""
        return self.filter(Q(state=JobState.QUEUED, due_at__lte=at) | Q(state=JobState.RUNNING, leased_until__lte=at))

    def failed(self) -> JobQuerySet:
        return self.filter(state=JobState.FAILED)


class Job(models.Model):
    """The columns of a job; each kind of work is a table of its own."""

    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.QUEUED)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was done, or failed for good."""
    error = models.CharField(max_length=500, blank=True)
    """Why the newest attempt failed, in words for people."""

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = (models.Index(fields=("state", "due_at")),)


AnyJob = TypeVar("AnyJob", bound=Job)


def claim(kind: type[AnyJob], pk: Any, *, lease: dt.timedelta = LEASE) -> AnyJob | None:
    """Take a due job; None where another has it, or where it is not due. One statement, so two can't both have it."""
    now, token = clock.now(), uuid.uuid4()
    taken = kind.objects.due(now).filter(pk=pk)
    changed = taken.update(state=JobState.RUNNING, lease=token, leased_until=now + lease, attempts=F("attempts") + 1)
    job: AnyJob | None = kind._default_manager.get(pk=pk, lease=token) if changed else None  # type: ignore[assignment]
    return job


def renew(job: Job, *, lease: dt.timedelta = LEASE) -> bool:
    """Say that the work goes on; False when it was taken away."""
    return bool(_mine(job).update(leased_until=clock.now() + lease))


def finish(job: Job, **columns: Any) -> bool:
    """The end, with whatever else is to be stored in the same breath; False when the job was taken away."""
    now = clock.now()
    return bool(
        _mine(job).update(state=JobState.DONE, lease=None, leased_until=None, ended_at=now, error="", **columns)
    )


def fail(job: Job, error: str, *, for_good: bool = False, rest: dt.timedelta = dt.timedelta(), **columns: Any) -> bool:
    """An attempt that went wrong: the job rests and comes back, or has failed for good after the last pause.

    `rest` is how long it must be left alone at least, where whoever put it off said so.
    """
    now, rests = clock.now(), job.attempts - 1
    last = for_good or rests >= len(PAUSES)
    columns |= (
        {"state": JobState.FAILED, "ended_at": now}
        if last
        else {"state": JobState.QUEUED, "due_at": now + max(PAUSES[rests], rest)}
    )
    return bool(_mine(job).update(lease=None, leased_until=None, error=error[:500], **columns))


def again(job: Job) -> bool:
    """Have a failed job tried from the start, because a person said so; False when it has not failed."""
    failed = type(job)._default_manager.filter(pk=job.pk, state=JobState.FAILED)
    return bool(failed.update(state=JobState.QUEUED, due_at=clock.now(), attempts=0, ended_at=None))


def _mine(job: Job) -> models.QuerySet[Any]:
    return type(job)._default_manager.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING)


@dataclass(frozen=True)
class Kind:
    """A kind of job as the queue's page shows it: `shown` gives one job's words, `url` where it is looked at."""

    name: str | Promise
    model: type[Job]
    shown: Callable[[Any], str]
    url: Callable[[Any], str]
    seen_by: Callable[[Any], Q] = lambda _person: Q()
    """Of which jobs a person reads why they failed: the words may name whom they were for."""
    named: Callable[[Any, Any], str] | None = None
    """One job's words for one person, where not everybody may read the same."""


kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Put a kind of job on the queue's page. Call it in `AppConfig.ready`."""
    kinds[kind.model._meta.label_lower] = kind
