"""The pages of sessions: nothing typed is lost, nobody sees what is not theirs, lists ask the database little."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guidelines.frame import clock
from guidelines.learning import services
from guidelines.learning.models import Session
from guidelines.people.models import Person
from tests.editions.pages import hidden_fields
from tests.learning.making import AN_HOUR, DAY, after, in_force, next_edition, planned
from tests.people import World
from tests.people.beyond import tia


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def filled(world: World, **changes: str) -> dict[str, str]:
    starts = (timezone.now() + 2 * DAY).astimezone(world.us.zone)
    return {
        "topic": "Low prices",
        "guidelines": "us-pr-0001",
        "starts_at": starts.strftime("%Y-%m-%dT%H:%M"),
        "minutes": "45",
        "trainer": str(tia(world).pk),
        "language": "en",
        "roles": "moderator",
        **changes,
    }


@pytest.mark.slow
def test_a_trainer_plans_a_session_from_a_rule_and_invites_its_audience(world: World) -> None:
    edition, client = in_force(world), browser(tia(world))
    address = "/training/sessions/new/?rule=US-PR-0001+R2"
    page = text(client, address)
    assert 'value="US-PR-0001 R2"' in page
    assert "Pacific" in page or "PT" in page or "Los_Angeles" in page
    wrong = client.post(address, filled(world, guidelines="US-PR-0009"))
    assert wrong.status_code == 422
    assert "“US-PR-0009” is no published edition" in wrong.content.decode()
    assert "Low prices" in wrong.content.decode()
    answer = client.post(address, filled(world))
    session = Session.objects.get()
    assert answer["Location"] == f"/training/sessions/{session.pk}/"
    assert session.taught.get().edition == edition
    assert "Invite 1 person of the audience" in text(client, answer["Location"])
    client.post(f"{answer['Location']}invite/")
    assert "Do you come?" in text(browser(world.mo), answer["Location"])
    browser(world.mo).post(f"{answer['Location']}answer/", {"comes": "yes"})
    assert session.invitations.get().answer == "yes"


def test_whoever_teaches_in_several_places_says_first_where(world: World) -> None:
    assert 'name="market"' in text(browser(tia(world)), "/training/sessions/new/")
    assert browser(world.mo).get("/training/sessions/new/").status_code == 403


@pytest.mark.slow
def test_an_invited_person_sees_the_session_but_not_who_else_is_invited(world: World) -> None:
    session = planned(world)
    services.invite_audience(session, by=tia(world))
    services.invite(session, ["A-002"], by=tia(world))
    mine = text(browser(world.mo), session.get_absolute_url())
    assert world.art.name not in mine
    assert world.art.name in text(browser(tia(world)), session.get_absolute_url())
    assert session.topic in text(browser(world.mo), "/training/")
    assert session.topic in text(browser(world.mo), "/")
    assert browser(world.vy).get(session.get_absolute_url()).status_code == 404
    assert "No session to come" in text(browser(world.vy), "/training/")


@pytest.mark.slow
def test_the_page_says_in_words_what_is_out_of_date(world: World) -> None:
    edition = in_force(world)
    session = planned(world, editions=(edition,))
    next_edition(edition, world)
    sentence = "US-PR-0001 edition 1 is out of date: edition 2 is in force since"
    assert sentence in text(browser(tia(world)), session.get_absolute_url())
    assert sentence in text(browser(tia(world)), "/training/")


@pytest.mark.slow
def test_a_change_keeps_what_was_typed_where_it_cannot_be_taken(world: World) -> None:
    session, client = planned(world), browser(tia(world))
    address = f"{session.get_absolute_url()}change/"
    in_force(world)
    given = filled(world, topic="Prices of phones", seen="0", reason="")
    answer = client.post(address, given)
    assert answer.status_code == 422
    assert "Prices of phones" in answer.content.decode()
    assert client.post(address, {**given, "reason": "Clearer."}).status_code == 302
    stale = client.post(address, {**given, "topic": "Late words", "reason": "Again."})
    assert stale.status_code == 409
    assert "Late words" in stale.content.decode()


@pytest.mark.slow
def test_the_calendar_file_and_the_ticks_and_the_feedback_have_their_pages(world: World) -> None:
    session, client = planned(world), browser(tia(world))
    services.invite_audience(session, by=tia(world))
    file = client.get(f"{session.get_absolute_url()}calendar.ics")
    assert file["Content-Type"].startswith("text/calendar")
    assert f"UID:{session.uid}".encode() in file.content
    assert client.get(f"{session.get_absolute_url()}attendance/").status_code == 409
    with clock.pretend(session.ends_at + AN_HOUR):
        listed = client.get(f"{session.get_absolute_url()}attendance/")
        assert world.mo.name in listed.content.decode()
        client.post(f"{session.get_absolute_url()}attendance/", {**hidden_fields(listed), "came": str(world.mo.pk)})
        mo = browser(world.mo)
        assert "How was “Counterfeit in practice”?" in text(mo, "/")
        address = f"{session.get_absolute_url()}feedback/"
        wrong = mo.post(address, {"score": "9", "text": "My words"})
        assert wrong.status_code == 422
        assert "My words" in wrong.content.decode()
        assert mo.post(address, {"score": "5", "text": "My words"}).status_code == 302
        assert "My words" not in text(client, session.get_absolute_url())
        client.post(f"{session.get_absolute_url()}follow-up/", {"text": "Ask legal", "is_open_point": "on"})
        assert "Ask legal" in text(client, session.get_absolute_url())
        client.post(f"{session.get_absolute_url()}settle/", {"point": str(session.follow_ups.get().pk)})
        assert session.follow_ups.get().settled_at


@pytest.mark.slow
def test_the_list_asks_the_database_as_much_for_many_as_for_one(world: World) -> None:
    edition, client = in_force(world), browser(tia(world))
    planned(world, editions=(edition,))
    text(client, "/training/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        text(client, "/training/")
    for number in range(8):
        services.invite_audience(planned(world, editions=(edition,), topic=f"Session {number}"), by=tia(world))
    next_edition(edition, world)
    with CaptureQueriesContext(connection) as many:
        text(client, "/training/")
    assert len(many) <= len(one)
    assert len(many) <= 16


def test_a_session_that_is_over_offers_no_calendar_file(world: World) -> None:
    session = planned(world)
    services.invite_audience(session, by=tia(world))
    page = session.get_absolute_url()
    assert "Calendar file" in text(browser(world.mo), page)
    with after(session):
        assert "Calendar file" not in text(browser(world.mo), page)
    off = services.call_off(session, by=tia(world), reason="Ill.")
    assert "Calendar file" in text(browser(world.mo), off.get_absolute_url()), "it takes it out"
