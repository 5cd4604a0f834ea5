"""A map of squares, likelihood up and impact across: what stands where, as rows for a table that is its own text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Cell:
    score: int
    tone: str
    things: tuple[str, ...]


@dataclass(frozen=True)
class HeatRow:
    name: str | Promise
    cells: tuple[Cell, ...]


def heat_map(
    things: Iterable[tuple[int, int, str]], names: Mapping[int, str | Promise], tone: Callable[[int], str]
) -> tuple[HeatRow, ...]:
    """Five rows of five, the likeliest on top; `things` come with their likelihood and impact, 1 to 5 each."""
    found: dict[tuple[int, int], list[str]] = {}
    for likelihood, impact, thing in things:
        found.setdefault((likelihood, impact), []).append(thing)
    return tuple(
        HeatRow(
            names[up],
            tuple(Cell(up * across, tone(up * across), tuple(found.get((up, across), ()))) for across in range(1, 6)),
        )
        for up in range(5, 0, -1)
    )
