"""What was cancelled before those who read no drafts could know of it stays unknown to them."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from guidelines.editions.models import Edition, Guideline
from guidelines.liaison.making import is_told_beyond
from guidelines.liaison.models import Pack
from tests.liaison.calling import DAY, cancel, noted, published_again
from tests.liaison.making import NOW, asked, coming, signed_in
from tests.liaison.packing import made
from tests.people import World

SOON = dt.timedelta(minutes=1)
FAR = asked(later=True, until=dt.date(2037, 7, 31))


@pytest.fixture
def far(world: World, guideline: Guideline) -> Edition:
    return coming(world, guideline, NOW + 20 * DAY, title="Vapes, stricter")


def statuses(world: World, pack: Pack) -> list[int]:
    """What the liaison and the policy manager who made it get for its page and its file."""
    addresses = [reverse("pack", args=[pack.pk]), reverse("pack_file", args=[pack.pk, "json"])]
    return [signed_in(person).get(one).status_code for person in (world.lia, world.ann) for one in addresses]


def test_a_pack_of_what_a_liaison_could_not_know_of_is_not_opened_to_them_by_calling_it_off(
    world: World, far: Edition
) -> None:
    early = made(world.ann, FAR)
    assert f"{far.guideline.policy_id} edition 2 starts" in early.notes
    assert statuses(world, early) == [404, 404, 200, 200]
    cancel(world, far, NOW + DAY)
    with time_machine.travel(NOW + DAY + SOON, tick=False):
        assert statuses(world, early) == [404, 404, 200, 200]


def test_its_title_and_reason_are_in_no_note_of_a_liaison_either(world: World, far: Edition) -> None:
    made(world.ann, FAR)
    cancel(world, far, NOW + DAY)
    key = f"{far.guideline.policy_id} edition 2 called_off"
    assert key in noted(world.ann, NOW + DAY + SOON)
    assert key not in noted(world.lia, NOW + DAY + SOON)


def test_a_pack_that_says_it_is_called_off_is_for_those_who_could_know_of_it(world: World, far: Edition) -> None:
    made(world.ann, FAR)
    cancel(world, far, NOW + DAY)
    with time_machine.travel(NOW + DAY + SOON, tick=False):
        told = made(world.ann, FAR)
        assert statuses(world, told) == [404, 404, 200, 200]
        assert is_told_beyond(told, world.lia) is True
        assert is_told_beyond(told, world.ann) is False


def test_what_was_published_again_and_called_off_in_sight_of_a_liaison_is_told_and_opened_to_them(
    world: World, far: Edition
) -> None:
    early = made(world.ann, FAR)
    cancel(world, far, NOW + DAY)
    with time_machine.travel(NOW + DAY + SOON, tick=False):
        published_again(world, far, NOW + 6 * DAY)
        in_sight = made(world.lia, FAR)
    cancel(world, far, NOW + 2 * DAY)
    with time_machine.travel(NOW + 2 * DAY + SOON, tick=False):
        told = made(world.lia, FAR)
        assert f"{far.guideline.policy_id} edition 2 called_off" in told.notes
        assert [statuses(world, one)[:2] for one in (in_sight, told)] == [[200, 200]] * 2
        assert statuses(world, early) == [404, 404, 200, 200]
        assert is_told_beyond(told, world.lia) is False


def test_the_page_of_editions_names_it_to_readers_of_drafts_alone(world: World, far: Edition) -> None:
    made(world.ann, FAR)
    cancel(world, far, NOW + DAY)
    address = reverse("editions", args=[far.guideline.policy_id])
    with time_machine.travel(NOW + DAY + SOON, tick=False):
        said = {person: signed_in(person).get(address).content.decode() for person in (world.ann, world.lia)}
    assert "called off 23 Jun 2037" in said[world.ann]
    assert "Who was told" in said[world.lia]
    assert "called off" not in said[world.lia]
