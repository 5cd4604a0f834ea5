"""A slow server never holds up whoever types: each key is in its field at once, and no late answer undoes one."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from guidelines.editions.models import Edition
from tests.editions import making
from tests.editions.pages import address
from tests.journeys.conftest import Window, press
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Window]
SECONDS = 3
AT_ONCE, AT_MOST = 50, 500
"""Milliseconds a key takes, and may take once on a busy machine: far below the seconds of the server's silence."""
BETWEEN_KEYS = 60
PHRASE = " Look at the seal, ask for the invoice, read the date on it and who issued it."
"""Takes longer to type than the server is silent, so that its answers come between two keys."""
WATCH = """() => {
  const seen = window.seen = { keys: [], gap: 0, frames: 0 };
  let pressed, last = performance.now();
  addEventListener('keydown', event => { pressed = event.timeStamp; }, true);
  addEventListener('input', () => { seen.keys.push(performance.now() - pressed); }, true);
  requestAnimationFrame(function frame(now) {
    seen.gap = Math.max(seen.gap, now - last);
    seen.frames += 1;
    last = now;
    requestAnimationFrame(frame);
  });
}"""


@dataclass
class Late:
    """What the server has answered, and the browser gets when the test says so; at the latest after some seconds."""

    route: Route
    seconds: int
    has_arrived: bool = False

    def hold(self, page: Page) -> None:
        answer, until = self.route.fetch(), time.monotonic() + self.seconds
        while not self.has_arrived and time.monotonic() < until:
            page.wait_for_timeout(50)
        self.has_arrived = True
        self.route.fulfill(response=answer)


@dataclass
class SlowServer:
    """The portal's own server, whose answers to the editor's script are late."""

    page: Page
    seconds: int = 15
    saves: list[Late] = field(default_factory=list)
    previews: list[Late] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.route("**/autosave/", lambda route: self._hold(route, self.saves))
        self.page.route(re.compile("/draft/$"), self._hold_what_the_script_asked)

    def _hold_what_the_script_asked(self, route: Route, request: Request) -> None:
        if request.headers.get("x-part") == "preview":
            self._hold(route, self.previews)
        else:
            route.continue_()

    def _hold(self, route: Route, late: list[Late]) -> None:
        late.append(Late(route, self.seconds))
        late[-1].hold(self.page)

    def wait_for(self, what: list[Late], number: int = 1) -> None:
        for _step in range(100):
            if len(what) >= number:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"Only {len(what)} of {number} were asked for.")

    def be_quick_again(self) -> None:
        self.seconds = 0
        for late in (*self.saves, *self.previews):
            late.has_arrived = True


def at_rule_1(window: Window, edition: Edition) -> Locator:
    """The field *Do* of R1, the cursor at its end."""
    window.open(address("draft", edition))
    window.page.locator("[data-rule=r1] summary").first.click()
    text = window.page.locator("[data-rule=r1]").get_by_label("Do", exact=True)
    text.press("Control+End")
    return text


def preview_of(page: Page) -> Locator:
    return page.get_by_role("region", name="Preview")


def kept(page: Page) -> Locator:
    return page.locator("[data-keeping]")


def expect_saved(page: Page, edition: Edition, words: str) -> None:
    """The server has them, and the page says so."""
    for _step in range(150):
        if words in Edition.objects.get(pk=edition.pk).source:
            break
        page.wait_for_timeout(100)
    else:
        raise AssertionError(f"Never saved: {words}")
    expect(kept(page)).to_contain_text("Saved")


