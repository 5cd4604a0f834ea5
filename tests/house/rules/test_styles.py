"""Type has two weights: a browser finds and opens a font for each before it shows a word (decision record 39)."""

import re
from pathlib import Path

import pytest

from tests.house.rules.sources import ROOT, name

SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
WEIGHT = re.compile(r"\bfont(?:-weight)?:\s*(bold(?:er)?|lighter|\d{3})\b")


def other_weights(sheet: Path) -> set[str]:
    return set(WEIGHT.findall(sheet.read_text(encoding="utf-8"))) - {"400", "600"}


@pytest.mark.parametrize("sheet", SHEETS, ids=name)
def test_type_is_regular_or_strong_and_nothing_between(sheet: Path) -> None:
    assert other_weights(sheet) == set()


def test_another_weight_is_noticed(tmp_path: Path) -> None:
    sheet = tmp_path / "one.css"
    sheet.write_text(
        "h1 { font-weight: 650 } b { font: bold 1rem/1 serif } p { font: 400 700px serif }", encoding="utf-8"
    )
    assert other_weights(sheet) == {"650", "bold"}
