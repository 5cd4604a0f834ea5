"""What tasks put on the pages of others, through their slots."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from guidelines.editions.models import Edition, Guideline
from guidelines.frame import clock
from guidelines.learning import expecting
from guidelines.learning.assign_rights import asked_by, why_not_choose
from guidelines.people.models import Person
from guidelines.people.requests import actor
from guidelines.people.sessions import Anyone

MOST_ON_HOME = 4


def home(request: HttpRequest, *, person: Anyone) -> dict[str, Any] | None:
    """The tasks that wait for the person. Where there are none, nothing is asked of the database."""
    if not isinstance(person, Anyone) or not expecting.open_count(person):
        return None
    waiting = [one for one in expecting.tasks(person, clock.now()) if one.state != "done"]
    waiting.sort(key=lambda one: (expecting.ORDER[one.state], one.until or expecting.FAR))
    return {"waiting": waiting[:MOST_ON_HOME], "count": len(waiting)} if waiting else None


def publish_side(request: HttpRequest, *, edition: Edition, person: Person) -> dict[str, Any] | None:
    """What the edition asks beyond being read, and the way to choose it."""
    if why_not_choose(person, edition) is not None:
        return None
    return {"edition": edition, "guideline": edition.guideline, "standing": asked_by(person, edition)}


def editions_end(request: HttpRequest, *, guideline: Guideline) -> dict[str, Any] | None:
    """Below the list of editions: for those who choose, what the major ones in force or scheduled ask."""
    person, now = actor(request), clock.now()
    rows = Edition.objects.filter(guideline=guideline, significance="major", state="published")
    rows = rows.filter(library_rows__until__gt=now).distinct().select_related("guideline__market").defer("source")
    found = [
        (one, asked_by(person, one)) for one in rows.order_by("-number")[:3] if why_not_choose(person, one) is None
    ]
    return {"asking": found, "guideline": guideline} if found else None
