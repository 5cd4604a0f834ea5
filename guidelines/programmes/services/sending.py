"""Sending an issued report to chosen contacts of the directory, once each; what failed is tried again by hand."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.reasons import refuse
from guidelines.frame import jobs
from guidelines.frame.refusals import Invalid, NotFound, Refused, WrongState
from guidelines.frame.tasks import soon
from guidelines.liaison.models import Contact
from guidelines.people.models import Person
from guidelines.programmes.delivering import deliver_report
from guidelines.programmes.exports import FORMATS
from guidelines.programmes.models import Place, Programme, Report, ReportDelivery
from guidelines.programmes.rights import why_not_steer
from guidelines.text.audience import Audience


def reachable(programme: Programme) -> QuerySet[Contact]:
    """The people and mailboxes of lists that are told of one of its places. Webhooks take change notes alone."""
    told = Q(pk__in=[])
    for place in Place.objects.filter(programme=programme, ended_at=None):
        here = Q(stakeholder__market=None) | Q(stakeholder__market=place.market_id)
        if place.domain_id:
            here &= Q(stakeholder__domain=None) | Q(stakeholder__domain=place.domain_id)
        told |= here
    rows = Contact.objects.running().filter(told, stakeholder__ended_at=None).exclude(kind=Contact.Kind.WEBHOOK)
    return rows.select_related("stakeholder", "person").order_by("stakeholder__name", "name", "pk")


@transaction.atomic
def send_report(report: Report, contacts: Collection[int], *, form: str, by: Person) -> int:
    """Put it on its way to these contacts; to how many it goes that had it not."""
    now = audit.moment()
    report = Report.objects.select_related("programme__owner").get(pk=report.pk)
    refuse(why_not_steer(by, report.programme, fresh=True))
    if not report.is_issued:
        raise WrongState(_("This report is not issued yet."))
    if form not in FORMATS:
        raise Invalid(_("Choose a format of the list."))
    if not contacts:
        raise Invalid(_("Choose one contact at least."))
    chosen = list(reachable(report.programme).filter(pk__in=contacts))
    if len(chosen) < len(set(contacts)):
        raise NotFound(_("One of these contacts is not in the directory any more. Choose again."))
    _refuse_outsiders(report, chosen)
    had = set(report.deliveries.values_list("contact", flat=True))
    made = [
        ReportDelivery(
            report=report, contact=one, format=form, address=_address(one), asked_by=by, asked_at=now, due_at=now
        )
        for one in chosen
        if one.pk not in had
    ]
    if not made:
        raise WrongState(_("All of these contacts have it already."))
    for one in made:
        one.save(force_insert=True)
        soon(deliver_report, one.pk)
    to = {"contacts": [one.contact_id for one in made], "format": form}
    audit.record("report.sent", by=by, subject=report, at=now, digest=report.digest, **to)
    return len(made)


@transaction.atomic
def repeat_delivery(delivery: ReportDelivery, *, by: Person) -> None:
    """Try a failed delivery again, with the key it has."""
    now = audit.moment()
    delivery = ReportDelivery.objects.select_related("report__programme", "contact__stakeholder").get(pk=delivery.pk)
    refuse(why_not_steer(by, delivery.report.programme, fresh=True))
    if delivery.contact.ended_at or delivery.contact.stakeholder.ended_at:
        raise WrongState(_("This contact was ended. Send the report to another."))
    if not jobs.again(delivery):
        raise WrongState(_("This delivery has not failed. Only one that failed is tried again."))
    audit.record("report_delivery.repeated", by=by, subject=delivery, at=now, report=delivery.report_id)
    soon(deliver_report, delivery.pk)


def _refuse_outsiders(report: Report, chosen: list[Contact]) -> None:
    outside = [one for one in chosen if one.stakeholder.audience != Audience.INTERNAL]
    if outside and not report.agreed_at:
        raise Refused(_("Before a report goes to partners or the public, a second programme manager must agree."))


def _address(contact: Contact) -> str:
    return contact.mailbox or (contact.person.email if contact.person else "")
