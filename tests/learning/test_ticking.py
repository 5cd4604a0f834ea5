"""The list of who came: it says nothing of people who were not on it, and takes back nobody else's ticks."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from guidelines.audit.models import AuditEvent
from guidelines.learning import services
from guidelines.learning.models import Session
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.editions.pages import hidden_fields, signed_in
from tests.learning.making import after, with_three_invited
from tests.people import World, make_person
from tests.people.beyond import tia


@pytest.fixture
def session(world: World) -> Session:
    return with_three_invited(world)


@pytest.fixture
def ray(world: World) -> Person:
    """Another trainer."""
    return make_person("T-900", "Ray Ito", Role.TRAINER, world.us, world.product)


def opened(session: Session, by: Person) -> dict[str, list[str]]:
    """What the form of the list carries when this person opens it."""
    return hidden_fields(signed_in(by).get(f"{session.get_absolute_url()}attendance/"))


def sent(session: Session, by: Person, carried: dict[str, list[str]], *came: Person) -> HttpResponse:
    ticks = [str(person.pk) for person in came]
    return signed_in(by).post(f"{session.get_absolute_url()}attendance/", {**carried, "came": ticks}, follow=True)


def kept(session: Session) -> dict[str, bool | None]:
    return dict(session.invitations.standing().values_list("person__employee_id", "attended"))


def test_whoever_is_invited_after_the_list_was_opened_is_not_taken_for_absent(world: World, session: Session) -> None:
    late = make_person("M-900", "Lou Late", Role.MODERATOR, world.us, world.product)
    with after(session):
        carried = opened(session, tia(world))
    services.invite(session, [late.employee_id], by=tia(world))
    with after(session):
        answer = sent(session, tia(world), carried, world.mo)
        assert "Kept: 1 came, 2 did not." in answer.content.decode()
        assert kept(session) == {world.mo.employee_id: True, "M-001": False, "M-002": False, "M-900": None}
        assert sent(session, tia(world), carried, late).status_code == 422
        assert kept(session)["M-900"] is None


def test_two_trainers_who_tick_at_once_keep_the_ticks_of_both(world: World, session: Session, ray: Person) -> None:
    one = session.invitations.get(person__employee_id="M-001").person
    with after(session):
        of_tia, of_ray = opened(session, tia(world)), opened(session, ray)
        sent(session, tia(world), of_tia, world.mo)
        answer = sent(session, ray, of_ray, one)
    assert kept(session) == {world.mo.employee_id: True, "M-001": True, "M-002": False}
    assert "Kept: 2 came, 1 did not." in answer.content.decode()
    said = AuditEvent.objects.filter(verb="session.attendance").order_by("pk").last()
    assert said is not None
    assert world.mo.pk not in said.data["came"] + said.data["not_there"], "Ray said nothing of Mo"


def test_a_tick_that_was_on_the_list_is_taken_back_by_whoever_saw_it(
    world: World, session: Session, ray: Person
) -> None:
    with after(session):
        sent(session, tia(world), opened(session, tia(world)), world.mo)
        carried = opened(session, ray)
        sent(session, ray, carried)
        assert not any(kept(session).values())
        sent(session, ray, carried)
        assert not any(kept(session).values())


def test_a_list_that_does_not_say_what_it_showed_changes_nobody(world: World, session: Session) -> None:
    with after(session):
        assert sent(session, tia(world), {}, world.mo).status_code == 409
    assert set(kept(session).values()) == {None}
