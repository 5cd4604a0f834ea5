"""The editor in a real browser: a rule written by keyboard alone, blocks moved by keys and by hand, a live preview."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from guidelines.editions.models import Edition
from tests.editions import making
from tests.editions.pages import address
from tests.journeys.conftest import PHONE, Window, press
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]


def rules_of(page: Page) -> list[str]:
    return page.locator("[data-rule]").evaluate_all("blocks => blocks.map(block => block.dataset.rule)")


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
    expect(page.locator("[data-rule=r3] select[name$='-severity']")).to_be_focused()
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
    expect(page.get_by_text("R2 moved, now 1 of 2.").first).to_be_attached()
    assert rules_of(page) == ["r2", "r1"]
    expect(page.get_by_role("region", name="Preview").locator("tr[id^=r]").first).to_have_attribute("id", "r2")
    preview = page.get_by_role("region", name="Preview")
    preview.locator("tr#r1").get_by_text("mirror quality").first.click()
    expect(page.locator("[data-rule=r1] textarea[name$='-if']")).to_be_focused()
    preview.get_by_text("2 cases for R1").click()
    preview.get_by_text("A vanity mirror of good quality.").click()
    expect(page.locator("[data-case-of=r1]").nth(1).locator("select").first).to_be_focused()
    preview.get_by_text("Listings of branded goods").click()
    expect(page.locator(".block-text textarea").first).to_be_focused()


def test_a_rule_that_is_dragged_takes_its_cases_along(marketplace: World, window: Opener) -> None:
    above, rule, below = making.SOURCE.partition("/// rule | R2")
    rule_2, case, cases = below.partition("/// case")
    edition = making.draft(marketplace, source=above + case + cases + "\n" + rule + rule_2)
    ann = window(marketplace.ann)
    ann.open(address("draft", edition))
    page = ann.page
    page.set_viewport_size({"width": 1440, "height": 1600})
    below = page.locator("[data-rule=r2]")
    box = below.bounding_box()
    assert box
    page.locator("[data-rule=r1] [data-grip]").drag_to(below, target_position={"x": 20, "y": box["height"] - 3})
    expect(page.get_by_text("R1 moved, now 2 of 2.").first).to_be_attached()
    kinds = page.locator("[data-block]").evaluate_all("all => all.map(one => one.dataset.rule ?? one.dataset.caseOf)")
    assert kinds[1:] == ["r2", "r1", "r1", "r1"]


def test_a_field_that_would_break_out_says_so_at_the_field(marketplace: World, window: Opener) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    ann.open(address("draft", edition))
    page = ann.page
    page.locator("[data-rule=r2] summary").first.click()
    field = page.locator("[data-rule=r2]").get_by_label("Do", exact=True)
    field.fill("Remove.\n/// rule | R9")
    page.get_by_role("button", name="Save draft").last.click()
    expect(field).to_have_attribute("aria-invalid", "true")
    assert field.input_value() == "Remove.\n/// rule | R9"
    ann.look("editor-problem")
    field.fill("Remove it.")
    page.get_by_role("button", name="Save draft").last.click()
    expect(page.get_by_text("Saved.").first).to_be_visible()
    assert "do: Remove it.\n" in Edition.objects.get(pk=edition.pk).source


def test_after_a_save_one_is_where_one_was(marketplace: World, window: Opener) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    ann.open(address("draft", edition))
    page = ann.page
    page.locator("[data-rule=r2] summary").first.click()
    field = page.locator("[data-rule=r2]").get_by_label("Do", exact=True)
    field.fill("Remove it.")
    above = page.evaluate("scrollTo({ top: 500, behavior: 'instant' }), scrollY")
    press(page, "Control+s")
    expect(page.locator("[data-toast]")).to_have_text("Saved.")
    expect(field).to_be_focused()
    assert page.evaluate("scrollY") == above > 0


def test_an_image_is_put_into_the_text(marketplace: World, window: Opener, tmp_path: Path) -> None:
    edition = making.draft(marketplace)
    picture = tmp_path / "seal.png"
    Image.new("RGB", (40, 30), "teal").save(picture)
    ann = window(marketplace.ann)
    ann.open(address("draft", edition))
    page = ann.page
    text = page.locator(".block-text textarea").first
    text.press("Control+End")
    page.get_by_role("button", name="Image").click()
    dialog = page.get_by_role("dialog", name="Add an image")
    dialog.get_by_label("Image file").set_input_files(picture)
    dialog.get_by_label("What it shows").fill("A broken seal")
    ann.look("editor-image")
    dialog.get_by_role("button", name="Add").click()
    expect(dialog).to_be_hidden()
    assert "![A broken seal](/" in text.input_value()
    expect(page.get_by_role("region", name="Preview").get_by_role("img", name="A broken seal")).to_be_visible()


def test_the_tools_of_the_blocks_are_one_tab_stop_and_write_markdown(marketplace: World, window: Opener) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    ann.open(address("draft", edition))
    page = ann.page
    page.get_by_role("button", name="Add rule").focus()
    press(page, "ArrowLeft", "ArrowRight", "ArrowRight")
    expect(page.get_by_role("button", name="Add term")).to_be_focused()
    press(page, "Tab")
    assert page.evaluate("document.activeElement.closest('[role=toolbar]')") is None
    text = page.locator(".block-text textarea").first
    text.fill("proof of origin")
    text.select_text()
    press(page, "Control+b")
    assert text.input_value() == "**proof of origin**"
    press(page, "Control+z")
    assert text.input_value() == "proof of origin"
    text.select_text()
    press(page, "Control+k")
    assert text.input_value() == "[proof of origin](/g/)"
    expect(page.locator("#palette")).to_be_hidden()
    press(page, "Tab")
    expect(text).not_to_be_focused()


def test_on_a_phone_one_writes_or_looks_at_the_preview(marketplace: World, window: Opener) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    ann.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    ann.open(address("draft", edition))
    page = ann.page
    preview = page.locator("[data-part=preview]")
    expect(preview).to_be_hidden()
    page.get_by_role("group", name="Editor layout").get_by_role("button", name="Preview").click()
    expect(preview).to_be_visible()
    preview.locator("tr#r1").get_by_text("mirror quality").first.click()
    expect(page.locator("[data-rule=r1] textarea[name$='-if']")).to_be_focused()
    ann.look("editor-phone")


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


def test_a_topic_is_found_in_the_tree(marketplace: World, window: Opener) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    ann.open(address("draft", edition))
    page = ann.page
    page.locator("#topics summary").click()
    page.get_by_label("Find a topic").fill("nothing of the kind")
    tree = page.locator("#topic-tree")
    expect(tree.get_by_role("checkbox", checked=True)).to_be_visible()
    expect(tree.get_by_role("checkbox", checked=False)).to_have_count(0)
    ann.look("editor-topics")
