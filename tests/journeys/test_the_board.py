"""The board: each edition under way in its column, late ones marked; the periodic review with its three verdicts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from guidelines.editions import services
from guidelines.editions.models import Edition, Verdict
from guidelines.editions.queries import in_force
from tests.editions import making
from tests.journeys.conftest import Window, ago
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]
COLUMNS = {
    "Draft": "One drafted",
    "In review": "Two in review",
    "Changes requested": "Three returned",
    "Approved": "Four approved",
    "Scheduled": "Five scheduled",
}


@pytest.fixture
def under_way(marketplace: World) -> None:
    """One edition in each column, the one in review for two weeks."""
    with ago(14):
        making.submitted(making.draft(marketplace, title="Two in review"), marketplace.ann)
    making.draft(marketplace, title="One drafted")
    three = making.submitted(making.draft(marketplace, title="Three returned"), marketplace.ann)
    services.request_changes(three, by=marketplace.bob, note="Shorter.")
    making.approved(making.draft(marketplace, title="Four approved"), marketplace)
    start = timezone.now() + dt.timedelta(days=30)
    making.published(making.draft(marketplace, title="Five scheduled"), marketplace, effective_from=start)
    making.draft(marketplace, by=marketplace.art, title="Six of Art")


def column(one: Window, name: str) -> Locator:
    return one.page.locator(".board section").filter(has=one.page.get_by_role("heading", name=name, level=2))


def test_every_edition_under_way_stands_in_its_column(marketplace: World, window: Opener, under_way: None) -> None:
    ann, bob = window(marketplace.ann), window(marketplace.bob)
    page = ann.page
    ann.open("/work/")
    for name, title in COLUMNS.items():
        expect(column(ann, name).get_by_role("link")).to_have_text([title])
    expect(page.get_by_role("link", name="Six of Art")).to_have_count(0)
    expect(column(ann, "In review")).to_contain_text("overdue")
    ann.look("board-full")
    page.get_by_role("link", name="Overdue 1").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="What is overdue").get_by_role("rowheader")).to_contain_text(
        ["Two in review"]
    )
    ann.look("overdue")
    page.get_by_role("link", name="Mine").click()
    page.get_by_role("link", name="Everybody's").click()
    expect(column(ann, "Draft").get_by_role("link", name="Six of Art")).to_be_visible()
    bob.open("/work/")
    expect(column(bob, "In review").get_by_role("link", name="Two in review")).to_be_visible()
    expect(bob.page.get_by_role("link", name="One drafted")).to_have_count(0)  # nothing of it waits for him


def test_old_words_are_kept_revised_or_withdrawn(marketplace: World, window: Opener) -> None:
    with ago(400):
        titles = ("Kept", "Revised", "Ended")
        kept, revised, ended = (making.published(making.draft(marketplace, title=t), marketplace) for t in titles)
    ann, bob = window(marketplace.ann), window(marketplace.bob)
    a_verdict(ann, kept, "Keep", "Read again with Legal.")
    ann.open("/work/")
    due = ann.page.get_by_role("region", name="Guidelines due for periodic review")
    expect(due.get_by_role("rowheader")).to_have_count(2)
    expect(due).not_to_contain_text("Kept")
    a_verdict(ann, revised, "Revise", "")
    expect(ann.page.get_by_text("Edition 2, from edition 1")).to_be_visible()
    assert Edition.objects.get(guideline=revised.guideline, number=2).state == "draft"
    a_verdict(bob, ended, "Withdraw", "The programme ended.")
    mo = window(marketplace.mo)
    mo.open(f"/g/{ended.guideline}/")
    expect(mo.page.get_by_role("main")).to_contain_text("withdrawn")
    assert in_force(ended.guideline, timezone.now()) is None
    given = Verdict.objects.order_by("at").values_list("kind", "person__name", "note")
    assert list(given) == [
        ("keep", "Ann Rivera", "Read again with Legal."),
        ("revise", "Ann Rivera", ""),
        ("withdraw", "Bob Stone", "The programme ended."),
    ]


def a_verdict(one: Window, edition: Edition, kind: str, note: str) -> None:
    page = one.page
    one.open("/work/")
    page.get_by_role("link", name=re.compile(f"^Review ?: {edition.guideline}$")).click()
    expect(page.get_by_text("Due since")).to_be_visible()
    one.look(f"periodic-review-{kind.lower()}")
    page.get_by_label(kind).check()
    page.get_by_label("Reason").fill(note)
    page.get_by_role("button", name="Record the verdict").click()
    expect(page.get_by_role("status").first).to_be_visible()
