"""How many notifications a person has not seen. Every page shows it, so the query that finds the person finds it too
(`people/asides.py`), and a Reader's pages ask nothing for it.
"""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db.models import IntegerField

from guidelines.frame import clock
from guidelines.frame.stored import instant_to
from guidelines.liaison.models import Notification
from guidelines.people.asides import Aside
from guidelines.people.models import Person
from guidelines.people.sessions import Anyone

MOST = 100
"""As far as is counted: beyond it the number tells nothing."""
SECONDS = 120
"""Longer than a Reader is kept, who is found anew with a new number."""


def unseen_count(person: Any) -> int:
    """The number beside the bell."""
    if not isinstance(person, Anyone) or not person.pk:
        return 0
    found: int | None = cache.get(_key(person.pk))
    if found is None:
        found = Notification.objects.filter(person_id=person.pk).unseen(clock.now())[:MOST].count()
        cache.set(_key(person.pk), found, SECONDS)
    return found


def forget(person_id: int) -> None:
    """Count anew: this person has looked at something."""
    cache.delete(_key(person_id))


def _key(person_id: int) -> str:
    return f"notifications-unseen:{person_id}"


_UNSEEN = (
    "(SELECT count(*) FROM (SELECT 1 FROM liaison_notification WHERE person_id = %s AND seen_at IS NULL "
    "AND shown_from <= %s LIMIT %s) unseen)"
)


def _told(person: Person, found: int, _begun: None) -> None:
    cache.set(_key(person.pk), found, SECONDS)


UNSEEN = Aside("unseen_notifications", _UNSEEN, lambda pk: [pk, instant_to(clock.now()), MOST], _told, IntegerField())
