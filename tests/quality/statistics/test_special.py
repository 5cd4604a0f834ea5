"""The functions behind the Beta distribution, against values known without them."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from guidelines.quality.statistics.special import beta_cdf, beta_quantile, digamma, normal_tail, trigamma

EULER = 0.5772156649015329


@pytest.mark.parametrize(("a", "b"), [(1, 1), (2, 5), (5, 2), (12, 30), (40, 3), (90, 110)])
@pytest.mark.parametrize("x", [0.01, 0.2, 0.5, 0.77, 0.99])
def test_for_whole_shapes_it_is_the_tail_of_a_binomial(a: int, b: int, x: float) -> None:
    # DLMF 8.17.5, added up in exact fractions.
    whole, share = a + b - 1, Fraction(x)
    tail = sum(math.comb(whole, j) * share**j * (1 - share) ** (whole - j) for j in range(a, whole + 1))
    assert beta_cdf(x, a, b) == pytest.approx(float(tail), rel=1e-9, abs=1e-14)


def test_halves_are_the_arcsine_law() -> None:
    assert beta_cdf(0.3, 0.5, 0.5) == pytest.approx(2 / math.pi * math.asin(math.sqrt(0.3)), rel=1e-12)


def test_nothing_lies_outside() -> None:
    assert (beta_cdf(-1, 2, 3), beta_cdf(0, 2, 3), beta_cdf(1, 2, 3), beta_cdf(2, 2, 3)) == (0, 0, 1, 1)


@pytest.mark.parametrize(("a", "b"), [(0.4, 9.0), (1.0, 1.0), (1.8, 44.0), (2.0, 30.0), (85.0, 560.0), (5e4, 9e5)])
@pytest.mark.parametrize("share", [0.001, 0.05, 0.5, 0.975])
def test_a_quantile_is_where_that_share_lies_below(a: float, b: float, share: float) -> None:
    assert beta_cdf(beta_quantile(share, a, b), a, b) == pytest.approx(share, abs=1e-8)


def test_a_quantile_of_a_share_outside_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        beta_quantile(1.0, 2, 3)


def test_known_values_of_digamma_and_trigamma() -> None:
    assert digamma(1) == pytest.approx(-EULER, abs=1e-12)
    assert digamma(0.5) == pytest.approx(-EULER - 2 * math.log(2), abs=1e-12)
    assert trigamma(1) == pytest.approx(math.pi**2 / 6, abs=1e-12)
    assert trigamma(0.5) == pytest.approx(math.pi**2 / 2, abs=1e-12)


def test_one_in_forty_lies_beyond_one_point_ninety_six() -> None:
    assert normal_tail(1.959963984540054) == pytest.approx(0.025, abs=1e-12)
