"""`python -m benchmarks` still runs. What it measures is looked at by people, not by a test."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from benchmarks.hurrying import hurry
from benchmarks.writing import manuscripts
from guidelines.text import rendering
from tests.house.running import environment, python
from tests.services import CHROMIUM

PATIENCE = 240
"""Seconds that one run may take: a machine that tests many things at once is slow."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a dozen generated guidelines, filled once for all that measure something of them."""
    folder = tmp_path_factory.mktemp("kept")
    done = measured(folder, "scratch")
    assert (done.returncode, "Writing 12 guidelines" in done.stderr) == (0, True), done.stderr
    return folder


def measured(kept: Path, benchmark: str, *asked: str, guidelines: int = 12) -> subprocess.CompletedProcess[str]:
    command = ("-m", f"benchmarks.{benchmark}", "--guidelines", str(guidelines), "--keep", str(kept), *asked)
    return python(*command, env=environment(kept), seconds=PATIENCE)


@pytest.mark.slow
def test_the_benchmark_prints_a_ratio_for_each_workload(kept: Path) -> None:
    done = measured(kept, "__main__", "--repeat", "1")
    assert done.returncode == 0, done.stderr
    rules = ("rule", "rule again", "rule at a moment", "rule unchanged")
    for workload in ("read", "read again", "read unchanged", "home", "library", "search", *rules, "preview"):
        assert re.search(rf"^{workload}: ratio [0-9]+\.[0-9]{{2}}$", done.stdout, re.MULTILINE)
    assert re.search(r"^memory: peak [0-9]+ MB$", done.stdout, re.MULTILINE)


@pytest.mark.slow
def test_the_question_what_was_in_force_then_is_measured_with_its_slowest(tmp_path: Path) -> None:
    asked = ("--editions", "120", "--questions", "100")
    done = python(
        "-m", "benchmarks.resolving", *asked, env=environment(tmp_path, SOP_PORTAL_MODE="test"), seconds=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    for question in ("the edition in force then", "a receipt resolved"):
        assert re.search(rf"^{question}: CPU [0-9.]+ ms, 99% [0-9.]+ ms; clock [0-9.]+ ms", done.stdout, re.MULTILINE)


@pytest.mark.slow
def test_the_served_portal_is_measured_beside_a_second_server(kept: Path) -> None:
    done = measured(kept, "served", "--turns", "1", "--requests", "16", "--clients", "2", "--json")
    assert done.returncode == 0, done.stderr
    found = {one["name"]: one for one in json.loads(done.stdout)["workloads"]}
    reading = {"read", "read unchanged", "read any", "home", "library"}
    searching = {"search", "search any", "search again"}
    assert found.keys() == {*reading, *searching, "rule", "rule then", "read then", "receipt"}
    assert all(0 < one["p50"] <= one["p95"] and one["rate"] > 0 for one in found.values())
    assert all(2 <= one["requests"] <= 16 for one in found.values())


@pytest.mark.slow
def test_a_kept_database_is_filled_once(kept: Path) -> None:
    again = measured(kept, "scratch")
    assert (again.returncode, "Writing" in again.stderr) == (0, False), again.stderr
    other = measured(kept, "scratch", guidelines=18)
    assert (other.returncode, "holds 12 guidelines" in other.stderr) == (1, True)


@pytest.mark.slow
def test_guidelines_filled_in_a_hurry_are_the_same_down_to_the_byte() -> None:
    sources = [words.source for manuscript in manuscripts(6) for words in manuscript.editions]
    with_care = _rendered(sources)
    with hurry():
        assert _rendered(sources) == with_care


def _rendered(sources: list[str]) -> list[rendering.Rendered]:
    """Not those that were kept a moment ago."""
    rendering._rendered.cache_clear()
    return [rendering.render(source) for source in sources]


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="There is no Chromium on this machine.")
def test_a_page_is_weighed_and_its_first_words_are_timed(kept: Path) -> None:
    done = measured(kept, "painting", "--loads", "1", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert all(found["weight"][kind] > 1000 for kind in ("HTML", "CSS", "JavaScript"))
    assert 0 < found["middle"] <= found["slowest"]
    assert found["middle"] <= found["largest"]


@pytest.mark.slow
def test_deliveries_are_neither_lost_nor_doubled_while_servers_misbehave_and_workers_are_killed(tmp_path: Path) -> None:
    asked = ("--subscriptions", "10", "--editions", "10", "--workers", "1", "--kills", "3", "--faults", "1")
    hurried = ("--hurry", "30", "--seconds", "200", "--json")
    done = python("-m", "benchmarks.deliveries", *asked, *hurried, env=environment(tmp_path), seconds=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert (found["deliveries"], found["lost"], found["workers killed"]) == (100, 0, 3)
    assert found["states"] == {"done": 100}
    assert (
        found["copies without a cause"] == found["copies after it was written down"] == found["copies that differ"] == 0
    )
    assert len(found["faults"]) >= 5
