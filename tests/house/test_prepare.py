"""`manage.py prepare` makes what is missing, once."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finder
from pytest_django import Settings

from guidelines.frame.management.commands.prepare import fingerprint
from tests.house.running import environment, python, started


@pytest.mark.slow
def test_the_second_time_there_is_nothing_to_do(tmp_path: Path) -> None:
    env = environment(tmp_path, SOP_PORTAL_MODE="test")
    first = python("manage.py", "prepare", "--then", "check", env=env)
    assert "Bringing the database's tables up to date ...\nCollecting static files ...\n" in first.stdout
    assert (tmp_path / "static" / "icon.svg").is_file()
    second = python("manage.py", "prepare", "--then", "check", env=env)
    assert (second.returncode, second.stderr) == (0, "")
    assert second.stdout == "System check identified no issues (0 silenced).\n"


@pytest.mark.slow
def test_a_command_on_a_database_without_tables_says_what_to_run(tmp_path: Path) -> None:
    result = python("manage.py", "verify_audit", env=environment(tmp_path, SOP_PORTAL_MODE="test"))
    assert result.returncode == 1
    assert result.stderr.startswith("The database refused: no such table")
    assert "run manage.py prepare" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_ctrl_c_while_things_are_made_ready_stops_with_a_word(tmp_path: Path) -> None:
    with started("manage.py", "prepare", env=environment(tmp_path, SOP_PORTAL_MODE="test")) as newcomer:
        newcomer.read_until("Bringing the database's tables up to date ...")
        newcomer.process.send_signal(signal.SIGINT)
        said, _ = newcomer.process.communicate(timeout=20)
        assert (said, newcomer.process.returncode) == ("Stopped.\n", 130)


@pytest.fixture
def only_static_folder(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.STATICFILES_DIRS = [tmp_path]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    get_finder.cache_clear()
    yield tmp_path
    get_finder.cache_clear()


def test_an_added_an_edited_and_a_removed_static_file_are_noticed(only_static_folder: Path) -> None:
    seen = [fingerprint()]
    page = only_static_folder / "app.css"
    for deed in (lambda: page.write_text("a {}"), lambda: page.write_text("a { color: red }"), page.unlink):
        deed()
        seen.append(fingerprint())
    empty, added, edited, removed = seen
    assert len({empty, added, edited}) == 3
    assert removed == empty
