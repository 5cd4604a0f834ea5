"""A lead's morning: who has not read, a reminder, a huddle, a record of who was there."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from guidelines.people.roles import Role
from tests.journeys.conftest import Window
from tests.people import World, make_person
from tests.reading import making
from tests.reading.floor import Floor, at_work, make_floor

pytestmark = pytest.mark.browser
NAME = "Nguyen Thi Thu {:03}"
LONG = making.making.SOURCE.replace("of its usual price", "of what the same seller asked for it in the last week " * 3)
SMALLEST_TYPE = """
() => {
  const texts = document.createTreeWalker(document.querySelector('.huddle'), NodeFilter.SHOW_TEXT);
  const sizes = [];
  while (texts.nextNode()) {
    const { parentElement: holder, data } = texts.currentNode;
    const size = parseFloat(getComputedStyle(holder).fontSize);
    const shows = data.trim() && size && holder.checkVisibility() && !holder.closest('.vh');
    if (shows) sizes.push(size * holder.currentCSSZoom * .75);
  }
  return Math.min(...sizes);
}"""


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
    (page,) = printed(lou, "A4")
    assert "Print, one page" not in page


@pytest.mark.parametrize("people", [30, 60])
def test_a_huddle_sheet_of_a_large_team_prints_on_one_page(
    marketplace: World, window: Callable[..., Window], people: int
) -> None:
    floor = make_floor(marketplace)
    hired(marketplace, floor, people)
    lou = window(floor.lou)
    for number in range(1, 5):
        making.asking(marketplace, title=f"Guideline {number}", source=LONG if people < 60 else making.making.SOURCE)
        lou.open(f"/teams/{floor.listings.pk}/huddle/")
        for paper in ("A4", "Letter"):
            (page,) = printed(lou, paper)
            assert " ".join(page.split()).count(NAME.format(people - 1)) == 2, "unread, and to tick who was there"
        assert lou.page.evaluate(SMALLEST_TYPE) >= 8, "points"


def test_names_that_do_not_fit_go_on_below_their_heading(marketplace: World, window: Callable[..., Window]) -> None:
    floor = make_floor(marketplace)
    hired(marketplace, floor, 400)
    making.asking(marketplace)
    lou = window(floor.lou)
    lou.open(f"/teams/{floor.listings.pk}/huddle/")
    pages = printed(lou, "A4")
    assert len(pages) > 1
    for page in pages[1:]:
        assert page.strip().splitlines()[0] in ("Not read yet", "Briefed in this huddle")


def hired(world: World, floor: Floor, people: int) -> None:
    for number in range(people):
        person = make_person(f"T-{number:03}", NAME.format(number), Role.MODERATOR, world.us, world.product)
        at_work(person, floor.listings)


def printed(window: Window, paper: str) -> list[str]:
    """The text of each page."""
    window.page.emulate_media(media="print")
    pdf = PdfReader(io.BytesIO(window.page.pdf(format=paper)))
    return [page.extract_text() for page in pdf.pages]
