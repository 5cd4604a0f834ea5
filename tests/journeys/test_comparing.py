"""Two editions beside each other at an address that can be passed on, of one guideline or of two markets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.editions import making
from tests.journeys.conftest import Window
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]


def with_share(share: str) -> str:
    return making.SOURCE.replace("less than 30%", f"less than {share}")


def test_two_editions_are_compared_by_an_address_that_anybody_may_open(marketplace: World, window: Opener) -> None:
    first = making.published(making.draft(marketplace), marketplace)
    for share in ("25%", "20%"):
        making.published(making.next_draft(first.guideline, marketplace.ann, source=with_share(share)), marketplace)
    mo = window(marketplace.mo)
    page = mo.page
    mo.open("/g/US-PR-0001/editions/")
    page.get_by_label("From edition 1").check()
    page.get_by_label("To edition 3").check()
    page.get_by_role("button", name="Compare editions").click()
    page.wait_for_url("**/g/US-PR-0001/editions/compare/**")
    the_share_fell_from_30_to_20(page)
    mo.look("compare-editions")
    lia = window(marketplace.lia)
    lia.page.goto(page.url)
    the_share_fell_from_30_to_20(lia.page)
    lia.open("/compare/?a=US-PR-0001:1&b=US-PR-0001:3")  # two of one guideline: the same page
    the_share_fell_from_30_to_20(lia.page)


def the_share_fell_from_30_to_20(page: Page) -> None:
    redline = page.locator(".blk")
    expect(redline.locator("del:visible")).to_have_text(["30%"])
    expect(redline.locator("ins:visible")).to_have_text(["20%"])
    expect(page.get_by_role("table", name="Rules that decide differently")).to_contain_text("R2")


def test_two_markets_are_compared_rule_by_rule_by_those_who_may_read_both(marketplace: World, window: Opener) -> None:
    making.published(making.draft(marketplace), marketplace)
    vn = making.draft(marketplace, by=marketplace.van, market=marketplace.vn, source=with_share("40%"))
    making.published(vn, marketplace, by=marketplace.van, reviewer=marketplace.binh)
    ann = window(marketplace.ann)
    page = ann.page
    ann.open("/compare/")
    page.get_by_label("This one", exact=True).fill("US-PR-0001")
    page.get_by_label("with this one").fill("VN-PR-0001:1")
    page.get_by_role("button", name="Compare").click()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="R2"))
    expect(row.get_by_role("cell").first).to_contain_text("less than 30%")
    expect(row.get_by_role("cell").last).to_contain_text("less than 40%")
    ann.look("compare-markets")
    mo = window(marketplace.mo)
    mo.page.goto(page.url)
    expect(mo.page.get_by_text("There is no edition VN-PR-0001:1 that you may read.")).to_be_visible()
    expect(mo.page.get_by_text("less than 40%")).to_have_count(0)
