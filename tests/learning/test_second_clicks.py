"""A form that is sent twice: one quiz, one session, one note come to be, and the second time says so."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from guidelines.frame.refusals import WrongState
from guidelines.learning import services
from guidelines.learning.models import Quiz, Session
from guidelines.people.models import Team
from guidelines.people.roles import Role
from tests.editions.pages import signed_in
from tests.editions.test_races import at_once
from tests.learning import quizzing
from tests.learning.making import after, in_force, plan, planned
from tests.learning.test_pages import filled
from tests.learning.test_quiz_pages import WRITTEN
from tests.people import World, make_person, the_world
from tests.people.beyond import tia


def says(answer: HttpResponse, *sentences: str) -> bool:
    return answer.status_code == 409 and all(sentence in answer.content.decode() for sentence in sentences)


def test_a_second_click_makes_one_quiz_and_other_terms_or_another_trainer_make_another(world: World) -> None:
    client, address = signed_in(tia(world)), "/learning/quizzes/new/"
    given = {"title": "Copies", "market": "US", "domain": "PR", "pass_percent": 60, "tries": 3, "minutes": ""}
    assert client.post(address, given).status_code == 302
    assert says(client.post(address, given), "You have made exactly this quiz already", 'value="Copies"')
    assert Quiz.objects.count() == 1
    assert client.post(address, {**given, "minutes": "20"}).status_code == 302
    ray = make_person("T-900", "Ray Ito", Role.TRAINER, world.us, world.product)
    assert signed_in(ray).post(address, given).status_code == 302
    assert Quiz.objects.count() == 3


def test_a_quiz_that_was_opened_is_made_anew_with_the_same_terms(world: World) -> None:
    quizzing.opened(world)
    assert quizzing.draft(world).state == Quiz.State.DRAFT


def test_a_second_click_writes_one_question_and_another_answer_another(world: World) -> None:
    edition, quiz, client = in_force(world), quizzing.draft(world), signed_in(tia(world))
    given = {"guideline": edition.guideline.policy_id, "pool": quiz.pools.get().pk, **WRITTEN}
    address = f"/learning/quizzes/{quiz.pk}/write/"
    assert client.post(address, given).status_code == 302
    assert says(client.post(address, given), "You have added exactly this question already", WRITTEN["text"])
    assert quiz.items.count() == 1
    assert client.post(address, {**given, "choices": "Remove it\r\nNothing"}).status_code == 302
    client.post(f"/learning/quizzes/questions/{quiz.items.all()[0].pk}/remove/")
    assert client.post(address, given).status_code == 302, "what was taken out may be written again"
    assert quiz.items.kept().count() == 2


def test_a_second_click_plans_one_session_and_another_place_plans_another(world: World) -> None:
    in_force(world)
    client, address = signed_in(tia(world)), "/training/sessions/new/?market=US&domain=PR"
    given = filled(world)
    assert client.post(address, given).status_code == 302
    assert says(client.post(address, given), "You have planned exactly this session already", "Low prices")
    assert Session.objects.count() == 1
    assert client.post(address, {**given, "place": "Room 2"}).status_code == 302
    assert client.post(address, {**given, "guidelines": ""}).status_code == 302
    assert Session.objects.count() == 3


def test_the_same_session_is_planned_for_another_team_and_again_once_it_is_called_off(world: World) -> None:
    given = plan(world)
    again = {"starts_at": given.starts_at}
    first = services.plan_session(given, by=tia(world))
    planned(world, teams=(Team.objects.get(members=world.mo),), **again)
    with pytest.raises(WrongState, match="exactly this session already"):
        planned(world, **again)
    services.call_off(first, by=tia(world), reason="Ill.")
    assert planned(world, **again).pk != first.pk


def test_a_second_click_writes_down_once_and_what_was_settled_may_come_up_again(world: World) -> None:
    session, client = planned(world), signed_in(tia(world))
    address, given = f"{session.get_absolute_url()}follow-up/", {"text": "R2: which price?", "is_open_point": "on"}
    with after(session):
        assert client.post(address, given).status_code == 302
        assert says(client.post(address, given), "You have written this down already.", "R2: which price?")
        assert session.follow_ups.count() == 1
        assert client.post(address, {"text": "R2: which price?"}).status_code == 302, "a note is no open point"
        services.settle(session.follow_ups.get(is_open_point=True), by=tia(world))
        assert client.post(address, given).status_code == 302
    assert session.follow_ups.count() == 3


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_clicks_at_the_same_moment_leave_one_of_each(transactional_db: None) -> None:
    world = the_world()
    trainer, given = tia(world), plan(world)
    at_once(*[lambda: quizzing.draft(world, by=trainer)] * 3)
    at_once(*[lambda: services.plan_session(given, by=trainer)] * 3)
    session = Session.objects.get()

    def note() -> None:
        with after(session):
            services.follow_up(session, by=trainer, text="R2?")

    at_once(*[note] * 3)
    assert (Quiz.objects.count(), session.follow_ups.count()) == (1, 1)
