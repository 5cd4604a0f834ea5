"""Finding the right rule by keyboard alone: the palette, and the search page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from guidelines.reading.models import MissedSearch
from guidelines.reading.search.synonyms import add_synonyms
from tests.journeys.conftest import Window, press
from tests.people import World
from tests.reading.making import DAY
from tests.reading.search_set import make_set

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenWindow = Callable[..., Window]


@pytest.fixture
def shelves(marketplace: World) -> World:
    """The twelve guidelines of the search set, in force."""
    make_set(marketplace)
    return marketplace


def options(page: Page) -> list[str]:
    return page.locator("#palette [role=option]:visible").all_inner_texts()


def test_a_moderator_reaches_a_rule_with_two_keys_and_the_query(shelves: World, window: OpenWindow) -> None:
    mo = window(shelves.mo)
    mo.open("/guidelines/")
    press(mo.page, "/")
    mo.page.keyboard.type("mirror qual")
    press(mo.page, "Enter")
    mo.page.wait_for_url(mo.server + "/g/US-PR-0001/R1/")
    # A citation goes straight there, however fast it is typed.
    press(mo.page, "Control+k")
    mo.page.keyboard.type("0002 r4")
    press(mo.page, "Enter")
    mo.page.wait_for_url(mo.server + "/g/US-PR-0002/R4/")
    assert mo.complaints == []


def test_the_palette_by_keyboard(shelves: World, window: OpenWindow) -> None:
    add_synonyms(shelves.us, ["mirror", "looking glass"], by=shelves.ann)
    mo = window(shelves.mo)
    page = mo.page
    for path in ("/g/US-PR-0003/", "/g/US-PR-0002/R4/", "/guidelines/"):
        mo.open(path)
    page.get_by_role("link", name="Search guidelines").focus()
    press(page, "/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    expect(page.locator("#palette [role=option]:visible").first).to_contain_text("R4: A cot sold second-hand")
    expect(page.locator("#pal-found")).to_have_text("Opened last")
    assert "Knives and self-defence" in options(page)[1]
    mo.look("palette-recent")
    page.keyboard.type("mirror")
    expect(page.locator("#pal-found")).to_have_text("Guidelines")
    expect(page.locator("#palette")).to_contain_text("also: “looking glass”")
    expect(box).to_have_attribute("aria-activedescendant", "pal-0")
    press(page, "ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "pal-1")
    press(page, "ArrowUp", "ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", "pal-full")
    mo.look("palette-results")
    press(page, "Escape")
    expect(page.locator("#palette")).to_be_hidden()
    expect(page.get_by_role("link", name="Search guidelines")).to_be_focused()
    press(page, "/", "Control+Enter")
    page.wait_for_url("**/search/?q=mirror")
    assert "results for “mirror”" in page.get_by_role("heading", level=2).first.inner_text()
    mo.look("search-results")


def test_nothing_that_fits_still_leads_to_the_search_page(shelves: World, window: OpenWindow) -> None:
    mo = window(shelves.mo)
    mo.open("/guidelines/")
    press(mo.page, "/")
    mo.page.keyboard.type("zebra")
    expect(mo.page.locator("#pal-found")).to_have_text("0 results")
    expect(mo.page.locator("#pal-found")).to_be_visible()
    mo.look("palette-nothing")
    press(mo.page, "Enter")
    mo.page.wait_for_url("**/search/?q=zebra")
    mo.look("search-nothing")


def test_a_case_that_was_found_stands_open_under_its_rule(shelves: World, window: OpenWindow) -> None:
    mo = window(shelves.mo)
    mo.open("/search/?q=factory")
    mo.page.get_by_role("link", name="Case for R1").click()
    mo.page.wait_for_url(mo.server + "/g/US-PR-0001/#r1")
    expect(mo.page.get_by_text("The words say it is a replica.")).to_be_visible()
    mo.open("/g/US-PR-0001/")
    expect(mo.page.get_by_text("The words say it is a replica.")).to_be_hidden()
    mo.page.evaluate("location.hash = '#r1'")
    expect(mo.page.get_by_text("The words say it is a replica.")).to_be_visible()


def test_without_a_script_the_button_is_a_link_to_a_plain_form(shelves: World, window: OpenWindow) -> None:
    mo = window(shelves.mo)
    mo.page.route("**/*.js", lambda route: route.abort())
    mo.open("/guidelines/")
    mo.page.get_by_role("link", name="Search guidelines").click()
    mo.page.get_by_role("searchbox", name="Search guidelines").fill("PR-0001 R2")
    press(mo.page, "Enter")
    mo.page.wait_for_url(mo.server + "/g/US-PR-0001/R2/")


def test_a_manager_makes_a_synonym_of_what_was_not_found(shelves: World, window: OpenWindow) -> None:
    mo, ann = window(shelves.mo), window(shelves.ann)
    for query in ("zebra goods", "orca"):
        mo.open(f"/search/?q={query}")
    MissedSearch.objects.update(last_on=timezone.now().date() - DAY)
    mo.open("/search/?q=zebra goods")  # on a second day, so that it is no name of somebody's case
    ann.open("/search/?q=mirror")
    ann.page.get_by_role("link", name="Synonyms, and searches that found nothing").click()
    ann.look("synonyms-empty")
    ann.page.get_by_role("link", name="Add a synonym zebra goods").click()
    box = ann.page.get_by_label("Expressions that mean the same")
    box.fill(box.input_value() + "\nmirror\n1:1")
    ann.page.get_by_role("button", name="Add", exact=True).click()
    expect(ann.page.get_by_text("Search takes these for the same: zebra goods, mirror, 1:1.")).to_be_visible()
    ann.look("synonyms")
    mo.open("/search/?q=zebra goods")
    expect(mo.page.get_by_text("Also searching “mirror”, “1:1” (synonyms).")).to_be_visible()
    mo.look("search-synonyms")
    mo.open("/search/?q=mirorr qualty")
    expect(mo.page.get_by_text("Showing results for “mirror quality”.")).to_be_visible()
    mo.look("search-corrected")
