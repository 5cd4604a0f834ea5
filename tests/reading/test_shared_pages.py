"""Lists that many see alike, home and the library: drawn once, never out of date, and never somebody else's."""

from __future__ import annotations

import re
import zlib
from typing import Any

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidelines.catalogue import services as catalogue
from guidelines.desk import floor
from guidelines.editions import services
from guidelines.people import services as people
from guidelines.people import sessions
from guidelines.people.models import Person, Site
from guidelines.people.roles import Role
from guidelines.reading import shared
from guidelines.reading.services import acknowledge
from tests.editions import clearing
from tests.insights import making as insights
from tests.people import PASSWORD, World, make_person
from tests.people.sites import seat
from tests.reading import making

pytestmark = pytest.mark.django_db
PLACES = ("/", "/guidelines/")
TOKENS = re.compile(r'(name="csrfmiddlewaretoken" value=)"[^"]*"')


MESSAGE = re.compile(r'<div class="callout message .*?</div></div>', re.S)


def html(client: Client, place: str) -> str:
    response = client.get(place)
    assert response.status_code == 200
    return TOKENS.sub(r"\1", response.content.decode())


def another_moderator(world: World) -> Client:
    return making.signed_in(make_person("A-077", "Max Oduya", Role.MODERATOR, world.us, world.product))


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_the_second_reader_gets_the_same_lists_and_nothing_of_the_first(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries, place: str
) -> None:
    guideline = making.asking(world, title="Knives").guideline
    other = another_moderator(world)
    Person.objects.update(joined_at=timezone.now() - 40 * making.DAY)  # nobody follows the path of a joiner
    people.choose_settings(world.mo, language="en", time_zone="UTC", theme="dark", keys_on=False)
    assert 'data-theme="dark" data-keys="off"' in html(making.signed_in(world.mo), place)
    html(other, f"/g/{guideline.policy_id}/")  # this process knows who reads
    with django_assert_max_num_queries(3):
        second = html(other, place)
    assert "Knives" in second
    assert "A-077" in second
    for mine in ("Mo Diallo", "A-004", 'data-theme="dark"', "data-keys"):
        assert mine not in second


def test_nothing_that_is_kept_names_who_read_it(world: World) -> None:
    edition = making.asking(world, title="Knives")
    acknowledge(edition, by=world.mo, seen=edition.digest)
    insights.ruled(edition, insights.lead(world), questions=[insights.asked(edition, world.mo)])
    client = making.signed_in(world.mo)
    shown = [html(client, place) for place in PLACES]
    assert "Acknowledged by Mo Diallo" in shown[0]
    assert insights.ASKED in shown[0]
    pages = shared._pages.kept()
    assert len(pages) == len(PLACES)
    for page in pages:
        words = zlib.decompress(page.packed.data)
        for mine in ("Mo Diallo", "A-004", insights.ASKED, client.cookies["csrftoken"].value):
            assert mine.encode() not in words


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("who", ["mo", "ann", "bob", "joe", "lia", "vy", "root"])
def test_a_kept_list_is_to_the_letter_the_list_that_is_drawn_for_one_person(
    world: World, rf: RequestFactory, place: str, who: str
) -> None:
    edition = making.asking(world, title="Knives")
    making.vietnamese(world)
    making.scheduled(world, edition.guideline, timezone.now() + making.DAY, title="Blades")
    insights.ruled(edition, world.ann, questions=[insights.asked(edition, world.mo)])
    client = making.signed_in(getattr(world, who))
    first, again = html(client, place), html(client, place)
    message = Message(constants.SUCCESS, "Thank you.")
    client.cookies["messages"] = CookieStorage(rf.get("/"))._encode([message])
    alone = html(client, place)
    assert first == again
    assert "Thank you." in alone
    assert MESSAGE.sub("", alone).split() == first.split()
    assert "Thank you." not in html(client, place)


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_people_with_other_rights_times_or_languages_never_share_a_list(world: World, place: str) -> None:
    making.asking(world, title="Knives")
    assert "Knives" in html(making.signed_in(world.mo), place)
    assert "Knives" not in html(making.signed_in(world.vy), place)
    other = another_moderator(world)
    people.choose_settings(
        Person.objects.get(employee_id="A-077"),
        language="vi",
        time_zone="Asia/Tokyo",
        theme="",
        keys_on=True,
    )
    page = html(other, place)
    assert '<html lang="vi"' in page
    assert "Tokyo" in page
    assert "Tokyo" not in html(making.signed_in(world.mo), place)


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_every_deed_that_changes_a_list_shows_at_the_next_look(world: World, place: str) -> None:
    edition = making.asking(world, title="Knives")
    client = making.signed_in(world.mo)
    html(client, place)
    making.first(world, title="Spoons")
    assert "Spoons" in html(client, place)
    world.product.name = "Goods of all kinds"
    catalogue.change(world.product, by=world.root, fields=["name"])
    assert "Goods of all kinds" in html(client, place)
    services.suspend(edition, by=world.bob, reason="Under repair.", escalate_to="Brand desk")
    assert "Suspended" in html(client, place)
    making.withdrawn(world, edition.guideline)
    assert ("Withdrawn" if place == "/" else "Spoons") in html(client, place)
    assert "Suspended" not in html(client, place)


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_the_clock_alone_changes_a_list(world: World, time_machine: Any, place: str) -> None:
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    guideline = making.asking(world, title="Knives").guideline
    time_machine.move_to(start + making.HOUR, tick=False)
    begins = start + 2 * making.HOUR
    making.scheduled(world, guideline, begins, title="Blades of every length")
    client = making.signed_in(world.mo)
    headings = re.compile(r'<h3 lang="en"><a href="[^"]*editions/2/|Edition 2 starts')
    assert headings.search(html(client, place))
    time_machine.move_to(begins, tick=False)
    client.force_login(world.mo)
    assert not headings.search(html(client, place))
    assert "Blades of every length" in html(client, place)


