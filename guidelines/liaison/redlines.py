"""The redline of a note: what was written otherwise in the edition before it, as marked words line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guidelines.liaison.plain import printable
from guidelines.liaison.readings import Readings
from guidelines.text.aligning import worked
from guidelines.text.diffing import SECONDS_FOR_ONE_BLOCK, SECONDS_FOR_WORDS, BlockChange, Run, diff


@dataclass(frozen=True)
class RedlineLine:
    """One changed block, or one field of a changed rule."""

    kind: str
    """added, removed, moved or changed."""
    what: str
    """`R3 if` for a field; empty for text."""
    runs: tuple[Run, ...]

    @property
    def old(self) -> str:
        return "".join(run.text for run in self.runs if run.op != "ins")

    @property
    def new(self) -> str:
        return "".join(run.text for run in self.runs if run.op != "del")


def redline_of(old: str, new: str) -> tuple[RedlineLine, ...]:
    """Changed blocks only, in the order of the new text, in the words that are read."""
    if old == new:
        return ()
    readings, end = Readings(old, new), worked() + SECONDS_FOR_WORDS
    blocks = [block for block in diff(old, new).blocks if block.kind != "same"]
    return tuple(line for block in blocks for line in _lines(block, readings, end))


def _lines(block: BlockChange, readings: Readings, end: float) -> Iterator[RedlineLine]:
    if block.fields:
        for field in block.fields:
            if field.is_changed or block.kind != "changed":
                runs = readings.of_field(field, _share(end))
                yield RedlineLine(block.kind, f"{block.key} {field.key}".strip(), _clean(runs))
        return
    runs = readings.of_block(block, _share(end))
    yield RedlineLine(block.kind, block.key if block.block in ("case", "term") else "", _clean(runs))


def _share(end: float) -> float:
    """What one block may take, by steps: when all is used up, blocks are wholly old and wholly new."""
    return min(SECONDS_FOR_ONE_BLOCK, end - worked())


def _clean(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(Run(run.op, printable(run.text)) for run in runs)
