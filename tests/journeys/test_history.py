"""The history of a draft: who saved when, any two save points compared, one of them restored as a new save."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from guidelines.editions import services
from guidelines.editions.models import Contribution, Edition
from tests.editions import making
from tests.editions.pages import address
from tests.journeys.conftest import Window
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHARES = ("less than 30%", "less than 40%", "less than 50%")


def test_two_save_points_are_compared_and_the_first_restored(marketplace: World, window: Callable[..., Window]) -> None:
    edition = making.draft(marketplace)
    for share, person in zip(SHARES[1:], (marketplace.art, marketplace.ann), strict=True):
        words = making.words(source=making.SOURCE.replace(SHARES[0], share))
        edition = services.save_draft(edition, by=person, seen=edition.digest, words=words).edition
    ann = window(marketplace.ann)
    page = ann.page
    page.on("dialog", lambda dialog: dialog.accept())
    ann.open(address("draft", edition))
    page.get_by_role("link", name="All save points").click()
    lines = page.get_by_role("region", name="Save points").get_by_role("row")
    expect(lines).to_have_count(4)  # its head, and the newest first
    expect(lines.nth(1)).to_contain_text("Now")
    expect(lines.nth(2)).to_contain_text("Art Cole")
    lines.nth(3).get_by_label("From").check()
    lines.nth(2).get_by_label("To").check()
    page.get_by_role("button", name="Compare save points").click()
    expect(page.locator(".rl del:visible")).to_have_text(["30%"])
    expect(page.locator(".rl ins:visible")).to_have_text(["40%"])
    ann.look("history-compared")
    lines.nth(3).get_by_role("button", name="Restore").click()
    expect(page.get_by_role("status").filter(has_text="Restored as a new save.")).to_be_visible()
    assert Edition.objects.get(pk=edition.pk).source == making.SOURCE
    ann.open(address("save_points", edition))
    expect(lines).to_have_count(5)
    assert Contribution.objects.filter(edition=edition, kind="restored", person=marketplace.ann).exists()
