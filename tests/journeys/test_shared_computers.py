"""A computer that several people use: covered when nobody is there, opened in place, and empty for the next person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from guidelines.people import services
from guidelines.people.models import Site
from tests.editions import making
from tests.editions.pages import address
from tests.journeys.conftest import Window
from tests.people import PASSWORD, World

pytestmark = pytest.mark.browser


def share(world: World) -> None:
    """Austin's computers are shared, and Ann works there too."""
    Site.objects.update(locks_when_idle=True, forbids_staying=True)
    world.mo.refresh_from_db()
    services.move(world.ann, team=world.mo.team, by=None)


def readable(page: Page) -> str:
    """Everything the document holds, storage of the browser included."""
    return str(
        page.evaluate("document.documentElement.outerHTML + JSON.stringify({...localStorage, ...sessionStorage})")
    )


def test_the_lock_covers_the_page_and_gives_it_back(marketplace: World, window: Callable[..., Window]) -> None:
    share(marketplace)
    edition = making.draft(marketplace, title="Knives and blades")
    ann = window()
    page = ann.page
    page.clock.install()
    ann.sign_in(marketplace.ann)
    ann.open(address("draft", edition))
    page.get_by_label("Summary", exact=True).fill("A letter opener is no knife.")
    page.clock.fast_forward("25:00")
    heading = page.get_by_role("heading", name="Locked after 20 minutes")
    expect(heading).to_be_visible()
    expect(page.get_by_label("Password")).to_be_focused()
    assert "Knives" not in readable(page)
    assert "letter opener" not in readable(page)
    assert "US-PR-0001" not in page.title()
    ann.look("shared-cover")
    page.keyboard.press("Control+k")
    page.get_by_label("Password").fill("not it")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That is not your password.")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Summary", exact=True)).to_have_value("A letter opener is no knife.")
    assert page.title().startswith("Edit US-PR-0001")
    assert ann.complaints == []


def test_nothing_stays_behind_for_the_next_person(marketplace: World, window: Callable[..., Window]) -> None:
    share(marketplace)
    edition = making.draft(marketplace, title="Knives and blades")
    ann = window()
    page = ann.page
    ann.sign_in(marketplace.ann)
    ann.open(address("draft", edition))
    page.evaluate("localStorage.setItem('draft:old', 'Knives')")
    second = page.context.new_page()
    second.goto(ann.server + address("draft", edition))
    page.get_by_label("Summary", exact=True).fill("A letter opener is no knife.")
    expect(page.locator("[data-keeping-said]")).to_contain_text("Saved")
    page.get_by_role("button", name="Not Ann Rivera? Switch").click()
    page.wait_for_url(f"{ann.server}/sign-in/")
    assert "Knives" not in readable(page)
    second.wait_for_url("**/sign-in/**")
    page.go_back()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert "Knives" not in readable(page)
    ann.sign_in(marketplace.mo)
    assert page.url == ann.server + "/"
    page.go_back()
    page.go_back()
    assert "Knives" not in readable(page)


def test_the_servers_lock_is_a_page_of_its_own(marketplace: World, window: Callable[..., Window]) -> None:
    share(marketplace)
    mo = window()
    mo.sign_in(marketplace.mo)
    mo.page.context.clear_cookies(name="used")
    mo.open("/guidelines/")
    expect(mo.page.get_by_role("heading", name="Locked after 20 minutes")).to_be_visible()
    mo.look("shared-locked")
    mo.page.get_by_label("Password").fill(PASSWORD)
    mo.page.get_by_role("button", name="Unlock and go on").click()
    mo.page.wait_for_url(f"{mo.server}/guidelines/")


def test_a_rule_that_changed_behind_the_lock_is_struck_through_when_it_opens(
    marketplace: World, window: Callable[..., Window]
) -> None:
    share(marketplace)
    first = making.published(making.draft(marketplace), marketplace)
    mo = window()
    page = mo.page
    page.clock.install()
    mo.sign_in(marketplace.mo)
    mo.open("/g/US-PR-0001/")
    page.clock.fast_forward("25:00")
    expect(page.get_by_role("heading", name="Locked after 20 minutes")).to_be_visible()
    draft = making.next_draft(first.guideline, marketplace.ann, source=making.SOURCE.replace("30%", "50%"))
    making.published(draft, marketplace)
    page.clock.run_for(60_000)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Changed: R2.")).to_be_visible()
    expect(page.locator("tr.was")).to_contain_text("30%")
    expect(page.locator("tr#r2")).to_contain_text("50%")
