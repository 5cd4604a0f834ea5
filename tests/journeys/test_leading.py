"""A lead's morning: who has not read, a reminder, a huddle, a record of who was there."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import Window
from tests.people import World
from tests.reading import making
from tests.reading.floor import make_floor

pytestmark = pytest.mark.browser


def test_a_lead_reminds_and_briefs_their_team(marketplace: World, window: Callable[..., Window]) -> None:
    floor = make_floor(marketplace)
    making.asking(marketplace, title="Knives and blades")
    lou, mo = window(floor.lou), window(floor.mo)
    mo.open("/")
    lou.open("/teams/")
    expect(lou.page.get_by_role("heading", name="Listings")).to_be_visible()
    lou.look("who-has-read")
    lou.page.get_by_role("button", name="on shift").click()
    expect(lou.page.get_by_text("1 person is reminded.")).to_be_visible()
    mo.open("/")
    expect(mo.page.get_by_text("Your lead, Lou Marsh, asks you to read")).to_be_visible()
    mo.look("home-reminded")
    lou.page.get_by_role("link", name="Huddle sheet").click()
    expect(lou.page.get_by_role("heading", name="Huddle, Listings")).to_be_visible()
    lou.page.get_by_label("Mo Diallo").check()
    lou.page.get_by_role("button", name="Record as briefed").click()
    expect(lou.page.get_by_text("1 person is recorded as briefed.")).to_be_visible()
    lou.look("huddle")
    mo.open("/path/")
    mo.look("path")


def test_a_huddle_sheet_prints_on_one_page(marketplace: World, window: Callable[..., Window]) -> None:
    floor = make_floor(marketplace)
    for number in range(5):  # ten rules, more than a sheet tells
        making.asking(marketplace, title=f"Guideline {number}")
    lou = window(floor.lou)
    lou.open(f"/teams/{floor.listings.pk}/huddle/")
    expect(lou.page.get_by_text("more rules changed").first).to_be_visible()
    paper = PdfReader(io.BytesIO(lou.page.pdf(format="A4", prefer_css_page_size=True)))
    assert len(paper.pages) == 1
    assert "Print, one page" not in paper.pages[0].extract_text()
