"""Two people on one draft, a network that goes away, a session that ends: nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from guidelines.editions.models import Edition
from tests.editions import making
from tests.editions.pages import address
from tests.journeys.conftest import DESKTOP, Window
from tests.people import PASSWORD, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]
R1 = "Remove the listing. Warn the seller."


def at_the_draft(window: Window, edition: Edition) -> Page:
    window.page.on("dialog", lambda dialog: dialog.accept())
    window.open(address("draft", edition))
    window.page.get_by_role("button", name="Whole text as Markdown").click()
    return window.page


def kept(page: Page) -> Locator:
    """What the page says about saving."""
    return page.locator("[data-keeping]")


def offer(page: Page) -> Locator:
    return page.get_by_role("region", name="Your unsaved text")


def write(page: Page, old: str, new: str) -> None:
    text = page.get_by_label("Text", exact=True)
    text.fill(text.input_value().replace(old, new))


def saved(edition: Edition) -> Edition:
    return Edition.objects.get(pk=edition.pk)


def test_two_people_on_one_draft_see_each_other_and_merge_what_they_wrote(marketplace: World, window: Opener) -> None:
    edition = making.draft(marketplace)
    ann, art = window(marketplace.ann), window(marketplace.art)
    hers, his = at_the_draft(ann, edition), at_the_draft(art, edition)
    expect(his.get_by_text("Ann Rivera is editing since")).to_be_visible()
    with hers.expect_response("**/autosave/"):
        write(hers, R1, "Remove the listing. Call the seller.")
    expect(kept(hers)).to_contain_text("Saved")
    expect(hers.get_by_text("Art Cole is editing since")).to_be_visible()
    write(his, R1, "Remove the listing. Suspend the seller.")
    his.get_by_label("Summary", exact=True).fill("Art's own summary.")
    expect(kept(his)).to_contain_text("Ann Rivera saved at")
    art.look("draft-outdated")
    kept(his).get_by_role("button", name="Compare and merge").click()
    expect(his.get_by_role("heading", name="Merge two texts")).to_be_visible()
    art.look("merge")
    his.get_by_role("button", name="Save the merged text").click()
    expect(his.get_by_role("alert")).to_contain_text("1 passage still needs your choice")
    art.look("merge-unanswered")
    his.get_by_label("Mine", exact=True).check()
    his.get_by_role("button", name="Preview the result").click()
    expect(his.get_by_role("heading", name="The result, not saved yet")).to_be_visible()
    art.look("merge-preview")
    his.get_by_role("button", name="Save the merged text").click()
    expect(his.get_by_role("status").filter(has_text="Merged and saved.")).to_be_visible()
    expect(offer(his)).to_be_hidden()
    assert saved(edition).summary == "Art's own summary."
    assert "Suspend the seller." in saved(edition).source


def test_text_typed_while_the_network_is_away_is_kept_and_saved_when_it_is_back(
    marketplace: World, window: Opener
) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    page = at_the_draft(ann, edition)
    page.context.set_offline(True)
    write(page, R1, "Typed in a tunnel.")
    expect(kept(page)).to_contain_text("Not saved since")
    expect(kept(page)).to_contain_text("kept in this browser")
    write(page, "Typed in a tunnel.", "Typed in a long tunnel.")
    page.context.set_offline(False)
    expect(kept(page)).to_contain_text("Saved", timeout=15_000)
    assert "Typed in a long tunnel." in saved(edition).source
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:')).length") == 0


def test_text_of_a_reloaded_page_is_offered_shown_taken_back_and_saved(marketplace: World, window: Opener) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    page = at_the_draft(ann, edition)
    page.route("**/autosave/", lambda route: route.abort())
    write(page, R1, "Typed before the crash.")
    expect(kept(page)).to_contain_text("Not saved since")
    page.reload()
    expect(offer(page)).to_be_visible()
    ann.complaints.clear()
    ann.look("draft-offer")
    offer(page).get_by_role("button", name="Show the difference").click()
    expect(page.locator(".new ins", has_text="Typed before")).to_be_visible()
    ann.look("kept-difference")
    page.get_by_role("link", name="Back to the draft").click()
    expect(offer(page)).to_be_visible()
    offer(page).get_by_role("button", name="Take it back").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value(making.SOURCE.replace(R1, "Typed before the crash."))
    expect(kept(page)).to_contain_text("Not saved since")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("status").filter(has_text="Saved.").first).to_be_visible()
    expect(offer(page)).to_be_hidden()
    assert "Typed before the crash." in saved(edition).source


def test_kept_text_that_nobody_wants_is_discarded(marketplace: World, window: Opener) -> None:
    edition = making.draft(marketplace)
    page = at_the_draft(window(marketplace.ann), edition)
    page.route("**/autosave/", lambda route: route.abort())
    write(page, R1, "Never mind.")
    page.wait_for_timeout(500)
    page.reload()
    offer(page).get_by_role("button", name="Discard").click()
    expect(offer(page)).to_be_hidden()
    page.reload()
    expect(offer(page)).to_be_hidden()
    assert saved(edition).source == making.SOURCE


def test_text_typed_after_the_session_ended_is_offered_back_after_signing_in(
    marketplace: World, window: Opener
) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    page = at_the_draft(ann, edition)
    page.context.clear_cookies(name="sessionid")
    write(page, R1, "Typed too late.")
    expect(kept(page)).to_contain_text("You are signed out.")
    kept(page).get_by_role("link", name="Sign in").click()
    page.get_by_label("Employee ID or mail address").fill(marketplace.ann.employee_id)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{address('draft', edition)}")
    offer(page).get_by_role("button", name="Take it back").click()
    expect(kept(page)).to_contain_text("Saved", timeout=10_000)
    assert "Typed too late." in saved(edition).source


def test_whoever_signs_in_again_in_another_tab_goes_on_writing(marketplace: World, window: Opener) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    page = at_the_draft(ann, edition)
    page.context.clear_cookies()
    write(page, R1, "Typed between two sessions.")
    expect(kept(page)).to_contain_text("Not saved since")
    other = Window(page.context.new_page(), ann.server)
    other.sign_in(marketplace.ann)
    page.bring_to_front()
    write(page, "Typed between two sessions.", "Typed over two sessions.")
    expect(kept(page)).to_contain_text("Saved", timeout=10_000)
    assert "Typed over two sessions." in saved(edition).source


def test_without_scripts_a_save_of_an_ended_session_gives_the_text_back(
    marketplace: World, browser: Browser, live_server: object
) -> None:
    edition = making.draft(marketplace)
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=False)  # type: ignore[arg-type]
    ann = Window(context.new_page(), str(live_server))
    ann.sign_in(marketplace.ann)
    page = at_the_draft(ann, edition)
    write(page, R1, "Typed without scripts.")
    context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", name="What you typed")).to_be_visible()
    assert "Typed without scripts." in page.get_by_label("Source", exact=True).input_value()
    expect(page.get_by_role("main").get_by_role("link", name="Sign in")).to_be_visible()
    context.close()
