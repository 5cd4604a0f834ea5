"""The checks of the demo are drawn to show what is told of them, whatever day it is built on."""

import csv
import datetime as dt
import io
from collections import Counter

import pytest

from guidelines.demo.checks.drawing import WEEK, Draw, Drawn
from guidelines.demo.checks.files import feeds, written
from guidelines.demo.checks.rulebook import InForce, Timeline
from guidelines.demo.checks.workforce import NEWCOMERS, Workforce

NOW = dt.datetime(2026, 6, 18, 20, 30, tzinfo=dt.UTC)
OTHER_DAYS = (NOW, NOW - dt.timedelta(days=71), NOW + dt.timedelta(days=200))
DAY = dt.timedelta(days=1)


def timeline(policy_id: str, *spans: tuple[int, int, dict[str, str]], now: dt.datetime = NOW) -> Timeline:
    """Editions by their number, the days ago on which they began, and the action of each rule."""
    editions = [InForce(number, now - days * DAY, actions) for number, days, actions in spans]
    return Timeline(policy_id, [edition.since for edition in editions], list(editions))


def year(timelines: list[Timeline], market: str = "US", now: dt.datetime = NOW) -> list[Drawn]:
    draw = Draw(market, now)
    return [check for week in range(52, 0, -1) for check in draw.week(now - week * WEEK, timelines)]


def rate(checks: list[Drawn], rule: str, ago: tuple[int, int], now: dt.datetime = NOW) -> float:
    """Errors of a hundred checks, without what was overturned."""
    begins, ends = (now - days * DAY for days in ago)
    found = [c for c in checks if c.rule_id == rule and begins <= c.at < ends and c.verdict != "overturned"]
    return round(100 * sum(bool(c.error) for c in found) / len(found), 1)


@pytest.mark.parametrize("now", OTHER_DAYS, ids=lambda now: f"{now:%Y-%m-%d}")
def test_the_edition_of_shop_takeover_helped_and_its_neighbours_stayed_level(now: dt.datetime) -> None:
    actions = {"R1": "hold", "R2": "ask", "R3": "ask", "R6": "no_action"}
    checks = year([timeline("US-SE-0052", (3, 360, actions), (4, 182, actions), now=now)], now=now)
    assert abs(rate(checks, "R1", (210, 182), now) - 13.7) < 0.4
    assert abs(rate(checks, "R1", (182, 154), now) - 7.9) < 0.4
    for rule in ("R2", "R3", "R6"):
        assert abs(rate(checks, rule, (210, 182), now) - rate(checks, rule, (182, 154), now)) < 2.0


def test_the_supplement_rule_is_as_bad_at_every_site_and_in_both_markets() -> None:
    us = year([timeline("US-PR-0164", (6, 360, {"R5": "no_action", "R2": "remove"}))])
    vn = year([timeline("VN-CC-0074", (2, 360, {"R4": "no_action"}))], "VN")
    assert abs(rate(us, "R5", (112, 0)) - 11.8) < 0.3
    assert abs(rate(vn, "R4", (112, 0)) - 11.8) < 0.4
    for site in ("AUS", "MNL", "TPA"):
        theirs = [check for check in us if check.worker.site == site]
        assert 8 < rate(theirs, "R5", (112, 0)) < 16


def test_of_the_knives_four_newcomers_made_most_errors_and_they_were_coached() -> None:
    checks = year([timeline("US-PR-0140", (2, 360, {"R2": "restrict", "R4": "no_action"}))])
    assert abs(rate(checks, "R2", (98, 63)) - 9.0) < 0.7
    assert rate(checks, "R2", (56, 0)) < 4
    wrong = [c for c in checks if c.rule_id == "R2" and c.error and 63 < (NOW - c.at) / DAY <= 98]
    theirs = Counter(check.worker.employee_id in NEWCOMERS for check in wrong if check.verdict != "overturned")
    assert theirs[True] > 3 * theirs[False]
    assert len({worker.employee_id for worker in Workforce().of("US-PR-0140")}) >= 60


def test_the_edition_on_low_prices_made_it_worse_for_two_weeks() -> None:
    removes, restricts = {"R3": "remove"}, {"R3": "restrict"}
    checks = year([timeline("US-CC-0142", (3, 210, removes), (4, 58, restricts))])
    assert abs(rate(checks, "R3", (58, 44)) - 22) < 1.2
    assert abs(rate(checks, "R3", (44, 0)) - 6) < 0.6
    disputed = [c for c in checks if c.rule_id == "R3" and c.verdict != "upheld" and 58 < (NOW - c.at) / DAY < 200]
    overturned = sum(check.verdict == "overturned" for check in disputed) / len(disputed)
    assert abs(overturned - 0.31) < 0.03
    assert {check.decided for check in checks if check.error and (NOW - check.at) / DAY < 57} == {"remove"}


def test_gifting_goals_get_worse_and_three_checks_stay_three_checks() -> None:
    gifts = year(
        [timeline("US-CC-0088", (8, 360, {"R4": "warn", "R5": "ask"}), (9, 120, {"R4": "warn", "R5": "no_action"}))]
    )
    rates = [rate(gifts, "R4", (first, first - 28)) for first in (112, 84, 56, 28)]
    assert rates == sorted(rates)
    assert abs(rates[-1] - 14.2) < 0.8
    swaps = year([timeline("VN-SE-0035", (1, 200, {"R1": "deny", "R2": "hold"}))], "VN")
    lately = [c for c in swaps if c.rule_id == "R2" and (NOW - c.at) / DAY <= 28]
    assert (len(lately), sum(bool(check.error) for check in lately)) == (3, 2)


def test_the_same_day_gives_the_same_file_and_each_feed_writes_in_its_own_way() -> None:
    lines = [timeline("VN-PR-0093", (2, 100, {"R1": "remove", "R3": "no_action"}))]
    us, vn = feeds()
    assert written(vn, year(lines, "VN")) == written(vn, year(lines, "VN"))
    row = next(csv.DictReader(io.StringIO(written(vn, year(lines, "VN")).decode())))
    assert row["Đã quyết định"] in ("Gỡ", "Không xử lý")
    assert dt.datetime.strptime(row["Thời điểm quyết định"], "%d/%m/%Y %H:%M:%S")
    assert vn.meanings()["error_class"]["Bỏ sót"] == "false_negative"
    assert us.columns["moderator"] == "Agent"
