"""Intervals against published examples, and how often they hold the truth."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from guidelines.quality.statistics import Change, Interval, Stratum, beyond_control, newcombe, weighted, wilson


@pytest.mark.parametrize(
    ("errors", "checks", "low", "high"),
    [
        # Newcombe 1998, Two-sided confidence intervals for the single proportion, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_that_of_the_literature(errors: int, checks: int, low: float, high: float) -> None:
    found = wilson(errors, checks)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        # Newcombe 1998, Interval estimation for the difference, table II, method 10: 56/70 against 48/80, and so on.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
    ],
)
def test_a_difference_has_the_interval_of_the_literature(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    found = newcombe(wilson(*other), wilson(*one))
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_without_checks_nothing_is_known() -> None:
    assert wilson(0, 0) == Interval(0.0, 0.0, 1.0)


def test_more_errors_than_checks_are_refused() -> None:
    with pytest.raises(ValueError, match="can't be"):
        wilson(3, 2)


def test_all_wrong_ends_at_one_and_none_wrong_begins_at_zero() -> None:
    assert wilson(7, 7).high == 1.0
    assert wilson(0, 7).low == 0.0


def test_a_fall_that_the_unchanged_rules_share_is_no_doing_of_the_edition() -> None:
    changed, control = Change(100, 1000, 60, 1000), Change(200, 2000, 120, 2000)
    assert changed.difference.high < 0
    assert beyond_control(changed, control).low < 0 < beyond_control(changed, control).high


def test_a_fall_beyond_the_unchanged_rules_stays_a_fall() -> None:
    assert beyond_control(Change(100, 1000, 40, 1000), Change(200, 2000, 204, 2000)).high < 0


def test_an_error_of_a_grave_rule_weighs_more() -> None:
    grave = weighted([Stratum("S1", 10, 100), Stratum("S4", 0, 100)]).rate
    slight = weighted([Stratum("S1", 0, 100), Stratum("S4", 10, 100)]).rate
    assert grave.estimate == pytest.approx(8 * 10 / (9 * 100))
    assert slight.estimate == pytest.approx(10 / (9 * 100))
    assert slight.high < grave.low


def test_of_one_severity_alone_the_weighted_rate_is_the_plain_one() -> None:
    found = weighted([Stratum("S2", 12, 90)]).rate
    plain = wilson(12, 90)
    assert (found.estimate, found.low, found.high) == pytest.approx((plain.estimate, plain.low, plain.high))


def _coverage(trials: int, seed: int, draw: Callable[[random.Random], bool]) -> float:
    dice = random.Random(seed)
    return sum(draw(dice) for _trial in range(trials)) / trials


def _binomial(dice: random.Random, checks: int, rate: float) -> int:
    return (
        dice.binomialvariate(checks, rate)
        if hasattr(dice, "binomialvariate")
        else sum(dice.random() < rate for _check in range(checks))
    )


def _one(dice: random.Random) -> bool:
    rate, checks = dice.uniform(0.02, 0.3), dice.randint(20, 300)
    found = wilson(_binomial(dice, checks, rate), checks)
    return found.low <= rate <= found.high


def _two(dice: random.Random) -> bool:
    before, after = dice.uniform(0.02, 0.3), dice.uniform(0.02, 0.3)
    n, m = dice.randint(20, 300), dice.randint(20, 300)
    change = Change(_binomial(dice, n, before), n, _binomial(dice, m, after), m)
    return change.difference.low <= after - before <= change.difference.high


def _beside_a_control(dice: random.Random) -> bool:
    rates, sizes = [dice.uniform(0.02, 0.3) for _ in range(4)], [dice.randint(30, 300) for _ in range(4)]
    errors = [_binomial(dice, n, rate) for n, rate in zip(sizes, rates, strict=True)]
    found = beyond_control(
        Change(errors[0], sizes[0], errors[1], sizes[1]), Change(errors[2], sizes[2], errors[3], sizes[3])
    )
    return found.low <= (rates[1] - rates[0]) - (rates[3] - rates[2]) <= found.high


def _weighted(dice: random.Random) -> bool:
    rates, sizes = [dice.uniform(0.02, 0.3) for _ in range(4)], [dice.randint(20, 300) for _ in range(4)]
    parts = [
        Stratum(severity, _binomial(dice, n, rate), n)
        for severity, n, rate in zip(("S1", "S2", "S3", "S4"), sizes, rates, strict=True)
    ]
    weights = [weight * n for weight, n in zip((8, 4, 2, 1), sizes, strict=True)]
    truth = sum(weight * rate for weight, rate in zip(weights, rates, strict=True)) / sum(weights)
    found = weighted(parts).rate
    return found.low <= truth <= found.high


DRAWS = [_one, _two, _beside_a_control, _weighted]


@pytest.mark.parametrize("draw", DRAWS)
def test_an_interval_holds_the_truth_about_as_often_as_it_says(draw: Callable[[random.Random], bool]) -> None:
    assert 0.92 <= _coverage(800, 7, draw) <= 0.98


@pytest.mark.slow
@pytest.mark.parametrize("draw", DRAWS)
def test_of_a_hundred_intervals_ninety_three_to_ninety_seven_hold_the_truth(
    draw: Callable[[random.Random], bool],
) -> None:
    assert 0.93 <= _coverage(20_000, 11, draw) <= 0.97
