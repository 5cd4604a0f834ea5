"""Quizzes and tasks made through the services: Tia teaches, Mo reads, Lee leads the team of Mo."""

from __future__ import annotations

import datetime as dt
from typing import Any

from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.learning.drawing_up import DRAWN_UP
from guidelines.learning.models import Attempt, Item, Quiz, Task
from guidelines.learning.services import assigning, quiz_making, quiz_taking
from guidelines.learning.services.assigning import ForWhom, Thing
from guidelines.learning.services.quiz_making import Terms
from guidelines.people.models import Person, Team
from tests.editions import making
from tests.people import World
from tests.people.beyond import lee, tia


def draft(world: World, by: Person | None = None, **terms: Any) -> Quiz:
    given = {"title": "Counterfeit listings", **terms}
    return quiz_making.make(Terms(**given), market=world.us, domain=world.product, by=by or tia(world))


def drawn(world: World, edition: Edition, **terms: Any) -> Quiz:
    """A draft with every question that the words give: four of `making.SOURCE`."""
    quiz = draft(world, **terms)
    quiz_making.draw_up(quiz, edition, DRAWN_UP, pool=quiz.pools.get(), by=tia(world))
    return quiz


def opened(world: World, edition: Edition | None = None, **terms: Any) -> Quiz:
    quiz = drawn(world, edition or making.published(making.draft(world), world), **terms)
    return quiz_making.open_quiz(quiz, by=tia(world))


def answered(attempt: Attempt, right: int) -> None:
    """Answer every question, so many of them rightly."""
    items = Item.objects.in_bulk(attempt.items)
    for place, key in enumerate(attempt.items):
        item = items[key]
        choice = item.right if place < right else (item.right + 1) % len(item.choices)
        quiz_taking.answer(attempt, key, choice, by=attempt.person)


def taken(quiz: Quiz, by: Person, right: int) -> Attempt:
    attempt = quiz_taking.begin(quiz, by=by)
    answered(attempt, right)
    return Attempt.objects.select_related("result", "quiz").get(pk=attempt.pk)


def lead_of_mo(world: World) -> Person:
    lead = lee(world)
    Team.objects.filter(members=world.mo).update(lead=lead)
    return lead


def assigned(world: World, quiz: Quiz | None = None, by: Person | None = None, **given: Any) -> Task:
    whom = given.pop("whom", ForWhom(Task.Audience.READERS))
    wanted: dict[str, Any] = {"due_on": given.pop("due_on", None) or today(world) + dt.timedelta(days=7)}
    wanted |= {"reason": "Errors doubled in May.", **given}
    thing = Thing(quiz=quiz or opened(world))
    return assigning.assign(thing, whom, market=world.us, domain=world.product, by=by or tia(world), **wanted)


def today(world: World) -> dt.date:
    return clock.now().astimezone(world.us.zone).date()
