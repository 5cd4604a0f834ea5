"""A real Chromium, one window for each person, and a watch on everything a page must not do."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, expect, sync_playwright

from guidelines.people.models import Person
from tests.editions.pages import signed_in
from tests.people import PASSWORD, World, the_world

T = TypeVar("T")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
AXE = """
async only => {
  const found = await axe.run({
    resultTypes: ['violations'], iframes: false, preload: false,
    ...(only.length && { runOnly: { type: 'rule', values: only } }),
  });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`);
}
"""
COLOURS = ["color-contrast", "link-in-text-block"]
"""All that a dark page can have wrong and its light twin has not."""
expect.set_options(timeout=15_000)  # a busy machine is slow, and a page that never comes fails all the same
SHOTS = os.environ.get("SOP_PORTAL_SHOTS")
"""A folder for pictures of every page a journey looks at; without it none are taken."""
# A refused deed is a page with its status; the browser notes every such answer in its console.
ANSWERS = "Failed to load resource: the server responded with a status of"
LEFT = ("Execution context was destroyed", "axe is not defined", "(reading 'documentElement')")
"""What Playwright says of a page that another one replaces at that moment."""
SIDEWAYS = "document.scrollingElement.scrollWidth - innerWidth"
WIDE_BLOCKS = (
    "[...document.querySelectorAll('.scroll:has(> .stacks)')].filter(x => x.scrollWidth > x.clientWidth).length"
)


@dataclass
class Window:
    """One person's browser window, and what its pages complained about."""

    page: Page
    server: str
    complaints: list[str] = field(default_factory=list)
    shots: int = 0

    def open(self, path: str) -> None:
        self.page.goto(self.server + path)

    def come_in(self, person: Person) -> None:
        """With a session made beforehand; `sign_in` is the way through the door."""
        session = signed_in(person).cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.add_cookies([{"name": session.key, "value": session.value, "url": self.server}])

    def sign_in(self, person: Person) -> None:
        self.open("/sign-in/")
        self.page.get_by_label("Employee ID or mail address").fill(person.employee_id)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(self.server + "/")

    def look(self, name: str) -> None:
        """Axe finds nothing and nothing scrolls sideways, on desktop and at 390 pixels, in light and in dark.

        A table that becomes labelled blocks on a phone has nothing to scroll for there either.
        """
        self.page.emulate_media(reduced_motion="reduce")  # no colour is on its way into another one
        for size, viewport in (("desktop", DESKTOP), ("phone", PHONE)):
            self.page.set_viewport_size(viewport)  # type: ignore[arg-type]
            assert self._faults() == [], f"{name}, {size}"
            sideways = self._seen(lambda: self.page.evaluate(SIDEWAYS))
            assert sideways <= 0, f"{name} scrolls sideways by {sideways} px, {size}"
            if size == "phone":
                cut = self._seen(lambda: self.page.evaluate(WIDE_BLOCKS))
                assert cut == 0, f"{name}: a table of labelled blocks is cut on a phone"
            self._shoot(f"{name}-{size}")
            self.page.emulate_media(color_scheme="dark")
            assert self._faults(*COLOURS) == [], f"{name}, {size}, dark"
            self._shoot(f"{name}-{size}-dark")
            self.page.emulate_media(color_scheme="light")
        self.page.emulate_media(reduced_motion="no-preference")
        self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        assert self.complaints == [], name

    def _faults(self, *rules: str) -> list[str]:
        """What axe finds wrong by these rules; without any, by all."""

        def found() -> list[str]:
            if not self.page.evaluate("'axe' in window"):
                self.page.evaluate(Axe().axe_script)
            return self.page.evaluate(AXE, rules)  # type: ignore[no-any-return]

        return self._seen(found)

    def _seen(self, ask: Callable[[], T]) -> T:
        """What is found on the page; on the next one, if that came while the page was asked, as after a click."""
        try:
            return ask()
        except Error as gone:
            if not any(sign in gone.message for sign in LEFT):
                raise
            self.page.wait_for_load_state()
            return ask()

    def _shoot(self, name: str) -> None:
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def marketplace(transactional_db: None) -> World:
    """The small marketplace of tests/people, committed, so that the server's threads see it.

    It was made long ago: the record never goes back in time, so what comes after it can happen on any day since.
    """
    with ago(days=700):
        return the_world()


def ago(days: int) -> time_machine.travel:
    """Let what follows happen so many days before today."""
    return time_machine.travel(timezone.now() - dt.timedelta(days=days))


@pytest.fixture
def window(browser: Browser, live_server: object) -> Iterator[Callable[..., Window]]:
    """Opens a window of its own for each person, signed in."""
    contexts = []

    def open_window(person: Person | None = None) -> Window:
        context = browser.new_context(viewport=DESKTOP, locale="en-GB", accept_downloads=True)  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        contexts.append(context)
        one = Window(context.new_page(), str(live_server))
        one.page.on("console", lambda message: _note(one, message))
        one.page.on("pageerror", lambda error: one.complaints.append(str(error)))
        if person:
            one.come_in(person)
        return one

    yield open_window
    for context in contexts:
        context.close()


def _note(window: Window, message: ConsoleMessage) -> None:
    if message.type in ("error", "warning") and not message.text.startswith(ANSWERS):
        window.complaints.append(message.text)


def press(page: Page, *keys: str) -> None:
    """On a page that is all there: a key pressed before its scripts have run is the browser's alone."""
    page.wait_for_load_state()
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, role: str, name: str) -> None:
    """Go there as somebody without a mouse does."""
    tab_onto(page.get_by_role(role, name=name, exact=True))  # type: ignore[arg-type]


def tab_onto(wanted: Locator) -> None:
    """The same for what has no role of its own, such as the summary of a fold."""
    for _step in range(120):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        wanted.page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached with the keyboard.")
