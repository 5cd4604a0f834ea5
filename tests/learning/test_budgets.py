"""Every list of training asks the database as often for thirty rows as for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from guidelines.editions.models import Edition
from guidelines.learning import services
from guidelines.learning.material_queries import newest_words
from guidelines.learning.models import Task
from guidelines.learning.services import Wish, quiz_making
from guidelines.learning.services.assigning import ForWhom
from guidelines.people.models import Person
from tests.editions.pages import signed_in
from tests.learning import quizzing
from tests.learning.making import in_force, planned
from tests.learning.test_quiz_making import WRITTEN
from tests.people import World
from tests.people.beyond import tia
from tests.programmes.test_budgets import MANY, queries

Make = Callable[[World, Edition, int], Any]


def a_session(world: World, edition: Edition, number: int) -> None:
    session = planned(world, editions=(edition,), topic=f"Session {number}")
    services.invite_audience(session, by=tia(world))
    services.answer(session, by=world.mo, comes=True)


def a_material(world: World, edition: Edition, number: int) -> None:
    material = services.make_material(edition, kind="deck" if number % 2 else "handout", by=tia(world))
    digest = newest_words(material).digest
    services.submit_material(material, by=tia(world), seen=digest)
    services.approve_material(material, by=world.eve, seen=digest)


def a_request(world: World, edition: Edition, number: int) -> None:
    wish = Wish(world.us, world.product, f"More {number}", "Why", edition.guideline)
    services.ask_training(wish, by=world.art if number % 2 else world.mo)


def a_quiz(world: World, edition: Edition, number: int) -> None:
    quizzing.taken(quizzing.opened(world, edition, title=f"Quiz {number}"), world.mo, 1)


def a_task(world: World, edition: Edition, number: int) -> None:
    whom = ForWhom(Task.Audience.PEOPLE, people=[world.mo.pk])
    quizzing.assigned(world, quizzing.opened(world, edition, title=f"Quiz {number}"), whom=whom)


def people_asked(world: World) -> tuple[Person, Person]:
    return world.mo, tia(world)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "pages"),
    [
        (a_session, ("/training/", "/training/?when=all&who=me", "/learning/mine/")),
        (a_material, ("/training/materials/",)),
        (a_request, ("/training/requests/",)),
        (a_quiz, ("/learning/quizzes/",)),
        (a_task, ("/learning/mine/", "/learning/tasks/", "/learning/completion/")),
    ],
    ids=["sessions", "materials", "requests", "quizzes", "tasks"],
)
def test_a_list_asks_no_more_with_thirty_rows(world: World, make: Make, pages: tuple[str, ...]) -> None:
    edition = in_force(world)
    make(world, edition, 0)
    asking = [
        (signed_in(person), page)
        for person in people_asked(world)
        for page in pages
        if person != world.mo or page not in ("/learning/tasks/", "/learning/completion/")
    ]
    few = [queries(client, page) for client, page in asking]
    for number in range(1, MANY):
        make(world, edition, number)
    assert [queries(client, page) for client, page in asking] == few


@pytest.mark.slow
def test_the_workbench_of_a_quiz_asks_no_more_with_thirty_questions(world: World) -> None:
    edition, trainer = in_force(world), signed_in(tia(world))
    quiz = quizzing.draft(world)
    page = f"/learning/quizzes/{quiz.pk}/questions/"
    quiz_making.write_item(quiz, edition, WRITTEN, pool=quiz.pools.get(), by=tia(world))
    few = queries(trainer, page)
    for number in range(1, MANY):
        quiz_making.write_item(
            quiz, edition, replace(WRITTEN, text=f"And at {number}%?"), pool=quiz.pools.get(), by=tia(world)
        )
    assert queries(trainer, page) == few
