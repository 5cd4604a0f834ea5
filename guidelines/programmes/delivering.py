"""The worker’s part of sending a report: take what is due, try it once, write down what became of it.

As with packs, the row says `running` before anything leaves and `done` right after the far side took it; the attempt
after a crash carries the same key. The file is made of the frozen content, so every attempt sends the same bytes.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from guidelines.audit import services as audit
from guidelines.frame import clock, jobs
from guidelines.frame.tasks import task
from guidelines.liaison.delivering.contents import Contents
from guidelines.liaison.delivering.mail import send_mail
from guidelines.liaison.delivering.outcomes import NotTaken, one_line
from guidelines.liaison.delivering.webhook import post
from guidelines.liaison.delivering.working import ON_THEIR_PAGE
from guidelines.liaison.models import Contact, PackFile, Reason
from guidelines.liaison.packs import digest_of
from guidelines.programmes.composing import canonical
from guidelines.programmes.exports import FORMATS, Written, written
from guidelines.programmes.models import Report, ReportDelivery
from guidelines.text.audience import Audience

logger = logging.getLogger(__name__)
AT_ONCE = 20
SCHEMA = "sop-portal/report-delivery/1"


@task()
def deliver_report(pk: int) -> None:
    """One attempt, if nobody else has it."""
    deliver(pk)


def deliver_due() -> int:
    """A sweep: the deliveries whose wake-up was lost, and those that rested; how many were tried."""
    due = ReportDelivery.objects.due(clock.now()).order_by("due_at", "pk").values_list("pk", flat=True)
    return sum(deliver(pk) for pk in list(due[:AT_ONCE]))


def deliver(pk: int) -> bool:
    """False where it is not due, or somebody else is at it."""
    delivery = jobs.claim(ReportDelivery, pk)
    if delivery is None:
        return False
    try:
        file = file_of(delivery.report, delivery.format)
        answer = _handed_over(delivery, file)
    except NotTaken as not_taken:
        _put_back(delivery, not_taken)
    except Exception:
        logger.exception("A delivery of a report broke on our side: %s", pk)
        _put_back(delivery, NotTaken(Reason.BROKEN))
    else:
        _taken(delivery, answer, digest_of(bytes(file.content)))
    return True


def file_of(report: Report, form: str) -> PackFile:
    """The report as a file. Nothing of it is stored: its content is, and gives the same bytes each time."""
    said = written(report.said, report.digest)
    if form == "json":
        return PackFile(format=form, name=f"{said.file_stem}.json", content=canonical(for_a_program(report)).encode())
    return PackFile(format=form, name=f"{said.file_stem}.{form}", content=FORMATS[form].write(said))


def _handed_over(delivery: ReportDelivery, file: PackFile) -> str:
    contact = delivery.contact
    if contact.ended_at or contact.stakeholder.ended_at or (contact.person and not contact.person.is_active):
        raise NotTaken(Reason.CONTACT_ENDED, for_good=True)
    if contact.stakeholder.audience != Audience.INTERNAL and not delivery.report.agreed_at:
        raise NotTaken(Reason.NARROWED, for_good=True)
    if contact.kind == Contact.Kind.WEBHOOK:
        return post(delivery, body(delivery))
    if not delivery.address:
        return ON_THEIR_PAGE
    said = written(delivery.report.said, delivery.report.digest)
    return send_mail(delivery, _letter(said, file))


def body(delivery: ReportDelivery) -> bytes:
    """What a webhook is sent: the same bytes at every attempt. docs/webhooks.md describes it."""
    report = for_a_program(delivery.report)
    data = {
        "schema": SCHEMA,
        "delivery": str(delivery.key),
        "sent_for": delivery.asked_at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "digest": digest_of(canonical(report).encode()),
        "issued": delivery.report.digest,
        "report": report,
    }
    return canonical(data).encode()


def for_a_program(report: Report) -> dict[str, Any]:
    """What a report says in every file. Of what a figure was counted it says how many: which they are, and how each
    stands, is shown to people by their rights, and a program has none.
    """
    said = report.said
    figures = [{**figure, "rows": len(figure["rows"])} for figure in said["figures"]]
    return {**said, "figures": figures}


def _letter(said: Written, file: PackFile) -> Contents:
    with translation.override(said.language):
        words = {"title": said.title, "file": file.name, "language": said.language}
        text = render_to_string("programmes/mail.txt", words)
        html = render_to_string("programmes/mail.html", words)
    return Contents(subject=said.title, language=said.language, text=text, html=html, file=file, notes=None)


def _put_back(delivery: ReportDelivery, failure: NotTaken) -> None:
    error = f"{failure.reason.label} {failure.words}".strip()
    columns = {"reason": failure.reason, "answer": failure.words}
    jobs.fail(delivery, error, for_good=failure.for_good, rest=failure.rest, **columns)


@transaction.atomic
def _taken(delivery: ReportDelivery, answer: str, file_digest: str) -> None:
    if not jobs.finish(delivery, answer=one_line(answer), reason="", file_digest=file_digest):
        return
    audit.record(
        "report_delivery.sent",
        by=None,
        subject=delivery,
        digest=file_digest,
        report=delivery.report_id,
        contact=delivery.contact_id,
        key=str(delivery.key),
        attempts=delivery.attempts,
    )
