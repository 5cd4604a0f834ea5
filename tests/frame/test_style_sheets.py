"""Production sends one style sheet; whoever writes has one file for each subject."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

SHEETS = settings.BASE_DIR / "static" / "css"
APART = {"portal.css", "administration.css"}
"""The sheet that puts the others together, and Django's own pages."""


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": "guidelines.frame.style_sheets.Storage"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        for _time in range(2):  # a second start finds the files of the first
            call_command("collectstatic", interactive=False, verbosity=0)
    return folder


def test_every_sheet_is_in_the_one_that_pages_ask_for(collected: Path) -> None:
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    together = (collected / names["css/portal.css"]).read_text()
    assert "@import" not in together
    for sheet in SHEETS.glob("*.css"):
        assert sheet.name in APART or sheet.read_text() in together, sheet.name


def test_the_sheets_stand_in_the_order_of_their_imports(collected: Path) -> None:
    together = (collected / "css/portal.css").read_text()
    order = re.findall(r'@import "(.+)";', (SHEETS / "portal.css").read_text())
    assert order[0] == "tokens.css"
    places = [together.index((SHEETS / name).read_text()) for name in order]
    assert places == sorted(places)
    assert set(order) | APART == {sheet.name for sheet in SHEETS.glob("*.css")}