def test_every_key_is_there_at_once_while_the_server_answers_after_seconds(marketplace: World, window: Opener) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    text = at_rule_1(ann, edition)
    page, server = ann.page, SlowServer(ann.page, SECONDS)
    before = typed = text.input_value()
    page.evaluate(WATCH)
    page.keyboard.type(" First,")
    typed += " First,"
    server.wait_for(server.saves)
    server.wait_for(server.previews)
    for _time in range(2):
        page.keyboard.type(PHRASE, delay=BETWEEN_KEYS)
        typed += PHRASE
        assert any(late.has_arrived for late in server.saves)
        assert any(late.has_arrived for late in server.previews)
        assert text.input_value() == typed
        page.wait_for_timeout(500)  # long enough for the page to ask for a preview
    seen = page.evaluate("seen")
    assert len(seen["keys"]) == len(typed) - len(before)
    assert median(seen["keys"]) < AT_ONCE
    assert max(seen["keys"]) < AT_MOST
    assert seen["gap"] < AT_MOST, "The page stood still."
    server.be_quick_again()
    expect(preview_of(page)).to_contain_text(typed[len(before) :])
    expect_saved(page, edition, typed)
    assert text.input_value() == typed


def test_the_answer_to_the_last_words_wins_however_late_the_earlier_one_comes(
    marketplace: World, window: Opener
) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    text = at_rule_1(ann, edition)
    page, server = ann.page, SlowServer(ann.page)
    preview_of(page).get_by_text("2 cases for R1").click()
    text.fill("The earlier words.")
    server.wait_for(server.saves)
    server.wait_for(server.previews)
    text.fill("The last words.")
    server.wait_for(server.previews, 2)
    expect(preview_of(page)).to_have_attribute("aria-busy", "true")
    earlier, last = server.previews
    last.has_arrived = True
    expect(preview_of(page)).to_contain_text("The last words.")
    earlier.has_arrived = True
    page.wait_for_timeout(2500)  # longer than a pause after which the page saves
    expect(preview_of(page)).to_contain_text("The last words.")
    assert len(server.saves) == 1, "Two savings of one page are under way."
    assert "do: The earlier words." in Edition.objects.get(pk=edition.pk).source
    server.be_quick_again()
    expect_saved(page, edition, "do: The last words.")
    assert text.input_value() == "The last words."
    expect(preview_of(page).get_by_text("A vanity mirror of good quality.")).to_be_visible()  # unfolded as before


def test_a_button_pressed_while_a_saving_is_under_way_does_its_work_once(marketplace: World, window: Opener) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    text = at_rule_1(ann, edition)
    page, server = ann.page, SlowServer(ann.page)
    text.fill("Written before the rule.")
    server.wait_for(server.saves)
    page.get_by_role("button", name="Add rule").click()
    expect(page.locator("[data-rule=r3] textarea[name$='-if']")).to_be_focused()
    page.keyboard.type("Typed at once.")
    server.be_quick_again()
    expect_saved(page, edition, "if: Typed at once.")
    expect(page.locator("[data-rule]")).to_have_count(3)
    expect(page.locator("[data-rule=r3] textarea[name$='-if']")).to_have_value("Typed at once.")
    assert ann.complaints == []


def test_a_look_at_the_preview_does_not_keep_the_words_from_being_saved(marketplace: World, window: Opener) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    text = at_rule_1(ann, edition)
    text.fill("Looked at before it was saved.")
    ann.page.get_by_role("button", name="Preview", exact=True).last.click()
    expect(preview_of(ann.page)).to_contain_text("Looked at before it was saved.")
    expect_saved(ann.page, edition, "do: Looked at before it was saved.")


def test_a_save_by_hand_waits_for_the_saving_under_way_and_meets_no_other_words(
    marketplace: World, window: Opener
) -> None:
    edition = making.draft(marketplace)
    ann = window(marketplace.ann)
    text = at_rule_1(ann, edition)
    page, server = ann.page, SlowServer(ann.page)
    text.fill("Saved by the page,")
    server.wait_for(server.saves)
    text.press("End")
    page.keyboard.type(" then by hand")
    press(page, "Control+s")
    page.keyboard.type(", to the end.")
    server.be_quick_again()
    expect(page.locator("[data-toast]")).to_have_text("Saved.")
    assert "do: Saved by the page, then by hand, to the end." in Edition.objects.get(pk=edition.pk).source
