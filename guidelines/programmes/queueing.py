"""Deliveries of reports as the queue’s page names them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from guidelines.programmes.models import ReportDelivery
from guidelines.programmes.rights import steered_programmes, visible_programmes


def page_of(delivery: ReportDelivery) -> str:
    return reverse("send_report", args=[delivery.report_id])


def seen_by(person: Any) -> Q:
    """Of which deliveries a person reads why they failed: of the programmes they steer."""
    return Q(report__programme__in=steered_programmes(person).values("pk"))


def named(delivery: ReportDelivery, person: Any) -> str:
    if not visible_programmes(person).filter(pk=delivery.report.programme_id).exists():
        return _("Delivery of a report")
    facts = {"number": delivery.report.number, "programme": delivery.report.programme.name}
    return _("Delivery of report %(number)d of “%(programme)s”") % facts
