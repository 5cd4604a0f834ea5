"""Making mails of notifications: at once for what came within a minute, once a day at eight of the person's clock.

Nobody on leave is mailed until they are back. Where this portal has no mail server, no mail is made and nothing waits.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from guidelines.frame.jobs import JobState
from guidelines.liaison.models import Notification, NotificationMail, Rhythm
from guidelines.liaison.models.notifying import NotificationQuerySet
from guidelines.liaison.notifying.days import day_in, eight_in
from guidelines.liaison.notifying.postbox import mail_is_set
from guidelines.people.models import Leave

MINUTE = dt.timedelta(minutes=1)
"""How long the first waits for others."""
AT_A_TIME = 200
"""People whose mails are made in one transaction."""


def gather(now: dt.datetime) -> None:
    """Every mail whose time has come, as rows."""
    if not mail_is_set():
        return
    for zone in list(_waiting(now).values_list("person__time_zone", flat=True).order_by().distinct()):
        at_once = _waiting(now, zone).filter(rhythm=Rhythm.AT_ONCE)
        _make(at_once, at_once.shown(now - MINUTE), f"at {now.isoformat()}", now)
        if (eight := eight_in(zone, now)) <= now:
            daily = _waiting(now, zone).filter(rhythm=Rhythm.DAILY).shown(eight)
            _make(daily, daily, f"day {day_in(zone, now)}", now)


def _waiting(now: dt.datetime, zone: str | None = None) -> NotificationQuerySet:
    rows = Notification.objects.shown(now).to_mail().filter(person__is_active=True)
    if zone is None:
        return rows
    today = day_in(zone, now)
    away = Leave.objects.filter(person=OuterRef("person"), first_day__lte=today, last_day__gte=today)
    return rows.filter(~Exists(away), person__time_zone=zone)


def _make(rows: NotificationQuerySet, those: NotificationQuerySet, batch: str, now: dt.datetime) -> None:
    """One mail with all of `rows` to each person who has one of `those`. Nobody gets a batch twice."""
    mailed = NotificationMail.objects.filter(person=OuterRef("person"), batch=batch)
    people = list(those.filter(~Exists(mailed)).order_by().values_list("person_id", flat=True).distinct())
    for start in range(0, len(people), AT_A_TIME):
        _make_for(rows, people[start : start + AT_A_TIME], batch, now)


@transaction.atomic
def _make_for(rows: NotificationQuerySet, people: list[int], batch: str, now: dt.datetime) -> None:
    mails = [NotificationMail(person_id=person, batch=batch, made_at=now, due_at=now) for person in people]
    NotificationMail.objects.bulk_create(mails, ignore_conflicts=True)
    made = NotificationMail.objects.filter(person=OuterRef("person"), batch=batch, state=JobState.QUEUED, attempts=0)
    keys = list(rows.filter(person__in=people).values_list("pk", flat=True))
    # By key, and still without a mail: another worker may have come between.
    for start in range(0, len(keys), AT_A_TIME):
        waiting = Notification.objects.filter(pk__in=keys[start : start + AT_A_TIME], mail=None)
        waiting.update(mail=Subquery(made.values("pk")[:1]))
