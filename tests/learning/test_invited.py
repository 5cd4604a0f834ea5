"""Who is invited to a session, gets its seats, comes to it and says how it was; and what stays as it happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from guidelines.audit.catching_up import catch_up_all
from guidelines.audit.models import AuditEvent
from guidelines.frame.refusals import Invalid, NotFound, Refused, WrongState
from guidelines.learning import services
from guidelines.learning.audience import audience
from guidelines.learning.models import Session, Taught
from guidelines.learning.queries import what_they_said
from guidelines.learning.rights import visible_sessions
from guidelines.liaison.models import Notification
from guidelines.people.models import Assignment, Person
from tests.editions.clearing import named, restricted
from tests.editions.pages import signed_in
from tests.learning.making import after, in_force, moderators, plan, planned
from tests.people import World
from tests.people.beyond import tia


def test_the_audience_is_computed_and_people_are_added_and_taken_back(world: World) -> None:
    session = planned(world)
    assert list(audience(session)) == [world.mo]
    assert services.invite_audience(session, by=tia(world)) == 1
    with pytest.raises(WrongState):
        services.invite_audience(session, by=tia(world))
    assert services.invite(session, ["a-002"], by=tia(world)) == 1
    with pytest.raises(Invalid, match="V-001"):
        services.invite(session, ["V-001"], by=tia(world))  # Vy reads in Việt Nam alone
    services.take_back(session, world.mo, by=tia(world))
    assert list(session.invitations.standing().values_list("person", flat=True)) == [world.art.pk]
    assert not visible_sessions(world.mo).exists()
    assert visible_sessions(world.art).exists()


def again(person: Person) -> Person:
    """As they come next: what they may is found anew."""
    return Person.objects.get(pk=person.pk)


@pytest.mark.parametrize("elsewhere", [False, True], ids=["no role any more", "a role elsewhere"])
def test_whoever_reads_there_no_more_sees_nothing_of_a_session_they_were_invited_to(
    world: World, elsewhere: bool
) -> None:
    session = planned(world, topic="Zebrafinch")
    services.invite_audience(session, by=tia(world))
    services.answer(session, by=world.mo, comes=True)
    catch_up_all()
    assert "Zebrafinch" in signed_in(world.mo).get("/training/").content.decode()
    world.mo.assignments.update(ended_at=session.planned_at)
    if elsewhere:
        Assignment.objects.create(person=world.mo, role="moderator", market=world.vn, domain=world.product)
    client, own = signed_in(again(world.mo)), session.get_absolute_url()
    for address in ("/", "/training/", "/training/?when=all&who=me", "/learning/mine/", "/notifications/"):
        assert "Zebrafinch" not in client.get(address, follow=True).content.decode(), address
    assert client.get(own).status_code == client.get(f"{own}calendar.ics").status_code == 404
    with after(session):
        assert "Zebrafinch" not in client.get("/").content.decode(), "nor is asked how it was"
        with pytest.raises(NotFound):
            services.give_feedback(session, by=again(world.mo), score=5)


def test_a_restricted_guideline_that_the_plan_names_no_more_hides_the_session_as_before(world: World) -> None:
    edition = in_force(world)
    session = planned(world, editions=(edition,), topic="Zebrafinch")
    services.invite_audience(session, by=tia(world))
    restricted(edition, world.ann)
    named(edition.guideline, tia(world), world.ann)
    trainer = again(tia(world))
    services.change_session(session, plan(world, topic="Zebrafinch"), by=trainer, seen=0, reason="Without it.")
    assert not session.taught.filter(until=None).exists()
    assert visible_sessions(trainer).exists()
    for person in (world.mo, world.ann, world.joe, world.eve):
        assert visible_sessions(person).exists() is (person == world.ann), person
    assert not audience(session).exists(), "nobody of them is invited anew either"


@pytest.mark.slow
def test_a_team_narrows_the_audience(world: World) -> None:
    moderators(world, 2)
    team = world.mo.team
    assert team is not None
    assert set(audience(planned(world, teams=(team,)))) == {world.mo}
    assert set(audience(planned(world, teams=(team,), roles=()))) == {world.mo}
    assert audience(planned(world)).count() == 3
    assert not audience(planned(world, roles=())).exists()


def test_when_the_seats_are_taken_people_wait_and_the_first_of_them_gets_the_next_seat(world: World) -> None:
    one, two, three = moderators(world, 3)
    session = planned(world, capacity=1)
    services.invite_audience(session, by=tia(world))
    assert services.answer(session, by=one, comes=True).seated_at
    assert services.answer(session, by=two, comes=True).is_waiting
    assert services.answer(session, by=three, comes=True).is_waiting
    services.answer(session, by=one, comes=False)
    seated = session.invitations.seated()
    assert list(seated.values_list("person", flat=True)) == [two.pk]
    services.change_session(session, plan(world, capacity=2), by=tia(world), seen=0, reason="A larger room.")
    assert {three.pk, two.pk} == set(seated.values_list("person", flat=True))
    with pytest.raises(Invalid, match="2 people have a seat"):
        services.change_session(session, plan(world, capacity=1), by=tia(world), seen=1, reason="A smaller room.")
    catch_up_all()
    got = Notification.objects.filter(subject_kind="session_seat").values_list("person", flat=True)
    assert sorted(got) == sorted([two.pk, three.pk])


def test_nobody_answers_who_is_not_invited_or_once_it_has_begun(world: World) -> None:
    session = planned(world)
    with pytest.raises(NotFound):
        services.answer(session, by=world.mo, comes=True)
    with pytest.raises(Refused):
        services.answer(session, by=world.bob, comes=True)
    services.invite_audience(session, by=tia(world))
    with after(session), pytest.raises(WrongState):
        services.answer(session, by=world.mo, comes=True)


def test_attendance_is_ticked_after_the_beginning_and_corrected(world: World) -> None:
    one, two = moderators(world, 2)
    session = planned(world)
    services.invite_audience(session, by=tia(world))
    with pytest.raises(WrongState):
        services.tick(session, [one.pk], by=tia(world))
    with after(session):
        assert services.tick(session, [one.pk], by=tia(world)) == (1, 2)
        assert services.tick(session, [one.pk, two.pk], by=tia(world)) == (2, 1)
        with pytest.raises(Invalid):
            services.tick(session, [world.vy.pk], by=tia(world))
    came = session.invitations.filter(attended=True).values_list("person", flat=True)
    assert set(came) == {one.pk, two.pk}
    assert AuditEvent.objects.filter(verb="session.attendance").count() == 2


def test_feedback_is_read_without_names_and_only_once_three_have_answered(world: World) -> None:
    people = [*moderators(world, 3), world.mo]
    session = planned(world)
    services.invite_audience(session, by=tia(world))
    with after(session):
        services.tick(session, [person.pk for person in people[:3]], by=tia(world))
        for score, person in zip((5, 4), people, strict=False):
            services.give_feedback(session, by=person, score=score, text=f"Words {score}")
        assert (said := what_they_said(session)).total == 2
        assert (said.average, said.words, said.scores) == (None, (), ())
        services.give_feedback(session, by=people[2], score=3)
        said = what_they_said(session)
        assert (said.average, said.words) == (4.0, ["Words 4", "Words 5"])
        with pytest.raises(WrongState):
            services.give_feedback(session, by=people[2], score=3)
        with pytest.raises(Refused):
            services.give_feedback(session, by=world.mo, score=1)  # did not come
    assert "score" not in AuditEvent.objects.filter(verb="session.feedback")[0].data


def test_an_open_point_is_settled_once(world: World) -> None:
    session = planned(world)
    with after(session):
        point = services.follow_up(session, by=tia(world), text="R2: which price?", is_open_point=True)
        note = services.follow_up(session, by=tia(world), text="Good questions.")
        services.settle(point, by=tia(world))
        for one in (point, note):
            with pytest.raises(WrongState):
                services.settle(one, by=tia(world))


FORBIDDEN: dict[str, Callable[[Session], Any]] = {
    "delete invitations": lambda s: s.invitations.all()._raw_delete("default"),
    "delete a session": lambda s: Session.objects.filter(pk=s.pk)._raw_delete("default"),
    "move its planning": lambda s: Session.objects.filter(pk=s.pk).update(planned_at=timezone.now()),
    "teach other words": lambda s: Taught.objects.update(digest="1:other"),
    "invite somebody in their place": lambda s: s.invitations.update(person_id=F("person_id") + 1),
    "score anew": lambda s: s.feedback.update(score=1),
    "write other notes": lambda s: s.follow_ups.update(text="Other words"),
}


def _went_through(change: Callable[[Session], Any], session: Session) -> bool:
    try:
        with transaction.atomic():
            change(session)
    except DatabaseError:
        return False
    return True


def test_the_database_refuses_to_change_what_happened(world: World) -> None:
    session = planned(world, editions=(in_force(world),))
    services.invite_audience(session, by=tia(world))
    with after(session):
        services.tick(session, [world.mo.pk], by=tia(world))
        services.give_feedback(session, by=world.mo, score=5)
        services.follow_up(session, by=tia(world), text="Words")
    assert [name for name, change in FORBIDDEN.items() if _went_through(change, session)] == []
