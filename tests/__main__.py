"""`python -m tests`: every part of the suite that this machine can run, and plain words about those it cannot.

Parts: sqlite, postgresql, browser; slow and slow-postgresql hold the tests that take long (the demo world, the import
of a real corpus, the largest texts, whole tables of rights), so that the everyday part stays under a minute. Without a
name the first three run, in CI all. With CI=true a part that cannot run is a failure.
"""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from tests.services import CHROMIUM, own_postgresql, postgresql_programs

PYTEST = (sys.executable, "-m", "pytest", "-q", "-rs", "--durations=25", "--durations-min=5")
"""What is skipped is said with its reason, and the slowest with their seconds, so that fat is seen."""
SPREAD = ("-n", os.environ.get("TEST_PROCESSES", "2"), "--dist", "worksteal")
QUICK = ("-m", "not browser and not slow", *SPREAD)
SLOW = ("-m", "slow and not browser", *SPREAD)
OF_FILES_ALONE = tuple(f"--ignore=tests/liaison/test_{name}.py" for name in ("canaries", "canaries_sent", "formats"))
"""Long tests of what stands in a file or a mail, whatever database it came from: `test_same_bytes` holds both alike."""
NOT_PASSED_ON = ("DATABASE_URL", "REDIS_URL", "PYTHONDONTWRITEBYTECODE")
"""Databases are this run's own; and what pytest compiles once, the next part need not compile again."""
BY_DEFAULT = ("sqlite", "postgresql", "browser")


@dataclass(frozen=True)
class Part:
    """One run of pytest."""

    name: str
    title: str
    arguments: tuple[str, ...]
    lacking: str = ""


def parts() -> tuple[Part, ...]:
    postgresql = "" if postgresql_programs() else "PostgreSQL is not installed: apt install postgresql"
    browser = "" if CHROMIUM else "Chromium is not installed: apt install chromium"
    return (
        Part("sqlite", "The tests on SQLite", QUICK),
        Part("postgresql", "The same tests on PostgreSQL", QUICK, lacking=postgresql),
        Part(
            "browser", "Journeys in Chromium, on SQLite", ("-m", "browser", *SPREAD, "tests/journeys"), lacking=browser
        ),
        Part("slow", "Long tests on SQLite", SLOW),
        Part(
            "slow-postgresql",
            "Long tests on PostgreSQL",
            (*SLOW, *OF_FILES_ALONE),
            lacking=postgresql,
        ),
    )


@contextmanager
def environment_of(part: Part) -> Iterator[dict[str, str]]:
    plain = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    programs = postgresql_programs()
    if part.name.endswith("postgresql") and programs:
        with own_postgresql(programs) as url:
            yield {**plain, "DATABASE_URL": url}
    elif part.name == "browser":
        # Playwright's own event loop runs in the thread whose tests use the database.
        yield {**plain, "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
    else:
        yield plain


def pytest_with(arguments: tuple[str, ...], environment: dict[str, str]) -> int:
    """Run pytest. When this run is stopped, pytest and its workers get the chance to stop what they started."""
    pytest = subprocess.Popen([*PYTEST, *arguments], env=environment, start_new_session=True)
    try:
        return pytest.wait()
    except BaseException:
        os.killpg(pytest.pid, signal.SIGINT)
        try:
            pytest.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(pytest.pid, signal.SIGKILL)
        raise


def run(part: Part) -> str:
    """Run one part and say how it ended."""
    print(f"\n== {part.title}", flush=True)
    if part.lacking:
        print(part.lacking, flush=True)
        return f"NOT RUN: {part.lacking}"
    start = monotonic()
    with environment_of(part) as environment:
        code = pytest_with(part.arguments, environment)
    return f"{'passed' if code == 0 else f'FAILED (pytest: {code})'} in {monotonic() - start:.0f} s"


def stop(signum: int, frame: object) -> None:
    raise SystemExit(128 + signum)  # unwinds, so that the PostgreSQL of this run is stopped too


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests", description=__doc__)
    everything = tuple(part.name for part in parts())
    strict = os.environ.get("CI") == "true"
    parser.add_argument("part", nargs="*", help=", ".join(everything))
    chosen = parser.parse_args().part or (everything if strict else BY_DEFAULT)
    unknown = sorted(set(chosen) - set(everything))
    if unknown:
        parser.error(f"there is no part {', '.join(unknown)}")
    signal.signal(signal.SIGTERM, stop)
    outcomes = {part: run(part) for part in parts() if part.name in chosen}
    print()
    for part in parts():
        if part.name not in chosen:
            print(f"{part.title}: left out. make test PARTS={part.name} runs them.")
    for part, outcome in outcomes.items():
        print(f"{part.title}: {outcome}")
    bad = ("FAILED", "NOT RUN") if strict else ("FAILED",)
    return int(any(outcome.startswith(bad) for outcome in outcomes.values()))


if __name__ == "__main__":
    sys.exit(main())
