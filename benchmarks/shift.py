"""`python -m benchmarks.shift`: what a shift costs, beside the yardstick: an open page's question, home, updates.

A page that is open asks every 45 seconds while it is looked at, so 1,000 moderators ask 22 times a second.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import repeat
from typing import Any

from benchmarks.__main__ import _asked
from benchmarks.scratch import filled, say, scratch


def main() -> None:
    asked = _asked()
    with scratch(asked.keep) as folder:
        filled(folder, asked.guidelines)
        import django
        from django.conf import settings

        django.setup()
        settings.ROOT_URLCONF = "benchmarks.urls"
        for line in _lines(asked.repeat):
            print(line)


def _lines(rounds: int) -> Iterator[str]:
    from benchmarks.filling import MODERATOR
    from benchmarks.measuring import measured
    from benchmarks.requesting import Browser
    from benchmarks.workloads import ROUND, Request, Workload
    from guidelines.editions.models import Guideline
    from guidelines.frame import clock
    from guidelines.people.models import Person
    from guidelines.reading.watching import token_of

    class Tab(Browser):
        """As the script asks: its question carries no cookie."""

        def _environ(self, address: str, etag: str) -> dict[str, Any]:
            environ = super()._environ(address, etag)
            if address.startswith("/reading/changes/"):
                del environ["HTTP_COOKIE"]
            return environ

    tab = Tab(Person.objects.get(employee_id=MODERATOR))

    def polls() -> list[Request]:
        tokens = [token_of(guideline, clock.now()) for guideline in Guideline.objects.order_by("pk")[:ROUND]]
        return [Request(f"/reading/changes/?since={token}") for token in tokens]

    yield f"on {sys.platform}, {Guideline.objects.count()} guidelines, each as a ratio of the yardstick's CPU"
    for workload in (
        Workload("open page asks", "nothing changed: 204", polls, 204),
        Workload("home", "both lists, the way in by subject", lambda: list(repeat(Request("/"), ROUND // 4))),
        Workload("updates", "since the last shift", lambda: list(repeat(Request("/updates/"), ROUND // 10))),
    ):
        say(f"Measuring: {workload.name} ...")
        m = measured(workload, tab, rounds)
        yield (
            f"{m.name}: ratio {m.ratio:.2f} ({m.cpu:.2f} ms CPU, yardstick {m.yardstick:.2f}), "
            f"queries {m.queries}, p95 {m.slowest:.2f} ms, {m.bytes} bytes"
        )


if __name__ == "__main__":
    main()
