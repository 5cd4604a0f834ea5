"""Requests for training: made by whoever reads, handled by trainers, answered with a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from guidelines.audit.catching_up import catch_up_all
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.learning import services
from guidelines.learning.asking_queries import request_lines
from guidelines.learning.asking_rights import visible_training_requests
from guidelines.learning.models import TrainingRequest
from guidelines.learning.services import Wish
from guidelines.liaison.models import Notification
from guidelines.liaison.notifying.showing import lines
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.editions.clearing import named, restricted
from tests.learning.making import in_force, plan, planned
from tests.people import World, make_person
from tests.people.beyond import tia

Standing = TrainingRequest.Standing
# TEACH handles, SEE_TAUGHT reads, everybody who reads asks; in US products, and it is another’s request.
ROLES: dict[Role, set[str]] = {
    Role.MODERATOR: {"ask"},
    Role.TEAM_LEAD: {"ask", "see"},
    Role.POLICY_MANAGER: {"ask", "see"},
    Role.POLICY_REVIEWER: {"ask", "see"},
    Role.LIAISON: {"ask"},
    Role.STAKEHOLDER: {"ask"},
    Role.TRAINER: {"ask", "see", "take", "decline", "answer"},
    Role.QUALITY_ANALYST: {"ask", "see"},
    Role.PROGRAMME_MANAGER: {"ask", "see"},
    Role.MARKET_ADMINISTRATOR: {"ask", "see"},
    Role.AUDITOR: {"ask", "see"},
}
DEEDS: dict[str, Callable[[World, TrainingRequest, Person], Any]] = {
    "ask": lambda w, r, p: asked(w, p, topic="Mine"),
    "see": lambda w, r, p: visible_training_requests(p).get(pk=r.pk),
    "take": lambda w, r, p: services.take_up(r, by=p),
    "decline": lambda w, r, p: services.decline(r, by=p, reason="No."),
    "answer": lambda w, r, p: services.plan_session(plan(w), by=p, request=r),
}


def asked(world: World, by: Person | None = None, **more: Any) -> TrainingRequest:
    given = {"topic": "Low prices", "why": "We ask each other about R2 all day.", **more}
    return services.ask_training(Wish(world.us, world.product, **given), by=by or world.mo)


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_what_the_table_says(world: World, role: Role) -> None:
    request, person = asked(world), make_person("X-001", "Somebody Else", role, world.us, world.product)
    found = set()
    for name, deed in DEEDS.items():
        try:
            with transaction.atomic():
                deed(world, request, person)
                found.add(name)
                transaction.set_rollback(True)
        except (Refused, TrainingRequest.DoesNotExist):
            continue
    assert found == ROLES[role]


@pytest.mark.slow
def test_a_request_is_answered_with_a_session_and_whoever_asked_is_told(world: World) -> None:
    request = asked(world)
    services.take_up(request, by=tia(world))
    session = services.plan_session(plan(world), by=tia(world), request=request)
    request.refresh_from_db()
    assert (request.standing, request.session) == (Standing.ANSWERED, session)
    with pytest.raises(WrongState):
        services.decline(request, by=tia(world), reason="Too late.")
    catch_up_all()
    told = [line.shown.sentence for line in lines(world.mo, Notification.objects.filter(person=world.mo)) if line.shown]
    assert len(told) == 2
    assert "took up" in told[1] or "took up" in told[0]
    assert Notification.objects.filter(person=tia(world), subject_kind="training_request").count() == 1


def test_declining_needs_a_reason_and_is_final(world: World) -> None:
    request = asked(world)
    with pytest.raises(Invalid):
        services.decline(request, by=tia(world), reason="")
    services.decline(request, by=tia(world), reason="The huddle sheet answers it.")
    with pytest.raises(WrongState):
        services.take_up(request, by=tia(world))
    with pytest.raises(DatabaseError), transaction.atomic():
        TrainingRequest.objects.update(topic="Other")


def test_nobody_asks_where_they_do_not_read_nor_twice_for_the_same(world: World) -> None:
    with pytest.raises(Refused):
        asked(world, world.vy)
    asked(world)
    with pytest.raises(WrongState):
        asked(world)


def test_a_request_about_something_restricted_is_for_the_named_and_names_nothing_to_whoever_asked(world: World) -> None:
    edition = in_force(world)
    request = asked(world, guideline=edition.guideline)
    restricted(edition, world.ann)
    assert not visible_training_requests(tia(world)).exists()
    with pytest.raises(Refused):
        services.take_up(request, by=tia(world))
    (line,) = request_lines(world.mo, visible_training_requests(world.mo))
    assert not line.shows_guideline
    named(edition.guideline, tia(world), world.ann)
    assert visible_training_requests(tia(world)).exists()


@pytest.mark.slow
def test_the_pages_lead_from_asking_to_the_session(client: Client, world: World) -> None:
    client.force_login(world.mo)
    given = {"topic": "Low prices", "why": "Every day.", "market": "US", "domain": "PR"}
    wrong = client.post("/training/requests/new/", {**given, "why": ""})
    assert wrong.status_code == 422
    assert "Low prices" in wrong.content.decode()
    answer = client.post("/training/requests/new/", given)
    request = TrainingRequest.objects.get()
    assert answer["Location"] == f"/training/requests/{request.pk}/"
    assert client.post(f"{answer['Location']}take/").status_code == 403
    client.force_login(tia(world))
    assert "Low prices" in client.get("/training/requests/").content.decode()
    page = client.get(f"/training/sessions/new/?request={request.pk}").content.decode()
    assert 'value="Low prices"' in page
    assert client.post(f"/training/requests/{request.pk}/decline/", {"reason": ""}).status_code == 422
    planned(world)
    client.force_login(world.vy)
    assert client.get(f"/training/requests/{request.pk}/").status_code == 404
