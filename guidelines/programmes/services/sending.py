"""Sending an issued report to chosen contacts of the directory, once each; what failed is tried again by hand."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
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
from guidelines.programmes.models import Report, ReportDelivery
from guidelines.programmes.rights import why_not_steer
from guidelines.programmes.services._handing_over import form_for, hand_over, is_inside, reachable


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
    made = hand_over(report, [(one, form_for(one, form)) for one in chosen], by=by, at=now)
    if not made:
        raise WrongState(_("All of these contacts have it already."))
    return len(made)


@transaction.atomic
def repeat_delivery(delivery: ReportDelivery, *, by: Person) -> None:
    """Try a failed delivery again, with the key it has."""
    now = audit.moment()
    delivery = ReportDelivery.objects.select_related("report__programme", "contact__stakeholder").get(pk=delivery.pk)
    refuse(why_not_steer(by, delivery.report.programme, fresh=True))
    if delivery.contact.ended_at or delivery.contact.stakeholder.ended_at:
        raise WrongState(_("This contact was ended. Send the report to another."))
    if not reachable(delivery.report.programme).filter(pk=delivery.contact_id).exists():
        raise NotFound(_("This contact is not in the directory any more, or its list is told of other markets."))
    if not jobs.again(delivery):
        raise WrongState(_("This delivery has not failed. Only one that failed is tried again."))
    audit.record("report_delivery.repeated", by=by, subject=delivery, at=now, report=delivery.report_id)
    soon(deliver_report, delivery.pk)


def _refuse_outsiders(report: Report, chosen: list[Contact]) -> None:
    if not report.agreed_at and not all(map(is_inside, chosen)):
        raise Refused(_("Before a report goes to partners or the public, a second programme manager must agree."))
