"""The main job from end to end: draft, review, approve, publish, find, read, export."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from guidelines.editions.models import Edition
from guidelines.liaison.making import make_due
from tests.editions.making import SOURCE
from tests.journeys.conftest import Window
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]
TITLE = "Branded goods called copies"


def test_a_guideline_goes_from_a_draft_to_the_moderators_and_to_the_partners(
    marketplace: World, window: Opener, tmp_path: Path
) -> None:
    ann, bob = window(), window(marketplace.bob)
    ann.sign_in(marketplace.ann)
    ann.look("home-manager")
    draft_a_guideline(ann)
    the_author_cannot_approve(ann)
    review = the_reviewer_requests_changes(bob)
    mend_and_submit_again(ann)
    words_changed_meanwhile_are_not_approved(bob, window(marketplace.ann), review)
    approve_what_is_on_screen(bob, review)
    publish_for_now(ann)
    find_and_read(window(marketplace.mo))
    export_the_change_notes(window(marketplace.lia), tmp_path)
    assert Edition.objects.get().state == "published"


def to_work(one: Window) -> None:
    one.open("/")
    one.page.get_by_role("navigation", name="Main").get_by_role("link", name="Work").click()


def draft_a_guideline(ann: Window) -> None:
    page = ann.page
    to_work(ann)
    ann.look("board")
    page.get_by_role("link", name="New guideline").click()
    ann.look("new-guideline")
    page.get_by_label("Domain", exact=True).select_option(label="Product")
    page.get_by_label("Title", exact=True).fill(TITLE)
    page.get_by_role("button", name="Open a draft", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="US-PR-0001 is open")).to_be_visible()
    page.get_by_label("Summary", exact=True).fill("Act on listings that call branded goods copies.")
    page.get_by_role("button", name="Whole text as Markdown").click()
    page.get_by_label("Text", exact=True).fill(SOURCE)
    page.get_by_label("Change note", exact=True).fill("A first edition: R1 and R2.")
    page.locator(".form-end").get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview").get_by_text("Remove the listing.")).to_be_visible()
    ann.look("draft-preview")
    page.get_by_role("button", name="Save and submit for review").click()
    expect(page.get_by_role("alert").get_by_text("Choose at least one topic")).to_be_visible()
    ann.look("draft-blocked")
    page.get_by_label("Counterfeit goods").check()
    page.get_by_role("button", name="Save and submit for review").click()
    expect(page.get_by_text("Sent to review").first).to_be_visible()


def the_author_cannot_approve(ann: Window) -> None:
    """Ann is no reviewer: she sees who may, and an approval sent by hand is refused with the reason."""
    page = ann.page
    ann.look("review-author")
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    expect(page.get_by_role("region", name="Who may approve").get_by_text("Bob Stone")).to_be_visible()
    page.goto(re.sub(r"review/$", "moves/approve/", page.url))
    expect(page.get_by_text("Only a policy reviewer of this market and domain can do this")).to_be_visible()
    ann.look("refused-403")
    page.go_back()


def the_reviewer_requests_changes(bob: Window) -> str:
    page = bob.page
    to_work(bob)
    page.get_by_role("link", name=TITLE).click()
    bob.look("review-reviewer")
    page.get_by_label("Reason or note").fill("R2: name the source of the usual price.")
    page.get_by_role("button", name="Request changes").click()
    expect(page.get_by_text("Sent back with your reason").first).to_be_visible()
    return page.url


def mend_and_submit_again(ann: Window) -> None:
    page = ann.page
    to_work(ann)
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("R2: name the source of the usual price.").first).to_be_visible()
    ann.look("draft-returned")
    page.get_by_role("button", name="Whole text as Markdown").click()
    text = page.get_by_label("Text", exact=True)
    text.fill(text.input_value().replace("usual price and", "price in the brand’s own shop and"))
    page.get_by_role("button", name="Save and submit for review").click()
    expect(page.get_by_text("Sent to review").first).to_be_visible()


def words_changed_meanwhile_are_not_approved(bob: Window, elsewhere: Window, review: str) -> None:
    """Bob reads; in another window the draft is recalled, edited and submitted; his approval is refused."""
    bob.page.goto(re.sub(r"draft/$", "review/", review))
    expect(bob.page.get_by_text("brand’s own shop").first).to_be_visible()
    page = elsewhere.page
    to_work(elsewhere)
    page.get_by_role("link", name="Everybody's").click()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Recall to draft").click()
    elsewhere.look("recall")
    page.get_by_role("button", name="Recall to draft").click()
    page.get_by_role("button", name="Whole text as Markdown").click()
    text = page.get_by_label("Text", exact=True)
    text.fill(text.input_value().replace("less than 30%", "less than 40%"))
    page.get_by_role("button", name="Save and submit for review").click()
    expect(page.get_by_text("Sent to review").first).to_be_visible()
    agree_to_every_rule(bob.page)
    bob.page.get_by_role("button", name="Approve").click()
    expect(bob.page.get_by_text("The words changed after you opened this page").first).to_be_visible()
    bob.look("approval-outdated")
    assert Edition.objects.get().state == "in_review"


def agree_to_every_rule(page: Page) -> None:
    """The reviewer ticks each rule that decides differently; the browser asks for them before it sends."""
    for rule in ("R1", "R2"):
        page.get_by_role("checkbox", name=f"Agreed: {rule}").check()


def approve_what_is_on_screen(bob: Window, review: str) -> None:
    expect(bob.page.get_by_text("less than 40%").first).to_be_visible()
    agree_to_every_rule(bob.page)
    bob.page.get_by_role("button", name="Approve").click()
    expect(bob.page.get_by_text("Approved.", exact=True).first).to_be_visible()
    bob.look("review-approved")


def publish_for_now(ann: Window) -> None:
    page = ann.page
    to_work(ann)
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Publish").click()
    ann.look("publish")
    page.get_by_label("Why sooner?").fill("Copies doubled since Monday.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Edition 1 is in force.").first).to_be_visible()
    ann.look("edition-published")


def find_and_read(mo: Window) -> None:
    page = mo.page
    mo.open("/")
    mo.look("home-moderator")
    page.get_by_role("searchbox", name="Search guidelines").first.fill("mirror quality")
    page.get_by_role("button", name="Search", exact=True).click()
    mo.look("search")
    page.get_by_role("link", name=re.compile("PR-0001.*R1")).first.click()
    expect(page.get_by_role("heading", name=re.compile("R1.*not genuine"))).to_be_visible()
    assert page.url.endswith("/g/US-PR-0001/R1/")
    mo.look("rule-card")
    page.locator(".rcard .pid-link").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    row = page.locator("tr#r1")
    expect(row).to_contain_text("Remove the listing. Warn the seller.")
    expect(row).to_contain_text("S2 High")
    mo.look("reading")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Guidelines").click()
    mo.look("library")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Editions and comparisons").click()
    mo.look("editions")


def export_the_change_notes(lia: Window, folder: Path) -> None:
    page = lia.page
    lia.open("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Change notes").click()
    expect(page.get_by_text("A first edition: R1 and R2.")).to_be_visible()
    lia.look("change-notes")
    first, second = export_markdown(lia, folder / "one.md"), export_markdown(lia, folder / "two.md")
    assert TITLE in first
    assert "US-PR-0001" in first
    assert "A first edition: R1 and R2." in first
    assert first == second


def export_markdown(lia: Window, path: Path) -> str:
    """Ask for the file, let the worker write it, and take it from the page that waits for it."""
    page = lia.page
    lia.open("/change-notes/")
    page.get_by_text("Download", exact=True).click()
    page.get_by_role("button", name="Markdown").click()
    make_due()
    with page.expect_download() as download:
        page.get_by_role("link", name="Markdown").click()
    download.value.save_as(path)
    return path.read_text()
