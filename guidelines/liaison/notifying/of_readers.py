"""Who is told of what was published: everybody whom it asks to acknowledge, thousands with one statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from guidelines.audit import followers
from guidelines.audit.models import AuditEvent
from guidelines.editions.clearances import only_open_to
from guidelines.editions.models import Audience, Edition, Significance
from guidelines.editions.rights import SOON
from guidelines.liaison.models import Kind, Notification
from guidelines.liaison.notifying import telling
from guidelines.liaison.notifying.counting import forget
from guidelines.liaison.notifying.telling import News
from guidelines.people.models import Assignment, Person
from guidelines.reading.models import Acknowledgement
from guidelines.reading.queries.duties import ASKED_AS_READERS


def register() -> None:
    telling.register(published, "edition.published", "edition.enforced")
    telling.register(cancelled, "edition.cancelled", "edition.withdrawn")
    followers.follow("edition.acknowledged", acknowledged)


def published(event: AuditEvent) -> Iterable[News]:
    """A major edition that asks: told as soon as its readers may see it, seven days before it begins."""
    edition = Edition.objects.select_related("guideline").defer("source").get(pk=event.subject_id)
    if edition.effective_from is not None:
        seen_from = edition.effective_from - SOON
        yield News(Kind.PUBLISHED, ("edition", edition.pk), whom_it_asks(edition), shown_from=seen_from)


def cancelled(event: AuditEvent) -> Iterable[News]:
    """What no longer comes need not be read."""
    waiting = Notification.objects.filter(subject_kind="edition", subject_id=event.subject_id, kind=Kind.PUBLISHED)
    waiting.filter(seen_at=None).update(seen_at=event.at)
    return ()


def acknowledged(event: AuditEvent) -> None:
    """With the deed: whoever acknowledged an edition need not be told of it, nor of its decisions, any more."""
    done = Acknowledgement.objects.filter(person=event.actor_id, edition=event.subject_id).values("major")
    rows = Notification.objects.filter(person=event.actor_id, seen_at=None, subject_kind__in=("edition", "duty"))
    rows = rows.filter(kind__in=(Kind.PUBLISHED, Kind.DUE, Kind.OVERDUE))
    if rows.filter(Q(subject_id=event.subject_id) | Q(subject_id__in=done)).update(seen_at=event.at):
        forget(event.actor_id or 0)


def whom_it_asks(edition: Edition) -> QuerySet[Person]:
    """Everybody at work whom the edition asks to acknowledge; the same answer as `duties.asks` gives for one.

    Of a restricted one, those alone whom it names.
    """
    asks = edition.significance == Significance.MAJOR and edition.acknowledged_by != Audience.NOBODY
    named = {*edition.acknowledging_roles} if edition.acknowledged_by == Audience.ROLES else ASKED_AS_READERS
    guideline = edition.guideline
    here = Assignment.objects.current().filter(
        Q(market=None) | Q(market_id=guideline.market_id),
        Q(domain=None) | Q(domain_id=guideline.domain_id),
        role__in=sorted(ASKED_AS_READERS & named) if asks else (),
    )
    people = Person.objects.filter(pk__in=here.values("person_id"), is_active=True, is_superuser=False)
    return only_open_to(people, guideline)


def whom_it_still_asks(edition: Edition, zone: str) -> QuerySet[Person]:
    """Of these, in one time zone, those who have not acknowledged its decisions. Nobody is chased on the path."""
    done = Acknowledgement.objects.filter(major=edition.pk).values("person_id")
    came_before = edition.effective_from or dt.datetime.max.replace(tzinfo=dt.UTC)
    return whom_it_asks(edition).filter(time_zone=zone, joined_at__lt=came_before).exclude(pk__in=done)
