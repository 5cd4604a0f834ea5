"""`python -m benchmarks.checks`: a file of checked decisions brought in: rows a second, and the memory of the process.

On the database that DATABASE_URL names, else on SQLite. The yardstick of the same run: the file read by the csv module.
A row in a hundred can't be taken, one in fifty is wrong, teams and moderators are as many as at five sites.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import random
import resource
import time
from pathlib import Path
from typing import Any

from benchmarks.scratch import ask, filled, say, scratch

LEAST = 10_000
"""Rows a second."""
HEADER = ("case", "decided_at", "moderator", "rule", "decided_action", "right_action", "error_class", "outcome")
DAYS, MODERATORS = 90, 300


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checks", description=__doc__.splitlines()[0])
    ask(parser)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--shuffled", action="store_true", help="rows in no order of time")
    parser.set_defaults(guidelines=120)
    asked = parser.parse_args()
    with scratch(asked.keep) as folder:
        filled(folder, asked.guidelines)
        import django

        django.setup()
        file = folder / "checks.csv"
        write(file, asked.rows, shuffled=asked.shuffled)
        measure(file)


def write(file: Path, rows: int, *, shuffled: bool) -> None:
    """The file: rules in force of one market, over some weeks."""
    from guidelines.editions.models import Edition
    from guidelines.frame import clock
    from guidelines.text.blocks import RuleBlock, take_apart

    now, chance = clock.now() - dt.timedelta(hours=1), random.Random(34)
    bound = Edition.objects.in_force(now).filter(guideline__market__code="US").select_related("guideline")
    rules = [
        f"{edition.guideline.policy_id} {part.id}"
        for edition in bound
        for part in take_apart(edition.source).parts
        if isinstance(part, RuleBlock)
    ]
    begun = max(now - dt.timedelta(days=DAYS), min(edition.effective_from or now for edition in bound))
    step = (now - begun) / rows
    numbers = list(range(rows))
    if shuffled:
        chance.shuffle(numbers)
    say(f"Writing {rows} rows that cite {len(rules)} rules ...")
    with file.open("w", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(HEADER)
        for number in numbers:
            wrong = chance.random() < 0.02
            actions = ("remove", "restrict", "false_positive") if wrong else ("remove", "remove", "")
            rule = "US-CC-9999 R1" if number % 100 == 99 else chance.choice(rules)
            moment, who = (begun + step * number).isoformat(), f"M-{chance.randrange(MODERATORS):04d}"
            verdict = chance.choice(("upheld", "upheld", "disputed"))
            writer.writerow((f"C-{number}", moment, who, rule, *actions, verdict))


def measure(file: Path) -> None:
    from django.core.files.storage import default_storage

    from guidelines.quality import services
    from guidelines.quality.importing import working

    found, by = _source()
    begun = time.perf_counter()
    with file.open(newline="") as opened:
        rows = sum(1 for _row in csv.reader(opened)) - 1
    yardstick = time.perf_counter() - begun
    begun = time.perf_counter()
    with file.open("rb") as opened:
        job = services.confirm(services.upload(found, by=by, file=opened, name=file.name), by=by)
    looked = time.perf_counter() - begun
    before, begun, cpu = _megabytes(), time.perf_counter(), time.process_time()
    while working.bring_in_due():
        pass
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    job.refresh_from_db()
    kept = "kept" if rows / seconds >= LEAST else "MISSED"
    print(
        f"{rows} rows: looked at in {looked:.1f} s, brought in in {seconds:.1f} s, {cpu:.1f} s of CPU in this process"
    )
    print(f"{rows / seconds:.0f} rows a second (at least {LEAST}: {kept}), {seconds / yardstick:.0f} x the csv module")
    print(f"{rows / cpu:.0f} rows a second of CPU: the figure to trust on a machine that others use")
    print(f"{before:.0f} MB before, {_megabytes():.0f} MB at most; taken {job.taken}, problems {job.problems}")
    assert not default_storage.exists("checks") or not default_storage.listdir("checks")[1]


def _source() -> tuple[Any, Any]:
    from guidelines.catalogue.models import Market
    from guidelines.people import services as people
    from guidelines.people.models import Person
    from guidelines.people.roles import Role
    from guidelines.quality import services

    by = Person.objects.filter(employee_id="Q-9001").first()
    market = Market.objects.get(code="US")
    if by is None:
        by = people.join(employee_id="Q-9001", name="Quinn Abara", by=None)
        people.grant(by, Role.QUALITY_ANALYST, by=None, market=market)
    columns = {name: name for name in HEADER}
    wish = services.SourceWish(market, None, f"Feed {time.time()}", "UTC", "iso", columns, {})
    return services.make_source(wish, by=by), by


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
