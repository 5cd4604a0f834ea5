"""An approval that two must sign: lists kept, a review claimed, rows agreed by keyboard, a stand-in for a leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from guidelines.editions.models import Approval, Edition
from guidelines.people.roles import Role
from guidelines.people.services import grant
from tests.editions import making
from tests.journeys.conftest import Window, tab_to
from tests.people import World, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]
REVIEW = "/g/US-PR-0001/editions/1/review/"


def test_two_people_sign_one_of_them_in_anothers_place(marketplace: World, window: Opener) -> None:
    leo = make_person("R-LAW", "Leo Law")
    grant(leo, Role.POLICY_REVIEWER, by=None, market=marketplace.us, domain=marketplace.product, function="legal")
    a_second_signature_is_asked_for(window(marketplace.ada))
    bob = window(marketplace.bob)
    a_question_is_kept(bob)
    edition = making.submitted(making.draft(marketplace), marketplace.ann)
    a_review_is_claimed_and_signed_by_keyboard(bob)
    somebody_stands_in_for_leo(window(leo))
    the_last_signature_approves(window(marketplace.art))
    edition.refresh_from_db()
    assert edition.state == "approved"
    signed = {(one.person.name, one.function, one.on_behalf_of) for one in Approval.objects.select_related("person")}
    assert signed == {("Bob Stone", "", None), ("Art Cole", "legal", leo)}


def a_second_signature_is_asked_for(ada: Window) -> None:
    page = ada.page
    ada.open("/required-signatures/")
    ada.look("required-signatures-none")
    page.get_by_label("Topic").select_option(label="Counterfeit")
    page.get_by_label("Function").fill("legal")
    page.get_by_role("button", name="Ask for it").click()
    expect(page.get_by_text("Signed by Leo Law.")).to_be_visible()
    ada.look("required-signatures")
    ada.open("/people/R-LAW/delegations/")
    ada.look("standing-in-of-somebody")


def a_question_is_kept(bob: Window) -> None:
    page = bob.page
    bob.open("/checklists/")
    product = page.get_by_role("region", name="Product")
    for question in ("Is it short?", "Is the order right?"):
        product.get_by_label("Question").fill(question)
        product.get_by_role("button", name="Ask it").click()
    product.get_by_role("button", name="Move up: Is the order right?").click()
    expect(product.get_by_role("listitem").first).to_contain_text("Is the order right?")
    bob.look("checklists")


def a_review_is_claimed_and_signed_by_keyboard(bob: Window) -> None:
    """No mouse from here on: every control is reached with Tab and worked with Space or Enter."""
    page = bob.page
    bob.open(REVIEW)
    bob.look("review-two-signatures")
    tab_to(page, "button", "Claim this review")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have claimed this review.").first).to_be_visible()
    for rule in ("R1", "R2"):
        tab_to(page, "checkbox", f"Agreed: {rule}, New")
        page.keyboard.press("Space")
    tab_to(page, "checkbox", "Is the order right?")
    page.keyboard.press("Space")
    tab_to(page, "button", "Approve")
    page.keyboard.press("Enter")
    assert Edition.objects.get().state == "in_review"  # the browser asks for the second question first
    tab_to(page, "checkbox", "Is it short?")
    page.keyboard.press("Space")
    tab_to(page, "button", "Approve")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your signature is kept. Still missing: legal.").first).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_be_disabled()
    bob.look("review-one-signed")


def somebody_stands_in_for_leo(leo: Window) -> None:
    page = leo.page
    leo.open("/settings/")
    page.get_by_role("link", name="Standing in").click()
    today = dt.datetime.now(dt.UTC).date()
    page.get_by_label("Who stands in").fill("A-002")
    page.get_by_label("First day").fill(f"{today}")
    page.get_by_label("Last day").fill(f"{today + dt.timedelta(days=4)}")
    page.get_by_role("button", name="Delegate").click()
    expect(page.get_by_text("Art Cole for Leo Law").first).to_be_visible()
    leo.look("standing-in")


def the_last_signature_approves(art: Window) -> None:
    page = art.page
    art.open(REVIEW)
    expect(page.get_by_text("You sign in somebody else’s place")).to_be_visible()
    for box in page.get_by_role("checkbox", name="Agreed").all():
        box.check()
    page.get_by_label("Is it short?").check()
    page.get_by_label("Is the order right?").check()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Approved.", exact=True).first).to_be_visible()
    page.get_by_text("What was answered").first.click()
    art.look("review-approved-by-two")
