"""The writing checks: a blocker stops with its place and its mend, advice stops nobody, a new word to avoid acts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from guidelines.editions import services
from guidelines.editions.models import Edition, WatchWord
from tests.editions import making
from tests.editions.pages import address
from tests.journeys.conftest import Window
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]


def test_a_draft_is_mended_until_nothing_stops_it(marketplace: World, window: Opener) -> None:
    first = making.published(making.draft(marketplace), marketplace)
    edition = services.open_edition(first.guideline, by=marketplace.ann)
    ann = window(marketplace.ann)
    a_word_to_avoid_is_added(ann)
    ann.open(address("draft", edition))
    advice_appears_while_one_types(ann)
    blockers_stop_the_submission(ann, edition)
    the_way_leads_to_the_place(ann.page)
    what_is_mended_goes_to_review(ann.page, edition)


def a_word_to_avoid_is_added(ann: Window) -> None:
    page = ann.page
    ann.open("/writing-words/")
    page.get_by_label("Phrase", exact=True).fill("swiftly")
    page.get_by_label("Write instead").fill("Say within how many hours.")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("rowheader", name="swiftly")).to_be_visible()
    assert WatchWord.objects.get(phrase="swiftly").added_by.name == "Ann Rivera"  # type: ignore[union-attr]


def checks(page: Page) -> Locator:
    return page.locator("[data-part=checks]")


def rule_1(page: Page) -> Locator:
    return page.locator("[data-rule=r1]")


def advice_appears_while_one_types(ann: Window) -> None:
    page = ann.page
    rule_1(page).locator("summary").first.click()
    rule_1(page).get_by_label("Do", exact=True).fill("Remove the listing swiftly. See [the list](#nowhere).")
    advice = checks(page).get_by_role("listitem").filter(has_text="“swiftly” in R1 says not when or how.")
    expect(advice).to_contain_text("Say within how many hours.")


def blockers_stop_the_submission(ann: Window, edition: Edition) -> None:
    page = ann.page
    rule_1(page).get_by_label("Action").select_option(label="Restrict")
    page.get_by_label("Change note", exact=True).fill("Clearer words.")
    page.get_by_label("Minor").check()
    page.get_by_role("button", name="Save and submit for review").click()
    missed = checks(page).get_by_role("listitem").filter(has_text="The change note misses R1: its action changed.")
    expect(missed).to_contain_text("Name R1 in the note.")
    minor = checks(page).get_by_role("listitem").filter(has_text="This is no minor change: R1")
    expect(minor).to_contain_text("Set the significance to major.")
    ann.look("draft-checks")
    assert Edition.objects.get(pk=edition.pk).state == "draft"
    assert "swiftly" in Edition.objects.get(pk=edition.pk).source  # what was typed is saved all the same


def the_way_leads_to_the_place(page: Page) -> None:
    link = checks(page).get_by_role("listitem").filter(has_text="#nowhere” leads nowhere in this text.")
    expect(link).to_contain_text("Line ")
    link.get_by_role("link").click()
    expect(rule_1(page)).to_be_in_viewport()
    expect(rule_1(page).get_by_label("Do", exact=True)).to_be_visible()


def what_is_mended_goes_to_review(page: Page, edition: Edition) -> None:
    rule_1(page).get_by_label("Do", exact=True).fill("Remove the listing swiftly.")
    page.get_by_label("Change note", exact=True).fill("R1 restricts; it no longer removes.")
    page.get_by_label("Major").check()
    expect(checks(page).get_by_text("Nothing stops this draft from review.")).to_be_visible()
    expect(checks(page).get_by_text("“swiftly” in R1")).to_be_visible()
    page.get_by_role("button", name="Save and submit for review").click()
    expect(page.get_by_text("Sent to review").first).to_be_visible()
    edition.refresh_from_db()
    assert (edition.state, edition.significance) == ("in_review", "major")
