"""When a subscription is told next: on the clock of its market, also in the weeks in which the clocks turn."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from guidelines.liaison.rhythms import Rhythm, next_run

LOS_ANGELES, HANOI, SAMOA, BEIRUT = "America/Los_Angeles", "Asia/Ho_Chi_Minh", "Pacific/Apia", "Asia/Beirut"


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("zone", "hour", "after", "expected"),
    [
        (LOS_ANGELES, 9, "2026-06-22T15:00", "2026-06-22T16:00"),
        (LOS_ANGELES, 9, "2026-06-22T16:00", "2026-06-23T16:00"),
        (LOS_ANGELES, 9, "2026-12-22T16:00", "2026-12-22T17:00"),
        (HANOI, 9, "2026-06-22T16:00", "2026-06-23T02:00"),
        # The clocks skip 02:00 to 03:00: it runs as they turn, and the next day at its hour again.
        (LOS_ANGELES, 2, "2026-03-07T18:00", "2026-03-08T10:00"),
        (LOS_ANGELES, 2, "2026-03-08T10:00", "2026-03-09T09:00"),
        # They show 01:00 twice: it runs once, at the first.
        (LOS_ANGELES, 1, "2026-10-31T12:00", "2026-11-01T08:00"),
        (LOS_ANGELES, 1, "2026-11-01T08:00", "2026-11-02T09:00"),
        (LOS_ANGELES, 1, "2026-11-01T08:30", "2026-11-02T09:00"),
        # Beirut skips midnight, Samoa left out a whole day.
        (BEIRUT, 0, "2026-03-28T12:00", "2026-03-28T22:00"),
        (SAMOA, 9, "2011-12-29T20:00", "2011-12-30T10:00"),
        (SAMOA, 9, "2011-12-30T10:00", "2011-12-30T19:00"),
    ],
)
def test_every_day_at_an_hour_of_the_market(zone: str, hour: int, after: str, expected: str) -> None:
    assert next_run(Rhythm.DAILY, zone, weekday=0, hour=hour, after=utc(after)) == utc(expected)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2026-06-15T15:59", "2026-06-15T16:00"),
        ("2026-06-15T16:00", "2026-06-22T16:00"),
        ("2026-03-02T18:00", "2026-03-09T16:00"),
        ("2026-10-26T16:00", "2026-11-02T17:00"),
    ],
)
def test_every_monday_at_nine_in_los_angeles(after: str, expected: str) -> None:
    assert next_run(Rhythm.WEEKLY, LOS_ANGELES, weekday=0, hour=9, after=utc(after)) == utc(expected)


def test_a_year_of_days_has_a_run_each_and_no_two() -> None:
    at, runs = utc("2026-01-01T00:00"), []
    for _day in range(365):
        at = next_run(Rhythm.DAILY, LOS_ANGELES, weekday=0, hour=2, after=at)
        runs.append(at)
    pauses = {later - earlier for earlier, later in pairwise(runs)}
    assert pauses == {dt.timedelta(hours=hours) for hours in (23, 24, 25)}


def test_at_once_is_always() -> None:
    assert next_run(Rhythm.AT_ONCE, HANOI, weekday=3, hour=5, after=utc("2026-01-01T00:00")) == utc("2026-01-01T00:00")
