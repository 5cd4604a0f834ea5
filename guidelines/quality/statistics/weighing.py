"""A rate in which an error of a grave rule counts for more than one of a slight rule."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from guidelines.quality.statistics.intervals import Interval, wilson

WEIGHTS = {"S1": 8, "S2": 4, "S3": 2, "S4": 1, "": 1}
"""Each severity counts double the next: four slight errors weigh as much as one of severity S2."""


@dataclass(frozen=True)
class Stratum:
    """Errors and checks of one severity."""

    severity: str
    errors: int
    checks: int


@dataclass(frozen=True)
class Weighted:
    """The weighted rate with its interval."""

    rate: Interval
    checks: int


def weighted(strata: Iterable[Stratum]) -> Weighted:
    """The share of the weight that was decided wrongly.

    The interval combines the Wilson intervals of the severities as limits of a sum of independent shares: G. Y. Zou,
    W. Huang and X. Zhang, A note on confidence interval estimation for a linear function of binomial proportions,
    Computational Statistics & Data Analysis 53 (2009), 1080-1085.
    """
    parts = [part for part in strata if part.checks]
    if not parts:
        return Weighted(wilson(0, 0), 0)
    weight = sum(WEIGHTS[part.severity] * part.checks for part in parts)
    estimate = below = above = 0.0
    for part in parts:
        share, own = WEIGHTS[part.severity] * part.checks / weight, wilson(part.errors, part.checks)
        estimate += share * own.estimate
        below += (share * (own.estimate - own.low)) ** 2
        above += (share * (own.high - own.estimate)) ** 2
    low, high = max(0.0, estimate - math.sqrt(below)), min(1.0, estimate + math.sqrt(above))
    return Weighted(Interval(estimate, low, high), sum(part.checks for part in parts))
