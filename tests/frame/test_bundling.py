"""Production sends one style sheet and one script to every page; whoever writes has one file for each subject."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

STATIC = settings.BASE_DIR / "static"
APART = {"portal.css", "administration.css", "deck.css"}
"""The sheet that puts the others together, Django’s own pages, and training materials."""
IMPORTED = re.compile(r"""import ["'](?:\./)?(.+)["'];""")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": "guidelines.frame.bundling.Storage"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        for _time in range(2):  # a second start finds the files of the first
            call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("bundle", ["css/portal.css", "js/portal.js"])
def test_what_a_bundle_imports_stands_in_it_in_that_order(collected: Path, bundle: str) -> None:
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    together = (collected / names[bundle]).read_text()
    order = IMPORTED.findall((STATIC / bundle).read_text())
    assert len(order) > 5
    assert not re.search(r"^@?import ", together, re.MULTILINE)
    places = [together.index((STATIC / bundle).with_name(name).read_text()) for name in order]
    assert places == sorted(places)


def test_no_sheet_is_forgotten() -> None:
    order = IMPORTED.findall((STATIC / "css/portal.css").read_text())
    assert order[0] == "tokens.css"
    assert set(order) | APART == {sheet.name for sheet in (STATIC / "css").glob("*.css")}


def test_every_script_of_the_bundle_keeps_its_names_to_itself() -> None:
    for name in IMPORTED.findall((STATIC / "js/portal.js").read_text()):
        code = re.sub(r"/\*.*?\*/", "", (STATIC / "js" / name).read_text(), flags=re.DOTALL).strip()
        assert code.startswith("(() => {"), name
        assert code.endswith("})();"), name
