"""A programme with a milestone and a risk that is scored twice, and the report that says so, issued and downloaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from guidelines.programmes.models import Programme, Report, Risk
from tests.journeys.conftest import Window, ago
from tests.people import World
from tests.people.beyond import pam
from tests.programmes.making import AIM, days, programme, risk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME, RISK, ACTION = "One guideline set", "Translation comes late", "Recruit a second translator"
SAID = "On plan. The second translator starts on Monday."


def day(count: int) -> str:
    found: dt.date = days(count)
    return found.isoformat()


def test_a_programme_is_steered_and_reported(marketplace: World, window: Callable[..., Window], tmp_path: Path) -> None:
    with ago(days=30):
        who = pam(marketplace)
    manager = window(who)
    a_programme_begins(manager)
    a_risk_is_scored_twice(manager)
    page = manager.page
    manager.open(Programme.objects.get().get_absolute_url())
    code = Risk.objects.get().code
    on_the_map = page.get_by_role("table", name="Risks by likelihood and impact").get_by_role("link", name=code)
    expect(on_the_map).to_have_attribute("href", f"#{code}")
    expect(page.get_by_role("table", name="Risk register")).to_contain_text(RISK)
    manager.look("programme")
    a_report_is_issued(manager)
    page.get_by_text("Download", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    download.value.save_as(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    manager.open("/programmes/portfolio/")
    expect(page.get_by_role("heading", name="Portfolio")).to_be_visible()
    manager.look("portfolio")


def a_programme_begins(manager: Window) -> None:
    page = manager.page
    manager.open("/programmes/")
    manager.look("programmes-empty")
    manager.open("/programmes/new/")
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("Owner").select_option(label="Pam Osei")
    page.get_by_label("United States, Product").check()
    page.get_by_role("button", name="Begin it").click()
    expect(page.get_by_text("Write what is to be different when it is done.").first).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value(NAME)
    manager.look("programme-refused")
    page.get_by_label("Aim").fill(AIM)
    page.get_by_role("button", name="Begin it").click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    manager.look("programme-begun")
    page.get_by_label("Milestone", exact=True).fill("US guidelines moved in")
    page.get_by_label("Planned for").fill(day(30))
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_role("table", name="Milestones")).to_contain_text("US guidelines moved in")


def a_risk_is_scored_twice(manager: Window) -> None:
    page = manager.page
    page.get_by_role("link", name="Add a risk").first.click()
    page.get_by_label("What may happen?").fill(RISK)
    page.get_by_label("Likelihood").select_option("4")
    page.get_by_label("Impact").select_option("4")
    page.get_by_label("Response").select_option("reduce")
    page.get_by_label("Owner").select_option(label="Pam Osei")
    page.get_by_label("Next check").fill(day(14))
    manager.look("new-risk")
    page.get_by_role("button", name="Add it").click()
    manager.open(Risk.objects.get().get_absolute_url())
    page.get_by_text("Add an action", exact=True).click()
    page.get_by_label("What is to be done?").fill(ACTION)
    page.get_by_label("Who does it").select_option(label="Pam Osei")
    page.get_by_label("Due", exact=True).fill(day(7))
    page.get_by_role("button", name="Add", exact=True).click()
    check = page.get_by_role("region", name="Check it")
    check.get_by_label("Likelihood").select_option("2")
    check.get_by_label("Next check").fill(day(28))
    check.get_by_role("button", name="Checked").click()
    expect(page.get_by_role("alert").first).to_be_visible()  # why it changed was not said
    manager.look("check-refused")
    check.get_by_label("Action behind it").select_option(label=ACTION)
    check.get_by_role("button", name="Checked").click()
    scores = page.get_by_role("table", name="Scores")
    expect(scores).to_contain_text("8 (2 × 4)")
    expect(scores).to_contain_text("16 (4 × 4)")
    expect(scores).to_contain_text(f"Action: {ACTION}")
    manager.look("risk")


def a_report_is_issued(manager: Window) -> None:
    page = manager.page
    page.get_by_role("link", name="Begin the first").click()
    manager.look("new-report")
    page.get_by_role("button", name="Begin it").click()
    issue = page.get_by_role("button", name="Issue the report")
    expect(issue).to_be_disabled()
    page.get_by_role("textbox", name="What the owner says").fill(SAID)
    page.get_by_role("button", name="Keep and preview").click()
    expect(page.get_by_role("region", name="What the owner says")).to_contain_text(SAID)
    manager.look("report-previewed")
    issue.click()
    expect(page.get_by_role("heading", name="As issued")).to_be_visible()
    manager.look("report-issued")
    assert Report.objects.get().digest


def test_on_a_phone_no_word_beside_the_risk_map_is_cut(marketplace: World, window: Callable[..., Window]) -> None:
    with ago(days=30):
        home = programme(marketplace)
        risk(home, pam(marketplace))
    manager = window(pam(marketplace))
    manager.page.set_viewport_size({"width": 390, "height": 800})
    manager.open(home.get_absolute_url())
    words = manager.page.get_by_role("table", name="Risks by likelihood and impact").get_by_role("rowheader")
    heights = [words.nth(number).evaluate(TEXT_LINES) for number in range(words.count())]
    assert heights == [2, 1, 1, 1, 1], "“Almost certain” alone stands on two lines"


TEXT_LINES = """cell => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
}"""
