"""An interim ruling reaches the pages that were open before it was made, and its end does, too."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from guidelines.editions.models import Edition
from guidelines.insights import services
from tests.insights import making
from tests.people import World
from tests.reading.test_watching import LATER, Tab

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def later() -> time_machine.travel:
    return time_machine.travel(timezone.now() + LATER)


@pytest.fixture
def edition(world: World) -> Edition:
    return making.in_force(world)


def test_an_open_page_is_told_of_a_new_ruling_with_its_words(
    world: World, edition: Edition, later: time_machine.travel
) -> None:
    with later:
        tab = Tab(world.mo, edition.guideline)
        assert tab.polls() == 204
        ruling = making.ruled(edition, world.ann)
        assert tab.polls() == 200
        told = tab.asks()
        assert "New interim ruling on R2." in told
        said = told.split("<template>")[0]
        assert f'<span lang="en">{ruling.text} (Ann Rivera)</span>' in said, "the bar says what was ruled"
        assert 'data-pinned="r2"' in told
        assert "Interim ruling on R2, until " in told.split("<template>")[1], "the row under the rule comes with it"
        assert tab.asks() == "", "told once"


def test_an_open_page_is_told_that_a_ruling_was_ended(
    world: World, edition: Edition, later: time_machine.travel
) -> None:
    ruling = making.ruled(edition, world.ann)
    with later:
        tab = Tab(world.mo, edition.guideline)
        services.end_ruling(ruling, by=world.ann, reason="Edition 2 comes.")
        assert tab.polls() == 200
        told = tab.asks()
    assert "The interim ruling on R2 has ended. " in told.replace("</strong><p>", " ")
    assert ruling.text not in told


def test_an_open_page_asks_when_a_ruling_is_over_by_the_clock(world: World, edition: Edition) -> None:
    over = making.ruled(edition, world.ann, days=0.5).until
    with time_machine.travel(over - dt.timedelta(minutes=5)):
        tab = Tab(world.mo, edition.guideline)
        assert tab.polls() == 204
    with time_machine.travel(over + dt.timedelta(seconds=1)):
        assert tab.polls() == 200
        assert "The interim ruling on R2 has ended." in tab.asks()


def test_the_card_of_another_rule_is_told_nothing(world: World, edition: Edition, later: time_machine.travel) -> None:
    with later:
        cards = {rule: Tab(world.mo, edition.guideline, f"{rule}/") for rule in ("R1", "R2")}
        making.ruled(edition, world.ann)
        assert "New interim ruling on R2." in cards["R2"].asks()
        assert cards["R1"].asks() == ""


def test_a_page_of_an_older_release_that_says_nothing_of_rulings_is_told_nothing(
    world: World, edition: Edition, later: time_machine.travel
) -> None:
    with later:
        tab = Tab(world.mo, edition.guideline)
        tab.ask = tab.ask.split("&")[0]
        making.ruled(edition, world.ann)
        assert tab.asks() == ""


def test_nonsense_about_rulings_is_passed_over(world: World, edition: Edition) -> None:
    tab = Tab(world.mo, edition.guideline)
    tab.ask = tab.ask.split("&")[0] + "&marks=x.R-1...R&rule=%22"
    assert tab.asks() == ""
