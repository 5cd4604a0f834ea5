"""`python -m benchmarks.painting`: what a reading page weighs, and when a slow machine shows the first of it.

The portal is served as it runs for people; the browser says itself what the proxy with TLS would say. Chromium is
slowed four times through the Chrome DevTools protocol, and loads the page again and again, each
time with an empty cache.

Django is set up after the environment is, so what needs it is imported inside the functions.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import signal
import sys
from dataclasses import asdict, dataclass
from statistics import median

from playwright.sync_api import Browser, Response, ViewportSize, sync_playwright

from benchmarks.scratch import ask, filled, say, scratch

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
DESKTOP = ViewportSize(width=1440, height=900)
SLOWER = 4
WARMING = 4
WEIGHED = {"document": "HTML", "stylesheet": "CSS", "script": "JavaScript"}
PAINTED = """
async () => {
  const painted = (type, chosen) => new Promise(found => {
    new PerformanceObserver(list => { const entry = chosen(list.getEntries()); if (entry) found(entry.startTime); })
      .observe({ type, buffered: true });
  });
  const first = await painted('paint', all => all.find(one => one.name === 'first-contentful-paint'));
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));  // all is shown
  return [first, await painted('largest-contentful-paint', all => all.at(-1))];
}
"""


@dataclass(frozen=True)
class Painted:
    """A page's weight in bytes by kind, each file compressed; and milliseconds to the first contentful paint."""

    address: str
    weight: dict[str, int]
    loads: int
    middle: float
    slowest: float
    largest: float
    """Milliseconds to the largest words of the first screen (the last of the browser's largest contentful paints)."""
    yardstick: float
    """Milliseconds to the one word of a page that is nothing else: what this browser takes on this machine anyway."""

    def as_text(self) -> str:
        kinds = ", ".join(f"{kind} {size / 1024:.1f} KB" for kind, size in self.weight.items())
        return (
            f"weight: {sum(self.weight.values()) / 1024:.1f} KB compressed ({kinds})\n"
            f"first contentful paint: median {self.middle:.0f} ms, slowest {self.slowest:.0f} ms of {self.loads} loads"
            f", CPU slowed {SLOWER} times; a page of one word takes {self.yardstick:.0f} ms\n"
            f"largest contentful paint: median {self.largest:.0f} ms; {self.address}"
        )


def main() -> None:
    asked = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # and the server with it
    os.environ["SOP_PORTAL_BEHIND_PROXY"] = "1"
    with scratch(asked.keep) as folder:
        filled(folder, asked.guidelines)
        import django

        django.setup()
        from benchmarks.serving import PORTAL, YARDSTICK, served

        with (
            served(PORTAL, folder / "portal.log", asked.port) as portal,
            served(YARDSTICK, folder / "bare.log") as bare,
        ):
            found = _painted(portal.port, bare.port, asked.loads)
    print(json.dumps(asdict(found), indent=2) if asked.json else found.as_text())
    weight = sum(found.weight.values()) / 1024
    if (asked.most and found.middle > asked.most) or (asked.most_weight and weight > asked.most_weight):
        sys.exit("Too slow or too heavy.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.painting")
    ask(parser)
    parser.add_argument("--loads", type=int, default=20, help="how often the page is loaded (20)")
    parser.add_argument("--port", type=int, default=0, help="where the portal listens (any that is free)")
    parser.add_argument("--most", type=float, default=0, help="fail if the median takes more milliseconds")
    parser.add_argument("--most-weight", type=float, default=0, help="fail if the page weighs more KB")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    asked = parser.parse_args()
    if asked.guidelines < 6 or asked.loads < 1:
        parser.error("Take 6 guidelines or more, and one load or more.")
    return asked


def _painted(port: int, bare: int, loads: int) -> Painted:
    from benchmarks.filling import MODERATOR
    from benchmarks.requesting import Browser as Visitor
    from guidelines.editions.models import Guideline
    from guidelines.people.models import Person

    cookies = [part.split("=", 1) for part in Visitor(Person.objects.get(employee_id=MODERATOR)).cookie.split("; ")]
    policy_id = Guideline.objects.order_by("pk").values_list("policy_id", flat=True)[0]
    address = f"http://localhost:{port}/g/{policy_id}/"
    return _loaded(address, f"http://localhost:{bare}/yardstick/1/1/", cookies, loads)


def _loaded(address: str, bare: str, cookies: list[list[str]], loads: int) -> Painted:
    """Outside any question to the database: Playwright runs an event loop, beside which Django refuses to ask."""
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    weight: dict[str, int] = {}
    times, yardsticks = [], []  # of each load, the first and the largest paint
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        for number in range(loads + WARMING):
            say(f"Load {number + 1} of {loads + WARMING} ...")
            time, weight = _load(browser, address, cookies)
            times.append(time)
            yardsticks.append(_load(browser, bare, cookies)[0][0])
        browser.close()
    # The first loads draw the page in each process and wake the browser up; they are not counted.
    firsts, largest = zip(*times[WARMING:], strict=True)
    return Painted(address, weight, loads, median(firsts), max(firsts), median(largest), median(yardsticks[WARMING:]))


def _load(browser: Browser, address: str, cookies: list[list[str]]) -> tuple[tuple[float, float], dict[str, int]]:
    """Milliseconds from the click to the first and to the largest words, and the compressed bytes of all that was
    fetched.
    """
    context = browser.new_context(viewport=DESKTOP, extra_http_headers={"X-Forwarded-Proto": "https"})
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies])
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    answers: list[Response] = []
    page.on("response", lambda given: answers.append(given))  # Playwright marks what it is given
    answer = page.goto(address, wait_until="load")
    if answer is None or answer.status != 200 or page.url != address:
        sys.exit(f"{address} could not be read; the browser came to {page.url}.")
    first, largest = page.evaluate(PAINTED)
    weight = dict.fromkeys(WEIGHED.values(), 0)
    for one in answers:
        kind = WEIGHED.get(one.request.resource_type)
        if kind and one.status == 200:
            weight[kind] += len(gzip.compress(one.body(), 6))
    context.close()
    return (float(first), float(largest)), weight


if __name__ == "__main__":
    main()
