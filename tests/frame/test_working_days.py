"""Working days: weekends do not count, and a clock change moves no appointment."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from guidelines.frame.working_days import after_working_days, working_days_between

PT = ZoneInfo("America/Los_Angeles")


def pt(day: int, hour: int = 9, month: int = 6, minute: int = 0) -> dt.datetime:
    """A moment of 2026 in Los Angeles; 1 June is a Monday."""
    return dt.datetime(2026, month, day, hour, minute, tzinfo=PT)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (pt(1), 0, pt(1)),
        (pt(1), 1, pt(2)),
        (pt(4), 1, pt(5)),
        (pt(5), 1, pt(8)),
        (pt(5), 3, pt(10)),
        (pt(6), 1, pt(8)),
        (pt(7), 1, pt(8)),
        (pt(6), 0, pt(8)),
        (pt(5), 10, pt(19)),
    ],
    ids=["none", "Monday", "Thursday", "Friday", "over a weekend", "Saturday", "Sunday", "weekend, none", "two weeks"],
)
def test_days_are_counted_without_weekends(start: dt.datetime, days: int, end: dt.datetime) -> None:
    assert after_working_days(start, days, PT) == end


def test_nine_in_the_morning_stays_nine_over_a_clock_change() -> None:
    friday = pt(30, month=10)
    assert after_working_days(friday, 1, PT) == dt.datetime(2026, 11, 2, 9, tzinfo=PT)


def test_the_weekend_is_that_of_the_market() -> None:
    friday_evening = dt.datetime(2026, 6, 6, 3, tzinfo=dt.UTC)
    assert after_working_days(friday_evening, 1, PT) == pt(8, hour=20)
    assert after_working_days(friday_evening, 1, "Asia/Ho_Chi_Minh") == dt.datetime(2026, 6, 8, 3, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("end", "days"), [(pt(1), 0), (pt(2, 8), 0), (pt(2), 1), (pt(8), 5), (pt(7), 4), (pt(1, month=5), 0)]
)
def test_whole_working_days_lie_between(end: dt.datetime, days: int) -> None:
    assert working_days_between(pt(1), end, PT) == days
