"""`python -m benchmarks` still runs. What it measures is looked at by people, not by a test."""

import re
from pathlib import Path

import pytest

from tests.house.running import environment, python


@pytest.mark.slow
def test_the_benchmark_prints_a_ratio_for_each_workload(tmp_path: Path) -> None:
    done = python(
        "-m", "benchmarks", "--guidelines", "6", "--repeat", "1", env=environment(tmp_path, SOP_PORTAL_MODE="test")
    )
    assert done.returncode == 0, done.stderr
    rules = ("rule", "rule again", "rule at a moment", "rule unchanged")
    for workload in ("read", "read again", "read unchanged", "home", "library", "search", *rules, "preview"):
        assert re.search(rf"^{workload}: ratio [0-9]+\.[0-9]{{2}}$", done.stdout, re.MULTILINE)
    assert re.search(r"^memory: peak [0-9]+ MB$", done.stdout, re.MULTILINE)


@pytest.mark.slow
def test_the_question_what_was_in_force_then_is_measured_with_its_slowest(tmp_path: Path) -> None:
    asked = ("--editions", "120", "--questions", "100")
    done = python("-m", "benchmarks.resolving", *asked, env=environment(tmp_path, SOP_PORTAL_MODE="test"))
    assert done.returncode == 0, done.stderr
    for question in ("the edition in force then", "a receipt resolved"):
        assert re.search(rf"^{question}: CPU [0-9.]+ ms, 99% [0-9.]+ ms; clock [0-9.]+ ms", done.stdout, re.MULTILINE)
