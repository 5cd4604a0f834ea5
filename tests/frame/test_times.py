"""Times are shown in a named zone, and local times become instants only where they are one."""

import datetime as dt
import time
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from guidelines.frame.local_times import AmbiguousTime, NonexistentTime, local_instant
from guidelines.frame.refusals import Invalid
from guidelines.frame.times import BadInstant, in_zone, instant, mine_and_market
from guidelines.frame.zones import zone_label

PT, CT, ICT = "America/Los_Angeles", "America/Chicago", "Asia/Ho_Chi_Minh"


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type, misc]  # year, month, day, hour, minute


def test_an_instant_is_shown_in_the_markets_time() -> None:
    assert in_zone(utc(2026, 6, 13, 7), PT) == "13 Jun 2026, 00:00 PT"
    assert in_zone(utc(2026, 1, 13, 8), PT) == "13 Jan 2026, 00:00 PT"


def test_vietnamese_has_its_own_order() -> None:
    assert in_zone(utc(2026, 6, 15, 2), ICT, "vi") == "15/06/2026, 09:00 ICT"


def test_a_zone_with_seasons_and_no_common_name_says_which() -> None:
    assert in_zone(utc(2026, 6, 25, 8), "Europe/London") == "25 Jun 2026, 09:00 BST"
    assert in_zone(utc(2026, 1, 25, 9), "Europe/London") == "25 Jan 2026, 09:00 GMT"


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Asia/Singapore", "SGT"),
        ("Asia/Manila", "PHT"),
        ("Asia/Dubai", "UTC+4"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("UTC", "UTC"),
    ],
)
def test_every_zone_has_a_name_people_can_use(zone: str, name: str) -> None:
    assert in_zone(utc(2026, 6, 1), zone).endswith(f" {name}")


def test_whoever_reads_vietnamese_finds_the_citys_name_as_it_is_written() -> None:
    with translation.override("vi"):
        assert zone_label(ICT) == "TP. Hồ Chí Minh (ICT)"
    assert zone_label(ICT) == "Ho Chi Minh (ICT)"


def test_the_repeated_hour_says_which_of_the_two() -> None:
    assert in_zone(utc(2026, 11, 1, 8, 30), PT) == "1 Nov 2026, 01:30 PDT"
    assert in_zone(utc(2026, 11, 1, 9, 30), PT) == "1 Nov 2026, 01:30 PST"
    assert in_zone(utc(2026, 11, 1, 10, 30), PT) == "1 Nov 2026, 02:30 PT"


def test_my_time_comes_first_and_the_markets_second() -> None:
    assert mine_and_market(utc(2026, 6, 16, 16), CT, PT) == "16 Jun 2026, 11:00 your time (09:00 PT)"


def test_the_markets_date_is_named_when_it_is_another_day() -> None:
    shown = mine_and_market(utc(2026, 6, 16, 20), ICT, PT)
    assert shown == "17 Jun 2026, 03:00 your time (16 Jun 2026, 13:00 PT)"


def test_one_time_is_enough_where_both_clocks_agree() -> None:
    assert mine_and_market(utc(2026, 6, 16, 16), PT, PT) == "16 Jun 2026, 09:00 PT"


def test_a_local_time_becomes_an_instant() -> None:
    assert local_instant(dt.date(2026, 6, 13), dt.time(0, 0), PT) == utc(2026, 6, 13, 7)
    assert local_instant(dt.date(2026, 1, 13), dt.time(0, 0), PT) == utc(2026, 1, 13, 8)


def test_a_time_the_clocks_skip_names_both_neighbours() -> None:
    with pytest.raises(NonexistentTime) as refusal:
        local_instant(dt.date(2026, 3, 8), dt.time(2, 30), PT)
    assert refusal.value.choices == (utc(2026, 3, 8, 9, 59), utc(2026, 3, 8, 10, 0))
    assert "01:59" in refusal.value.sentence
    assert "03:00" in refusal.value.sentence


@pytest.mark.parametrize("clock", [dt.time(2, 0), dt.time(2, 59), dt.time(2, 59, 59)])
def test_the_whole_skipped_hour_is_refused(clock: dt.time) -> None:
    with pytest.raises(NonexistentTime):
        local_instant(dt.date(2026, 3, 8), clock, PT)


def test_the_edges_of_the_skipped_hour_exist() -> None:
    assert local_instant(dt.date(2026, 3, 8), dt.time(1, 59), PT) == utc(2026, 3, 8, 9, 59)
    assert local_instant(dt.date(2026, 3, 8), dt.time(3, 0), PT) == utc(2026, 3, 8, 10)


