"""The editor in a real browser: a rule written by keyboard alone, blocks moved by keys and by hand, a live preview."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from guidelines.editions.models import Edition
from tests.editions import making
from tests.editions.pages import address
from tests.journeys.conftest import Window
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]


def rules_of(page: Page) -> list[str]:
    return page.locator("[data-rule]").evaluate_all("blocks => blocks.map(block => block.dataset.rule)")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_manager_writes_a_rule_by_keyboard_alone(marketplace: World, window: Opener) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    ann.open(address("draft", edition))
    page = ann.page
    ann.look("editor-blocks")
    page.get_by_role("button", name="Add rule").focus()
    press(page, "Enter")
    expect(page.locator("[data-rule=r3]")).to_be_visible()
    expect(page.locator("[data-rule=r3] textarea[name$='-if']")).to_be_focused()
    page.keyboard.type("A listing shows a torn label.")
    press(page, "Tab")
    page.keyboard.type("Ask the seller.")
    press(page, "Tab")
    page.keyboard.type("Remove")
    press(page, "Tab")
    page.keyboard.type("S4")
    expect(page.get_by_role("region", name="Preview").get_by_text("A listing shows a torn label.")).to_be_visible()
    press(page, "Alt+ArrowUp")
    expect(page.get_by_text("R3 moved, now 2 of 3.").first).to_be_attached()
    assert rules_of(page) == ["r1", "r3", "r2"]
    press(page, "Control+s")
    expect(page.get_by_role("status").filter(has_text="Saved").first).to_be_visible()
    page.wait_for_url("**/draft/**")
    source = Edition.objects.get(pk=edition.pk).source
    assert source.index("| R3") < source.index("| R2")
    assert "if: A listing shows a torn label.\ndo: Ask the seller.\naction: remove\nseverity: S4\n///" in source
    ann.look("editor-saved")


def test_a_block_is_dragged_and_a_rule_opened_from_the_preview(marketplace: World, window: Opener) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    ann.open(address("draft", edition))
    page = ann.page
    page.locator("[data-rule=r2] [data-grip]").drag_to(
        page.locator("[data-rule=r1]"), target_position={"x": 20, "y": 2}
    )
    expect(page.locator("[data-keeping]")).to_contain_text("Saved")
    assert rules_of(page) == ["r2", "r1"]
    expect(page.get_by_role("region", name="Preview").locator("tr[id^=r]").first).to_have_attribute("id", "r2")
    page.get_by_role("region", name="Preview").locator("tr#r1").get_by_text("mirror quality").first.click()
    expect(page.locator("[data-rule=r1] textarea[name$='-if']")).to_be_focused()


def test_the_tools_write_markdown_that_can_be_undone(marketplace: World, window: Opener) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    ann.open(address("draft", edition))
    page = ann.page
    page.get_by_role("button", name="Whole text as Markdown").click()
    ann.look("editor-text")
    text = page.get_by_label("Text", exact=True)
    text.evaluate("area => { area.focus(); area.setSelectionRange(area.value.length, area.value.length) }")
    before = text.input_value()
    page.get_by_role("button", name="Rule", exact=True).click()
    assert "/// rule | R3\nif: " in text.input_value()
    press(page, "Control+z")
    assert text.input_value() == before


def test_without_a_script_every_button_brings_the_page_back(marketplace: World, browser, live_server) -> None:  # type: ignore[no-untyped-def]
    edition = making.draft(marketplace)
    context = browser.new_context(java_script_enabled=False)
    one = Window(context.new_page(), str(live_server))
    one.sign_in(marketplace.ann)
    one.open(address("draft", edition))
    page = one.page
    page.get_by_role("button", name="Add rule").click()
    page.locator("[data-rule=r3] textarea[name$='-if']").fill("A torn label.")
    page.locator(".form-end").get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview").get_by_text("A torn label.")).to_be_visible()
    page.get_by_role("button", name="Save draft").last.click()
    assert "if: A torn label." in Edition.objects.get(pk=edition.pk).source
    context.close()
