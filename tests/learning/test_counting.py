"""What training counts for every page: one query at most, none for whoever has nothing, and never what is no more."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from guidelines.frame import counts
from guidelines.learning import services
from guidelines.learning.counting import may_have_sessions
from guidelines.learning.expecting import open_count
from guidelines.learning.models import Task
from guidelines.learning.rights import FEEDBACK_OPEN
from guidelines.learning.services import assigning, quiz_making
from guidelines.learning.services.assigning import ForWhom, Thing
from guidelines.learning.showing import home
from guidelines.people import asides
from guidelines.people import services as people
from guidelines.people.backends import EmployeeBackend
from guidelines.people.models import Person, Team
from guidelines.people.roles import Role
from tests.editions.clearing import restricted
from tests.editions.pages import signed_in
from tests.learning import making as sessions
from tests.learning import quizzing
from tests.people import World, make_person
from tests.people.beyond import tia

pytestmark = pytest.mark.django_db

Audience = Task.Audience


def coming(person: Person) -> Person:
    """The person as the next request finds them, in this process."""
    found = EmployeeBackend().get_user(person.pk)
    assert found is not None
    return found


def new_process(person: Person) -> Person:
    counts.clear_all()
    return coming(person)


def whom(world: World, audience: str) -> ForWhom:
    team = Team.objects.get(members=world.mo) if audience == Audience.TEAM else None
    named = (world.mo.pk,) if audience == Audience.PEOPLE else ()
    return ForWhom(audience, Role.MODERATOR if audience == Audience.ROLE else "", team, named)


@pytest.mark.parametrize("audience", Audience.values)
def test_whoever_has_a_task_is_told_in_every_process(world: World, audience: str) -> None:
    quizzing.assigned(world, whom=whom(world, audience))
    everywhere = make_person("M-7", "Max Oduya", Role.MODERATOR)
    asked = {"mo"} | ({"everywhere"} if audience in (Audience.READERS, Audience.ROLE) else set())
    for name, person in (("mo", world.mo), ("everywhere", everywhere)):
        assert open_count(new_process(person)) == (name in asked), name
    assert open_count(new_process(world.vy)) == 0


def test_whoever_has_none_is_asked_nothing_and_whoever_has_one_is_asked_once(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    quiz = quizzing.opened(world)
    for number in range(3):
        quizzing.assigned(world, quiz, reason=f"Reason {number}.")
    vy, mo = new_process(world.vy), coming(world.mo)
    with django_assert_num_queries(0):
        assert open_count(vy) == 0
    with django_assert_num_queries(1):
        assert open_count(mo) == 3
    with django_assert_num_queries(0):
        assert open_count(mo) == 3
    quizzing.taken(quiz, world.mo, 4)
    mo = new_process(world.mo)
    with django_assert_num_queries(0):
        assert open_count(mo) == 0


def test_every_deed_that_changes_the_number_shows_at_once(world: World) -> None:
    quiz = quizzing.opened(world)
    assert open_count(coming(world.mo)) == 0
    task = quizzing.assigned(world, quiz)
    assert open_count(coming(world.mo)) == 1
    second = quizzing.assigned(world, quiz, reason="Once more.")
    assert open_count(coming(world.mo)) == 2
    assigning.call_off(second, by=tia(world), reason="One is enough.")
    assert open_count(coming(world.mo)) == 1
    quiz_making.close(quiz, by=tia(world))
    assert open_count(coming(world.mo)) == 0
    assert Task.objects.standing().get() == task


def test_passing_counts_for_whoever_passed_alone(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    quiz, max_ = quizzing.opened(world), make_person("M-7", "Max Oduya", Role.MODERATOR, world.us, world.product)
    quizzing.assigned(world, quiz)
    assert [open_count(coming(person)) for person in (world.mo, max_)] == [1, 1]
    quizzing.taken(quiz, world.mo, 4)
    assert open_count(coming(world.mo)) == 0
    max_ = coming(max_)
    with django_assert_num_queries(0):
        assert open_count(max_) == 1


def test_a_role_that_ended_takes_its_tasks_along(world: World) -> None:
    quizzing.assigned(world)
    both = make_person("M-7", "Max Oduya", Role.MODERATOR, world.us, world.product)
    people.grant(both, Role.MODERATOR, by=None, market=world.vn)
    assert open_count(coming(both)) == 1
    people.end_role(both.assignments.get(market=world.us), by=world.ada)
    assert open_count(coming(both)) == 0


def test_a_session_about_what_was_restricted_afterwards_is_counted_for_nobody_it_does_not_name(world: World) -> None:
    edition = sessions.in_force(world)
    session = sessions.planned(world, editions=(edition,))
    soon, where = quizzing.today(world) + dt.timedelta(days=7), {"market": world.us, "domain": world.product}
    wanted = {"due_on": soon, "reason": "Errors doubled in May.", "by": tia(world), **where}
    assigning.assign(Thing(session=session), ForWhom(Audience.READERS), **wanted)
    assert open_count(coming(world.mo)) == 1
    restricted(edition, world.ann)
    assert open_count(coming(world.mo)) == 0


def test_home_shows_an_invitation_at_the_next_look_and_asks_nothing_of_whoever_has_none(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    session = sessions.planned(world)
    mo, client = coming(world.mo), signed_in(world.mo)
    with django_assert_num_queries(0):
        assert home(RequestFactory().get("/"), person=mo) is None
    assert session.topic not in client.get("/").content.decode()
    services.invite(session, [world.mo.employee_id], by=tia(world))
    assert session.topic in client.get("/").content.decode()
    assert session.topic in signed_in(tia(world)).get("/").content.decode()
    assert not may_have_sessions(new_process(world.vy))


def test_a_session_that_is_over_stays_on_home_until_nobody_can_say_how_it_was(world: World) -> None:
    session = sessions.planned(world)
    services.invite(session, [world.mo.employee_id], by=tia(world))
    with sessions.after(session, FEEDBACK_OPEN - sessions.AN_HOUR):
        assert may_have_sessions(new_process(world.mo))
    with sessions.after(session, FEEDBACK_OPEN):
        assert not may_have_sessions(new_process(world.mo))


def test_what_is_assigned_while_somebody_is_looked_up_is_counted(world: World) -> None:
    begun = asides.begun()
    mo = Person.objects.annotate(**asides.columns(world.mo.pk)).get(pk=world.mo.pk)
    session = sessions.planned(world)
    quizzing.assigned(world)
    services.invite(session, [mo.employee_id], by=tia(world))
    asides.tell(mo, begun)
    assert open_count(mo) == 1
    assert may_have_sessions(mo)
