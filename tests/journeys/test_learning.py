"""A session with its calendar file, a deck and a quiz by keyboard, and one list of what is expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from guidelines.editions.models import Edition
from guidelines.learning.models import Item, Quiz
from tests.journeys.conftest import Window, ago, press, tab_to
from tests.learning import making, quizzing
from tests.learning.test_materials import approved, made
from tests.people import World
from tests.people.beyond import tia

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]
TOPIC = "Counterfeit in practice"


@pytest.fixture
def edition(marketplace: World) -> Edition:
    with ago(days=30):
        return making.in_force(marketplace)


def test_a_session_is_planned_and_a_moderator_says_yes(
    marketplace: World, edition: Edition, window: Opener, tmp_path: Path
) -> None:
    trainer = window(tia(marketplace))
    a_session_is_planned(trainer, quizzing.today(marketplace) + dt.timedelta(days=2))
    mo = window(marketplace.mo)
    mo.open("/learning/mine/")
    mo.look("expected-of-me")
    mo.page.get_by_role("link", name=TOPIC).click()
    mo.look("invitation")
    mo.page.get_by_role("button", name="Yes, I come").click()
    expect(mo.page.get_by_role("heading", name="Has it changed?")).to_be_visible()
    mo.look("session-of-a-moderator")
    with mo.page.expect_download() as download:
        mo.page.get_by_role("link", name="Calendar file").click()
    download.value.save_as(tmp_path / "session.ics")
    lines = (tmp_path / "session.ics").read_bytes().split(b"\r\n")
    assert b"SUMMARY:" + TOPIC.encode() in lines
    assert lines[0] == b"BEGIN:VCALENDAR"
    mo.open("/learning/mine/")
    expect(mo.page.get_by_role("region", name="Coming").get_by_role("link", name=TOPIC)).to_be_visible()


def a_session_is_planned(trainer: Window, day: dt.date) -> None:
    page = trainer.page
    trainer.open("/training/")
    trainer.look("training-empty")
    page.get_by_role("link", name="Plan a session").first.click()
    page.get_by_label("Market", exact=True).select_option(label="United States")
    page.get_by_label("Domain", exact=True).select_option(label="Product")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Topic", exact=True).fill(TOPIC)
    page.get_by_label("Guidelines taught").fill("US-PR-0001")
    page.get_by_label("Moderator", exact=True).check()
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("Enter when the session starts.").first).to_be_visible()
    expect(page.get_by_label("Topic", exact=True)).to_have_value(TOPIC)
    trainer.look("plan-refused")
    page.get_by_label("Starts").fill(f"{day.isoformat()}T10:00")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_role("heading", name=TOPIC)).to_be_visible()
    page.get_by_role("button", name="Invite 1 person of the audience").click()
    expect(page.get_by_text("Everybody of the audience is invited.")).to_be_visible()
    trainer.look("session-of-its-trainer")


def test_a_deck_is_shown_by_keyboard(marketplace: World, window: Opener) -> None:
    with ago(days=30):
        approval = approved(made(marketplace), marketplace)
    address = approval.words.material.get_absolute_url()
    mo = window(marketplace.mo)
    page = mo.page
    mo.open("/training/materials/")
    mo.look("materials")
    mo.open(address)
    mo.look("material")
    tab_to(page, "link", "Show the deck")
    press(page, "Enter")
    place = page.locator("[data-place]")
    expect(place).to_contain_text("1 of")
    mo.look("deck")
    tab_to(page, "button", "Full screen")
    press(page, "Enter")
    page.wait_for_function("document.fullscreenElement !== null")
    press(page, "ArrowRight")
    expect(place).to_contain_text("2 of")
    expect(page.locator("#slide-2")).to_be_focused()
    press(page, "End")
    last = page.locator(".slide").count()
    expect(place).to_have_text(f"{last} of {last}")
    press(page, "Home")
    expect(place).to_contain_text("1 of")
    page.evaluate("document.exitFullscreen()")
    page.wait_for_function("document.fullscreenElement === null")
    press(page, "Escape")
    page.wait_for_url(mo.server + address)


def test_a_quiz_is_taken_by_keyboard_alone(marketplace: World, edition: Edition, window: Opener) -> None:
    with ago(days=1):
        quiz = quizzing.opened(marketplace, edition)
        quizzing.assigned(marketplace, quiz)
    mo = window(marketplace.mo)
    page = mo.page
    mo.open("/learning/mine/")
    expect(page.get_by_role("heading", name="1 thing to do")).to_be_visible()
    mo.look("quiz-is-expected")
    tab_to(page, "link", quiz.title)
    press(page, "Enter")
    tab_to(page, "button", "Begin")
    press(page, "Enter")
    every_question_is_answered(mo, quiz)
    expect(page.get_by_role("heading", name="Passed: 3 of 4 right")).to_be_visible()
    mo.look("result")
    mo.open("/learning/mine/")
    expect(page.get_by_role("heading", name="Nothing is expected of you")).to_be_visible()
    done = page.get_by_role("region", name="Done in the last thirty days")
    expect(done.get_by_role("link", name=quiz.title)).to_be_visible()
    mo.look("nothing-is-expected")


def every_question_is_answered(mo: Window, quiz: Quiz) -> None:
    """The first one wrongly, the others rightly; a digit chooses, Enter answers and goes on."""
    page = mo.page
    items = {str(item.pk): item for item in Item.objects.filter(pool__quiz=quiz)}
    for number in range(1, len(items) + 1):
        expect(page.get_by_role("heading", name=f"Question {number} of {len(items)}")).to_be_visible()
        item = items[page.locator("input[name=item]").input_value()]
        wanted = item.right if number > 1 else (item.right + 1) % len(item.choices)
        digit = page.locator(f"input[name=choice][value='{wanted}']").get_attribute("data-number")
        press(page, digit or "", "Enter")
        expect(page.get_by_role("status")).to_contain_text("Right, by" if number > 1 else "Not quite")
        expect(page.locator("[data-next]")).to_be_focused()
        press(page, "Enter")


def test_on_a_phone_the_tab_one_is_on_stands_in_sight(marketplace: World, window: Opener) -> None:
    mo = window(marketplace.mo)
    mo.page.set_viewport_size({"width": 390, "height": 800})
    for path in ("/learning/mine/", "/training/materials/", "/learning/quizzes/", "/training/requests/"):
        mo.open(path)
        tab = mo.page.locator(".scroll > .seg [aria-current]").bounding_box()
        assert tab, path
        assert 0 <= tab["x"] <= 390 - tab["width"] + 1, path  # a scrolled row ends between two pixels
