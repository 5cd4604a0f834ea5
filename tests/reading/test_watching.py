"""A page left open: what it asks costs nearly nothing, and what it is told is right."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidelines.editions import services
from guidelines.editions.models import Guideline
from guidelines.people.models import Person
from tests.editions.making import SOURCE
from tests.people import World
from tests.reading import making

pytestmark = pytest.mark.django_db
CHANGED = SOURCE.replace("30%", "40%")
LATER = dt.timedelta(minutes=10)
"""Long enough that what happened while the page was made no longer counts."""


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


class Tab:
    """A page left open in a browser: what it asks, as its script does."""

    def __init__(self, person: Person, guideline: Guideline, card: str = "") -> None:
        self.client = making.signed_in(person)
        page = self.client.get(f"/g/{guideline.policy_id}/{card}").content.decode()
        self.poll, self.ask = (self._in(page, name) for name in ("data-poll", "data-ask"))

    def _in(self, page: str, name: str) -> str:
        return page.split(f'{name}="')[1].split('"')[0].replace("&amp;", "&")

    def polls(self) -> int:
        """Without any cookie."""
        cache.clear()
        return Client().get(self.poll).status_code

    def asks(self) -> str:
        """As its reader; what is told stands on the page from then on."""
        answer = self.client.get(self.ask)
        assert answer.status_code in (200, 204)
        self.poll, self.ask = answer.get("X-Poll", self.poll), answer.get("X-Ask", self.ask)
        return answer.content.decode()


def opened(world: World, guideline: Guideline | None = None, by: Person | None = None) -> tuple[Tab, Guideline]:
    """A guideline that has been in force for a while, open in a tab."""
    guideline = guideline or making.first(world)
    return Tab(by or world.mo, guideline), guideline


@pytest.fixture
def later() -> time_machine.travel:
    return time_machine.travel(timezone.now() + LATER)


def test_while_nothing_changes_a_tab_is_told_nothing_and_asks_no_database(
    world: World, later: time_machine.travel, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    guideline = making.first(world)
    with later:
        tab, _ = opened(world, guideline)
        assert tab.polls() == 204
        with django_assert_num_queries(0):
            assert Client().get(tab.poll).status_code == 204


@pytest.mark.slow
def test_a_tab_is_told_which_rule_changed_and_when(world: World, later: time_machine.travel) -> None:
    guideline = making.first(world)
    with later:
        tab, _ = opened(world, guideline)
        making.again(world, guideline, source=CHANGED)
        assert tab.polls() == 200
        told = tab.asks()
    assert "Edition 2 since " in told
    assert "Changed: R2." in told
    assert 'data-changed="r2"' in told
    assert "40%" in told, "the new row comes with it"


@pytest.mark.slow
def test_what_was_told_once_is_not_told_again(world: World, later: time_machine.travel) -> None:
    guideline = making.first(world)
    with later:
        tab, _ = opened(world, guideline)
        making.again(world, guideline, source=CHANGED)
        tab.asks()
        assert tab.asks() == ""
    with time_machine.travel(timezone.now() + 2 * LATER):
        tab.asks()
        assert tab.polls() == 204


@pytest.mark.slow
def test_words_that_begin_by_the_clock_alone_are_told_too(world: World, later: time_machine.travel) -> None:
    guideline, start = making.first(world), timezone.now() + dt.timedelta(hours=3)
    making.scheduled(world, guideline, start, source=CHANGED)
    with later:
        tab, _ = opened(world, guideline)
        assert tab.polls() == 204
    with time_machine.travel(start - dt.timedelta(seconds=5)):
        tab.polls()
    with time_machine.travel(start + dt.timedelta(seconds=1)):
        # Kept from before: what the clock brings is known ahead, and no pulse is needed for it.
        assert Client().get(tab.poll).status_code == 200
        assert "Changed: R2." in tab.asks()


@pytest.mark.slow
def test_another_guideline_of_the_domain_makes_a_tab_ask_and_hear_nothing(
    world: World, later: time_machine.travel
) -> None:
    guideline = making.first(world)
    with later:
        tab, _ = opened(world, guideline)
        making.first(world)
        assert tab.polls() == 200
        assert tab.asks() == ""


@pytest.mark.slow
def test_another_market_makes_no_tab_ask(world: World, later: time_machine.travel) -> None:
    guideline = making.first(world)
    with later:
        tab, _ = opened(world, guideline)
        making.vietnamese(world)
        assert tab.polls() == 204


@pytest.mark.slow
def test_a_suspension_and_its_end_are_told(world: World, later: time_machine.travel) -> None:
    guideline = making.first(world)
    edition = guideline.editions.get()
    with later:
        tab, _ = opened(world, guideline)
        services.suspend(edition, by=world.bob, reason="Two courts disagree.", escalate_to="Seller Risk", until=None)
        assert tab.polls() == 200
        assert "Do not enforce: escalate to Seller Risk." in tab.asks()
        assert tab.asks() == ""
        services.resume(edition, by=world.bob, reason="Settled.")
        assert "No longer suspended" in tab.asks()


@pytest.mark.slow
def test_that_nothing_is_in_force_any_more_is_told(world: World, later: time_machine.travel) -> None:
    guideline = making.first(world)
    with later:
        tab, _ = opened(world, guideline)
        making.withdrawn(world, guideline)
        assert tab.polls() == 200
        assert f"Nothing of {guideline.policy_id} is in force since " in tab.asks()


@pytest.mark.slow
def test_a_rule_that_is_gone_is_named_as_gone(world: World, later: time_machine.travel) -> None:
    guideline = making.first(world)
    with later:
        tab, _ = opened(world, guideline)
        start, end = SOURCE.index("/// rule | R2"), SOURCE.index("/// case | violating R1")
        making.again(world, guideline, source=SOURCE[:start] + SOURCE[end:])
        told = tab.asks()
    assert 'data-gone="r2"' in told
    assert 'data-changed=""' in told


@pytest.mark.slow
def test_somebody_of_another_market_hears_of_the_new_words_only(world: World, later: time_machine.travel) -> None:
    guideline = making.first(world)
    with later:
        tab, _ = opened(world, guideline, by=world.van)
        making.again(world, guideline, source=CHANGED)
        told = tab.asks()
    assert "Edition 2 since " in told
    assert "R2" not in told


@pytest.mark.slow
def test_a_rule_card_is_watched_as_the_page_of_its_guideline_is(world: World) -> None:
    client, guideline = making.signed_in(world.mo), making.first(world)
    page = f"/g/{guideline.policy_id}/R2/"
    assert b"data-poll" in client.get(page).content
    assert b"data-poll" not in client.get(page, {"at": timezone.now().isoformat().replace("+00:00", "Z")}).content


@pytest.mark.parametrize("token", ["", "x", "1.1.1", "1.1.1:forged"])
def test_a_token_that_nobody_was_given_is_refused(world: World, token: str) -> None:
    assert Client().get("/reading/changes/", {"since": token}).status_code == 401


@pytest.mark.slow
def test_a_token_of_yesterday_asks_again_whatever_happened(world: World) -> None:
    tab, _ = opened(world)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=25)):
        assert tab.polls() == 200


@pytest.mark.slow
def test_pages_of_old_words_and_of_another_moment_are_not_watched(world: World) -> None:
    guideline = making.first(world)
    making.again(world, guideline, source=CHANGED)
    client = making.signed_in(world.mo)
    assert b"data-poll" in client.get(f"/g/{guideline.policy_id}/").content
    assert b"data-poll" not in client.get(f"/g/{guideline.policy_id}/editions/1/").content
    at = timezone.now().isoformat().replace("+00:00", "Z")
    assert b"data-poll" not in client.get(f"/g/{guideline.policy_id}/", {"at": at}).content


@pytest.mark.slow
@pytest.mark.parametrize("query", ["", "?standing=scheduled"])
def test_nonsense_is_not_found(world: World, query: str) -> None:
    guideline = making.first(world)
    address = f"/g/{guideline.policy_id}/editions/1/now/{query}"
    assert making.signed_in(world.mo).get(address).status_code == 404
    assert (
        making.signed_in(world.vy).get(f"/g/{guideline.policy_id}/editions/1/now/?standing=in_force").status_code == 404
    )
