"""`python -m benchmarks.resolving`: which words were in force then, asked of a database with very many editions.

A scratch database is filled with guidelines of twenty editions each, as rows and with the triggers armed; then a
moderator asks for moments drawn by chance. Measured is what every page, receipt and API answer of a past moment stands
on, with the rights of the person: the edition at an instant, and a receipt resolved. `--most` makes it a test.

Django is set up after the environment is, so what needs it is imported inside the functions.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from benchmarks.scratch import scratch

if TYPE_CHECKING:
    from benchmarks.filling import Desk
    from benchmarks.writing import Manuscript
    from guidelines.editions.models import Edition, Guideline

EACH = 20
"""Editions of one guideline: two years of one a month and more."""
APART = dt.timedelta(days=30)
FIRST = dt.datetime(2022, 1, 3, 9, tzinfo=dt.UTC)
BATCH = 500
SOURCE = "/// rule | R1\nif: Sign {n} is seen.\ndo: Remove.\naction: remove\nseverity: S2\n///\n"


@dataclass(frozen=True)
class Found:
    """One kind of question. Milliseconds on the clock, database included; `cpu`, `cpu99` of this process."""

    name: str
    questions: int
    cpu: float
    cpu99: float
    median: float
    p95: float
    p99: float
    slowest: float


def main() -> None:
    asked = _asked()
    with scratch():
        import django

        django.setup()
        _fill(asked.editions // EACH)
        found = list(_measured(asked.questions))
    for line in found:
        print(json.dumps(asdict(line)) if asked.json else _as_text(line))
    if asked.most and any(line.p99 > asked.most for line in found):
        sys.exit(f"Slower than {asked.most} ms.")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.resolving")
    parser.add_argument("--editions", type=int, default=100_000, help=f"how many, {EACH} to a guideline (100,000)")
    parser.add_argument("--questions", type=int, default=5000, help="of each kind (5,000)")
    parser.add_argument("--most", type=float, default=0, help="fail if a 99th percentile takes more milliseconds")
    parser.add_argument("--json", action="store_true", help="print a line of JSON for each kind of question")
    asked = parser.parse_args()
    if asked.editions < 6 * EACH or asked.questions < 100:
        parser.error(f"Take {6 * EACH} editions or more, and 100 questions or more.")
    return asked


def _fill(guidelines: int) -> None:
    from django.core.management import call_command
    from django.db import connection, transaction

    from benchmarks import filling
    from benchmarks.writing import manuscripts

    call_command("prepare", stdout=sys.stderr)
    desk = filling.found()
    _say(f"Writing {guidelines} guidelines with {EACH} editions each ...")
    shapes = list(manuscripts(6))
    # The first of every market and domain goes through the services, and opens the counters.
    for manuscript in shapes:
        filling.publish(manuscript, desk)
    made = [shapes[index % 6] for index in range(guidelines - 6)]
    for start in range(0, len(made), BATCH):
        with transaction.atomic():
            _shelve(made[start : start + BATCH], desk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _shelve(manuscripts: list[Manuscript], desk: Desk) -> None:
    from benchmarks import filling
    from guidelines.editions.models import Contribution, Edition, Guideline

    guidelines = Guideline.objects.bulk_create(filling._guidelines(manuscripts, desk), batch_size=BATCH)
    before: dict[int, Edition] = {}
    for number in range(1, EACH + 1):
        drafts = Edition.objects.bulk_create(
            [_draft(guideline, number, before.get(guideline.pk), desk) for guideline in guidelines], batch_size=BATCH
        )
        Contribution.objects.bulk_create(
            [
                Contribution(edition=one, person=desk.writer, kind="opened", digest=one.digest, at=FIRST)
                for one in drafts
            ],
            batch_size=BATCH,
        )
        filling._lead_to_force(drafts, desk)
        before = {one.guideline_id: one for one in drafts}


def _draft(guideline: Guideline, number: int, base: Edition | None, desk: Desk) -> Edition:
    from guidelines.editions.drafts import DraftWords
    from guidelines.editions.models import Edition

    opened = FIRST + APART * (number - 1) + dt.timedelta(minutes=guideline.pk % 1000)
    edition = Edition(
        guideline=guideline, number=number, base=base, opened_by=desk.writer, opened_at=opened, saved_at=opened
    )
    source = SOURCE.format(n=number)
    words = DraftWords("A guideline", "For the measurement.", source, ("counterfeit.goods",), "R1.", "minor")
    words.normalised().words.write_on(edition)
    edition.digest = edition.computed_digest()
    return edition


def _measured(questions: int) -> Iterator[Found]:
    from django.utils import timezone

    from benchmarks.filling import MODERATOR
    from guidelines.editions.models import Edition, Guideline
    from guidelines.people.models import Person
    from guidelines.reading import receipts
    from guidelines.reading.queries.guideline import known_guideline
    from guidelines.reading.queries.receipts import resolve

    person, now, chance = Person.objects.get(employee_id=MODERATOR), timezone.now(), random.Random("which moments")
    policy_ids = list(Guideline.objects.order_by("pk").values_list("policy_id", flat=True))
    editions = list(Edition.objects.order_by("pk").values_list("pk", "digest"))

    def moment() -> dt.datetime:
        return FIRST + dt.timedelta(minutes=chance.randrange(int(APART.total_seconds() / 60) * EACH))

    def then() -> None:
        known = known_guideline(person, chance.choice(policy_ids), now)
        assert known
        known.in_force(moment())

    def receipt() -> None:
        pk, digest = chance.choice(editions)
        resolve(person, receipts.receipt_for(pk, digest, "R1", moment()), now)

    _say(f"{len(editions)} editions; asking ...")
    yield _found("the edition in force then", then, questions)
    yield _found("a receipt resolved", receipt, questions)


def _found(name: str, ask: Callable[[], None], questions: int) -> Found:
    for _ in range(50):
        ask()
    times, cpu = [], []
    for _ in range(questions):
        begun, used = perf_counter(), process_time()
        ask()
        times.append(1000 * (perf_counter() - begun))
        cpu.append(1000 * (process_time() - used))
    times.sort()
    cpu.sort()
    return Found(
        name, questions, _at(cpu, 0.5), _at(cpu, 0.99), _at(times, 0.5), _at(times, 0.95), _at(times, 0.99), times[-1]
    )


def _at(times: list[float], share: float) -> float:
    return times[int(share * (len(times) - 1))]


def _as_text(found: Found) -> str:
    return (
        f"{found.name}: CPU {found.cpu:.2f} ms, 99% {found.cpu99:.2f} ms; clock {found.median:.2f} ms, "
        f"95% {found.p95:.2f} ms, 99% {found.p99:.2f} ms, slowest {found.slowest:.2f} ms, of {found.questions}"
    )


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
