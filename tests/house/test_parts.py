"""`make test` says what this machine could not run and why; in CI that is a failure, never a silent skip."""

from pathlib import Path

import pytest

from tests.house.running import environment, python


@pytest.mark.slow
@pytest.mark.parametrize(("ci", "code"), [({}, 0), ({"CI": "true"}, 1)])
def test_a_machine_without_a_browser_is_told_so(ci: dict[str, str], code: int, tmp_path: Path) -> None:
    plain = environment(tmp_path, PATH=str(tmp_path))
    plain.pop("CI", None)
    result = python("-m", "tests", "browser", env={**plain, **ci})
    assert result.returncode == code
    assert "Journeys in Chromium, on SQLite: NOT RUN: Chromium is not installed: apt install chromium" in result.stdout


@pytest.mark.slow
def test_parts_that_nobody_asked_for_are_named_with_the_way_to_run_them(tmp_path: Path) -> None:
    result = python("-m", "tests", "browser", env=environment(tmp_path, PATH=str(tmp_path)))
    assert "The same tests on PostgreSQL: left out. make test PARTS=postgresql runs them." in result.stdout


@pytest.mark.slow
def test_a_part_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    result = python("-m", "tests", "sqllite", env=environment(tmp_path))
    assert result.returncode == 2
    assert "there is no part sqllite" in result.stderr
