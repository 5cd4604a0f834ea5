"""What charts have in common: places on a line, round scales, and numbers as SVG writes them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

TONES = frozenset({"neutral", "info", "warn", "sched", "ok", "danger", "accent"})


@dataclass(frozen=True)
class Scale:
    """From a share to a place: `least` stands at `start`, `most` at `end`. What lies outside stands on the edge."""

    least: float
    most: float
    start: float
    end: float

    def at(self, value: float) -> float:
        span = self.most - self.least or 1.0
        inside = min(max(value, self.least), self.most)
        return round(self.start + (inside - self.least) / span * (self.end - self.start), 1)


def round_most(values: Iterable[float], *, fewest: float = 0.05) -> float:
    """A round share that holds all of these: 5 %, 10 %, 20 %, … so that charts of one page have one scale."""
    wanted = max((fewest, *values))
    return next((step for step in (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8) if wanted <= step + 1e-9), 1.0)


def ticks(most: float) -> list[float]:
    """Four or five round steps from 0 to `most`."""
    step = next(one for one in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25) if most / one <= 5 + 1e-9)
    return [place * step for place in range(math.floor(most / step + 1e-9) + 1)]


def tone_class(tone: str) -> str:
    if tone not in TONES:
        raise ValueError(f"There is no tone {tone!r}.")
    return f"tone-{tone}"


def path(points: Iterable[tuple[float, float]]) -> str:
    """`M0 1L2 3`."""
    return "M" + "L".join(f"{x} {y}" for x, y in points)
