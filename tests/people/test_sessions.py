"""Who reads, kept for half a minute: quick to know, soon to learn that somebody may no longer read."""

from __future__ import annotations

import datetime as dt
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidelines.people import services, sessions
from guidelines.people.models import Assignment, Person
from guidelines.people.roles import Role
from guidelines.people.scopes import holdings
from tests.people import PASSWORD, World
from tests.reading import making

pytestmark = pytest.mark.django_db
LIBRARY = "/guidelines/"
HALF_A_MINUTE = dt.timedelta(seconds=30)


def elsewhere(person: Person, **changes: Any) -> None:
    """What another process did: this one is not told."""
    Person.objects.filter(pk=person.pk).update(**changes)


def reads(client: Client, wanted: str) -> bool:
    return client.get(wanted).status_code == 200


@pytest.mark.slow
def test_a_reader_who_is_known_costs_no_query_for_session_person_or_roles(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    wanted, client = f"/g/{making.first(world).policy_id}/editions/99/", making.signed_in(world.mo)
    assert client.get(wanted).status_code == 404
    # The newest deeds, and the editions. They may know of the guideline, so nothing is hidden by its class.
    with django_assert_num_queries(2):
        client.get(wanted)


@pytest.mark.slow
@pytest.mark.parametrize("deed", ["signed out", "new password", "left"])
def test_whoever_is_shut_out_by_another_process_reads_on_for_half_a_minute_at_most(
    world: World, deed: str, time_machine: Any
) -> None:
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    wanted, client = f"/g/{making.first(world).policy_id}/", making.signed_in(world.mo)
    assert reads(client, wanted)
    if deed == "signed out":
        Session.objects.all().delete()
    elif deed == "new password":
        elsewhere(world.mo, password="argon2$other")
    else:
        elsewhere(world.mo, is_active=False)
    time_machine.move_to(start + HALF_A_MINUTE - dt.timedelta(seconds=1), tick=False)
    assert reads(client, wanted)
    time_machine.move_to(start + HALF_A_MINUTE, tick=False)
    assert "/sign-in/" in client.get(wanted).headers["Location"]
    assert "/sign-in/" in client.get(LIBRARY).headers["Location"]


@pytest.mark.slow
def test_a_role_that_another_process_ended_opens_nothing_after_half_a_minute(world: World, time_machine: Any) -> None:
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    wanted, client = f"/g/{making.first(world).policy_id}/", making.signed_in(world.mo)
    assert reads(client, wanted)
    Assignment.objects.filter(person=world.mo).update(ended_at=start)
    time_machine.move_to(start + HALF_A_MINUTE, tick=False)
    assert client.get(wanted).status_code == 404


@pytest.mark.slow
def test_a_role_that_ended_lets_nobody_write_or_see_a_draft_for_a_second(world: World) -> None:
    guideline, draft = making.first(world), making.making.draft(world)
    published, drafted = (f"/g/{e.policy_id}/editions/1/" for e in (guideline, draft.guideline))
    client = making.signed_in(world.ann)
    assert reads(client, published)
    assert reads(client, drafted)
    Assignment.objects.filter(person=world.ann).update(ended_at=timezone.now())
    assert reads(client, published)
    assert client.get(drafted).status_code == 404
    assert client.get(f"{drafted}draft/").status_code == 404
    assert client.post(f"{drafted}draft/", {"title": "Mine"}).status_code == 404


@pytest.mark.slow
def test_a_closed_account_posts_nothing_from_that_moment_on(world: World) -> None:
    wanted, client = f"/g/{making.first(world).policy_id}/", making.signed_in(world.mo)
    assert reads(client, wanted)
    elsewhere(world.mo, is_active=False)
    assert reads(client, wanted)
    assert client.post(f"{wanted}editions/1/acknowledge/", {"seen": ""}).status_code == 403
    assert "/sign-in/" in client.get("/settings/").headers["Location"]


@pytest.mark.slow
def test_a_deed_of_this_process_is_known_at_once(world: World) -> None:
    wanted, client = f"/g/{making.first(world).policy_id}/", making.signed_in(world.mo)
    assert reads(client, wanted)
    services.end_role(world.mo.assignments.get(), by=world.ada)
    assert client.get(wanted).status_code == 404
    services.grant(world.mo, Role.MODERATOR, by=world.ada, market=world.us)
    assert reads(client, wanted)
    services.leave(world.mo, by=world.root)
    assert "/sign-in/" in client.get(wanted).headers["Location"]


def test_signing_out_ends_reading_even_with_the_old_cookie(world: World) -> None:
    wanted, client = f"/g/{making.first(world).policy_id}/", making.signed_in(world.mo)
    old = client.cookies["sessionid"].value
    assert reads(client, wanted)
    client.post("/sign-out/")
    client.cookies["sessionid"] = old
    assert "/sign-in/" in client.get(wanted).headers["Location"]


def test_a_session_ends_at_its_time_and_not_half_a_minute_later(world: World, time_machine: Any) -> None:
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    client = making.signed_in(world.mo)
    Session.objects.update(expire_date=start + dt.timedelta(seconds=10))
    assert reads(client, LIBRARY)
    time_machine.move_to(start + dt.timedelta(seconds=11), tick=False)
    assert "/sign-in/" in client.get(LIBRARY).headers["Location"]


def test_nobody_is_taken_for_somebody_else(world: World) -> None:
    mo, vy, nobody = making.signed_in(world.mo), making.signed_in(world.vy), Client()
    for _again in range(2):
        assert "Mo Diallo" in mo.get(LIBRARY).content.decode()
        page = vy.get(LIBRARY).content.decode()
        assert "Vy Trần" in page
        assert "Mo Diallo" not in page
        assert "/sign-in/" in nobody.get(LIBRARY).headers["Location"]
    assert "Cookie" in mo.get(LIBRARY).headers["Vary"]


def test_what_somebody_chose_shows_on_the_next_page_of_any_process(world: World) -> None:
    client = making.signed_in(world.mo)
    assert reads(client, LIBRARY)
    before = client.cookies["sessionid"].value
    client.post("/settings/", {"language": "en", "time_zone": "Asia/Tokyo", "theme": "dark", "keys_on": "on"})
    assert client.cookies["sessionid"].value != before
    assert "Tokyo" in client.get(LIBRARY).content.decode()


@pytest.mark.slow
def test_only_so_many_sessions_are_kept_the_latest_of_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST_KEPT", 2)
    sessions.forget_everybody()
    clients = [making.signed_in(person) for person in (world.mo, world.vy, world.lia)]
    for client in clients:
        client.get(LIBRARY)
    assert {kept.reader.pk for kept in sessions._kept.values()} == {world.vy.pk, world.lia.pk}


def test_a_reader_is_frozen_and_no_deed_can_be_done_as_one(world: World) -> None:
    found = sessions.reader_from(world.ann)
    assert holdings(found).held
    for wrong in (lambda: setattr(found, "name", "Another"), lambda: holdings(found, fresh=True)):
        with pytest.raises((FrozenInstanceError, AttributeError)):
            wrong()


def test_a_password_signs_in_as_before_and_reads(world: World) -> None:
    client = Client()
    client.post("/sign-in/", {"login": "A-004", "password": PASSWORD})
    assert "Mo Diallo" in client.get(LIBRARY).content.decode()


def test_who_lost_a_role_while_they_were_asked_for_is_not_kept_with_it(world: World) -> None:
    """The deed of another thread comes between the question who reads and the keeping of its answer."""
    wanted, client = f"/g/{making.first(world).policy_id}/", making.signed_in(world.mo)

    def end_role_after(execute: Any, sql: str, *rest: Any) -> Any:
        answer = execute(sql, *rest)
        if "people_assignment" in sql and sql.startswith("SELECT") and not ended:
            ended.append(True)
            services.end_role(world.mo.assignments.get(), by=None)
        return answer

    ended: list[bool] = []
    with connection.execute_wrapper(end_role_after):
        client.get(wanted)
    assert ended
    assert not reads(client, wanted)
