"""A shift: begun by a request, ended by signing out or by four idle hours."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from guidelines.people import presence
from guidelines.people.models import Person, Presence
from tests.people import World

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 6, 16, 15, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def nobody_seen_yet() -> None:
    presence._written.clear()


def at(hours: float) -> time_machine.travel:
    return time_machine.travel(START + dt.timedelta(hours=hours), tick=False)


def here(person: Person, *hours: float) -> None:
    for hour in hours:
        with at(hour):
            presence.beat(person.pk)


def ended(person: Person, hours: float) -> dt.datetime | None:
    return presence.last_shift_ended(person, START + dt.timedelta(hours=hours))


def test_somebody_on_their_first_shift_had_none_before(world: World) -> None:
    here(world.mo, 0, 1)
    assert ended(world.mo, 1) is None
    assert ended(world.bob, 1) is None


def test_a_break_of_less_than_four_hours_ends_no_shift(world: World) -> None:
    here(world.mo, 0, 3.9, 7.8)
    assert ended(world.mo, 8) is None


def test_four_idle_hours_end_a_shift_at_the_last_request(world: World) -> None:
    here(world.mo, 0, 8, 24)
    assert ended(world.mo, 24) == START + dt.timedelta(hours=8)


def test_four_idle_hours_count_before_the_next_request_is_written(world: World) -> None:
    here(world.mo, 0)
    assert ended(world.mo, 4) == START


@pytest.mark.slow
def test_signing_out_ends_a_shift_at_once(world: World) -> None:
    client = Client()
    with at(0):
        client.force_login(world.mo)
    with at(1):
        client.post(reverse("sign_out"))
    with at(2):
        client.force_login(world.mo)
        client.get(reverse("home"))
    assert ended(world.mo, 2) == START + dt.timedelta(hours=1)


def test_after_a_leave_of_weeks_the_last_shift_is_the_one_before_the_leave(world: World) -> None:
    here(world.mo, 0, 8, 24 * 40)
    assert ended(world.mo, 24 * 40) == START + dt.timedelta(hours=8)


def test_the_night_the_clocks_change_is_four_real_hours_too(world: World) -> None:
    """On 8 Mar 2026 Los Angeles goes from 02:00 to 03:00: from 23:30 to 04:29 are four hours but a minute."""
    evening = dt.datetime(2026, 3, 8, 7, 30, tzinfo=dt.UTC)  # 23:30 PST
    with time_machine.travel(evening, tick=False):
        presence.beat(world.mo.pk)
    assert presence.last_shift_ended(world.mo, dt.datetime(2026, 3, 8, 11, 29, tzinfo=dt.UTC)) is None  # 04:29 PDT
    assert presence.last_shift_ended(world.mo, dt.datetime(2026, 3, 8, 11, 30, tzinfo=dt.UTC)) == evening


def test_requests_within_five_minutes_write_nothing(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    here(world.mo, 0)
    with django_assert_num_queries(0):
        here(world.mo, 0.05)
    here(world.mo, 0.1)
    assert Presence.objects.get(person=world.mo).seen_at == START + dt.timedelta(hours=0.1)


@pytest.mark.slow
def test_a_page_says_that_its_reader_is_here(world: World) -> None:
    client = Client()
    with at(0):
        client.force_login(world.mo)
    with at(1):
        client.get(reverse("home"))
    assert Presence.objects.get(person=world.mo).seen_at == START + dt.timedelta(hours=1)
