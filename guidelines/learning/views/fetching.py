"""Fetching through the right."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from guidelines.editions.models import Edition
from guidelines.editions.restricting import opened
from guidelines.frame.refusals import NotFound, Refused
from guidelines.learning.queries import Line, lines
from guidelines.learning.rights import reads_somewhere, visible_sessions
from guidelines.people.models import Person
from guidelines.people.requests import actor


def reader(request: HttpRequest) -> Person:
    """Who asks, if they read guidelines anywhere."""
    person = actor(request)
    if not reads_somewhere(person):
        raise Refused(_("Training is for those who read guidelines. Ask your market administrator for a role."))
    return person


def session_for(request: HttpRequest, pk: str) -> Line:
    """The session, if this person may see it."""
    person = actor(request)
    session = visible_sessions(person).select_related("called_off_by").filter(pk=int(pk)).first()
    if session is None:
        raise NotFound(_("There is no such session that you can see."))
    (line,) = lines(person, [session])
    opens(request, line.taught)
    return line


def opens(request: HttpRequest, editions: Iterable[Edition]) -> None:
    """This page shows something of these editions: that a restricted one is opened is recorded."""
    for edition in editions:
        opened(request, edition.guideline)
