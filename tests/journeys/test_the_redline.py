"""The review page: the redline read by keys alone, inline and side by side, folded parts opened, moved rules shown."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from guidelines.editions.models import Edition
from tests.editions import making
from tests.editions.pages import address
from tests.journeys.conftest import Window, press, tab_to
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAME = "\n".join(f"Paragraph {n} says the same as before.\n" for n in range(1, 7))
TABLE = "| Mark | Weight |\n|---|---|\n| seal | 2 |\n"
BEFORE = f"{making.SOURCE}\n## Proof\n\n{SAME}\n- an invoice\n- a receipt\n\n{TABLE}"


def after() -> str:
    """The same words with R2 in front of R1, a longer list and another table cell."""
    head, rule_1 = BEFORE.split("/// rule | R1")
    rule_1, rest = rule_1.split("/// rule | R2")
    rule_2, cases = rest.split("/// case", 1)
    moved = f"{head}/// rule | R2{rule_2}/// rule | R1{rule_1}/// case{cases}"
    return moved.replace("- a receipt", "- a receipt with a stamp").replace("| seal | 2 |", "| seal | 3 |")


@pytest.fixture
def edition(marketplace: World) -> Edition:
    first = making.published(making.draft(marketplace, source=BEFORE), marketplace)
    note = "R2 decides before R1."
    return making.submitted(
        making.next_draft(first.guideline, marketplace.ann, source=after(), change_note=note), marketplace.ann
    )


def test_a_reviewer_reads_the_redline_by_keys_alone(
    marketplace: World, window: Callable[..., Window], edition: Edition
) -> None:
    bob = window(marketplace.bob)
    bob.open(address("review", edition))
    bob.look("review-redline")
    page = bob.page
    what_moved_is_said(page)
    n_and_p_walk_the_changes(page)
    a_folded_part_opens(page)
    both_texts_stand_side_by_side(bob)


def what_moved_is_said(page: Page) -> None:
    row = page.get_by_role("table", name="Rules that decide differently").get_by_role("row").nth(1)
    expect(row).to_contain_text("Moved")
    moved = page.locator(".blk").filter(has=page.get_by_role("link", name=re.compile("^Moved block")))
    expect(moved).to_have_count(1)
    expect(moved.locator(".new")).to_contain_text("Moved")
    expect(moved.locator("ins, del")).to_have_count(0)


def n_and_p_walk_the_changes(page: Page) -> None:
    marks = page.locator(".blk[class*='is-'] .blk-mark")
    count = marks.count()
    assert count == 3  # the moved rule, the list, the table
    for at in (*range(count), 0):
        press(page, "n")
        expect(marks.nth(at)).to_be_focused()
        expect(marks.nth(at)).to_be_in_viewport()
    press(page, "p")
    expect(marks.last).to_be_focused()
    last = page.locator(".blk[class*='is-']").last
    expect(last.locator("del:visible, ins:visible")).to_have_text(["2", "3"])
    note = page.get_by_label("Reason or note")
    note.focus()
    page.keyboard.type("npn")  # letters while one writes, no keys
    expect(note).to_have_value("npn")
    expect(note).to_be_focused()


def a_folded_part_opens(page: Page) -> None:
    same = page.get_by_text("Paragraph 3 says the same as before.")
    expect(same).to_be_hidden()
    fold = page.locator("details.fold", has_text="Paragraph 3").locator("summary")
    fold.focus()
    press(page, "Enter")
    expect(same).to_be_visible()


def both_texts_stand_side_by_side(bob: Window) -> None:
    page = bob.page
    block = page.locator(".blk", has_text="with a stamp")
    expect(block.locator(".old")).to_be_hidden()
    tab_to(page, "link", "Side by side")
    press(page, "Enter")
    page.wait_for_url("**view=split**")
    bob.look("review-side-by-side")
    old, new = block.locator(".old").bounding_box(), block.locator(".new").bounding_box()
    assert old
    assert new
    assert old["x"] + old["width"] <= new["x"]
    assert abs(old["y"] - new["y"]) < 2
    expect(block.locator(".old ins")).to_be_hidden()
    expect(block.locator(".new ins")).to_be_visible()
    tab_to(page, "link", "Inline")
    press(page, "Enter")
    page.wait_for_url("**view=one**")
    expect(block.locator(".old")).to_be_hidden()
