"""`python -m benchmarks.served`: the portal as it runs for people, and the yardstick as a second server beside it.

Two workers each, connections that stay open, a signed-in moderator's cookie, and a process of its own that asks. What
the requests of a workload took is compared with the yardstick's, measured in turns in the same run.

Django is set up after the environment is, so what needs it is imported inside the functions.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from benchmarks.scratch import ask, filled, say, scratch

if TYPE_CHECKING:
    from benchmarks.asked import Asked
    from benchmarks.serving import Client, Server

ROW = "{:<16}{:>9}{:>8}{:>9}{:>14}{:>8}{:>9}{:>9}{:>9}"
LONGEST = 8.0
"""Seconds of a turn: of pages that take more it has fewer."""
WARMING = 5
"""Turns before those that count."""
HEADINGS = ("", "requests", "KB", "CPU ms", "yardstick ms", "ratio", "p50 ms", "p95 ms", "each s")


@dataclass
class Side:
    """What one of the two servers did for a workload, summed over the turns."""

    requests: int = 0
    cpu: float = 0.0
    seconds: float = 0.0
    taken: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Figures:
    """One workload. CPU of all processes of a server, database included; milliseconds, or requests in a second."""

    name: str
    title: str
    requests: int
    bytes: int
    cpu: float
    yardstick: float
    ratio: float
    p50: float
    p95: float
    rate: float


def main() -> None:
    asked = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # and the servers with it
    os.environ["SOP_PORTAL_BEHIND_PROXY"] = "1"
    with scratch(asked.keep) as folder:
        filled(folder, asked.guidelines)
        import django

        django.setup()
        from benchmarks.report import machine
        from benchmarks.serving import PORTAL, YARDSTICK, served

        with (
            served(PORTAL, folder / "portal.log", asked.port) as portal,
            served(YARDSTICK, folder / "bare.log") as bare,
        ):
            found = list(_measured(asked, portal, bare))
        rests = f" who rest {asked.pause:g} ms" if asked.pause else ""
        told = f"{asked.guidelines} guidelines, {asked.clients} clients{rests}; {machine()}"
    if asked.json:
        print(json.dumps({"machine": told, "workloads": [asdict(one) for one in found]}, indent=2))
    else:
        print("\n".join([told, "", ROW.format(*HEADINGS), *map(_row, found)]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.served")
    ask(parser)
    parser.add_argument("--clients", type=int, default=8, help="connections that ask at the same time (8)")
    parser.add_argument(
        "--pause", type=float, default=0, help="milliseconds that a client rests after an answer, on average (0)"
    )
    parser.add_argument("--turns", type=int, default=6, help="turns of each side and workload (6)")
    parser.add_argument(
        "--requests", type=int, default=500, help="requests of a turn, or as many as take 8 seconds (500)"
    )
    parser.add_argument("--only", action="append", metavar="NAME", help="measure only this workload; may be repeated")
    parser.add_argument("--unvisited", action="store_true", help="do not ask for every guideline once before")
    parser.add_argument("--port", type=int, default=0, help="where the portal listens (any that is free)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    asked = parser.parse_args()
    if asked.guidelines < 6 or asked.turns < 1 or not 1 <= asked.clients <= asked.requests:
        parser.error("Take 6 guidelines or more, one turn or more, and as many requests as clients or more.")
    return asked


def _measured(asked: argparse.Namespace, portal: Server, bare: Server) -> Iterator[Figures]:
    from benchmarks.asked import every_guideline, workloads
    from benchmarks.filling import MODERATOR
    from benchmarks.requesting import Browser
    from benchmarks.serving import Client
    from guidelines.people.models import Person

    browser = Browser(Person.objects.get(employee_id=MODERATOR))
    with Client(browser.cookie, asked.clients, asked.pause / 1000) as client:
        if not asked.unvisited:
            _visit(client, portal, every_guideline())
        say("Warming up the yardstick ...")
        for _ in range(WARMING):
            _turn(Side(), client, bare, _yardstick(1_000, asked.requests), 200)
        for workload in workloads():
            if not asked.only or workload.name in asked.only:
                say(f"Measuring: {workload.name}, {workload.title} ...")
                yield _figures(workload, asked, client, portal, bare)


def _visit(client: Client, portal: Server, requests: Sequence[tuple[str, str]]) -> None:
    """Every page once, as in the first days of a portal; what is kept of it afterwards is the portal's business."""
    say(f"Asking for each of {len(requests)} guidelines once ...")
    side = Side()
    _turn(side, client, portal, requests, 200)
    say(f"... {1000 * side.cpu / side.requests:.2f} ms CPU each.")


def _figures(workload: Asked, asked: argparse.Namespace, client: Client, portal: Server, bare: Server) -> Figures:
    count, size = _warmed_up(workload, asked, client, portal)
    pages, yardstick = Side(), Side()
    for _ in range(asked.turns):
        requests = workload.requests(count)
        if workload.status == 304:
            etags = client.turn(portal, requests)["etags"]
            requests = [(address, f"If-None-Match: {etags[address]}\r\n") for address, _headers in requests]
        _turn(pages, client, portal, requests, workload.status)
        _turn(yardstick, client, bare, _yardstick(size, asked.requests), 200)
    cpu, stick = (1000 * side.cpu / side.requests for side in (pages, yardstick))
    return Figures(
        name=workload.name,
        title=workload.title,
        requests=pages.requests,
        bytes=size,
        cpu=cpu,
        yardstick=stick,
        ratio=cpu / stick if stick else 0.0,
        p50=1000 * median(pages.taken),
        p95=1000 * quantiles(pages.taken, n=20)[-1],
        rate=pages.requests / pages.seconds,
    )


def _yardstick(size: int, count: int) -> list[tuple[str, str]]:
    return [(f"/yardstick/{1 + n % 6}/{size}/", "") for n in range(count)]


def _warmed_up(workload: Asked, asked: argparse.Namespace, client: Client, portal: Server) -> tuple[int, int]:
    """How many requests a turn has, and the size of the pages, which a 304 spares as well.

    As many as were asked for, unless they would take too long; found by turns that warm everything up.
    """
    count = int(asked.clients)
    for _ in range(WARMING):
        side = Side()
        _turn(side, client, portal, workload.requests(count), 200)
        count = max(int(asked.clients), min(int(asked.requests), int(LONGEST * side.requests / side.seconds)))
    return count, int(median(side.sizes))


def _turn(side: Side, client: Client, server: Server, requests: Sequence[tuple[str, str]], status: int) -> None:
    before = server.cpu()
    answer: dict[str, Any] = client.turn(server, requests)
    side.cpu += server.cpu() - before
    if answer["statuses"] != {str(status): len(requests)}:
        sys.exit(f"Not every request was answered with {status}, so the time says nothing: {answer['statuses']}")
    side.requests += len(requests)
    side.seconds += answer["seconds"]
    side.taken += answer["taken"]
    side.sizes += answer["sizes"]


def _row(found: Figures) -> str:
    return ROW.format(
        found.name,
        found.requests,
        f"{found.bytes / 1024:.1f}",
        f"{found.cpu:.2f}",
        f"{found.yardstick:.2f}",
        f"{found.ratio:.2f}",
        f"{found.p50:.1f}",
        f"{found.p95:.1f}",
        f"{found.rate:.0f}",
    )


if __name__ == "__main__":
    main()
