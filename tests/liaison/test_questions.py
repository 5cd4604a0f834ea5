"""Days, names and periods."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import QueryDict

from guidelines.liaison.periods import presets
from tests.liaison.making import asked

LOS_ANGELES, HO_CHI_MINH, HAVANA = "America/Los_Angeles", "Asia/Ho_Chi_Minh", "America/Havana"


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("zone", "day", "begins", "ends"),
    [
        (LOS_ANGELES, (2037, 6, 16), (2037, 6, 16, 7), (2037, 6, 17, 7)),
        (HO_CHI_MINH, (2037, 6, 16), (2037, 6, 15, 17), (2037, 6, 16, 17)),
        # 23 and 25 hours on the days the clocks turn.
        (LOS_ANGELES, (2037, 3, 8), (2037, 3, 8, 8), (2037, 3, 9, 7)),
        (LOS_ANGELES, (2037, 11, 1), (2037, 11, 1, 7), (2037, 11, 2, 8)),
        # In Havana midnight itself is skipped: the day begins when the clocks turn.
        (HAVANA, (2037, 3, 8), (2037, 3, 8, 5), (2037, 3, 9, 4)),
    ],
)
def test_a_period_is_whole_days_of_the_market(zone: str, day: tuple[int, ...], begins: tuple, ends: tuple) -> None:
    question = asked(since=dt.date(*day), until=dt.date(*day))
    assert question.span(zone) == (utc(*begins), utc(*ends))


def test_days_that_follow_one_another_leave_no_moment_out_and_have_none_twice() -> None:
    day = dt.date(2037, 1, 1)
    for _ in range(400):
        following = day + dt.timedelta(days=1)
        for zone in (LOS_ANGELES, HO_CHI_MINH, HAVANA):
            assert asked(since=day, until=day).span(zone)[1] == asked(since=following, until=following).span(zone)[0]
        day = following


def test_a_file_is_named_after_its_days_and_markets_and_says_embargo() -> None:
    assert asked("US").file_name("md", embargo=False) == "change-notes_US_2037-06-01_2037-06-30.md"
    assert asked("US", "VN").file_name("csv", embargo=True) == "change-notes_US-VN_2037-06-01_2037-06-30_embargo.csv"
    assert asked("A", "B", "C", "D", "E").file_name("md", embargo=False).startswith("change-notes_5-markets_2037")


def test_presets_are_weeks_from_monday_and_the_whole_month() -> None:
    today = dt.date(2037, 12, 31)
    found = {preset.label: (preset.since, preset.until) for preset in presets(QueryDict(""), today, None, None)}
    assert found == {
        "Last 7 days": (dt.date(2037, 12, 25), today),
        "This week": (dt.date(2037, 12, 28), dt.date(2038, 1, 3)),
        "Last week": (dt.date(2037, 12, 21), dt.date(2037, 12, 27)),
        "This month": (dt.date(2037, 12, 1), today),
    }


def test_a_preset_keeps_the_filters_and_forgets_the_page() -> None:
    preset = presets(QueryDict("market=US&market=VN&page=3&from=x"), dt.date(2037, 6, 22), None, None)[0]
    assert preset.url == "?market=US&market=VN&from=2037-06-16&until=2037-06-22"
