"""Whether a rate changed: the difference of two shares, and that difference beside a control."""

from __future__ import annotations

import math
from dataclasses import dataclass

from guidelines.quality.statistics.intervals import Interval, wilson


@dataclass(frozen=True)
class Change:
    """Errors and checks before and after a moment."""

    errors_before: int
    checks_before: int
    errors_after: int
    checks_after: int

    @property
    def before(self) -> Interval:
        return wilson(self.errors_before, self.checks_before)

    @property
    def after(self) -> Interval:
        return wilson(self.errors_after, self.checks_after)

    @property
    def difference(self) -> Interval:
        """After minus before: below zero is fewer errors."""
        return newcombe(self.before, self.after)


def newcombe(before: Interval, after: Interval) -> Interval:
    """After minus before, with the square-and-add interval of two Wilson intervals.

    R. G. Newcombe, Interval estimation for the difference between independent proportions: comparison of eleven
    methods, Statistics in Medicine 17 (1998), 873-890, method 10.
    """
    return _minus(after, before)


def beyond_control(changed: Change, control: Change) -> Interval:
    """By how much the changed rules moved more than the unchanged ones: the difference of the two differences.

    The limits of both are combined as theirs were: G. Y. Zou and A. Donner, Construction of confidence limits about
    effect measures: a general approach, Statistics in Medicine 27 (2008), 1693-1702.
    """
    return _minus(changed.difference, control.difference)


def _minus(one: Interval, other: Interval) -> Interval:
    estimate = one.estimate - other.estimate
    below = math.hypot(one.estimate - one.low, other.high - other.estimate)
    above = math.hypot(one.high - one.estimate, other.estimate - other.low)
    return Interval(estimate, estimate - below, estimate + above)


def is_apart(interval: Interval) -> bool:
    """Whether zero lies outside: chance alone would seldom make such a difference."""
    return interval.low > 0 or interval.high < 0
