"""What is overdue: decisions on editions and periodic reviews of guidelines, in one list with its count."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from guidelines.desk import views
from guidelines.editions import services
from guidelines.editions.models import Edition
from tests.editions import making
from tests.editions.pages import signed_in, text
from tests.people import World


@pytest.fixture
def late(world: World) -> Iterator[Edition]:
    """An edition in review for 9 days, where the market decides within 3; the world stands at that day."""
    edition = making.submitted(making.draft(world, title="Knives and blades"), world.ann)
    with time_machine.travel(timezone.now() + dt.timedelta(days=9), tick=False):
        yield edition


def shown(person: object, name: str = "overdue", query: str = "") -> str:
    return text(signed_in(person).get(reverse(name) + query))  # type: ignore[arg-type]


def counted(page: str) -> str:
    """The number beside the word."""
    (number,) = re.findall(r'Overdue <span class="num">(\d+)</span>', page)
    return str(number)


@pytest.mark.slow
def test_a_manager_sees_the_count_on_every_board_and_opens_the_list(world: World, late: Edition) -> None:
    for query in ("?who=me", "?who=all"):
        assert counted(shown(world.ann, "board", query)) == "1"
    page = shown(world.ann)
    assert "Knives and blades" in page
    assert "a reviewer to claim it" in page
    assert re.search(r"\d days late", page)


def test_the_list_holds_what_is_late_and_nothing_else(world: World, late: Edition) -> None:
    making.submitted(making.draft(world, title="Vapes and refills"), world.ann)
    making.draft(world, title="A draft of today")
    page = shown(world.ann)
    assert "Knives and blades" in page
    assert "Vapes and refills" not in page
    assert "A draft of today" not in page


@pytest.mark.slow
def test_a_guideline_past_its_periodic_review_is_overdue_too(world: World) -> None:
    making.published(making.draft(world, title="Knives and blades"), world)
    with time_machine.travel(timezone.now() + dt.timedelta(days=400), tick=False):
        page = shown(world.ann)
        assert "its periodic review" in page
        assert "Knives and blades" in page
        assert counted(shown(world.ann, "board")) == "1"


@pytest.mark.slow
def test_the_board_says_how_many_periodic_reviews_it_leaves_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "DUE_SHOWN", 1)
    for _ in range(3):
        making.published(making.draft(world), world)
    with time_machine.travel(timezone.now() + dt.timedelta(days=400), tick=False):
        assert "and 2 due later" in shown(world.ann, "board")
        assert counted(shown(world.ann, "board")) == "3"


def test_who_claimed_a_late_review_is_named(world: World, late: Edition) -> None:
    services.claim(late, by=world.bob)
    assert "a decision by Bob Stone" in shown(world.ann)


@pytest.mark.slow
def test_a_decided_review_is_overdue_no_longer(world: World, late: Edition) -> None:
    services.request_changes(late, by=world.bob, note="Shorter.")
    page = shown(world.ann)
    assert "Nothing is overdue" in page
    assert counted(shown(world.ann, "board")) == "0"


def test_another_market_is_told_nothing_of_it(world: World, late: Edition) -> None:
    page = shown(world.binh)
    assert "Knives and blades" not in page
    assert "Nothing is overdue" in page


@pytest.mark.slow
def test_the_list_costs_the_same_for_one_late_review_and_for_six(
    world: World, django_assert_max_num_queries: object
) -> None:
    for _ in range(6):
        making.submitted(making.draft(world), world.ann)
    with time_machine.travel(timezone.now() + dt.timedelta(days=9), tick=False):
        client = signed_in(world.ann)
        with django_assert_max_num_queries(10):  # type: ignore[operator]
            client.get(reverse("overdue"))
