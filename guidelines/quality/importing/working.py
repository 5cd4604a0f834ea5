"""Bringing a file in: a worker takes its row, reads on where the last one stopped, and stores batch after batch.

What a batch brought, how far it is and that the work goes on are one transaction: whoever takes over after a worker
died neither leaves a row out nor counts one twice. After some seconds a worker looks at its other work.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from typing import IO

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.reasons import refuse
from guidelines.frame import clock, jobs
from guidelines.frame.jobs import JobState
from guidelines.frame.planner import gather_statistics
from guidelines.frame.refusals import Invalid, Refusal, Refused
from guidelines.frame.tasks import soon, task
from guidelines.quality.importing import places
from guidelines.quality.importing.columns import Mapping
from guidelines.quality.importing.files import read_from
from guidelines.quality.importing.rows import RowReader
from guidelines.quality.importing.storing import Batch, Storing
from guidelines.quality.importing.troubles import Trouble
from guidelines.quality.models import CheckImport
from guidelines.quality.rights import why_not_check

logger = logging.getLogger(__name__)
ROWS = 5_000
"""In one transaction: on SQLite everybody else waits for it, some tenths of a second."""
SECONDS = 8.0
AT_ONCE = 5
KEPT_SECONDS = 120.0
_readers: dict[tuple[int, object], tuple[float, RowReader]] = {}
"""Of the import that this process worked on last, by its key and when it was confirmed: since when, and its reader."""

Tell = Callable[[CheckImport], None]


@task()
def bring_in(pk: int) -> None:
    """Go on with one import, if nobody else has it."""
    take(pk)


def bring_in_due() -> int:
    """A sweep: imports that wait, those whose worker died, and those that were put aside for other work."""
    due = CheckImport.objects.due(clock.now()).order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE]
    return sum(take(pk) for pk in due)


def take(pk: int, *, seconds: float = SECONDS, tell: Tell | None = None) -> bool:
    """Work on one import for so long; False when another has it, or it is not due."""
    job = jobs.claim(CheckImport, pk)
    if job is None:
        return False
    try:
        with translation.override(job.confirmed_by.language if job.confirmed_by else None):
            _work(job, time.monotonic() + seconds, tell)
    except (Refused, Invalid) as refusal:
        _failed(job, refusal.sentence, for_good=True)
    except Refusal as refusal:
        _failed(job, refusal.sentence)
    except FileNotFoundError:
        _failed(job, _("The file is gone. Bring it in again."), for_good=True)
    except Exception:
        logger.exception("Import %s of checked decisions could not go on.", pk)
        _failed(job, _("Something broke on our side. It is recorded."))
    return True


class _TakenAway(Exception):
    """Another worker has the import: what this one did last is rolled back."""


def _work(job: CheckImport, until: float, tell: Tell | None) -> None:
    """With the right that whoever confirmed it has now."""
    assert job.confirmed_by is not None, "only confirmed imports are due"
    refuse(why_not_check(job.confirmed_by, job.source.market, job.source.domain, fresh=True))
    reader = _reader(job)
    storing = Storing(job, reader.moderators)
    try:
        with default_storage.open(job.stored_as, "rb") as stored:
            assert stored.file is not None, "it is open"
            for ends, batch in _batches(stored.file, job.done_bytes, reader):
                _store(job, storing, ends, batch)
                if tell:
                    tell(job)
                if time.monotonic() >= until:
                    _put_aside(job)
                    return
    except _TakenAway:
        _readers.clear()
        return
    _readers.clear()
    _end(job)


def _reader(job: CheckImport) -> RowReader:
    """What reads the rows. Kept from turn to turn for a while: it knows the rules that were cited so far."""
    key = (job.pk, job.confirmed_at)
    kept = _readers.get(key)
    if kept is None or time.monotonic() > kept[0] + KEPT_SECONDS:
        _readers.clear()
        reader = RowReader(job.source, Mapping.from_data(job.mapping), job.mapping["header"], clock.now())
        kept = _readers[key] = (time.monotonic(), reader)
    return kept[1]


def _batches(file: IO[bytes], begin: int, reader: RowReader) -> Iterator[tuple[int, Batch]]:
    """The rows from a byte on, in batches, each with the byte at which the next begins."""
    batch, ends = Batch(), begin
    for after, line, cells in read_from(file, begin):
        check = reader.read(line, cells)
        if isinstance(check, Trouble):
            batch.problems.append((line, cells, check))
        elif not batch.takes(check, cells):
            yield ends, batch
            batch = Batch()
            batch.takes(check, cells)
        batch.rows, ends = batch.rows + 1, after
        if batch.rows >= ROWS:
            yield ends, batch
            batch = Batch()
    if batch.rows:
        yield ends, batch


@transaction.atomic
def _store(job: CheckImport, storing: Storing, ends: int, batch: Batch) -> None:
    done = storing.write(batch, clock.now())
    job.done_rows += batch.rows
    job.done_bytes = ends
    job.taken, job.known = job.taken + done.taken, job.known + done.known
    job.changed, job.problems = job.changed + done.changed, job.problems + done.problems
    job.unknown = places.told(job.unknown, done.unknown)
    days = {day for day in (job.first_day, job.last_day) if day} | done.days
    job.first_day, job.last_day = (min(days), max(days)) if days else (None, None)
    columns = ("done_rows", "done_bytes", "taken", "known", "changed", "problems", "unknown", "first_day", "last_day")
    mine = CheckImport.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING)
    values = {name: getattr(job, name) for name in columns}
    if not mine.update(leased_until=clock.now() + jobs.LEASE, **values):
        raise _TakenAway


@transaction.atomic
def _put_aside(job: CheckImport) -> None:
    """Other work comes first for a moment; the next turn goes on. It is no attempt that went wrong."""
    mine = CheckImport.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING)
    mine.update(state=JobState.QUEUED, lease=None, leased_until=None, due_at=clock.now(), attempts=0)
    soon(bring_in, job.pk)


@transaction.atomic
def _end(job: CheckImport) -> None:
    stored_as = job.stored_as
    if not jobs.finish(job, stored_as=""):
        return
    figures = {name: getattr(job, name) for name in ("taken", "known", "changed", "problems")}
    audit.record("checks.brought_in", by=None, subject=job, file=job.file_digest, **figures)
    transaction.on_commit(lambda: default_storage.delete(stored_as))
    if job.done_rows >= ROWS:
        transaction.on_commit(gather_statistics, robust=True)


@transaction.atomic
def _failed(job: CheckImport, sentence: str, *, for_good: bool = False) -> None:
    _readers.clear()
    jobs.fail(job, sentence, for_good=for_good)
    job.refresh_from_db(fields=["state"])
    if job.state == JobState.FAILED:
        audit.record("checks.failed", by=None, subject=job, error=sentence)
