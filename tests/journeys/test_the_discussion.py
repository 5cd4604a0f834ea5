"""What people say about a draft: a comment that blocks, a colleague named, other words suggested, a view asked for."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from guidelines.editions import services
from guidelines.editions.models import Comment, Consultation, Edition, Suggestion
from tests.editions import making
from tests.editions.pages import address
from tests.journeys.conftest import Window, press, tab_onto, tab_to
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SUGGESTED = "Listings of branded goods by every US seller and host."


def test_a_draft_is_discussed_until_it_may_be_approved(marketplace: World, window: Callable[..., Window]) -> None:
    edition = making.submitted(making.draft(marketplace), marketplace.ann)
    ann, bob = window(marketplace.ann), window(marketplace.bob)
    a_comment_blocks_the_approval(bob, edition)
    whoever_is_named_answers(ann)
    other_words_are_suggested(bob, edition)
    returned = services.request_changes(edition, by=marketplace.eve, note="See the suggestion.")
    the_author_accepts_them(ann, returned)
    a_moderator_is_asked(ann, returned)
    the_moderator_answers(window(marketplace.mo), returned)
    returned.refresh_from_db()
    making.submitted(returned, marketplace.ann)
    who_suggested_may_not_approve(bob, returned)
    another_reviewer_reads_the_answer_and_approves(window(marketplace.eve), returned)
    returned.refresh_from_db()
    assert returned.state == "approved"


def a_comment_blocks_the_approval(bob: Window, edition: Edition) -> None:
    page = bob.page
    bob.open(address("review", edition))
    page.locator("summary", has_text="Comment on block 4").click()
    form = page.locator("details.comment-on[open]")
    form.get_by_label("Comment", exact=True).fill("Which price, @Ann Rivera?")
    form.get_by_label("Blocks approval until it is resolved").check()
    form.get_by_role("button", name="Send").click()
    expect(page.get_by_role("group", name="Comment of Bob Stone")).to_contain_text("Open, blocks approval")
    for box in page.get_by_role("checkbox", name="Agreed").all():
        box.check()
    expect(page.get_by_text("Approve: not yet.")).to_be_visible()
    button = page.get_by_role("button", name="Approve")
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description(re.compile("not yet. 1 open comment blocks approval"))
    bob.look("review-blocked")
    assert Edition.objects.get(pk=edition.pk).state == "in_review"
    assert Comment.objects.get().key == "R2"


def whoever_is_named_answers(ann: Window) -> None:
    page = ann.page
    ann.open("/work/")
    page.get_by_role("region", name="Comments that name you").get_by_role("link", name="Which price").click()
    thread = page.get_by_role("group", name="Comment of Bob Stone")
    expect(thread).to_be_in_viewport()
    thread.get_by_label("Reply to Bob Stone").fill("The brand’s own.")
    thread.get_by_role("button", name="Reply").click()
    expect(thread.get_by_text("The brand’s own.")).to_be_visible()
    expect(thread.get_by_role("button", name="Resolve")).to_have_count(0)  # it blocks: for Bob or a reviewer


def other_words_are_suggested(bob: Window, edition: Edition) -> None:
    page = bob.page
    bob.open(address("review", edition))
    thread = page.get_by_role("group", name="Comment of Bob Stone")
    expect(thread.get_by_text("The brand’s own.")).to_be_visible()
    thread.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("Resolved by Bob Stone: Which price")).to_be_visible()
    expect(page.get_by_text("Approve: not yet.")).to_have_count(0)
    page.locator("summary", has_text="Comment on block 2").click()
    form = page.locator("details.comment-on[open]").first
    form.get_by_text("Suggest other words").click()
    words = form.get_by_label("Words for this block")
    words.fill(words.input_value().replace("seller.", "seller and host."))
    form.get_by_role("button", name="Send").click()
    expect(page.locator(".suggestion ins")).to_contain_text("and host")


def the_author_accepts_them(ann: Window, edition: Edition) -> None:
    page = ann.page
    ann.open(address("review", edition))
    expect(page.get_by_text("Accepted, Bob Stone has written in this edition and can’t approve it.")).to_be_visible()
    ann.look("review-suggestion")
    page.get_by_role("button", name="Accept the words").click()
    expect(page.locator(".blk .new").filter(has_text="seller and host")).to_be_visible()
    assert SUGGESTED in Edition.objects.get(pk=edition.pk).source
    assert Suggestion.objects.get().decided_by.name == "Ann Rivera"  # type: ignore[union-attr]


def a_moderator_is_asked(ann: Window, edition: Edition) -> None:
    page = ann.page
    page.get_by_text("Ask somebody").click()
    page.get_by_label("Whom to ask").fill("Mo Diallo")
    page.get_by_label("Question").fill("Can you tell the price?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("region", name="Asked").get_by_text("Mo Diallo")).to_be_visible()


def the_moderator_answers(mo: Window, edition: Edition) -> None:
    page = mo.page
    mo.open("/")
    asked = page.get_by_role("region", name="Asked of you")
    expect(asked.get_by_text("Can you tell the price?")).to_be_visible()
    asked.get_by_role("link", name=edition.title).click()
    expect(page.get_by_text("Don’t decide a case by them.")).to_be_visible()
    mo.look("consulted")
    page.get_by_role("textbox", name="Your answer").fill("Only for sneakers.")
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_text("Only for sneakers.")).to_be_visible()
    assert Consultation.objects.get().answer == "Only for sneakers."
    mo.open(address("draft", edition))
    expect(page.get_by_label("Summary", exact=True)).to_have_count(0)


def who_suggested_may_not_approve(bob: Window, edition: Edition) -> None:
    page = bob.page
    bob.open(address("review", edition))
    button = page.get_by_role("button", name="Approve")
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description(re.compile("not by you. You wrote in this edition."))
    bob.look("review-suggester")


def another_reviewer_reads_the_answer_and_approves(eve: Window, edition: Edition) -> None:
    page = eve.page
    eve.open(address("review", edition))
    expect(page.get_by_role("region", name="Asked").get_by_text("Only for sneakers.")).to_be_visible()
    for box in page.get_by_role("checkbox", name="Agreed").all():
        box.check()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Approved.", exact=True).first).to_be_visible()


def test_a_draft_is_discussed_without_a_mouse(marketplace: World, window: Callable[..., Window]) -> None:
    """Every control is reached with Tab and worked with letters, Space or Enter; nothing is clicked."""
    edition = making.submitted(making.draft(marketplace), marketplace.ann)
    bob = window(marketplace.bob)
    bob.open(address("review", edition))
    a_comment_is_written_by_keys(bob.page)
    other_words_are_suggested_by_keys(bob.page)
    somebody_is_asked_by_keys(bob.page)
    ann = window(marketplace.ann)
    ann.open(address("review", edition))
    the_comment_is_answered_by_keys(ann.page)
    bob.open(address("review", edition))
    the_comment_is_resolved_and_changes_are_requested_by_keys(bob.page)
    edition.refresh_from_db()
    assert edition.state == "draft"
    ann.open(address("review", edition))
    the_words_are_accepted_by_keys(ann.page)
    assert SUGGESTED in Edition.objects.get(pk=edition.pk).source


def a_comment_is_written_by_keys(page: Page) -> None:
    tab_onto(page.locator("summary", has_text="Comment on block 4"))
    press(page, "Enter")
    form = page.locator("details.comment-on[open]")
    tab_onto(form.get_by_label("Comment", exact=True))
    page.keyboard.type("Which price, @Ann Rivera?")
    tab_onto(form.get_by_label("Blocks approval until it is resolved"))
    press(page, "Space")
    tab_onto(form.get_by_role("button", name="Send"))
    press(page, "Enter")
    expect(page.get_by_role("group", name="Comment of Bob Stone")).to_contain_text("Open, blocks approval")


def other_words_are_suggested_by_keys(page: Page) -> None:
    tab_onto(page.locator("summary", has_text="Comment on block 2"))
    press(page, "Enter")
    form = page.locator("details.comment-on[open]").first
    tab_onto(form.locator("summary", has_text="Suggest other words"))
    press(page, "Enter")
    words = form.get_by_label("Words for this block")
    tab_onto(words)
    press(page, "Control+End", *["Backspace"] * (len(words.input_value()) - words.input_value().index("seller.")))
    page.keyboard.type("seller and host.")
    tab_onto(form.get_by_role("button", name="Send"))
    press(page, "Enter")
    expect(page.locator(".suggestion ins")).to_contain_text("and host")


def somebody_is_asked_by_keys(page: Page) -> None:
    tab_onto(page.locator("summary", has_text="Ask somebody"))
    press(page, "Enter")
    tab_onto(page.get_by_label("Whom to ask"))
    page.keyboard.type("Mo Diallo")
    tab_onto(page.get_by_label("Question"))
    page.keyboard.type("Can you tell the price?")
    tab_to(page, "button", "Ask")
    press(page, "Enter")
    expect(page.get_by_role("region", name="Asked").get_by_text("Mo Diallo")).to_be_visible()


def the_comment_is_answered_by_keys(page: Page) -> None:
    thread = page.get_by_role("group", name="Comment of Bob Stone").filter(has_text="Which price")
    tab_onto(thread.get_by_label("Reply to Bob Stone"))
    page.keyboard.type("The brand’s own.")
    tab_onto(thread.get_by_role("button", name="Reply"))
    press(page, "Enter")
    expect(thread.get_by_text("The brand’s own.")).to_be_visible()


def the_comment_is_resolved_and_changes_are_requested_by_keys(page: Page) -> None:
    thread = page.get_by_role("group", name="Comment of Bob Stone").filter(has_text="Which price")
    tab_onto(thread.get_by_role("button", name="Resolve"))
    press(page, "Enter")
    expect(page.get_by_text("Resolved by Bob Stone: Which price")).to_be_visible()
    tab_onto(page.get_by_label("Reason or note"))
    page.keyboard.type("See the suggestion.")
    tab_to(page, "button", "Request changes")
    press(page, "Enter")
    expect(page.get_by_text("See the suggestion.").first).to_be_visible()


def the_words_are_accepted_by_keys(page: Page) -> None:
    tab_to(page, "button", "Accept the words")
    press(page, "Enter")
    expect(page.locator(".blk .new").filter(has_text="seller and host")).to_be_visible()
