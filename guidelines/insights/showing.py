"""What this room puts on the pages of others, through their slots and marks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.insights.analysis.rights import analyses
from guidelines.insights.insight_rights import sees_queue
from guidelines.insights.queries import (
    Pinned,
    anything,
    linkable_questions,
    linkable_rulings,
    on_my_guidelines,
    pinned_on,
    pinned_since,
    unread,
)
from guidelines.insights.request_queries import lines, requests_of
from guidelines.insights.requirement_queries import linkable_requirements
from guidelines.insights.rights import reads_somewhere
from guidelines.insights.waiting_queries import waiting_of
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.reading.marks import Mark
from guidelines.reading.sheets import Sheet
from guidelines.reading.texts import Text

MOST_ON_HOME, MOST_ANSWERS = 10, 3
"""More than a few answers would hide what stands below them on home."""
_BINDING = ("in_force", "emergency", "suspended")


def marks(edition: Edition, at: dt.datetime) -> Iterable[Mark]:
    """The running rulings, each under its rule."""
    return [
        Mark(ruling.rule, "insights/mark.html", ruling, ruling.until, str(ruling.id), f"{ruling.text} ({ruling.by})")
        for ruling in pinned_on(edition, at)
    ]


def card(request: HttpRequest, *, marks: Iterable[Mark], **handed: Any) -> Any:
    """The running rulings of one rule, on its card: they are the marks of its page."""
    pinned = [mark.shown for mark in marks if isinstance(mark.shown, Pinned)]
    return {"pinned": pinned} if pinned else None


def home(request: HttpRequest, *, person: Anyone) -> dict[str, Any] | None:
    """Answers to my questions that I have not read, and the rulings that run on guidelines of mine."""
    if not reads_somewhere(person):
        return None
    has_news, owns = anything(person)
    answered = list(unread(person)[:MOST_ANSWERS]) if has_news else []
    ruled = list(on_my_guidelines(person)[:MOST_ON_HOME]) if owns else []
    now = clock.now()
    news = [(asker.question, asker.question.standing(now)) for asker in answered]
    return {"news": news, "ruled": ruled, "person": person} if news or ruled else None


def ruled_since(request: HttpRequest, *, person: Anyone, since: dt.datetime) -> dict[str, Any] | None:
    """For what changed since a shift: the rulings that were made meanwhile and run."""
    rulings = list(pinned_since(person, since)[:MOST_ON_HOME])
    return {"rulings": rulings, "person": person} if rulings else None


def requests_home(request: HttpRequest, *, person: Anyone) -> dict[str, Any] | None:
    """For stakeholders: their newest requests. Nothing is asked for anybody else."""
    if not any(holding.role == Role.STAKEHOLDER for holding in holdings(person).held):
        return None
    return {"lines": lines(person, requests_of(person, who="me")[:MOST_ANSWERS])}


def ask_button(request: HttpRequest, *, sheet: Sheet) -> dict[str, Any] | None:
    """Over words in force only: a question is asked on those."""
    return {"sheet": sheet} if sheet.standing in _BINDING else None


def ask_here(request: HttpRequest, *, sheet: Sheet, text: Text) -> dict[str, Any] | None:
    return {"sheet": sheet, "rules": text.rules} if sheet.standing in _BINDING else None


def request_here(request: HttpRequest, *, sheet: Sheet, text: Text) -> dict[str, Any] | None:
    return {"sheet": sheet} if sheet.standing in _BINDING else None


def draft_side(request: HttpRequest, *, edition: Edition, person: Anyone) -> dict[str, Any] | None:
    """What the floor asked about the guideline of a draft, the rulings that run on it, and what it may deliver."""
    now = clock.now()
    questions, rulings = list(linkable_questions(edition, now)), list(linkable_rulings(edition, now))
    requirements = list(linkable_requirements(person, edition, now)) if isinstance(person, Person) else []
    if not questions and not rulings and not requirements:
        return None
    found = {"questions": questions, "rulings": rulings, "requirements": requirements}
    return {"edition": edition, "guideline": edition.guideline, **found}


def tabs(request: HttpRequest, *, here: str) -> dict[str, Any] | None:
    """The pages of this room in one row, for those who see the queue."""
    person = request.user
    if not isinstance(person, Person) or not sees_queue(person):
        return None
    waits = waiting_of(person)
    found = {"queue": waits.insights, "questions": waits.questions, "requests": waits.requests}
    return {"here": here, "counts": found, "analyses": analyses(person)}
