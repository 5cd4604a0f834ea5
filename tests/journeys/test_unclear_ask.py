"""A moderator asks about words on the page, a lead rules, everybody who reads the rule sees it, the owner ends it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from guidelines.people.models import Person
from tests.insights import making
from tests.journeys.conftest import Window, ago
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SELECT = """
() => {
  const cell = document.querySelector('#r2 td');
  document.getSelection().selectAllChildren(cell);
}
"""


def test_a_question_is_asked_ruled_on_and_the_ruling_ended(
    marketplace: World, window: Callable[[Person], Window]
) -> None:
    with ago(days=30):
        edition = making.in_force(marketplace)
        lea = making.lead(marketplace)
    path = f"/g/{edition.guideline.policy_id}/"

    mo = window(marketplace.mo)
    mo.open(path)
    mo.page.evaluate(SELECT)
    mo.page.get_by_role("link", name="Unclear? Ask", exact=True).click()
    expect(mo.page.get_by_label("Passage")).to_have_value(
        "A branded item at less than 30% of its usual price and no proof of origin."
    )
    expect(mo.page.get_by_label("Which part?")).to_have_value("R2")
    mo.page.get_by_label("Your question").fill(making.ASKED)
    mo.look("ask")
    mo.page.get_by_role("button", name="Send question").click()
    expect(mo.page.get_by_role("heading", name="Question on US-PR-0001 R2")).to_be_visible()

    owner = window(marketplace.ann)
    owner.open("/questions/")
    owner.look("waiting")  # the count in the navigation lies beyond the edge of a phone

    lead = window(lea)
    lead.open("/questions/")
    lead.look("questions")
    lead.page.get_by_role("link", name=making.ASKED).click()
    lead.page.get_by_label("Answer", exact=True).fill("Remove it when the price is odd.")
    lead.page.get_by_label("Pin it on R2 as an interim ruling").check()
    lead.page.get_by_role("button", name="Send the answer").click()
    expect(lead.page.get_by_role("alert")).to_contain_text("another action, “Remove”")
    lead.look("refused")
    lead.page.get_by_label("Answer", exact=True).fill(making.RULING)
    lead.page.get_by_role("button", name="Send the answer").click()
    expect(lead.page.get_by_text("Pinned on R2.")).to_be_visible()
    lead.look("question")

    mo.open("/")
    expect(mo.page.get_by_role("heading", name="Answers to your questions")).to_be_visible()
    mo.look("home")
    mo.open(path)
    expect(mo.page.get_by_text(making.RULING)).to_be_visible()
    mo.look("reading")
    mo.open("/updates/?days=1")
    expect(mo.page.get_by_role("region", name="Interim rulings since then")).to_contain_text(making.RULING)
    mo.look("updates-ruled")

    owner.open("/")
    owner.page.get_by_role("link", name="End it").click()
    owner.page.get_by_label("Reason").fill("Outlets have prices of their own.")
    owner.look("end")
    owner.page.get_by_role("button", name="End it now").click()
    expect(owner.page.get_by_role("heading", name="No ruling runs")).to_be_visible()
    owner.look("rulings")
    mo.open(path)
    expect(mo.page.get_by_text(making.RULING)).to_have_count(0)