def test_a_skipped_day_names_neighbours_on_other_days() -> None:
    with pytest.raises(NonexistentTime) as refusal:
        local_instant(dt.date(2011, 12, 30), dt.time(12, 0), "Pacific/Apia")
    assert "2011-12-29 23:59" in refusal.value.sentence
    assert "2011-12-31 00:00" in refusal.value.sentence


def test_a_time_the_clocks_repeat_asks_which() -> None:
    with pytest.raises(AmbiguousTime) as refusal:
        local_instant(dt.date(2026, 11, 1), dt.time(1, 30), PT)
    assert refusal.value.choices == (utc(2026, 11, 1, 8, 30), utc(2026, 11, 1, 9, 30))
    assert "01:30 PDT (UTC-7)" in refusal.value.sentence
    assert "01:30 PST (UTC-8)" in refusal.value.sentence


def test_the_answer_picks_one_of_the_two() -> None:
    assert local_instant(dt.date(2026, 11, 1), dt.time(1, 30), PT, fold=0) == utc(2026, 11, 1, 8, 30)
    assert local_instant(dt.date(2026, 11, 1), dt.time(1, 30), PT, fold=1) == utc(2026, 11, 1, 9, 30)


def test_a_zone_without_seasons_never_asks() -> None:
    for day in (dt.date(2026, 3, 8), dt.date(2026, 11, 1)):
        assert local_instant(day, dt.time(2, 30), ICT) == dt.datetime.combine(
            day, dt.time(19, 30), dt.UTC
        ) - dt.timedelta(1)


@pytest.mark.parametrize("year", [1, 9999])
def test_a_year_that_cannot_be_meant_is_refused(year: int) -> None:
    with pytest.raises(Invalid):
        local_instant(dt.date(year, 1, 1), dt.time(0, 0), PT)


@pytest.mark.slow
@given(
    st.datetimes(dt.datetime(1980, 1, 1), dt.datetime(2037, 12, 31)),
    st.sampled_from([PT, CT, ICT, "Australia/Lord_Howe"]),
)
def test_every_local_time_is_one_instant_two_or_none(local: dt.datetime, zone: str) -> None:
    def shows(moment: dt.datetime) -> bool:
        return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) == local

    try:
        found = (local_instant(local.date(), local.time(), zone),)
    except AmbiguousTime as refusal:
        found = refusal.choices
    except NonexistentTime as refusal:
        found = ()
        before, after = (moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for moment in refusal.choices)
        skipped = before < local < after
    assert all(shows(moment) for moment in found)
    assert len(set(found)) == len(found)
    assert found or skipped


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-03-01T10:00Z", utc(2026, 3, 1, 10)),
        ("2026-03-01T10:00:30+00:00", utc(2026, 3, 1, 10, 0).replace(second=30)),
        ("2026-03-01T10:00-08:00", utc(2026, 3, 1, 18)),
        ("2026-03-01T10:00 07:00", utc(2026, 3, 1, 3)),
    ],
)
def test_an_instant_in_an_address_is_read(text: str, meant: dt.datetime) -> None:
    assert instant(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2026-03-01",
        "2026-03-01T10:00",
        "2026-02-30T10:00Z",
        "2026-03-01T25:00Z",
        "0001-01-01T00:00+14:00",
        "²",
    ],
)
def test_an_instant_that_is_not_one_shows_the_right_form(text: str) -> None:
    with pytest.raises(BadInstant) as refusal:
        instant(text)
    assert "2026-03-01T10:00Z" in refusal.value.sentence


def test_a_text_that_fills_a_form_is_told_to_be_no_moment_at_once() -> None:
    begun = time.process_time()
    with pytest.raises(BadInstant, match="Write it like 2026-03-01T10:00Z"):
        instant("T" * 20_000)
    assert time.process_time() - begun < 0.1


def test_a_bad_instant_in_an_address_is_a_bad_request(browser: Client) -> None:
    answer = browser.get("/at/", {"at": "yesterday"})
    assert answer.status_code == 400
    assert "2026-03-01T10:00Z" in answer.content.decode()
    assert browser.get("/at/?at=2026-03-01T10:00+07:00").content == b"2026-03-01T03:00:00+00:00"


def test_a_zone_nobody_knows_is_refused_with_a_sentence() -> None:
    with pytest.raises(Invalid) as refusal:
        in_zone(utc(2026, 6, 1), "Mars/Olympus")
    assert "no time zone “Mars/Olympus”" in refusal.value.sentence
