"""A question and a note become one queue and a requirement, and whoever asked is told when its edition is in force."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from guidelines.audit.catching_up import catch_up_all
from guidelines.editions.models import Edition
from guidelines.insights.models import Requirement
from tests.editions import making as editions
from tests.insights import making
from tests.journeys.conftest import Window, ago
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOTE = "R2 names no price for goods that were never sold new."
NEED = "R2 says which price is usual."


def test_what_two_people_say_is_delivered_by_an_edition(marketplace: World, window: Callable[..., Window]) -> None:
    with ago(days=30):
        edition = making.in_force(marketplace)
    with ago(days=2):
        draft = editions.next_draft(
            edition.guideline,
            marketplace.ann,
            source=editions.SOURCE.replace("usual price", "price in the brand’s shop"),
        )
    mo = window(marketplace.mo)
    mo.open("/g/US-PR-0001/ask/?rule=R2")
    mo.page.get_by_label("Your question").fill(making.ASKED)
    mo.page.get_by_role("button", name="Send question").click()
    expect(mo.page.get_by_role("heading", name="Question on US-PR-0001 R2")).to_be_visible()

    ann = window(marketplace.ann)
    a_note_is_written(ann)
    a_requirement_is_made_of_both(ann)
    the_edition_is_named(ann, draft)

    mo.open("/notifications/")
    expect(mo.page.get_by_text("What you asked for is delivered")).to_have_count(0)
    draft.refresh_from_db()
    editions.published(draft, marketplace)
    catch_up_all()
    ann.open(Requirement.objects.get().get_absolute_url())
    expect(ann.page.get_by_role("heading", name="edition 2 answers this")).to_be_visible()
    ann.look("requirement-delivered")
    mo.open("/notifications/")
    told = mo.page.get_by_role("link", name="What you asked for is delivered: the edition is in force.")
    expect(told).to_be_visible()
    mo.look("raiser-is-told")
    told.click()
    expect(mo.page.get_by_text("Delivered", exact=True).first).to_be_visible()
    mo.look("requirement-of-the-raiser")


def a_note_is_written(ann: Window) -> None:
    ann.open("/insights/")
    page = ann.page
    page.get_by_role("link", name="Write a note").click()
    page.get_by_label("What should change, and why?").fill(NOTE)
    page.get_by_label("Rule", exact=True).fill("R2")
    page.get_by_role("button", name="Put it into the queue").click()
    expect(page.get_by_text("Write the guideline that this rule is in.").first).to_be_visible()
    expect(page.get_by_label("What should change, and why?")).to_have_value(NOTE)
    ann.look("note-refused")
    page.get_by_label("Guideline", exact=True).fill("us-pr-0001")
    page.get_by_role("button", name="Put it into the queue").click()
    expect(page.get_by_role("region", name="What should change")).to_contain_text(NOTE)
    ann.look("insight")


def a_requirement_is_made_of_both(ann: Window) -> None:
    ann.open("/insights/")
    page = ann.page
    expect(page.get_by_role("heading", name="2 insights")).to_be_visible()
    ann.look("queue-of-insights")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Make a requirement of those chosen").click()
    expect(page.get_by_role("heading", name="Of 2 insights")).to_be_visible()
    page.get_by_label("Kind").select_option("guideline")
    page.get_by_label("What is needed?").fill(NEED)
    page.get_by_label("Business reason").fill("One case in nine is decided twice.")
    page.get_by_label("United States").check()
    page.get_by_label("Owner").select_option(label="Ann Rivera")
    ann.look("new-requirement")
    page.get_by_role("button", name="Open the requirement").click()
    expect(page.get_by_role("heading", name="What is needed")).to_be_visible()
    ann.look("requirement")


def the_edition_is_named(ann: Window, draft: Edition) -> None:
    page: Page = ann.page
    panel = page.get_by_role("region", name="Answer it in an edition")
    panel.get_by_label("Guideline").fill("US-PR-0001")
    panel.get_by_label("Edition").fill(str(draft.number))
    panel.get_by_role("button", name="Name this edition").click()
    expect(page.get_by_text("edition 2 is to answer it.")).to_be_visible()
    ann.look("requirement-waits-for-its-edition")
    ann.open("/requirements/board/")
    expect(page.get_by_role("link", name=NEED)).to_be_visible()
    ann.look("board-of-requirements")
