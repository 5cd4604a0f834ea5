"""Whether a rate rises or falls from week to week."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum

from guidelines.quality.statistics.intervals import Z95


class Trend(StrEnum):
    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"
    UNKNOWN = "unknown"
    """Fewer than three stretches of time with checks, or no error at all."""


def trend(weeks: Sequence[tuple[int, int]]) -> Trend:
    """Errors and checks of stretches of time, the oldest first.

    The test for a linear trend in proportions: P. Armitage, Tests for linear trends in proportions and frequencies,
    Biometrics 11 (1955), 375-386. Steady is what chance explains.
    """
    known = [(place, errors, checks) for place, (errors, checks) in enumerate(weeks) if checks]
    total, found = sum(checks for _p, _e, checks in known), sum(errors for _p, errors, _c in known)
    if len(known) < 3 or not 0 < found < total:
        return Trend.UNKNOWN
    share, middle = found / total, sum(place * checks for place, _e, checks in known) / total
    lean = sum((place - middle) * (errors - checks * share) for place, errors, checks in known)
    spread = share * (1 - share) * sum(checks * (place - middle) ** 2 for place, _e, checks in known)
    z = lean / math.sqrt(spread)
    if abs(z) < Z95:
        return Trend.STEADY
    return Trend.RISING if z > 0 else Trend.FALLING
