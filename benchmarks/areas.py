"""`python -m benchmarks.areas`: the list of struggling areas over a million checks, from generated counts by the day.

On the database that DATABASE_URL names, else on SQLite. The checks lie on 28 days; the twelve weeks before have as many
a day. Only counts are made, no single check: the list reads nothing else.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import time
from typing import Any

from benchmarks.scratch import ask, filled, say, scratch

MOST = 1.0
"""Seconds for a list."""
ROUNDS, DAYS, WEEKS = 7, 28, 12
KINDS = ("rule", "section", "guideline", "topic")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.areas", description=__doc__.splitlines()[0])
    ask(parser)
    parser.add_argument("--checks", type=int, default=1_000_000, help="in the 28 days of the list (1000000)")
    parser.set_defaults(guidelines=400)
    asked = parser.parse_args()
    with scratch(asked.keep) as folder:
        filled(folder, asked.guidelines)
        import django

        django.setup()
        count(asked.checks)
        measure()


def count(checks: int) -> None:
    """Counts of every rule in force, with its errors; bad rules are one in twenty."""
    from guidelines.editions.models import Edition
    from guidelines.frame import clock
    from guidelines.quality.models import DailyConfusion, DailyCount
    from guidelines.text.blocks import RuleBlock, take_apart

    chance, today = random.Random(35), clock.now().date()
    rules = [
        (edition, part.id)
        for edition in Edition.objects.in_force(clock.now()).select_related("guideline")
        for part in take_apart(edition.source).parts
        if isinstance(part, RuleBlock)
    ]
    a_day = checks / DAYS / len(rules)
    say(f"Counting {checks} checks in {DAYS} days, of {len(rules)} rules ...")
    counts, confusions = [], []
    for edition, rule in rules:
        rate = chance.uniform(0.1, 0.2) if chance.random() < 0.05 else chance.betavariate(3, 97)
        for place in range(7 * WEEKS):
            facts: dict[str, Any] = {"day": today - dt.timedelta(days=place), "edition_id": edition.pk}
            facts |= {"guideline_id": edition.guideline_id, "rule_id": rule}
            done = max(1, round(chance.gauss(a_day, a_day / 4)))
            errors = sum(chance.random() < rate for _check in range(done))
            counts.append(DailyCount(**facts, severity="S2", checks=done, errors=errors, false_positives=errors))
            if errors:
                actions = {"decided_action": "remove", "right_action": "restrict", "error_class": "false_positive"}
                confusions.append(DailyConfusion(**facts, **actions, errors=errors))
    DailyCount.objects.bulk_create(counts, batch_size=5_000, ignore_conflicts=True)
    DailyConfusion.objects.bulk_create(confusions, batch_size=5_000, ignore_conflicts=True)


def measure() -> None:
    from django.test import Client

    from guidelines.quality.models import DailyCount

    say(f"{DailyCount.objects.count()} rows of counts.")
    client = Client(HTTP_HOST="localhost")
    client.force_login(_analyst())
    for kind in KINDS:
        wall, cpu = [], []
        for _round in range(ROUNDS):
            begun, worked = time.perf_counter(), time.process_time()
            response = client.get("/quality/", {"kind": kind}, secure=True)
            assert response.status_code == 200, response.status_code
            wall.append(time.perf_counter() - begun)
            cpu.append(time.process_time() - worked)
        middle = sorted(wall)[ROUNDS // 2]
        kept = "kept" if middle <= MOST else "MISSED"
        print(
            f"{kind}: {middle:.2f} s (at most {MOST:.0f}: {kept}), first {wall[0]:.2f} s, "
            f"CPU {sorted(cpu)[ROUNDS // 2]:.2f} s"
        )


def _analyst() -> Any:
    from guidelines.people import services
    from guidelines.people.models import Person
    from guidelines.people.roles import Role

    found = Person.objects.filter(employee_id="Q-9002").first()
    if found is None:
        found = services.join(employee_id="Q-9002", name="Quinn Abara", by=None)
        services.grant(found, Role.QUALITY_ANALYST, by=None)
    return found


if __name__ == "__main__":
    main()
