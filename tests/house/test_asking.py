"""Which tests are run again on PostgreSQL: all that ask a database, whichever way they come to it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.house.running import ROOT

COLLECT = """
import sys, pytest

class Asking:
    def pytest_collection_finish(self, session):
        from tests.conftest import asks_a_database
        for item in session.items:
            print("asked", asks_a_database(item), item.path.name)

pytest.main(["--collect-only", "-q", "-n", "0", *sys.argv[1:]], plugins=[Asking()])
"""


@pytest.mark.slow
def test_a_class_of_django_and_a_fixture_ask_a_database_and_a_text_asks_none() -> None:
    files = ("editions/test_invariants.py", "liaison/test_called_off.py", "text/test_diffing.py")
    command = [sys.executable, "-c", COLLECT, *(f"tests/{file}" for file in files)]
    said = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=True).stdout
    found = {tuple(line.split()[1:]) for line in said.splitlines() if line.startswith("asked ")}
    assert ("True", "test_invariants.py") in found
    assert {asks for asks, file in found if file == "test_called_off.py"} == {"True"}
    assert {asks for asks, file in found if file == "test_diffing.py"} == {"False"}
