"""What this room puts on the pages of others, through their slots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from guidelines.editions.models import Guideline
from guidelines.frame import clock
from guidelines.learning.counting import may_have_sessions
from guidelines.learning.models import Invitation, SessionQuerySet, Taught
from guidelines.learning.queries import coming_to, to_say_how_it_was
from guidelines.learning.rights import reads_somewhere, visible_sessions
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.quality.happenings import Happening
from guidelines.quality.queries.areas import Area

MOST_ON_HOME, MOST_OF_AREA = 3, 3


def home(request: HttpRequest, *, person: Anyone) -> dict[str, Any] | None:
    """My next sessions, and those of which I can say how they were: three queries at most, and mostly none."""
    if not reads_somewhere(person) or not may_have_sessions(person):
        return None
    now = clock.now()
    coming, to_say = coming_to(person, now, MOST_ON_HOME), to_say_how_it_was(person, now, MOST_ON_HOME)
    if not coming and not to_say:
        return None
    rows = Invitation.objects.standing().filter(person_id=person.pk, session__in=coming)
    mine = {invitation.session_id: invitation for invitation in rows}
    shown = [(session, mine.get(session.pk)) for session in coming]
    return {"coming": shown, "to_say": to_say, "person": person}


def area_tools(request: HttpRequest, *, area: Area, person: Person, **handed: Any) -> dict[str, Any] | None:
    """The way to a session about a rule or a guideline that struggles, for those who teach there."""
    guideline = area.guideline
    if guideline is None or not holdings(person).may(Capability.TEACH, guideline.market_id, guideline.domain_id):
        return None
    rules = sorted(rule for found in area.parts.values() for rule in found)
    named = f"{guideline.policy_id} {rules[0]}" if len(set(rules)) == 1 else guideline.policy_id
    return {"address": f"{reverse('new_session')}?{urlencode({'rule': named})}"}


def area_links(request: HttpRequest, *, area: Area, person: Person, **handed: Any) -> dict[str, Any] | None:
    """The last sessions about its guideline, and those to come."""
    if area.guideline is None:
        return None
    found = list(_about(person, area.guideline).order_by("-starts_at")[:MOST_OF_AREA])
    return {"sessions": found} if found else None


def happened(person: Person, guideline: Guideline, since: dt.datetime, until: dt.datetime) -> Iterable[Happening]:
    """The sessions that taught it in some weeks: they may have moved a rate."""
    for session in _about(person, guideline).filter(starts_at__gte=since, starts_at__lt=until):
        yield Happening(session.starts_at, _("Training session"), session.topic, session.get_absolute_url())


def _about(person: Person, guideline: Guideline) -> SessionQuerySet:
    taught = Taught.objects.filter(session=OuterRef("pk"), until=None, edition__guideline=guideline)
    return visible_sessions(person).filter(Exists(taught), called_off_at=None)
