"""Followers after the deed: each goes along the trail by a cursor of its own, in order and once for every event.

The cursor moves in the transaction of the rows that its follower writes, and its row is locked meanwhile, so two
workers take turns and one that dies has done nothing. What a follower can't take is put aside as a job, with the
reason, and the others go on: it is tried again with growing pauses, and by hand.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.db import DatabaseError, IntegrityError, connections, router, transaction
from django.db.models import Max

from guidelines.audit.followers import After, after
from guidelines.audit.models import AuditEvent, AuditHead, FollowerCursor, PutAside
from guidelines.frame import clock, jobs, tasks

logger = logging.getLogger(__name__)
CHUNK = 100
"""Events that are told in one transaction."""


class Late(Exception):
    """Another worker has the job by now: what was written for it must go."""


@tasks.task()  # type: ignore[untyped-decorator,unused-ignore]
def catch_up_task(name: str) -> None:
    catch_up(name)


def wake(name: str) -> None:
    """Have the worker look, soon. A queue that is away delays it: the sweep looks, too."""
    tasks.soon(catch_up_task, name)


def catch_up(name: str) -> None:
    """Tell a follower everything that it was not told yet."""
    while _behind(name) and _next_chunk(after[name]):
        pass


def catch_up_all() -> None:
    """The sweep: every follower, and what was put aside for it."""
    for name in after:
        catch_up(name)
    due = PutAside.objects.due(clock.now()).filter(follower__in=after)
    for pk in list(due.order_by("event").values_list("pk", flat=True)[:CHUNK]):
        try_again(pk)


def _behind(name: str) -> bool:
    """Asked without a lock: mostly there is nothing new."""
    told = FollowerCursor.objects.filter(name=name).values_list("last_id", flat=True).first()
    return told is None or AuditHead.objects.filter(last_id__gt=told).exists()


@transaction.atomic
def _next_chunk(follower: After) -> bool:
    """Whether there may be more."""
    cursor = _locked(follower.name)
    newest: int = AuditEvent.objects.aggregate(newest=Max("id"))["newest"] or 0
    events = AuditEvent.objects.filter(id__gt=cursor.last_id, id__lte=newest, verb__in=follower.verbs)
    chunk = list(events.order_by("id")[:CHUNK])
    for event in chunk:
        _tell(follower, event)
    cursor.last_id = chunk[-1].pk if len(chunk) == CHUNK else newest
    cursor.save(update_fields=["last_id"])
    return len(chunk) == CHUNK


def _locked(name: str) -> FollowerCursor:
    begin_here([name])
    return FollowerCursor.objects.select_for_update().get(name=name)


def _tell(follower: After, event: AuditEvent) -> None:
    try:
        with transaction.atomic():
            follower.function(event)
    except Exception as failure:
        if isinstance(failure, DatabaseError) and not isinstance(failure, IntegrityError):
            raise  # the database is away or busy: nothing was told, and the cursor stays
        logger.exception("%s could not take event %s. It is put aside and tried again.", follower.name, event)
        PutAside.objects.get_or_create(
            follower=follower.name,
            event=event,
            defaults={"due_at": clock.now() + jobs.PAUSES[0], "attempts": 1, "error": _words(failure)},
        )


def try_again(pk: int) -> None:
    """Tell a follower of one event that was put aside for it."""
    job = jobs.claim(PutAside, pk)
    if job is None:
        return
    try:
        with transaction.atomic():
            after[job.follower].function(job.event)
            if not jobs.finish(job):
                raise Late
    except Late:
        return
    except Exception as failure:
        logger.exception("%s could not take event %s again.", job.follower, job.event)
        jobs.fail(job, _words(failure))


def _words(failure: Exception) -> str:
    return f"{type(failure).__name__}: {failure}"[:500]


def begin_here(names: list[str]) -> None:
    """Give these followers a cursor, if they have none: at the newest event, for the past was told in its time."""
    if known := set(names) - set(FollowerCursor.objects.filter(name__in=names).values_list("name", flat=True)):
        newest = AuditHead.objects.values_list("last_id", flat=True).first() or 0
        rows = [FollowerCursor(name=name, last_id=newest) for name in sorted(known)]
        FollowerCursor.objects.bulk_create(rows, ignore_conflicts=True)


def begin_all() -> None:
    """After the tables were made or changed."""
    connection = connections[router.db_for_write(FollowerCursor)]
    if FollowerCursor._meta.db_table in connection.introspection.table_names():
        begin_here(sorted(after))


def skip_to(instant: dt.datetime) -> None:
    """Let every follower begin with what happened since an instant: for the demo, whose past is told to nobody."""
    before = AuditEvent.objects.filter(at__lt=instant).aggregate(newest=Max("id"))["newest"] or 0
    FollowerCursor.objects.update(last_id=before)
