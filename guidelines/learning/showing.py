"""What this room puts on the pages of others, through their slots."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from guidelines.frame import clock
from guidelines.learning.models import Invitation
from guidelines.learning.queries import coming_to, to_say_how_it_was
from guidelines.learning.rights import reads_somewhere
from guidelines.people.sessions import Anyone

MOST_ON_HOME = 3


def home(request: HttpRequest, *, person: Anyone) -> dict[str, Any] | None:
    """My next sessions, and those of which I can say how they were: three queries at most."""
    if not reads_somewhere(person):
        return None
    now = clock.now()
    coming, to_say = coming_to(person, now, MOST_ON_HOME), to_say_how_it_was(person, now, MOST_ON_HOME)
    if not coming and not to_say:
        return None
    rows = Invitation.objects.standing().filter(person_id=person.pk, session__in=coming)
    mine = {invitation.session_id: invitation for invitation in rows}
    shown = [(session, mine.get(session.pk)) for session in coming]
    return {"coming": shown, "to_say": to_say, "person": person}
