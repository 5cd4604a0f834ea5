"""A moderator's shift: what changed, acknowledged by name, and a page left open that learns of the next change."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from guidelines.editions.models import Edition
from guidelines.insights import services as insights
from guidelines.people import presence
from guidelines.reading.models import Acknowledgement
from tests.editions import making
from tests.insights import making as floor
from tests.journeys.conftest import SIDEWAYS, Window, ago
from tests.people import World
from tests.reading.making import EVERYBODY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]


@pytest.fixture
def changed(marketplace: World) -> Edition:
    """Since Mo was last here, R2 changed from 30% to 40%."""
    with ago(days=9):
        first = making.published(making.draft(marketplace), marketplace)
    with ago(days=3):
        presence.note(marketplace.mo.pk, presence.clock.now())
    with ago(days=1):
        draft = making.next_draft(
            first.guideline,
            marketplace.ann,
            source=making.SOURCE.replace("30%", "40%"),
            change_note="R2: 40%, not 30%.",
        )
        return making.published(draft, marketplace, acknowledging=EVERYBODY)


def test_what_changed_since_the_last_shift_is_read_and_acknowledged(
    marketplace: World, window: Opener, changed: Edition
) -> None:
    mo = window(marketplace.mo)
    page = mo.page
    mo.open("/")
    expect(page.get_by_role("region", name="In force now").get_by_text("To acknowledge", exact=True)).to_be_visible()
    mo.look("home-duty")
    page.get_by_role("link", name="Since your last shift").click()
    expect(page.get_by_role("table", name="US-PR-0001: rules that decide differently")).to_contain_text("40%")
    mo.look("updates")
    page.get_by_role("button", name="I, Mo Diallo, have read this change").click()
    expect(page.get_by_text("1 edition acknowledged.")).to_be_visible()
    assert Acknowledgement.objects.get().person == marketplace.mo
    mo.open("/")
    expect(page.get_by_text("to acknowledge.")).to_have_count(0)


def test_on_a_tablet_a_wide_table_scrolls_in_its_frame_and_the_page_stands(
    marketplace: World, window: Opener, changed: Edition
) -> None:
    key = "kq7" * 28
    source = making.SOURCE.replace("no proof of origin", f"no proof of origin, see {key}").replace("S3", "S2")
    making.published(making.next_draft(changed.guideline, marketplace.ann, source=source), marketplace)
    mo = window(marketplace.mo)
    mo.page.set_viewport_size({"width": 768, "height": 1024})
    mo.open("/updates/")
    table = mo.page.get_by_role("table", name="US-PR-0001: rules that decide differently")
    assert table.evaluate("table => table.scrollWidth > table.parentElement.clientWidth")
    assert mo.page.evaluate(SIDEWAYS) <= 0


def test_one_edition_is_acknowledged_on_its_page(marketplace: World, window: Opener, changed: Edition) -> None:
    mo = window(marketplace.mo)
    page = mo.page
    mo.open("/")
    expect(page.locator("section[data-recent]")).to_contain_text("that you open in this browser stand here")
    page.get_by_role("link", name="Read 1 change").click()
    expect(page).to_have_url(re.compile("/g/US-PR-0001/$"))  # the rules that changed are read on the way to the button
    expect(page.locator("tr#r2.is-new")).to_be_in_viewport()
    mo.look("reading-to-acknowledge")
    page.get_by_role("button", name="I, Mo Diallo, have read edition 2").click()
    expect(page.get_by_text("Acknowledged by Mo Diallo, ")).to_be_visible()
    mo.look("reading-acknowledged")
    mo.open("/g/US-PR-0001/R2/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("R2")
    mo.open("/")
    expect(page.locator("[data-recent]").get_by_text("Opened last")).to_be_visible()
    expect(page.locator("section[data-recent]")).not_to_contain_text("in this browser")
    mo.look("home-recent")
    page.get_by_role("link", name=re.compile(r"PR-0001 R2:")).click()
    expect(page).to_have_url(re.compile("/g/US-PR-0001/R2/$"))
    mo.open("/g/US-PR-0001/")
    page.get_by_role("link", name="Next update").click()
    expect(page.get_by_text("to acknowledge.")).to_have_count(0)


def test_a_page_left_open_learns_that_a_rule_on_it_changed(
    marketplace: World, window: Opener, changed: Edition
) -> None:
    mo = window(marketplace.mo)
    page = mo.page
    page.clock.install()
    mo.open("/g/US-PR-0001/")
    expect(page.locator("tr#r2")).to_contain_text("40%")
    draft = making.next_draft(changed.guideline, marketplace.ann, source=making.SOURCE.replace("30%", "50%"))
    making.published(draft, marketplace)
    page.clock.run_for(50_000)
    expect(page.get_by_role("status").filter(has_text="Changed: R2.")).to_contain_text("Edition 3 since ")
    expect(page.locator("tr.was")).to_contain_text("40%")
    expect(page.locator("tr.was")).to_contain_text("Until ")
    expect(page.locator("tr#r2")).to_contain_text("50%")
    mo.look("reading-left-open")
    page.get_by_role("link", name="Read edition 3").click()
    expect(page.locator("tr.was")).to_have_count(0)
    expect(page.locator("tr#r2")).to_contain_text("50%")


def test_a_page_left_open_learns_of_an_interim_ruling_and_of_its_end(
    marketplace: World, window: Opener, changed: Edition
) -> None:
    mo = window(marketplace.mo)
    page = mo.page
    page.clock.install()
    mo.open("/g/US-PR-0001/")
    expect(page.locator(".ruling")).to_have_count(0)
    ruling = floor.ruled(changed, marketplace.ann)
    page.clock.run_for(50_000)
    bar = page.get_by_role("status").filter(has_text="interim ruling on R2")
    expect(bar.get_by_text("New interim ruling on R2.")).to_be_visible()
    expect(bar).to_contain_text(floor.RULING)
    expect(page.locator("tr#r2 + tr .ruling")).to_contain_text(floor.RULING)
    expect(page.locator("tr#r2 ~ tr").get_by_role("link", name="Unclear? Ask about R2")).to_have_count(1)
    mo.look("reading-ruled-meanwhile")
    insights.end_ruling(ruling, by=marketplace.ann, reason="Edition 3 comes.")
    page.clock.run_for(50_000)
    expect(bar).to_contain_text("The interim ruling on R2 has ended.")
    expect(page.locator(".ruling")).to_have_count(0)
    page.get_by_role("link", name="Unclear? Ask about R2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask about R2")


def test_a_hidden_tab_asks_nothing_and_asks_when_it_is_looked_at(
    marketplace: World, window: Opener, changed: Edition
) -> None:
    mo = window(marketplace.mo)
    page, asked = mo.page, []
    page.on("request", lambda request: asked.append(request.url) if "/reading/changes/" in request.url else None)
    page.clock.install()
    mo.open("/g/US-PR-0001/")
    hide = (
        "hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true}); "
        "document.dispatchEvent(new Event('visibilitychange')); }"
    )
    page.evaluate(hide, True)
    page.clock.run_for(600_000)
    assert asked == []
    with page.expect_request("**/reading/changes/**") as question:
        page.evaluate(hide, False)
    assert "cookie" not in question.value.all_headers()
