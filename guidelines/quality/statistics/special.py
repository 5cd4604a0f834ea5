"""The functions behind the Beta distribution that the standard library lacks."""

from __future__ import annotations

import math
from statistics import NormalDist

_TINY = 1e-300
_EXACT = 1e-15
MOST_STEPS = 500


def digamma(x: float) -> float:
    """The derivative of the logarithm of the gamma function, x above 0 (DLMF 5.5.2 and 5.11.2)."""
    lower = 0.0
    while x < 8:
        lower += 1 / x
        x += 1
    s = 1 / (x * x)
    return math.log(x) - 0.5 / x - s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s / 132)))) - lower


def trigamma(x: float) -> float:
    """The derivative of `digamma`, x above 0 (DLMF 5.15.5 and 5.15.8)."""
    lower = 0.0
    while x < 8:
        lower += 1 / (x * x)
        x += 1
    s = 1 / (x * x)
    return lower + 1 / x + s / 2 + s / x * (1 / 6 - s * (1 / 30 - s * (1 / 42 - s * (1 / 30 - s * 5 / 66))))


def log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b): how probable a Beta(a, b) is at most x.

    The continued fraction DLMF 8.17.22, on that side of the mean where it runs fast (8.17.4), evaluated by the
    modified method of Lentz (Thompson and Barnett, Journal of Computational Physics 64 (1986), 490-509).
    """
    if a <= 0 or b <= 0:
        raise ValueError("Both shapes of a Beta distribution are above 0.")
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = math.exp(a * math.log(x) + b * math.log1p(-x) - log_beta(a, b))
    if x < (a + 1) / (a + b + 2):
        return min(1.0, front * _fraction(x, a, b) / a)
    return max(0.0, 1 - front * _fraction(1 - x, b, a) / b)


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, MOST_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        step = 1.0
        for term in (even, odd):
            d, c = 1 / _off_zero(1 + term * d), _off_zero(1 + term / c)
            step = d * c
            value *= step
        if abs(step - 1) < _EXACT:
            break
    return value


def _off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def beta_quantile(share: float, a: float, b: float) -> float:
    """The x below which a Beta(a, b) lies with this probability: Newton's steps, kept inside a shrinking bracket."""
    if not 0 < share < 1:
        raise ValueError("A quantile is asked for a share between 0 and 1.")
    low, high, x, logs = 0.0, 1.0, _first_guess(share, a, b), log_beta(a, b)
    for _step in range(MOST_STEPS):
        miss = beta_cdf(x, a, b) - share
        low, high = (low, x) if miss > 0 else (x, high)
        if abs(miss) < 1e-10 or high - low < 1e-14:
            break
        slope = math.exp((a - 1) * math.log(x) + (b - 1) * math.log1p(-x) - logs)
        there = x - miss / slope if slope > 0 else -1.0
        x = there if low < there < high else (low + high) / 2
    return x


def _first_guess(share: float, a: float, b: float) -> float:
    """Abramowitz and Stegun 26.5.22 where both shapes pass 1; else the mean, which the bracket mends."""
    if a <= 1 or b <= 1:
        return a / (a + b)
    y = -NormalDist().inv_cdf(share)
    one, other = 1 / (2 * a - 1), 1 / (2 * b - 1)
    lift, h = (y * y - 3) / 6, 2 / (one + other)
    w = y * math.sqrt(max(h + lift, 0)) / h - (other - one) * (lift + 5 / 6 - 2 / (3 * h))
    return min(max(1 / (1 + b / a * math.exp(min(2 * w, 700))), 1e-12), 1 - 1e-12)


def normal_tail(z: float) -> float:
    """How probable a standard normal is at least z."""
    return 0.5 * math.erfc(z / math.sqrt(2))
