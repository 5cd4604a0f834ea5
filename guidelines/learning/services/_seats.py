"""What the deeds on a session begin with, and who gets the seats that are free."""

from __future__ import annotations

import datetime as dt

from guidelines.audit import services as audit
from guidelines.learning.models import Session


def locked_session(session: Session) -> tuple[dt.datetime, Session]:
    """The instant of the deed, and the session as it is now: from here on this is the only deed."""
    now = audit.moment()
    return now, Session.objects.select_related("market", "domain", "trainer").get(pk=session.pk)


def held(session: Session) -> list[int]:
    """Who is invited, by key."""
    return sorted(session.invitations.standing().values_list("person_id", flat=True))


def free_seats(session: Session) -> int | None:
    """How many seats are free; None where there is no limit."""
    return None if session.capacity is None else max(0, session.capacity - session.invitations.seated().count())


def fill_seats(session: Session, now: dt.datetime) -> list[int]:
    """Free seats go to those who wait, whoever said yes first; gives the people who got one."""
    waiting = session.invitations.waiting()
    free = free_seats(session)
    chosen = list(waiting if free is None else waiting[:free])
    for invitation in chosen:
        invitation.seated_at = now
        invitation.save(update_fields=["seated_at"])
    return [invitation.person_id for invitation in chosen]
