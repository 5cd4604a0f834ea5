"""The documents lead where they say, and name every room and every setting."""

import re
from pathlib import Path

import pytest

from tests.house.rules.sources import ROOT, name

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.M | re.S)


def anchors(document: Path) -> set[str]:
    """What GitHub and most renderers make of headings."""
    headings = re.findall(r"^#+ (.+)$", CODE.sub("", document.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(document: Path) -> list[str]:
    broken = []
    for link in LINK.findall(CODE.sub("", document.read_text(encoding="utf-8"))):
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if re.match(r"[a-z]+:", link):
            continue
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    return broken


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_leads_somewhere(document: Path) -> None:
    assert broken_links(document) == []


def test_a_broken_link_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# Here\n[a](#here) [b](page.md#here) [c](gone.md) [d](#gone) [e](https://example.com) `[f](code)`\n"
    )
    assert broken_links(page) == ["gone.md", "#gone"]


def test_the_readme_has_a_line_for_each_room_and_each_folder_there_is() -> None:
    tree = (ROOT / "README.md").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in (ROOT / "guidelines").glob("*/__init__.py")}
    folders = {path.name for path in ROOT.glob("[a-z]*/")} - {"guidelines", "var", "site", "node_modules"}
    assert set(re.findall(r"^  (\w+)/ +\S", tree, re.M)) == rooms
    assert set(re.findall(r"^([\w.]+)/ +\S", tree, re.M)) == folders | {".ci"}


def test_the_operations_page_names_every_setting() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "sop_portal").glob("*.py"))
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code))
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "operations.md").read_text(encoding="utf-8"), re.M))
    assert read == told


def test_decision_records_are_numbered_without_gaps() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for number, path in enumerate(records, start=1):
        assert path.read_text(encoding="utf-8").startswith(f"# {number}. "), path.name


def test_the_newest_heading_of_the_change_log_is_a_version() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert re.fullmatch(r"\d+\.\d+\.\d+ - (unreleased|\d{4}-\d{2}-\d{2})", headings[0])
