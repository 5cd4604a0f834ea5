"""`python -m benchmarks.deliveries`: subscriptions × editions through sinks that misbehave, while workers are killed.

It fails when something was lost, or when a copy went out that the far side's answer did not cause.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from benchmarks.scratch import say, scratch
from benchmarks.sinks import HTTP_FAULTS, MAIL_FAULTS, Copy, Sink, http_sink, mail_sink, misbehave

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Workers:
    """Some `manage.py worker`, killed one after the other, and started again."""

    number: int
    children: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: list[float] = field(default_factory=list)

    def start(self) -> None:
        while len(self.children) < self.number:
            self.children.append(subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT))

    def kill_one(self) -> None:
        child = self.children.pop(random.randrange(len(self.children)))
        child.kill()
        child.wait()
        self.kills.append(time.time())
        self.start()

    def stop(self) -> None:
        for child in self.children:
            child.kill()
            child.wait()


def main() -> None:
    asked = _asked()
    os.environ["SOP_PORTAL_MODE"] = "test"
    with ExitStack() as stack:
        stack.enter_context(scratch())
        mail, mail_port = stack.enter_context(mail_sink(misbehave(MAIL_FAULTS, asked.faults)))
        hook, hook_port = stack.enter_context(http_sink(misbehave(HTTP_FAULTS, asked.faults)))
        mail.keep = hook.keep = False
        os.environ |= {
            "SOP_PORTAL_MAIL_HOST": "127.0.0.1",
            "SOP_PORTAL_MAIL_PORT": str(mail_port),
            "SOP_PORTAL_WEBHOOK_LOOPBACK": "1",
            "SOP_PORTAL_HURRY": str(asked.hurry),
        }
        import django

        django.setup()
        began = time.monotonic()
        _fill(asked.subscriptions, asked.editions, hook_port)
        say(f"Filled in {time.monotonic() - began:.0f} s.")
        workers = stack.enter_context(_working(asked.workers))
        began = time.monotonic()
        _wait(workers, asked.kills, asked.seconds)
        took = time.monotonic() - began
        found = _figures((mail, hook), workers, took)
    print(json.dumps(found, indent=2) if asked.json else "\n".join(f"{name}: {value}" for name, value in found.items()))
    sys.exit(bool(found["lost"] or found["copies after it was written down"] or found["copies without a cause"]))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.deliveries", description=__doc__.splitlines()[0])
    parser.add_argument("--subscriptions", type=int, default=100)
    parser.add_argument("--editions", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=20, help="how many times a worker is killed (20)")
    parser.add_argument("--faults", type=int, default=2, help="the most faults one message meets (2)")
    parser.add_argument("--hurry", type=int, default=50, help="how many times shorter leases and pauses are (50)")
    parser.add_argument("--seconds", type=float, default=3600, help="when to give up (3600)")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _fill(subscriptions: int, editions: int, port: int) -> None:
    """A list with a subscription and one contact each, half mail, half webhook; a pack for each edition and list."""
    from django.core.management import call_command

    call_command("prepare", stdout=sys.stderr)

    from benchmarks.packing import pack
    from guidelines.catalogue.models import Market
    from guidelines.liaison.services.contacts import add_mailbox, add_webhook
    from guidelines.liaison.services.sending import put_on_their_way
    from guidelines.liaison.services.stakeholders import make_stakeholder
    from guidelines.people import services as people
    from guidelines.people.roles import Role

    market = Market.objects.create(code="US", name="United States", time_zone="America/Los_Angeles")
    lia = people.join(employee_id="L-1", name="Lia Moreau", by=None, password="correct horse battery")
    people.grant(lia, Role.LIAISON, by=None, market=market, domain=None)
    lists = []
    for number in range(subscriptions):
        name = f"Partner {number}"
        made = make_stakeholder(name=name, audience="partner", market=market, domain=None, by=lia)
        if number % 2:
            add_webhook(made, f"http://127.0.0.1:{port}/{number}", by=lia)
        else:
            add_mailbox(made, f"partner-{number}@example.com", by=lia)
        lists.append(made)
    for edition in range(editions):
        for stakeholder in lists:
            put_on_their_way(pack(stakeholder, lia, f"Edition {edition + 1}"), None)


@contextmanager
def _working(number: int) -> Iterator[Workers]:
    workers = Workers(number)
    workers.start()
    try:
        yield workers
    finally:
        workers.stop()


def _wait(workers: Workers, kills: int, seconds: float) -> None:
    """Until nothing is open. Workers are killed while there is something to lose, evenly over the first two thirds."""
    from django.db import OperationalError

    from guidelines.liaison.models import Delivery

    total = Delivery.objects.count()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OperationalError):
            left = Delivery.objects.open().count()
            if not left and len(workers.kills) >= kills:
                return
            if len(workers.kills) < kills and total - left >= total * 0.66 * (len(workers.kills) + 0.5) / kills:
                workers.kill_one()
                say(f"{total - left} of {total}; {len(workers.kills)} killed")
        time.sleep(0.05)


def _figures(sinks: tuple[Sink, ...], workers: Workers, took: float) -> dict[str, object]:
    from guidelines.frame.jobs import JobState
    from guidelines.liaison.models import Delivery

    rows = dict(Delivery.objects.values_list("key", "state"))
    ended = dict(Delivery.objects.values_list("key", "ended_at"))
    copies: dict[str, list[Copy]] = {}
    for sink in sinks:
        for copy in sink.taken:
            copies.setdefault(copy.key, []).append(copy)
    after = [c for key, all_of_it in copies.items() for c in all_of_it if ended[key] and c.at > ended[key].timestamp()]
    repeated = [(first, then) for one in copies.values() for first, then in pairwise(one)]
    lost_answers = [pair for pair in repeated if not pair[0].answered]
    killed = [pair for pair in repeated if pair[0].answered and _died(pair[0], workers)]
    other = [pair for pair in repeated if pair not in lost_answers and pair not in killed]
    return {
        "deliveries": len(rows),
        "states": dict(Counter(rows.values())),
        "lost": sum(key not in copies or state != JobState.DONE for key, state in rows.items()),
        "faults": dict(sum((sink.faults for sink in sinks), Counter())),
        "workers killed": len(workers.kills),
        "second copies": len(repeated),
        "of those after a lost answer": len(lost_answers),
        "of those after a kill": len(killed),
        "copies without a cause": len(other),
        "copies after it was written down": len(after),
        "copies that differ": sum(len({c.digest for c in one}) > 1 for one in copies.values()),
        "seconds": round(took, 1),
    }


def _died(copy: Copy, workers: Workers) -> bool:
    """Whether a worker was killed around the moment at which the far side took this copy from its wire."""
    return any(-2 < kill - copy.at < 2 for kill in workers.kills)


if __name__ == "__main__":
    main()
