"""Reports: begun, written, issued once and frozen, sent to those who subscribed, corrected by a new one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import LANGUAGES
from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import Invalid, Outdated, WrongState
from guidelines.people.models import Person
from guidelines.programmes.composing import canonical, compose, digest_of
from guidelines.programmes.models import Programme, Report, ReportWriter
from guidelines.programmes.rights import why_not_agree, why_not_steer
from guidelines.programmes.services._words import near, said
from guidelines.programmes.services.subscribing import send_to_subscribers

LONGEST = dt.timedelta(days=731)


@transaction.atomic
def begin_report(
    programme: Programme, *, starts: dt.date, ends: dt.date, language: str, by: Person, corrects: Report | None = None
) -> Report:
    """A report under way; a programme has one at a time."""
    now = audit.moment()
    programme = Programme.objects.select_related("owner").get(pk=programme.pk)
    refuse(why_not_steer(by, programme, fresh=True))
    if programme.reports.filter(issued_at=None).exists():
        raise WrongState(_("A report of this programme is under way. Issue it before you begin another."))
    _refuse_days(starts, ends, programme.day(now))
    if language not in dict(LANGUAGES):
        raise Invalid(_("Choose a language of the list."))
    number = (programme.reports.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Report(programme=programme, number=number, starts=starts, ends=ends, language=language)
    made.zone, made.corrects, made.made_by, made.made_at = programme.owner.time_zone, corrects, by, now
    made.narrative = corrects.narrative if corrects else ""
    made.save(force_insert=True)
    for writer in corrects.writers.values_list("person", flat=True) if corrects else ():
        ReportWriter.objects.create(report=made, person_id=writer, at=now)
    facts: dict[str, Any] = {
        "starts": starts.isoformat(),
        "ends": ends.isoformat(),
        "corrects": corrects.pk if corrects else None,
    }
    audit.record("report.begun", by=by, subject=made, at=now, programme=programme.pk, number=number, **facts)
    return made


@transaction.atomic
def write_report(report: Report, *, narrative: str, starts: dt.date, ends: dt.date, seen: str, by: Person) -> Report:
    """What the owner says, and of which days. `seen` is what was opened of both: nobody writes over another."""
    now, report = _under_way(report, by)
    words = said(narrative, most=8000)
    is_new = (words, starts, ends) != (report.narrative, report.starts, report.ends)
    if seen != seen_of(report) and is_new:
        raise Outdated(_("Somebody else changed this text meanwhile. Yours is kept below; theirs is on the page."))
    _refuse_days(starts, ends, report.programme.day(now))
    if words != report.narrative:
        ReportWriter.objects.get_or_create(report=report, person=by, defaults={"at": now})
    report.narrative, report.starts, report.ends = words, starts, ends
    report.save(update_fields=["narrative", "starts", "ends"])
    facts = {"starts": starts.isoformat(), "ends": ends.isoformat(), "narrative": digest_of(words)}
    audit.record("report.written", by=by, subject=report, at=now, **facts)
    return report


@transaction.atomic
def issue_report(report: Report, *, seen: str, by: Person) -> Report:
    """Compute it once more and freeze it with its digest. `seen` is the narrative that was read in the preview."""
    now, report = _under_way(report, by)
    if seen != seen_of(report):
        raise Outdated(_("The text was changed since you opened this page. Read it again, then issue it."))
    if not report.narrative:
        raise Invalid(_("Write what the owner says before you issue it: figures don’t speak for themselves."))
    report.content = canonical(compose(report, now))
    report.digest, report.issued_by, report.issued_at = digest_of(report.content), by, now
    report.save()
    facts = {"programme": report.programme_id, "number": report.number}
    audit.record("report.issued", by=by, subject=report, at=now, digest=report.digest, **facts)
    send_to_subscribers(report, by=by, at=now)
    return report


@transaction.atomic
def correct_report(report: Report, *, by: Person) -> Report:
    """A new report of the same days that names the one it corrects; the old one stays as it was issued."""
    if not report.is_issued:
        raise WrongState(_("This report is not issued yet. Change it."))
    if report.corrected_by.exists():
        raise WrongState(_("This report is corrected by another already. Correct that one."))
    given: dict[str, Any] = {"starts": report.starts, "ends": report.ends, "language": report.language}
    return begin_report(report.programme, by=by, corrects=report, **given)


@transaction.atomic
def agree_to_partners(report: Report, *, by: Person) -> Report:
    """A second person, who neither issued it nor wrote in it, says that it may go to partners and the public."""
    now = audit.moment()
    report = Report.objects.select_related("programme__owner").get(pk=report.pk)
    refuse(why_not_agree(by, report, fresh=True))
    report.agreed_by, report.agreed_at = by, now
    report.save(update_fields=["agreed_by", "agreed_at"])
    audit.record("report.agreed", by=by, subject=report, at=now, digest=report.digest)
    send_to_subscribers(report, by=by, at=now)
    return report


def seen_of(report: Report) -> str:
    """What a form says that it was opened on."""
    return digest_of(f"{report.starts} {report.ends} {report.narrative}")


def _under_way(report: Report, by: Person) -> tuple[dt.datetime, Report]:
    now = audit.moment()
    report = Report.objects.select_related("programme__owner", "corrects").get(pk=report.pk)
    refuse(why_not_steer(by, report.programme, fresh=True))
    if report.is_issued:
        raise WrongState(_("This report was issued. A correction is a new report."))
    return now, report


def _refuse_days(starts: dt.date, ends: dt.date, today: dt.date) -> None:
    if ends < starts:
        raise Invalid(_("The last day is before the first."))
    if ends >= today:
        raise Invalid(_("Choose days that are over: the last one must be before today."))
    near(starts, today)
    if ends - starts > LONGEST:
        raise Invalid(_("A report is of two years at most."))
