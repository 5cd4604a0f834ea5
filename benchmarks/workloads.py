"""What is measured: reading a guideline for the first time, again, and unchanged; and searching."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.cache import caches

from benchmarks.questions import drawn
from benchmarks.requesting import Browser, search_address
from guidelines.editions.models import Guideline
from guidelines.reading import kept
from guidelines.reading.search import known

ROUND = 200
"""Requests of one workload in one round."""


@dataclass(frozen=True)
class Request:
    address: str
    etag: str = ""
    form: bytes = b""
    """What is posted; nothing where a page is asked for."""


@dataclass(frozen=True)
class Workload:
    """Requests of one kind, in rounds."""

    name: str
    title: str
    requests: Callable[[], list[Request]]
    """The requests of the next round. What must come before them is done by this call, and not measured."""
    status: int = 200


def workloads(browser: Browser) -> Iterator[Workload]:
    policy_ids = list(Guideline.objects.order_by("pk").values_list("policy_id", flat=True))
    chance = random.Random("which pages")
    count = min(ROUND, len(policy_ids) // 2)
    questions = drawn(count, random.Random("which questions"))

    def pages() -> list[Request]:
        """Others in every round, and no text of theirs kept in this process."""
        caches["default"].clear()
        kept.clear()
        return [Request(f"/g/{policy_id}/") for policy_id in chance.sample(policy_ids, count)]

    def pages_again() -> list[Request]:
        found = pages()
        for request in found:
            browser.get(request.address)
        return found

    def unchanged() -> list[Request]:
        return [Request(found.address, browser.get(found.address).headers["ETag"]) for found in pages()]

    def searches() -> list[Request]:
        """None of them asked before."""
        known.clear()
        return [Request(search_address(question)) for question in questions]

    yield Workload("read", "a guideline, its text not yet kept in this process", pages)
    yield Workload("read again", "a guideline whose text this process has kept", pages_again)
    yield Workload("read unchanged", "a guideline that the browser has: 304", unchanged, status=304)
    yield Workload("home", "the home page", lambda: [Request("/")] * count)
    yield Workload("library", "the first page of the library", lambda: [Request("/guidelines/")] * count)
    yield Workload("search", "questions of which none was asked before", searches)
