"""Fetching through the right."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from guidelines.editions.reasons import NotAllowed, Reason, refuse
from guidelines.editions.restricting import opened
from guidelines.frame.refusals import NotFound, Refused
from guidelines.insights.models import Question
from guidelines.insights.rights import reads_somewhere, visible_questions
from guidelines.people.models import Person
from guidelines.people.requests import actor


def question_for(request: HttpRequest, pk: str) -> Question:
    """The question, if this person may know of it."""
    rows = visible_questions(actor(request)).select_related("asked_by", "guideline__owner")
    found = rows.filter(pk=int(pk)).first()
    if found is None:
        raise NotFound(_("There is no such question that you can read."))
    opened(request, found.guideline)
    return found


def reader(request: HttpRequest) -> Person:
    """Who asks, if they read guidelines anywhere."""
    person = actor(request)
    if not reads_somewhere(person):
        raise Refused(_("Questions are for those who read guidelines. Ask your market administrator for a role."))
    return person


def refuse_person(reason: Reason | None) -> None:
    """Whoever may not at all is told before any form is looked at; where only the state is wrong, the page comes back
    with what was typed.
    """
    if isinstance(reason, NotAllowed):
        refuse(reason)
