"""The record of who opened a restricted guideline."""

from __future__ import annotations

import datetime as dt

from guidelines.audit import services as audit
from guidelines.audit.models import AuditEvent
from guidelines.editions.clearances import OPENED
from guidelines.editions.models import Guideline
from guidelines.frame import clock
from guidelines.people.models import Person

ONCE_IN = dt.timedelta(hours=1)
"""Somebody who reads for an hour opens many of its pages: once is enough to know that they read it then."""


def note_opening(guideline: Guideline, *, by: Person) -> None:
    """Once an hour for each person: they opened something that shows its words."""
    lately = AuditEvent.objects.filter(
        subject_kind="guideline", subject_id=guideline.pk, verb=OPENED, actor_id=by.pk, at__gt=clock.now() - ONCE_IN
    )
    if not lately.exists():
        audit.record(OPENED, by=by, subject=guideline)
