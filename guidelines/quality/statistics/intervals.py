"""A share with the interval that goes with its number of checks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

Z95 = NormalDist().inv_cdf(0.975)
"""How many standard errors a two-sided 95 % interval reaches to each side."""


@dataclass(frozen=True)
class Interval:
    """A share of 1, or a difference of two, and between what it may well lie."""

    estimate: float
    low: float
    high: float


def wilson(errors: int, checks: int, z: float = Z95) -> Interval:
    """The score interval of a binomial share.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209-212.
    Without checks nothing is known: from 0 to 1.
    """
    if not 0 <= errors <= checks:
        raise ValueError(f"{errors} errors in {checks} checks can't be.")
    if not checks:
        return Interval(0.0, 0.0, 1.0)
    share, square = errors / checks, z * z
    middle = (share + square / (2 * checks)) / (1 + square / checks)
    reach = z / (1 + square / checks) * math.sqrt(share * (1 - share) / checks + square / (4 * checks * checks))
    # At both ends the formula gives 0 and 1 exactly; the arithmetic of a computer does not.
    low = 0.0 if errors == 0 else max(0.0, middle - reach)
    return Interval(share, low, 1.0 if errors == checks else min(1.0, middle + reach))
