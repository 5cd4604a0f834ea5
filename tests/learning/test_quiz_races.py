"""Real transactions at the same time: no try too many, no question answered twice, one result, one task an edition."""

from __future__ import annotations

import pytest

from guidelines.audit.verify import verify
from guidelines.learning.models import Answer, Attempt, Result, Task
from guidelines.learning.services import assigning, quiz_making, quiz_taking
from guidelines.learning.services.assigning import ForWhom, Thing
from tests.editions import making
from tests.editions.test_races import at_once
from tests.learning import quizzing
from tests.people import World, the_world
from tests.people.beyond import tia

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def committed(transactional_db: None) -> World:
    return the_world()


def test_whoever_begins_four_times_at_once_has_one_try(committed: World) -> None:
    quiz = quizzing.opened(committed, tries=1)
    found = at_once(*[lambda: quiz_taking.begin(quiz, by=committed.mo)] * 4)
    assert {one.pk for one in found if isinstance(one, Attempt)} == {Attempt.objects.get().pk}


def test_the_last_question_answered_twice_at_once_gives_one_answer_and_one_result(committed: World) -> None:
    attempt = quiz_taking.begin(quizzing.opened(committed), by=committed.mo)
    for key in attempt.items[:-1]:
        quiz_taking.answer(attempt, key, 0, by=committed.mo)
    last = attempt.items[-1]
    at_once(*[lambda choice=choice: quiz_taking.answer(attempt, last, choice, by=committed.mo) for choice in (0, 1, 0)])
    assert Answer.objects.filter(attempt=attempt, item=last).count() == 1
    assert Result.objects.get(attempt=attempt).asked == 4
    assert not [finding for finding in verify() if finding.broken]


def test_a_quiz_closed_while_somebody_answers_ends_their_try_once(committed: World) -> None:
    quiz = quizzing.opened(committed)
    attempt = quiz_taking.begin(quiz, by=committed.mo)
    for key in attempt.items[:-1]:
        quiz_taking.answer(attempt, key, 0, by=committed.mo)
    trainer = tia(committed)
    at_once(
        lambda: quiz_taking.answer(attempt, attempt.items[-1], 0, by=committed.mo),
        lambda: quiz_making.close(quiz, by=trainer),
    )
    assert Result.objects.filter(attempt=attempt).count() == 1


def test_two_who_choose_at_once_leave_one_task_standing(committed: World) -> None:
    edition = making.published(making.draft(committed), committed)
    whom, trainer = ForWhom(Task.Audience.READERS), tia(committed)
    at_once(
        lambda: assigning.choose(edition, "notice", Thing(), whom, days=1, by=committed.ann),
        lambda: assigning.choose(edition, "notice", Thing(), whom, days=2, by=trainer),
    )
    assert Task.objects.standing().filter(edition=edition).count() == 1
    assert Task.objects.filter(edition=edition).count() == 2
