"""Worlds with bad rules planted in them: they are found, and rules with few checks never pass for them by chance."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest

from guidelines.quality.statistics import Prior, fit

RULES, PLANTED, BAD, TOP = 200, 5, 0.18, 5
FEW = 30


@dataclass(frozen=True)
class Rule:
    errors: int
    checks: int
    is_planted: bool


def world(seed: int) -> list[Rule]:
    """195 rules with rates around 4 % and from one to some thousand checks; five at 18 % with 60 to 600."""
    dice = random.Random(seed)
    rules = []
    for place in range(RULES):
        planted = place < PLANTED
        checks = dice.randint(60, 600) if planted else max(1, round(dice.lognormvariate(4, 1.3)))
        rate = BAD if planted else dice.betavariate(4, 96)
        rules.append(Rule(sum(dice.random() < rate for _check in range(min(checks, 2000))), min(checks, 2000), planted))
    return rules


def ranked(rules: list[Rule]) -> list[Rule]:
    prior = fit([(rule.errors, rule.checks) for rule in rules])
    return sorted(rules, key=lambda rule: -prior.surely(rule.errors, rule.checks))


def _found(seeds: range) -> float:
    """The share of the five on top that were planted."""
    top = [rule for seed in seeds for rule in ranked(world(seed))[:TOP]]
    return sum(rule.is_planted for rule in top) / len(top)


def _fooled(seeds: range) -> float:
    """The share of the worlds in which a rule with few checks stands above one that was planted."""
    fooled = 0
    for seed in seeds:
        order = ranked(world(seed))
        last = max(place for place, rule in enumerate(order) if rule.is_planted)
        fooled += any(rule.checks < FEW for rule in order[:last])
    return fooled / len(seeds)


def test_planted_bad_rules_stand_on_top() -> None:
    assert _found(range(15)) >= 0.8


def test_a_rule_with_few_checks_stands_above_none_of_them() -> None:
    assert _fooled(range(15)) <= 0.07


@pytest.mark.slow
def test_in_two_hundred_worlds_four_of_the_five_on_top_were_planted() -> None:
    assert _found(range(200)) >= 0.8


@pytest.mark.slow
def test_in_two_hundred_worlds_few_checks_fool_the_list_in_less_than_one_of_twenty() -> None:
    assert _fooled(range(200)) <= 0.05


def test_by_the_bare_rate_three_checks_would_top_the_list() -> None:
    rules = [*world(1), Rule(3, 3, is_planted=False)]
    assert max(rules, key=lambda rule: rule.errors / rule.checks).checks == 3
    assert ranked(rules)[0].checks > FEW


def test_the_prior_that_made_the_rates_is_found_again() -> None:
    dice = random.Random(3)
    counts = []
    for _area in range(1500):
        checks, rate = dice.randint(20, 200), dice.betavariate(3, 57)
        counts.append((sum(dice.random() < rate for _check in range(checks)), checks))
    prior = fit(counts)
    assert prior.mean == pytest.approx(0.05, abs=0.004)
    assert prior.alpha + prior.beta == pytest.approx(60, rel=0.25)


def test_the_fit_is_a_summit() -> None:
    from guidelines.quality.statistics.shrinking import _likelihood

    counts = [(rule.errors, rule.checks) for rule in world(4)]
    prior = fit(counts)
    top = _likelihood(counts, prior)
    for more, less in ((1.05, 1), (1, 1.05), (0.95, 1), (1, 0.95)):
        assert _likelihood(counts, Prior(prior.alpha * more, prior.beta * less)) < top


@pytest.mark.parametrize(
    "counts", [[], [(0, 0)], [(0, 5)], [(5, 5)], [(0, 10), (0, 900)], [(3, 3), (4, 4)], [(1, 1), (0, 1)]]
)
def test_worlds_that_tell_nothing_still_give_a_prior(counts: list[tuple[int, int]]) -> None:
    prior = fit(counts)
    assert prior.alpha > 0
    assert prior.beta > 0
    assert 0 < prior.surely(1, 3) < 1


def test_where_areas_differ_by_chance_alone_the_worst_is_drawn_most_of_the_way_to_the_mean() -> None:
    dice = random.Random(5)
    counts = [(sum(dice.random() < 0.05 for _check in range(100)), 100) for _area in range(200)]
    prior = fit(counts)
    assert 0.045 < prior.estimate(12, 100) < 0.07


def test_the_estimate_lies_between_the_own_rate_and_the_mean_and_nears_its_own_with_checks() -> None:
    prior = Prior(2, 38)
    few, many = prior.estimate(3, 10), prior.estimate(300, 1000)
    assert 0.05 < few < many < 0.3


def test_how_probably_a_rate_lies_above_a_target() -> None:
    prior = Prior(1, 1)
    assert prior.exceeds(0.05, 0, 0) == pytest.approx(0.95)
    assert prior.exceeds(0.05, 78, 612) > 0.999
