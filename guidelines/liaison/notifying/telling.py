"""Telling people: the rows of one piece of news, written with one statement however many it is for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import QuerySet

from guidelines.audit import followers
from guidelines.audit.models import AuditEvent
from guidelines.frame.stored import instant_to
from guidelines.liaison.models import Kind, Notification, Rhythm
from guidelines.liaison.models.notifying import AT_ONCE
from guidelines.liaison.notifying.postbox import mail_is_set
from guidelines.people.models import Person

FOLLOWER = "notifications"


@dataclass(frozen=True)
class News:
    """What some people are to know. `about` is what each of them is told once."""

    kind: Kind
    subject: tuple[str, int]
    people: QuerySet[Person]
    about: str = ""
    detail: int | None = None
    shown_from: dt.datetime | None = None


Teller = Callable[[AuditEvent], Iterable[News]]
_tellers: dict[str, list[Teller]] = {}


def register(teller: Teller, *verbs: str) -> None:
    """Have a function say who is told of the deeds of these verbs. Call it in `AppConfig.ready`."""
    for verb in verbs:
        tellers = _tellers.setdefault(verb, [])
        if teller not in tellers:
            tellers.append(teller)
    followers.follow_after(FOLLOWER, tell, verbs)


def tell(event: AuditEvent) -> None:
    """The follower after the deed. Nobody is told of what they did themself."""
    for teller in _tellers.get(event.verb, ()):
        for news in teller(event):
            write(news, event.at, event=event)


def these(people: Collection[int]) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=people)


_WRITE = (
    "INSERT INTO liaison_notification (person_id, kind, about, event_id, subject_kind, subject_id, detail, made_at, "
    "shown_from, rhythm) SELECT p.id, %s, %s, %s, %s, %s, %s, %s, %s, "
    "CASE WHEN p.email = '' OR %s = 1 THEN 'never' ELSE COALESCE(c.rhythm, %s) END "
    "FROM people_person p LEFT JOIN liaison_notificationchoice c ON c.person_id = p.id AND c.kind = %s "
    "WHERE p.is_active AND p.id <> %s AND p.id IN ({people}) ON CONFLICT (person_id, kind, about) DO NOTHING"
)


def write(news: News, at: dt.datetime, *, event: AuditEvent | None = None) -> None:
    """A row for each of the people, unless they were told already. Who has no mailbox is told in the portal alone."""
    database = connections[router.db_for_write(Notification)]
    query = news.people.order_by().values("pk").query
    try:
        people, parameters = query.get_compiler(connection=database).as_sql()
    except EmptyResultSet:
        return
    kind, about = news.kind.value, news.about or f"event {event.pk if event else ''}"
    rhythm = Rhythm.AT_ONCE if news.kind in AT_ONCE else Rhythm.DAILY
    shown_from = max(at, news.shown_from or at)
    values = [kind, about, event.pk if event else None, *news.subject, news.detail, instant_to(at)]
    values += [instant_to(shown_from), 0 if mail_is_set() else 1, rhythm.value, kind]
    values.append((event.actor_id if event else None) or 0)
    with database.cursor() as cursor:
        cursor.execute(_WRITE.format(people=people), [*values, *parameters])
