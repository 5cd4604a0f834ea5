"""The list of the emergency lane's uses, for those who answer for it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from guidelines.editions import services
from guidelines.editions.models import Edition
from tests.editions import making
from tests.editions.pages import signed_in, text
from tests.people import World

LIST = "/emergencies/"
REASON = "Children were hurt by this product today."


@pytest.fixture
def lane(world: World) -> Edition:
    draft = making.draft(world)
    return services.enforce_now(draft, by=world.bob, seen=draft.digest, note=REASON)


def test_an_auditor_sees_who_used_the_lane_and_why(world: World, lane: Edition) -> None:
    page = text(signed_in(world.joe).get(LIST))
    assert world.bob.name in page
    assert REASON in page
    assert "not ratified yet" in page


def test_it_says_who_ratified(world: World, lane: Edition) -> None:
    services.ratify(lane, by=world.eve, seen=lane.digest)
    page = text(signed_in(world.joe).get(LIST))
    assert "Ratified" in page
    assert world.eve.name in page
    assert "not ratified" not in page


def test_it_says_when_nobody_did(world: World, lane: Edition) -> None:
    with time_machine.travel(timezone.now() + dt.timedelta(hours=73), tick=False):
        joe = signed_in(world.joe)
        page = text(joe.get(LIST))
    assert "Nobody ratified it" in page
    assert "by itself" in page


def test_an_unused_lane_is_said_to_be_so(world: World) -> None:
    assert "Never used" in text(signed_in(world.joe).get(LIST))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("who", "status"),
    [("ann", 200), ("bob", 200), ("ada", 200), ("joe", 200), ("mo", 403), ("lia", 403), ("vy", 403), ("root", 403)],
)
def test_it_is_for_those_who_work_on_guidelines(world: World, lane: Edition, who: str, status: int) -> None:
    assert signed_in(getattr(world, who)).get(LIST).status_code == status


def test_another_market_sees_none_of_it(world: World, lane: Edition) -> None:
    assert REASON not in text(signed_in(world.binh).get(LIST))
