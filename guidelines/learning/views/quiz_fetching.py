"""Fetching quizzes and tries through the right."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from guidelines.editions.reasons import refuse
from guidelines.frame.refusals import NotFound, Refused
from guidelines.learning.models import Attempt, Quiz
from guidelines.learning.quiz_rights import (
    reads,
    sees_figures,
    teaches,
    visible_attempts,
    visible_quizzes,
    why_not_keep,
    why_not_teach,
)
from guidelines.people.models import Person
from guidelines.people.requests import actor


def learner(request: HttpRequest) -> Person:
    """Who asks, if they read guidelines anywhere."""
    person = actor(request)
    if not reads(person):
        raise Refused(_("Training is for those who read guidelines. Ask your market administrator for a role."))
    return person


def teacher(request: HttpRequest) -> Person:
    """Who asks, if they make quizzes anywhere."""
    person = actor(request)
    if not teaches(person):
        raise Refused(_("Only trainers make quizzes."))
    return person


def quiz_for(request: HttpRequest, pk: str) -> Quiz:
    found = visible_quizzes(actor(request)).filter(pk=int(pk)).first()
    if found is None:
        raise NotFound(_("There is no such quiz that you can see."))
    return found


def draft_for(request: HttpRequest, pk: str) -> Quiz:
    """A quiz whose questions are theirs to change."""
    found = quiz_for(request, pk)
    refuse(why_not_keep(actor(request), found))
    return found


def kept_for(request: HttpRequest, pk: str) -> Quiz:
    """A quiz of their market and domain, in whatever state."""
    found = quiz_for(request, pk)
    refuse(why_not_teach(actor(request), found.market_id, found.domain_id))
    return found


def figures_for(request: HttpRequest, pk: str) -> Quiz:
    found = quiz_for(request, pk)
    if not sees_figures(actor(request), found):
        raise Refused(_("The figures of a quiz are for those who teach or answer for its market and domain."))
    return found


def attempt_for(request: HttpRequest, pk: str) -> Attempt:
    found = visible_attempts(actor(request)).filter(pk=int(pk)).first()
    if found is None:
        raise NotFound(_("There is no such try that you can see."))
    return found
