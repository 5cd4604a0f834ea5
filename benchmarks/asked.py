"""What is asked of the served portal: the workloads of `python -m benchmarks.served`."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, cycle, islice

from benchmarks.api import Program
from benchmarks.filling import ADMINISTRATOR, MODERATOR
from benchmarks.questions import QUESTIONS, drawn
from benchmarks.requesting import search_address
from guidelines.editions.models import Guideline
from guidelines.frame import clock
from guidelines.people.models import Person
from guidelines.reading.models import LibraryRow
from guidelines.reading.receipts import receipt_for, shown

Sent = tuple[str, str]
"""An address, and headers of this request alone."""


@dataclass(frozen=True)
class Asked:
    """Requests of one kind, as many as are wanted."""

    name: str
    title: str
    requests: Callable[[int], list[Sent]]
    status: int = 200


def every_guideline() -> list[Sent]:
    return [(address, "") for address in _addresses()]


def _addresses() -> list[str]:
    return [f"/g/{policy_id}/" for policy_id in Guideline.objects.order_by("pk").values_list("policy_id", flat=True)]


def workloads() -> Iterator[Asked]:
    yield from _reading()
    yield Asked("home", "the home page", lambda count: [("/", "")] * count)
    yield Asked("library", "the first page of the library", lambda count: [("/guidelines/", "")] * count)
    yield from _searching()
    yield from _rules()
    yield from _then()


def _reading() -> Iterator[Asked]:
    """The n-th most read guideline is read 1/n as often as the first (Zipf); which those are is drawn by chance."""
    chance = random.Random("which pages")
    addresses = _addresses()
    chance.shuffle(addresses)
    weights = list(accumulate(1 / rank for rank in range(1, len(addresses) + 1)))

    def as_read(count: int) -> list[Sent]:
        return [(address, "") for address in chance.choices(addresses, cum_weights=weights, k=count)]

    def any_of_all(count: int) -> list[Sent]:
        return [(address, "") for address in chance.choices(addresses, k=count)]

    yield Asked("read", "guidelines as they are read: a few often, most seldom", as_read)
    yield Asked("read unchanged", "the same; the browser has the page: 304", as_read, status=304)
    yield Asked("read any", "guidelines by chance, each as often as any other", any_of_all)


def _searching() -> Iterator[Asked]:
    """The n-th most asked question is asked 1/n as often as the first, as guidelines are read; there are as many."""
    chance = random.Random("which questions")
    questions = drawn(Guideline.objects.count(), chance)
    chance.shuffle(questions)
    weights = list(accumulate(1 / rank for rank in range(1, len(questions) + 1)))
    unasked = cycle(reversed(questions))

    def as_asked(count: int) -> list[Sent]:
        return _sent(chance.choices(questions, cum_weights=weights, k=count))

    yield Asked("search any", "questions of which none was asked before", lambda count: _sent(islice(unasked, count)))
    yield Asked("search", "questions as they are asked: a few often, most seldom", as_asked)
    yield Asked("search again", f"{len(QUESTIONS)} questions in turns", lambda n: _sent(islice(cycle(QUESTIONS), n)))


def _sent(questions: Iterable[str]) -> list[Sent]:
    return [(search_address(question), "") for question in questions]


def _rules() -> Iterator[Asked]:
    """By a program with tokens: as many as keep each within its allowance of a minute."""
    chance = random.Random("which rules")
    policy_ids = list(Guideline.objects.order_by("pk").values_list("policy_id", flat=True))
    reader, keeper = (Person.objects.get(employee_id=one) for one in (MODERATOR, ADMINISTRATOR))
    secrets = Program(reader, keeper).secrets

    def rules(count: int, query: str = "") -> list[Sent]:
        return [
            (f"/api/v1/rules/{policy_id}-R1{query}", f"Authorization: Bearer {next(secrets)}\r\n")
            for policy_id in chance.choices(policy_ids, k=count)
        ]

    def rules_then(count: int) -> list[Sent]:
        return rules(count, f"?at={clock.now():%Y-%m-%dT%H:%M:%SZ}")

    yield Asked("rule", "the API: a rule by its citation", rules)
    yield Asked("rule then", "the API: the same with ?at=", rules_then)


def _then() -> Iterator[Asked]:
    """What was in force then: pages of a past moment, and receipts of past decisions."""
    chance = random.Random("which moments")
    rows = list(LibraryRow.objects.order_by("pk").values_list("policy_id", "edition_id", "digest", "since", "until"))
    now = clock.now()

    def moments(count: int) -> Iterator[tuple[str, int, str, dt.datetime]]:
        for policy_id, edition_id, digest, since, until in chance.choices(rows, k=count):
            length = min(until, now) - since
            yield policy_id, edition_id, digest, since + length * chance.random()

    def pages(count: int) -> list[Sent]:
        return [(f"/g/{policy_id}/?at={at:%Y-%m-%dT%H:%M:%SZ}", "") for policy_id, _, _, at in moments(count)]

    def receipts(count: int) -> list[Sent]:
        return [(f"/receipts/{_code(pk, digest, at)}/", "") for _, pk, digest, at in moments(count)]

    yield Asked("read then", "a guideline as it was at a moment by chance", pages)
    yield Asked("receipt", "a receipt resolved: its words, and what holds today", receipts)


def _code(edition_id: int, digest: str, at: dt.datetime) -> str:
    return shown(receipt_for(edition_id, digest, "R1", at))
