"""When somebody was last here: their shift, begun by a request and ended by signing out or by four idle hours.

No evidence, and no AuditEvent: a row for each person, written at most every five minutes. It says from when on
“since your last shift” counts; a request in the minutes between two writes lets that begin a little too early.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from guidelines.frame import clock
from guidelines.people.models import Person, Presence

IDLE = dt.timedelta(hours=4)
EVERY = dt.timedelta(minutes=5)
MOST_REMEMBERED = 20_000

_written: dict[int, dt.datetime] = {}
"""When this process last wrote for whom, so that nearly every request asks the database nothing."""


def presence(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware: whoever is answered is here. A request that never asked who it is from is nobody's."""

    def noticed(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        person: Any = getattr(request, "reader", None) or getattr(request, "_cached_user", None)
        pk = getattr(person, "pk", None)
        if pk is not None and person.is_authenticated:
            beat(pk)
        return response

    return noticed


def beat(person_id: int) -> None:
    """This person is here now."""
    now = clock.now()
    last = _written.get(person_id)
    if last is not None and last <= now < last + EVERY:
        return
    if len(_written) >= MOST_REMEMBERED:
        _written.clear()
    note(person_id, now)
    _written[person_id] = now


@transaction.atomic
def note(person_id: int, now: dt.datetime) -> None:
    """Write that this person is here at this instant."""
    new = {"since": now, "seen_at": now}
    here, is_new = Presence.objects.select_for_update().get_or_create(person_id=person_id, defaults=new)
    if is_new:
        return
    ended = shift_end(here, now)
    if ended is not None:
        here.last_ended_at, here.since, here.signed_out_at = ended, now, None
    here.seen_at = max(here.seen_at, now)
    here.save()


def shift_end(here: Presence, now: dt.datetime) -> dt.datetime | None:
    """When the shift of this row ended; None while it goes on."""
    if here.signed_out_at is not None:
        return here.signed_out_at
    return here.seen_at if here.seen_at + IDLE <= now else None


def last_shift_ended(person: Person, now: dt.datetime) -> dt.datetime | None:
    """The end of the shift before this one; None for somebody on their first. One query."""
    here = Presence.objects.filter(person_id=person.pk).first()
    return None if here is None else shift_end(here, now) or here.last_ended_at


def _signed_in(sender: Any, request: Any, user: Person, **kwargs: Any) -> None:
    _written.pop(user.pk, None)
    beat(user.pk)


def _signed_out(sender: Any, request: Any, user: Person | None, **kwargs: Any) -> None:
    if user is not None and Presence.objects.filter(person_id=user.pk).update(signed_out_at=clock.now()):
        _written.pop(user.pk, None)


def watch_the_doors() -> None:
    """Django tells of every sign-in and sign-out, by whatever door."""
    user_logged_in.connect(_signed_in, dispatch_uid="people.presence")
    user_logged_out.connect(_signed_out, dispatch_uid="people.presence")