@pytest.mark.slow
def test_what_one_person_acknowledges_changes_home_for_them_alone(world: World) -> None:
    mo, other = making.signed_in(world.mo), another_moderator(world)
    edition = making.asking(world, title="Knives")
    for client in (mo, other):
        assert "To acknowledge" in html(client, "/")
    acknowledge(edition, by=world.mo, seen=edition.digest)
    assert "To acknowledge" not in html(mo, "/")
    assert "Acknowledged by Mo Diallo" in html(mo, "/")
    assert "To acknowledge" in html(other, "/")


@pytest.mark.slow
def test_a_list_of_which_much_is_kept_forgets_what_was_not_used(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = making.signed_in(world.mo)
    html(client, "/guidelines/?q=one")
    monkeypatch.setattr(shared._pages, "most", shared._pages.bytes + 1_000)
    html(client, "/guidelines/?q=two")
    assert len(shared._pages.kept()) == 1
    floor.clear()
    assert "Find the rule" in html(client, "/")


@pytest.mark.slow
@pytest.mark.parametrize("place", [*PLACES, "/search/?q=knives"])
def test_who_sits_at_a_shared_computer_gets_lists_that_lock(world: World, client: Client, place: str) -> None:
    making.first(world, title="Knives")
    assert "data-shared" not in html(making.signed_in(world.mo), place)
    seat(world.mo, "Austin", "America/Chicago")
    Site.objects.update(locks_when_idle=True)
    client.post("/sign-in/", {"login": "A-004", "password": PASSWORD})
    assert 'data-shared="on"' in html(client, place)
    sessions.forget_everybody()
    assert 'data-shared="on"' in html(client, place), "not the page that was kept for the others"


@pytest.mark.slow
def test_an_answer_is_told_at_a_shared_computer_too(world: World, client: Client) -> None:
    edition = making.asking(world, title="Knives")
    insights.ruled(edition, world.ann, questions=[insights.asked(edition, world.mo)])
    seat(world.mo, "Austin", "America/Chicago")
    Site.objects.update(locks_when_idle=True)
    client.post("/sign-in/", {"login": "A-004", "password": PASSWORD})
    home = html(client, "/")
    assert 'data-shared="on"' in home
    assert insights.ASKED in home


@pytest.mark.slow
def test_whom_a_restricted_guideline_names_is_told_of_rulings_on_their_own(world: World) -> None:
    edition, secret = making.asking(world, title="Knives"), making.asking(world, title="Raids")
    clearing.restricted(secret, world.ann)
    insights.ruled(edition, insights.lead(world))
    home = html(making.signed_in(world.ann), "/")
    assert "Interim rulings on your guidelines" in home
    assert insights.RULING in home
