"""The demo's files: the guidelines' words, the controlled lists, the people. Read here and nowhere else."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import yaml

from guidelines.editions.drafts import DraftWords

HERE = Path(__file__).resolve().parent
TEXTS, LISTS, CAST, TEMPLATES = HERE / "texts", HERE / "lists", HERE / "cast", HERE / "templates"
MATERIALS = HERE / "materials"

Row = dict[str, str]


@cache
def words(policy_id: str, name: str) -> DraftWords:
    """The words of one file of `texts/`, such as US-CC-0142/4.md."""
    path = TEXTS / policy_id / f"{name}.md"
    _, front_matter, source = path.read_text(encoding="utf-8").split("---\n", 2)
    front = yaml.load(front_matter, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes texts, lists and nothing else
    return DraftWords(
        title=front["title"],
        summary=front["summary"],
        source=source.strip() + "\n",
        topic_codes=tuple(front["topics"]),
        change_note=front["change_note"].strip(),
        significance=front["significance"],
        note_audience=front.get("note_audience", "internal"),
        partner_note=front.get("partner_note", "").strip(),
    )


def template(name: str) -> str:
    """What a new guideline begins with."""
    return (TEMPLATES / f"{name}.md").read_text(encoding="utf-8")


def rows(folder: Path, pattern: str) -> list[Row]:
    """The lines of every CSV file that fits, in the order of the file names."""
    found: list[Row] = []
    for path in sorted(folder.glob(pattern)):
        with path.open(encoding="utf-8", newline="") as file:
            found += csv.DictReader(file)
    return found


def by_code(pattern: str) -> list[Row]:
    """The rows of lists that overlap, each code once; the first file decides."""
    merged: dict[str, Row] = {}
    for row in rows(LISTS, pattern):
        merged.setdefault(row["code"], row)
    return list(merged.values())
