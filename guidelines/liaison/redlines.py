"""The redline of a note: what was written otherwise in the edition before it, as marked words line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guidelines.liaison.plain import printable
from guidelines.text.diffing import BlockChange, Run, diff


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
    """Changed blocks only, in the order of the new text."""
    if old == new:
        return ()
    return tuple(line for block in diff(old, new).blocks if block.kind != "same" for line in _lines(block))


def _lines(block: BlockChange) -> Iterator[RedlineLine]:
    if block.fields:
        for field in block.fields:
            if field.is_changed or block.kind != "changed":
                yield RedlineLine(block.kind, f"{block.key} {field.key}".strip(), _clean(field.runs))
        return
    yield RedlineLine(block.kind, block.key if block.block in ("case", "term") else "", _clean(block.runs))


def _clean(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(Run(run.op, printable(run.text)) for run in runs)
