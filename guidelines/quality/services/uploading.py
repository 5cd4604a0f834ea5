"""A file of checked decisions comes in: looked at and put aside, then confirmed, or given up."""

from __future__ import annotations

import datetime as dt
import tempfile
import uuid
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.reasons import refuse
from guidelines.frame import clock, jobs
from guidelines.frame.jobs import JobState
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.frame.tasks import soon
from guidelines.people.models import Person
from guidelines.quality.importing.columns import Mapping
from guidelines.quality.importing.files import digest_of, write_again
from guidelines.quality.importing.working import bring_in
from guidelines.quality.models import NEVER, CheckImport, Source
from guidelines.quality.rights import why_not_check

WAITS = dt.timedelta(days=7)
"""How long a file lies unconfirmed. It names people."""


class BroughtInBefore(WrongState):
    """The same file, read the same way, came before; `earlier` is that import."""

    def __init__(self, earlier: CheckImport) -> None:
        self.earlier = earlier
        if earlier.confirmed_at is None:
            super().__init__(_("This file waits for confirmation already. Go on there, or give it up first."))
        else:
            super().__init__(_("This file was brought in before. To bring it in again would add nothing."))


def upload(source: Source, *, by: Person, file: IO[bytes], name: str) -> CheckImport:
    """Keep a file for its preview. What cannot be read is refused as a whole, before anything is kept."""
    refuse(why_not_check(by, source.market, source.domain, fresh=True))
    digest = digest_of(file)
    _refuse_known(source, digest)
    with tempfile.TemporaryFile() as plain:
        written = write_again(file, plain)
        plain.seek(0)
        # The file before the row: a file that no row names harms nobody.
        stored_as = default_storage.save(f"checks/{uuid.uuid4().hex}.csv", File(plain))
    file.seek(0, 2)
    made = CheckImport(
        source=source,
        file_name=_plain(name),
        file_digest=digest,
        file_size=file.tell(),
        stored_as=stored_as,
        mapping={"header": list(written.header)},
        all_rows=written.rows,
        uploaded_by=by,
        due_at=NEVER,
    )
    try:
        return _recorded(made)
    except Exception:
        default_storage.delete(stored_as)
        raise


@transaction.atomic
def _recorded(made: CheckImport) -> CheckImport:
    made.uploaded_at = audit.moment()
    source, by = made.source, made.uploaded_by
    refuse(why_not_check(by, source.market, source.domain, fresh=True))
    _refuse_unless_current(source)
    _refuse_known(source, made.file_digest)
    made.save(force_insert=True)
    audit.record("checks.uploaded", by=by, subject=made, at=made.uploaded_at, source=source.pk, file=made.file_digest)
    return made


@transaction.atomic
def confirm(found: CheckImport, *, by: Person) -> CheckImport:
    """Bring it in, as the source reads its files now."""
    now, job = _held(found, by, CheckImport.Standing.WAITING)
    mapping = Mapping.of(job.source)
    header = job.mapping["header"]
    if missing := mapping.missing(header):
        raise Invalid(missing[0])
    _refuse_unless_current(job.source)
    _refuse_known(job.source, job.file_digest, but=job)
    job.mapping = {**mapping.as_data(), "header": header}
    job.mapping_digest, job.confirmed_by, job.confirmed_at, job.due_at = mapping.digest, by, now, now
    job.save()
    audit.record("checks.confirmed", by=by, subject=job, at=now, file=job.file_digest, mapping=mapping.as_data())
    soon(bring_in, job.pk)
    return job


@transaction.atomic
def discard(found: CheckImport, *, by: Person) -> CheckImport:
    """Give a file up that was not confirmed, or whose import failed. What it brought until then stays."""
    now, job = _held(found, by, CheckImport.Standing.WAITING, CheckImport.Standing.FAILED)
    _given_up(job, now, by)
    return job


@transaction.atomic
def repeat(found: CheckImport, *, by: Person) -> CheckImport:
    """Go on with an import that failed, where it stopped."""
    now, job = _held(found, by, CheckImport.Standing.FAILED)
    jobs.again(job)
    audit.record("checks.repeated", by=by, subject=job, at=now, error=job.error)
    soon(bring_in, job.pk)
    return job


def discard_old() -> None:
    """A sweep: files that nobody confirmed for a week."""
    for old in CheckImport.objects.unconfirmed().filter(uploaded_at__lt=clock.now() - WAITS)[:20]:
        with transaction.atomic():
            now = audit.moment()
            job = CheckImport.objects.unconfirmed().filter(pk=old.pk).first()
            if job is not None:
                _given_up(job, now, None)


def _given_up(job: CheckImport, now: dt.datetime, by: Person | None) -> None:
    stored_as, job.stored_as = job.stored_as, ""
    job.discarded_by, job.discarded_at, job.state, job.ended_at = by, now, JobState.DONE, now
    job.save(update_fields=["stored_as", "discarded_by", "discarded_at", "state", "ended_at"])
    audit.record("checks.discarded", by=by, subject=job, at=now)
    transaction.on_commit(lambda: default_storage.delete(stored_as))


def _held(found: CheckImport, by: Person, *stands: CheckImport.Standing) -> tuple[dt.datetime, CheckImport]:
    """The instant of the deed, and the import as it is now; refused unless it stands so."""
    now = audit.moment()
    job = CheckImport.objects.select_related("source__market", "source__domain").get(pk=found.pk)
    refuse(why_not_check(by, job.source.market, job.source.domain, fresh=True))
    if job.standing == CheckImport.Standing.DISCARDED:
        raise WrongState(_("This file was given up. Choose it again."))
    if job.standing not in stands:
        raise WrongState(_("This file stands elsewhere by now. Load the page again."))
    return now, job


def _refuse_unless_current(source: Source) -> None:
    if source.ended_at:
        raise WrongState(_("This source was ended. Choose another, or make a new one."))


def _refuse_known(source: Source, digest: str, *, but: CheckImport | None = None) -> None:
    """The same bytes add nothing, unless the source reads them differently by now."""
    rows = CheckImport.objects.kept().filter(source=source, file_digest=digest)
    rows = rows.exclude(pk=but.pk) if but else rows
    alike = rows.filter(mapping_digest=Mapping.of(source).digest).first()
    if earlier := alike or (None if but else rows.unconfirmed().first()):
        raise BroughtInBefore(earlier)


def _plain(name: str) -> str:
    """The last part of a file's name, without what nobody can read."""
    plain = "".join(letter for letter in name.replace("\\", "/").rpartition("/")[2] if letter.isprintable())
    return plain[-200:] or "checks"
