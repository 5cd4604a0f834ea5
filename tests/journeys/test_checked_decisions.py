"""A file of checked decisions is mapped, looked at and brought in; what struggles is on top and becomes an insight."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from guidelines.frame import clock
from guidelines.insights.models import Insight
from guidelines.quality.importing import working
from guidelines.quality.models import CheckedDecision
from tests.editions import making as editions
from tests.journeys.conftest import Window, ago
from tests.people import World
from tests.people.beyond import quinn
from tests.quality.making import csv_of, row, source

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHECKS = 40
COLUMNS = {
    "Case": "Vorgang",
    "Decided at": "Decided",
    "Moderator, by employee ID": "Agent",
    "Rule or label cited": "Rule",
    "Decided action": "Action",
    "Right action": "Right action",
    "Kind of error": "Error",
}
NOT_THERE = "There is no guideline “US-PR-0777” in this market that you can read."


@pytest.fixture
def taken(marketplace: World) -> World:
    """US-PR-0001 in force for a month; its second edition, with another R1, for ten days."""
    with ago(days=30):
        first = editions.published(editions.draft(marketplace), marketplace)
    with ago(days=10):
        changed = editions.SOURCE.replace("“mirror quality”", "“mirror quality” or “1:1”", 1)
        editions.published(editions.next_draft(first.guideline, marketplace.ann, source=changed), marketplace)
        source(marketplace, columns={})
    return marketplace


def a_file(path: Path) -> Path:
    """R1 is decided wrongly in one case of two before its second edition and in one of four after it; R2 never."""
    rows = [row("US-PR-0777 R1", case="C-0")]
    for number in range(CHECKS):
        day = {"decided_at": (clock.now() - dt.timedelta(days=2 + number % 20)).isoformat()}
        is_wrong = number % (2 if number % 20 > 7 else 4) == 0
        error = {"right_action": "restrict", "error_class": "FP"} if is_wrong else {}
        people = {"moderator": f"M-{number % 5}"}
        rows.append(row("US-PR-0001 R1", case=f"A-{number}", **day, **error, **people))
        rows.append(
            row(
                "US-PR-0001 R2", case=f"B-{number}", decided_action="restrict", right_action="restrict", **day, **people
            )
        )
    path.write_bytes(csv_of(rows).getvalue().replace(b"Case ID", b"Vorgang"))
    return path


def test_an_analyst_brings_checks_in_and_says_what_struggles(
    taken: World, window: Callable[..., Window], tmp_path: Path
) -> None:
    analyst = window(quinn(taken))
    analyst.open("/quality/")
    analyst.look("areas-empty")
    a_file_is_brought_in(analyst, a_file(tmp_path / "austin.csv"))
    an_area_becomes_an_insight(analyst)
    analyst.open("/g/US-PR-0001/editions/2/effect/")
    expect(analyst.page.get_by_role("heading", name="Did edition 2 help?")).to_be_visible()
    expect(analyst.page.get_by_role("table", name="Each rule before and after")).to_contain_text("R1")
    analyst.look("before-and-after")


def a_file_is_brought_in(analyst: Window, file: Path) -> None:
    page = analyst.page
    page.get_by_role("link", name="Bring in checked decisions").click()
    page.get_by_role("link", name="Bring a file in").click()
    page.get_by_label("Source", exact=True).select_option(label="Austin audits, United States")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="Say which column is which")).to_be_visible()
    analyst.look("columns-are-missing")
    for label, heading in COLUMNS.items():
        page.get_by_label(label, exact=True).select_option(heading)
    page.get_by_role("button", name="Keep for this source, look again").click()
    expect(page.get_by_text(NOT_THERE)).to_be_visible()
    expect(page.get_by_role("table", name="The first rows as they are understood")).to_contain_text("edition 1")
    assert not CheckedDecision.objects.exists()
    analyst.look("preview-of-checks")
    page.get_by_role("button", name=f"Bring {2 * CHECKS + 1} rows in").click()
    expect(page.get_by_text(f"Row 0 of {2 * CHECKS + 1}")).to_be_visible()
    working.bring_in_due()
    expect(page.get_by_text("Brought in", exact=True)).to_be_visible()  # the page looks again by itself
    expect(page.get_by_role("heading", name="1 row was not taken")).to_be_visible()
    expect(page.get_by_text(NOT_THERE)).to_be_visible()
    analyst.look("checks-brought-in")
    assert CheckedDecision.objects.count() == 2 * CHECKS


def an_area_becomes_an_insight(analyst: Window) -> None:
    page = analyst.page
    analyst.open("/quality/")
    first = page.get_by_role("table", name="Areas with their error rates").get_by_role("row").nth(1)
    expect(first).to_contain_text("R1")
    expect(first).to_contain_text("Remove → Restrict")
    analyst.look("areas")
    first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="The rule or the person?")).to_be_visible()
    analyst.look("area-of-a-rule")
    page.get_by_role("button", name="Open insight").click()
    expect(page.get_by_text("In the queue of insights.")).to_be_visible()
    insight = Insight.objects.get()
    assert (insight.source, insight.rule_id) == ("area", "R1")
    page.get_by_role("region", name="Open insights").get_by_role("link").click()
    expect(page.get_by_role("region", name="What should change")).to_contain_text("R1")
    analyst.look("insight-of-an-area")
