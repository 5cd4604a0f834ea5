"""Reading pages that a process keeps: cheap for everybody, never out of date, and never somebody else's."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidelines.catalogue import services as catalogue
from guidelines.editions import services
from guidelines.editions.models import Audience
from guidelines.editions.services import set_precedence
from guidelines.people import services as people
from guidelines.people.roles import Role
from guidelines.reading import kept
from tests.people import World, make_person
from tests.reading import making

pytestmark = pytest.mark.django_db
HIS_OWN = re.compile(r'(name="csrfmiddlewaretoken" value=|name="next" value=|data-poll=)"[^"]*"')


def html(client: Client, wanted: str) -> str:
    response = client.get(wanted)
    assert response.status_code == 200
    return response.content.decode()


def plain(page: str) -> str:
    """Without what differs at every request: the masked token, and the address to come back to."""
    return HIS_OWN.sub(r"\1", page)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["mo", "ann", "bob", "joe"])
def test_a_kept_page_is_to_the_letter_the_page_that_is_drawn_for_one_person(world: World, who: str) -> None:
    edition = making.asking(world)
    wanted, client = f"/g/{edition.guideline.policy_id}/", making.signed_in(getattr(world, who))
    first, again, alone = (plain(html(client, address)) for address in (wanted, wanted, f"{wanted}?drawn=anew"))
    assert first == again == alone


@pytest.mark.slow
def test_the_second_reader_gets_the_same_words_and_nothing_of_the_first(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    wanted = f"/g/{making.asking(world).guideline.policy_id}/"
    max_ = make_person("A-077", "Max Oduya", Role.MODERATOR, world.us, world.product)
    people.choose_settings(world.mo, language="en", time_zone="UTC", theme="dark", keys_on=False)
    mo, other = making.signed_in(world.mo), making.signed_in(max_)
    first = html(mo, wanted)
    assert "I, Mo Diallo, have read" in first
    assert 'data-theme="dark" data-keys="off"' in first
    other.get("/guidelines/")
    with django_assert_num_queries(1):
        second = html(other, wanted)
    assert "I, Max Oduya, have read" in second
    assert "A-077" in second
    for mine in ("Mo Diallo", "A-004", 'data-theme="dark"', "data-keys", f'data-person="{world.mo.pk}"'):
        assert mine not in second


def test_nothing_that_is_kept_names_who_read_it(world: World) -> None:
    wanted = f"/g/{making.asking(world).guideline.policy_id}/"
    client = making.signed_in(world.mo)
    html(client, wanted)
    (page,) = kept._pages.kept()
    words = zlib.decompress(page.packed.data)
    token = client.cookies["csrftoken"].value
    for mine in ("Mo Diallo", world.mo.employee_id, f'data-person="{world.mo.pk}"', token):
        assert mine.encode() not in words


@pytest.mark.slow
def test_the_forms_of_a_kept_page_are_taken(world: World) -> None:
    edition = making.asking(world)
    wanted, client = f"/g/{edition.guideline.policy_id}/", Client(enforce_csrf_checks=True)
    client.force_login(world.mo)
    html(client, wanted)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', html(client, wanted))
    assert token
    sent = {"csrfmiddlewaretoken": token[1], "seen": edition.digest}
    assert client.post(f"{wanted}editions/1/acknowledge/", sent).status_code == 302
    assert "Acknowledged by Mo Diallo" in html(client, wanted)


@pytest.mark.slow
def test_acknowledging_changes_the_page_of_whoever_did_and_of_nobody_else(world: World) -> None:
    edition = making.asking(world)
    wanted = f"/g/{edition.guideline.policy_id}/"
    other = making.signed_in(make_person("A-077", "Max Oduya", Role.MODERATOR, world.us, world.product))
    mo = making.signed_in(world.mo)
    before = [client.get(wanted) and client.get(wanted).headers["ETag"] for client in (mo, other)]
    mo.post(f"{wanted}editions/1/acknowledge/", {"seen": edition.digest})
    mo.get(wanted)
    assert mo.get(wanted, headers={"if-none-match": before[0]}).status_code == 200
    assert other.get(wanted, headers={"if-none-match": before[1]}).status_code == 304
    assert "I, Max Oduya, have read" in html(other, wanted)


@pytest.mark.slow
def test_people_with_other_rights_times_or_tools_never_share_a_page(world: World) -> None:
    wanted = f"/g/{making.first(world).policy_id}/"
    assert "/editions/1/draft/" not in html(making.signed_in(world.mo), wanted)
    assert "New edition<" in html(making.signed_in(world.ann), wanted)
    people.choose_settings(world.bob, language="en", time_zone="Asia/Tokyo", theme="", keys_on=True)
    assert "Tokyo" in html(making.signed_in(world.bob), wanted)
    assert making.signed_in(world.vy).get(wanted).status_code == 404
    assert "New edition<" not in html(making.signed_in(world.mo), wanted)


@pytest.mark.slow
def test_every_deed_that_changes_what_stands_there_shows_at_the_next_read(world: World) -> None:
    guideline = making.first(world)
    wanted, client = f"/g/{guideline.policy_id}/", making.signed_in(world.mo)
    second = making.first(world, title="Second")
    assert second.policy_id not in html(client, wanted)
    set_precedence(guideline, before=second, by=world.ann)
    assert second.policy_id in html(client, wanted)
    making.withdrawn(world, second)
    people.correct(world.ann, by=world.root, name="Ann Newname")
    assert "Ann Newname" in html(client, wanted)
    world.us.name = "The States"
    catalogue.change(world.us, by=world.root, fields=["name"])
    assert "The States" in html(client, wanted)
    edition = making.again(world, guideline, title="Quite other words")
    assert "Quite other words" in html(client, wanted)
    services.suspend(edition, by=world.bob, reason="Under repair.", escalate_to="Brand desk")
    assert "Under repair." in html(client, wanted)
    making.withdrawn(world, guideline)
    assert 'class="prose"' not in html(client, wanted)


@pytest.mark.slow
def test_the_clock_alone_ends_what_is_kept(world: World, time_machine: Any) -> None:
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    guideline = making.first(world)
    time_machine.move_to(start + making.HOUR, tick=False)
    wanted, client = f"/g/{guideline.policy_id}/", making.signed_in(world.mo)
    begins = start + dt.timedelta(days=9)
    making.scheduled(world, guideline, begins, title="The coming words")
    assert "begins on" not in html(client, wanted)
    for instant, shown in (
        (begins - dt.timedelta(days=7, seconds=1), False),
        (begins - dt.timedelta(days=7), True),
    ):
        time_machine.move_to(instant, tick=False)
        client.force_login(world.mo)
        assert ("begins on" in html(client, wanted)) is shown
    time_machine.move_to(begins, tick=False)
    client.force_login(world.mo)
    assert '<h1 lang="en">The coming words' in html(client, wanted)


def test_what_is_late_is_said_to_be_late_from_that_instant_on(world: World, time_machine: Any) -> None:
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    until = start + dt.timedelta(hours=5)
    edition = making.asking(world, wanted=services.Acknowledging(Audience.READERS, until=until))
    wanted, client = f"/g/{edition.guideline.policy_id}/", making.signed_in(world.mo)
    assert "Late:" not in html(client, wanted)
    time_machine.move_to(until, tick=False)
    client.force_login(world.mo)
    assert "Late:" in html(client, wanted)


@pytest.mark.slow
def test_drafts_and_moments_of_the_past_are_never_kept(world: World) -> None:
    guideline, draft = making.first(world), making.making.draft(world)
    client = making.signed_in(world.ann)
    html(client, f"/g/{draft.guideline.policy_id}/editions/1/")
    at = timezone.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    html(client, f"/g/{guideline.policy_id}/?at={at}")
    assert not kept._pages.kept()


@pytest.mark.slow
def test_only_so_many_pages_are_kept_the_latest_of_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = making.signed_in(world.mo)
    wanted = [f"/g/{making.first(world).policy_id}/" for _ in range(3)]
    for address in wanted[:2]:
        html(client, address)
    monkeypatch.setattr(kept._pages, "most", kept._pages.bytes + 1_000)
    for address in (wanted[0], wanted[2]):
        html(client, address)
    assert [f"/g/{page.policy_id}/" for page in kept._pages.kept()] == [wanted[0], wanted[2]]
