"""Each import contract of pyproject.toml is kept, and is seen to break on a planted violation."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.rules.sources import ROOT, python_files

LAYERS = "A room imports only rooms nearer the ground"
INSIDE = "Inside a room: urls, views, forms, services and queries, models"
REVERSION = "Only editions/save_points.py knows django-reversion"
SANITISERS = "Only text/rendering/safety.py calls the sanitisers"
SETTINGS = "Rooms read settings through Django, never from sop_portal"
NO_TESTS = "Product code imports no tests"


PLANTED = {
    "guidelines/text/folding.py": "import guidelines.people",
    "guidelines/people/services.py": "import guidelines.editions.models",
    "guidelines/people/models.py": "import guidelines.people.forms",
    "guidelines/catalogue/queries.py": "import guidelines.catalogue.views",
    "guidelines/editions/drafting.py": "import reversion",
    "guidelines/reading/pages.py": "import nh3",
    "guidelines/text/links.py": "import bleach",
    "guidelines/frame/context.py": "import sop_portal.settings",
    "guidelines/demo/building.py": "import tests.people",
}
SEEN_IN = {
    LAYERS: [
        "guidelines.text.folding -> guidelines.people",
        "guidelines.people.services -> guidelines.editions.models",
    ],
    INSIDE: ["guidelines.people.models -> guidelines.people.forms", "catalogue.queries -> guidelines.catalogue.views"],
    REVERSION: ["guidelines.editions.drafting -> reversion"],
    SANITISERS: ["guidelines.reading.pages -> nh3", "guidelines.text.links -> bleach"],
    SETTINGS: ["guidelines.frame.context -> sop_portal.settings"],
    NO_TESTS: ["guidelines.demo.building -> tests"],
}


def lint(folder: Path) -> str:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True).stdout


def section(report: str, contract: str) -> str:
    """What the report tells about one broken contract."""
    _, _, told = report.rpartition(f"\n{contract}\n----")
    return told.partition("\n----")[0] if told else ""


def without_code(folder: Path) -> None:
    """The packages with empty modules: only what a planted line needs to be the one thing wrong."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    for path in (*python_files("guidelines"), *python_files("sop_portal")):
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("")
    for layer in ("models", "queries", "services", "forms", "views"):
        for room in ("people", "catalogue", "editions"):
            if not (folder / f"guidelines/{room}/{layer}").is_dir():
                (folder / f"guidelines/{room}/{layer}.py").touch()


def plant(folder: Path, file: str, line: str) -> None:
    path = folder / file
    path.parent.mkdir(exist_ok=True)
    shutil.rmtree(path.with_suffix(""), ignore_errors=True)  # a package of the same name would win
    path.write_text(f"{line}\n")


@pytest.mark.slow
def test_every_contract_is_kept() -> None:
    report = lint(ROOT)
    assert [line for line in report.splitlines() if "BROKEN" in line] == []
    assert [contract for contract in SEEN_IN if f"{contract} KEPT" not in report] == []


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("planted")
    without_code(folder)
    for file, line in PLANTED.items():
        plant(folder, file, line)
    return lint(folder)


@pytest.mark.slow
@pytest.mark.parametrize("contract", SEEN_IN)
def test_a_planted_violation_breaks_its_contract(contract: str, report: str) -> None:
    assert f"{contract} BROKEN" in report
    assert [link for link in SEEN_IN[contract] if link not in section(report, contract)] == []


@pytest.mark.slow
def test_a_room_that_nobody_put_into_the_order_is_noticed(tmp_path: Path) -> None:
    without_code(tmp_path)
    plant(tmp_path, "guidelines/attic/__init__.py", "")
    assert "attic" in lint(tmp_path)


def test_the_text_room_knows_no_database() -> None:
    words = {path.name: path.read_text(encoding="utf-8") for path in python_files("guidelines/text")}
    assert [name for name, code in words.items() if "django.db" in code or "models.Model" in code] == []
