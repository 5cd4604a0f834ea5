"""How a text grows in its save points: the changes from one text to the next, taken over from the top. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from guidelines.editions.drafts import DraftWords

Hunk = tuple[int, int, list[str]]
"""From and until which unit of the old text, and the new units in their place."""


def part_of_the_way(before: DraftWords, after: DraftWords, share: float) -> DraftWords:
    """The words as they stand when this share of the changes is written; 1 is all of them."""
    if share >= 1:
        return after
    lines = after.change_note.splitlines()
    return replace(
        after,
        source=grown(before.source, after.source, share),
        change_note="\n".join(lines[: int(len(lines) * share)]),
    )


def grown(old: str, new: str, share: float) -> str:
    """The old text with the first part of its changes made. No rule, case or term is ever cut in two."""
    before, after = _units(old), _units(new)
    hunks = list(_hunks(before, after))
    made: list[str] = []
    position = 0
    for start, end, units in hunks[: round(len(hunks) * share)]:
        made += before[position:start] + units
        position = end
    return "\n\n".join([*made, *before[position:]]) + "\n"


def _hunks(before: list[str], after: list[str]) -> Iterator[Hunk]:
    """The changes in order. What is only added comes unit by unit."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "insert":
            yield from ((i1, i1, [unit]) for unit in after[j1:j2])
        elif tag != "equal":
            yield i1, i2, after[j1:j2]


def _units(text: str) -> list[str]:
    """Paragraphs, and each fenced block whole."""
    units: list[str] = []
    for paragraph in text.strip().split("\n\n"):
        if units and _is_open(units[-1]):
            units[-1] += "\n\n" + paragraph
        else:
            units.append(paragraph)
    return units


def _is_open(unit: str) -> bool:
    return unit.startswith("/// ") and not unit.rstrip().endswith("\n///")
