"""Subscriptions to the reports of a programme: who receives each one when it is issued, and what leaves by itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import Invalid, NotFound, WrongState
from guidelines.people.models import Person
from guidelines.programmes.exports import FORMATS
from guidelines.programmes.models import Programme, Report, ReportSubscription
from guidelines.programmes.rights import why_not_steer
from guidelines.programmes.services._handing_over import form_for, hand_over, is_inside, reachable


@transaction.atomic
def subscribe(programme: Programme, contact: int, *, form: str, by: Person) -> ReportSubscription:
    """From the next report on. A webhook receives it as JSON, whatever is chosen."""
    now, programme = _held(programme, by)
    found = reachable(programme).filter(pk=contact).first()
    if found is None:
        raise NotFound(_("This contact is not in the directory any more, or its list is told of other markets."))
    if form not in FORMATS:
        raise Invalid(_("Choose a format of the list."))
    if running(programme).filter(contact=found).exists():
        raise WrongState(_("This contact receives the reports already."))
    form = form_for(found, form)
    made = ReportSubscription.objects.create(programme=programme, contact=found, format=form, made_by=by, made_at=now)
    facts: dict[str, Any] = {"programme": programme.pk, "contact": found.pk, "format": form}
    audit.record("report_subscription.made", by=by, subject=made, at=now, **facts)
    return made


@transaction.atomic
def end_subscription(subscription: ReportSubscription, *, by: Person) -> None:
    now, _programme = _held(subscription.programme, by)
    found = ReportSubscription.objects.get(pk=subscription.pk)
    if found.ended_at:
        raise WrongState(_("This subscription was ended."))
    found.ended_by, found.ended_at = by, now
    found.save(update_fields=["ended_by", "ended_at"])
    audit.record("report_subscription.ended", by=by, subject=found, at=now, programme=found.programme_id)


def running(programme: Programme) -> QuerySet[ReportSubscription]:
    rows = ReportSubscription.objects.filter(programme=programme, ended_at=None)
    return rows.select_related("contact__stakeholder", "contact__person").order_by("contact__stakeholder__name", "pk")


def send_to_subscribers(report: Report, *, by: Person, at: dt.datetime) -> int:
    """With the deed that lets it out: to those of its class who have it not yet. To partners when two agreed."""
    told = reachable(report.programme).in_bulk()
    wanted = [
        (one.contact, one.format)
        for one in running(report.programme)
        if one.contact_id in told and (report.agreed_at or is_inside(one.contact))
    ]
    return len(hand_over(report, wanted, by=by, at=at, subscribed=True))


def _held(programme: Programme, by: Person) -> tuple[dt.datetime, Programme]:
    now = audit.moment()
    programme = Programme.objects.select_related("owner").get(pk=programme.pk)
    refuse(why_not_steer(by, programme, fresh=True))
    return now, programme
