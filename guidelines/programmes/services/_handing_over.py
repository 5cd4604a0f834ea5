"""A report put on its way: to whom it can go at all, and one delivery row for each contact that has it not yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from guidelines.audit import services as audit
from guidelines.frame.tasks import soon
from guidelines.liaison.models import Contact
from guidelines.people.models import Person
from guidelines.programmes.delivering import deliver_report
from guidelines.programmes.models import Place, Programme, Report, ReportDelivery
from guidelines.text.audience import Audience

WEBHOOK_FORMAT = "json"
"""What a program reads: what the files say."""


def reachable(programme: Programme) -> QuerySet[Contact]:
    """The contacts of lists that are told of one of its places."""
    told = Q(pk__in=[])
    for place in Place.objects.filter(programme=programme, ended_at=None):
        here = Q(stakeholder__market=None) | Q(stakeholder__market=place.market_id)
        if place.domain_id:
            here &= Q(stakeholder__domain=None) | Q(stakeholder__domain=place.domain_id)
        told |= here
    rows = Contact.objects.running().filter(told, stakeholder__ended_at=None)
    return rows.select_related("stakeholder", "person").order_by("stakeholder__name", "name", "pk")


def form_for(contact: Contact, form: str) -> str:
    """As which file it goes there: to a webhook as JSON, whatever was chosen for the others."""
    return WEBHOOK_FORMAT if contact.kind == Contact.Kind.WEBHOOK else form


def is_inside(contact: Contact) -> bool:
    """Whether it may have a report to whose going out nobody agreed."""
    return bool(contact.stakeholder.audience == Audience.INTERNAL)


def hand_over(
    report: Report, wanted: Iterable[tuple[Contact, str]], *, by: Person, at: dt.datetime, subscribed: bool = False
) -> list[ReportDelivery]:
    """A delivery for each of these contacts that has it not yet, as the file it wants."""
    had = set(report.deliveries.values_list("contact", flat=True))
    facts: dict[str, Any] = {"report": report, "asked_by": by, "asked_at": at, "due_at": at}
    made = [
        ReportDelivery(contact=contact, format=form, address=_address(contact), **facts)
        for contact, form in wanted
        if contact.pk not in had
    ]
    for one in made:
        one.save(force_insert=True)
        soon(deliver_report, one.pk)
    if made:
        to: dict[str, Any] = {
            "contacts": [one.contact_id for one in made],
            "formats": sorted({one.format for one in made}),
        }
        audit.record("report.sent", by=by, subject=report, digest=report.digest, subscribed=subscribed, **to)
    return made


def _address(contact: Contact) -> str:
    return contact.url or contact.mailbox or (contact.person.email if contact.person else "")
