"""From a card to the case note and back by the receipt, with the keyboard alone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from tests.editions import making
from tests.journeys.conftest import SIDEWAYS, Window, ago, press
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NO_CLIPBOARD = "Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })"
REFUSED = "Clipboard.prototype.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
CHANGED = making.SOURCE.replace("less than 30%", "less than 40%")


def test_a_moderator_copies_the_line_and_an_appeal_resolves_it(
    marketplace: World, window: Callable[..., Window]
) -> None:
    with ago(days=40):
        guideline = making.published(making.draft(marketplace), marketplace).guideline
    decided = timezone.now() - dt.timedelta(days=35)
    mo = window(marketplace.mo)
    page = mo.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    with time_machine.travel(decided):
        mo.open("/g/US-PR-0001/R1/")
        mo.look("rule-card")
        assert page.evaluate("document.scrollingElement.scrollHeight <= innerHeight"), "it fits one screen"
        press(page, "e")
        page.wait_for_url("**/ask/?rule=R1")
        mo.open("/g/US-PR-0001/R1/")
        press(page, "j")
        page.wait_for_url("**/R2/")
        press(page, "k")
        page.wait_for_url("**/R1/")
        press(page, "j")
        page.wait_for_url("**/R2/")
        press(page, "c")
        expect(page.locator("[data-toast]")).to_contain_text("Copied: US-PR-0001 R2 · edition 1")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#note").inner_text()

    with ago(days=30):
        making.published(making.next_draft(guideline, marketplace.ann, source=CHANGED), marketplace)
    mo.open("/receipts/")
    mo.look("receipts")
    page.get_by_label("Receipt").fill(copied.split("receipt ")[1].lower().replace("-", " "))
    press(page, "Enter")
    expect(page.get_by_role("note")).to_contain_text("Edition 1 was in force on")
    expect(page.get_by_role("note")).to_contain_text("Edition 2 followed 5 days later")
    expect(page.locator(".rl del:visible").first).to_have_text("30%")
    mo.look("receipt")
    page.get_by_label("Receipt").fill("K7QX-2M9D")
    press(page, "Enter")
    expect(page.get_by_role("alert")).to_contain_text("a character is missing or wrong")
    mo.look("receipt-mistyped")


def test_where_pages_may_not_copy_the_line_is_marked_for_ctrl_c(
    marketplace: World, window: Callable[..., Window]
) -> None:
    making.published(making.draft(marketplace), marketplace)
    mo = window(marketplace.mo)
    mo.page.add_init_script(NO_CLIPBOARD)
    mo.open("/g/US-PR-0001/R1/")
    press(mo.page, "c")
    expect(mo.page.locator("[data-toast]")).to_contain_text("Press Ctrl-C")
    assert re.match(r"US-PR-0001 R1 · edition 1 · .* receipt ", mo.page.evaluate("String(getSelection())"))


def test_on_a_phone_that_lets_pages_copy_nothing_the_marked_line_is_there_to_hold(
    marketplace: World, window: Callable[..., Window]
) -> None:
    making.published(making.draft(marketplace), marketplace)
    mo = window(marketplace.mo)
    mo.page.set_viewport_size({"width": 390, "height": 844})
    mo.page.add_init_script(REFUSED)
    mo.open("/g/US-PR-0001/R1/")
    line = mo.page.locator("#note")
    expect(line).to_be_hidden()
    mo.page.get_by_role("button", name="Copy for the case note").click()
    expect(mo.page.locator("[data-toast]")).to_contain_text("or hold the line")
    expect(line).to_be_in_viewport(ratio=1)
    assert mo.page.evaluate("String(getSelection())") == line.inner_text()
    assert mo.page.evaluate(SIDEWAYS) <= 0


def test_who_switched_single_keys_off_stays_on_the_card(marketplace: World, window: Callable[..., Window]) -> None:
    making.published(making.draft(marketplace), marketplace)
    marketplace.mo.keys_on = False
    marketplace.mo.save()
    mo = window(marketplace.mo)
    mo.open("/g/US-PR-0001/R1/")
    press(mo.page, "j", "c")
    expect(mo.page.locator("[data-toast]")).to_be_empty()
    assert mo.page.url.endswith("/R1/")
