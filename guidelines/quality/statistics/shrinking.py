"""Rates of many areas drawn towards what areas are like, the more the fewer their checks.

The errors of an area are binomial, and the true rates of all areas one Beta distribution whose two shapes are fitted
to the areas themselves: parametric empirical Bayes. See G. Casella, An introduction to empirical Bayes data analysis,
The American Statistician 39 (1985), 83-87; D. Robinson, Introduction to Empirical Bayes (2017). Why the list is
ordered by a lower quantile: docs/adr/0035.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guidelines.quality.statistics.special import beta_cdf, beta_quantile, digamma, trigamma

CAUTIOUS = 0.05
"""An area stands where 95 % of what its true rate may be lies above."""
NARROWEST = 100_000.0
"""The most checks a fitted prior may weigh: areas that all have one rate would make it endless."""
STEPS = 30
Counts = Sequence[tuple[int, int]]
"""Errors and checks of each area."""


@dataclass(frozen=True)
class Prior:
    """How true rates lie around: a Beta distribution. `alpha + beta` is the number of checks it weighs."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        return self.alpha / (self.alpha + self.beta)

    def estimate(self, errors: int, checks: int) -> float:
        """The rate to expect of an area: its own, drawn towards the mean of all."""
        return (self.alpha + errors) / (self.alpha + self.beta + checks)

    def surely(self, errors: int, checks: int, doubt: float = CAUTIOUS) -> float:
        """The rate that the area surpasses but for this doubt: what lists are ordered by."""
        return beta_quantile(doubt, self.alpha + errors, self.beta + checks - errors)

    def exceeds(self, target: float, errors: int, checks: int) -> float:
        """How probable it is that the true rate of the area lies above a target."""
        return 1 - beta_cdf(target, self.alpha + errors, self.beta + checks - errors)


def fit(counts: Iterable[tuple[int, int]]) -> Prior:
    """The prior of these areas: by moments, then as likely as it can be made.

    Too few areas, or areas that differ no more than chance, tell nothing of how rates differ: the prior is narrow
    then, and no area stands out by chance.
    """
    known = [(errors, checks) for errors, checks in counts if checks]
    total, found = sum(checks for _errors, checks in known), sum(errors for errors, _checks in known)
    if not total:
        return Prior(1.0, 1.0)
    # Half an error more and half a right one: a mean of 0 or 1 is no place for a distribution.
    mean = (found + 0.5) / (total + 1)
    start = _by_moments(known, mean)
    return start if start.alpha + start.beta >= NARROWEST else _likeliest(known, start)


def _by_moments(known: Counts, mean: float) -> Prior:
    """J. C. Kleinman, Proportions with extraneous variance, JASA 68 (1973), 46-54, weighted by checks."""
    total, areas = sum(checks for _errors, checks in known), len(known)
    spread = sum(checks * (errors / checks - mean) ** 2 for errors, checks in known)
    chance = mean * (1 - mean)
    free = total - sum(checks * checks for _errors, checks in known) / total
    alike = (spread - chance * (areas - 1)) / (chance * (free - areas + 1)) if free > areas - 1 else 0.0
    weight = 1 / alike - 1 if alike > 0 else NARROWEST
    weight = min(max(weight, 1.0), NARROWEST)
    return Prior(mean * weight, (1 - mean) * weight)


def _likeliest(known: Counts, start: Prior) -> Prior:
    """Newton's steps on the logarithms of both shapes, halved until they climb."""
    at, height = (math.log(start.alpha), math.log(start.beta)), _likelihood(known, start)
    for _step in range(STEPS):
        step = _newton(known, at)
        for _halving in range(STEPS):
            there = (at[0] + step[0], at[1] + step[1])
            prior = Prior(math.exp(there[0]), math.exp(there[1]))
            climbed = _likelihood(known, prior) if prior.alpha + prior.beta <= NARROWEST else -math.inf
            if climbed >= height:
                break
            step = (step[0] / 2, step[1] / 2)
        else:
            break
        gained, at, height = climbed - height, there, climbed
        if gained < 1e-6:
            break
    return Prior(math.exp(at[0]), math.exp(at[1]))


def _likelihood(known: Counts, prior: Prior) -> float:
    """The logarithm, but for what does not depend on the prior."""
    a, b, gamma = prior.alpha, prior.beta, math.lgamma
    once = gamma(a + b) - gamma(a) - gamma(b)
    each = (gamma(a + errors) + gamma(b + checks - errors) - gamma(a + b + checks) for errors, checks in known)
    return sum(each) + len(known) * once


def _newton(known: Counts, at: tuple[float, float]) -> tuple[float, float]:
    """One step uphill; along the slope where the surface is not curved like a hill."""
    a, b = math.exp(at[0]), math.exp(at[1])
    slope_a = slope_b = curve_a = curve_b = both = 0.0
    for errors, checks in known:
        whole = digamma(a + b + checks)
        slope_a += digamma(a + errors) - whole
        slope_b += digamma(b + checks - errors) - whole
        both -= trigamma(a + b + checks)
        curve_a += trigamma(a + errors)
        curve_b += trigamma(b + checks - errors)
    areas = len(known)
    slope_a += areas * (digamma(a + b) - digamma(a))
    slope_b += areas * (digamma(a + b) - digamma(b))
    both += areas * trigamma(a + b)
    curve_a += both - areas * trigamma(a)
    curve_b += both - areas * trigamma(b)
    # By the logarithms of the shapes.
    ga, gb = slope_a * a, slope_b * b
    haa, hbb, hab = curve_a * a * a + ga, curve_b * b * b + gb, both * a * b
    bent = haa * hbb - hab * hab
    if bent > 0 and haa < 0:
        return ((hab * gb - hbb * ga) / bent, (hab * ga - haa * gb) / bent)
    size = math.hypot(ga, gb) or 1.0
    return (ga / size, gb / size)
