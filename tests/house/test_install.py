"""`make` says in a sentence why it cannot set up, and does nothing when there is nothing to do."""

import subprocess
from pathlib import Path

import pytest

from tests.house.running import ROOT, environment

OLD = """
case "$2" in
*version_info*) exit 1 ;;
*python_version*) echo 3.9.2 ;;
esac
"""
WITHOUT_ENSUREPIP = """
case "$2" in
*ensurepip*) exit 1 ;;
esac
"""


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def install(folder: Path, python: Path) -> subprocess.CompletedProcess[str]:
    env = environment(folder, VENV=str(folder / "venv"), PYTHON=str(python))
    command = ["sh", "requirements/install.sh", "runtime"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (OLD, "SOP Portal needs Python 3.11 or newer; "),
        (OLD, "' is 3.9.2."),
        (WITHOUT_ENSUREPIP, "On Debian: apt install python3-venv"),
    ],
)
def test_a_python_that_will_not_do_gets_a_sentence(script: str, sentence: str, tmp_path: Path) -> None:
    result = install(tmp_path, program(tmp_path / "python", script))
    assert result.returncode == 1
    assert sentence in result.stderr
    assert not (tmp_path / "venv").exists()


def test_without_any_python_it_says_what_to_install(tmp_path: Path) -> None:
    result = install(tmp_path, tmp_path / "nowhere")
    assert result.returncode == 1
    assert "apt install python3 python3-venv" in result.stderr


def test_nothing_is_done_when_the_lock_is_the_one_installed(tmp_path: Path) -> None:
    program(tmp_path / "venv/bin/python", "exit 1")
    (tmp_path / "venv/installed-runtime.lock").write_bytes((ROOT / "requirements/runtime.lock").read_bytes())
    assert install(tmp_path, tmp_path / "nowhere").returncode == 0


def test_a_changed_lock_is_installed_with_hashes_and_remembered(tmp_path: Path) -> None:
    program(tmp_path / "venv/bin/python", f'echo "$@" >> {tmp_path / "calls"}')
    (tmp_path / "venv/installed-runtime.lock").write_text("another lock")
    assert install(tmp_path, program(tmp_path / "python", "exit 0")).returncode == 0
    assert "--no-deps --require-hashes -r requirements/runtime.lock" in (tmp_path / "calls").read_text()
    remembered = (tmp_path / "venv/installed-runtime.lock").read_bytes()
    assert remembered == (ROOT / "requirements/runtime.lock").read_bytes()
