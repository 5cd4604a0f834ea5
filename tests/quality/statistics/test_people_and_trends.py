"""The rule or the person, and whether it rises."""

from __future__ import annotations

import random

import pytest

from guidelines.quality.statistics import Person, Trend, concentration, trend
from guidelines.quality.statistics.concentration import Cause


def _people(*counts: tuple[int, int]) -> list[Person]:
    return [Person(f"M{place}", errors, checks) for place, (errors, checks) in enumerate(counts)]


def test_everybody_errs_a_little_it_is_the_rule() -> None:
    found = concentration(_people(*[(3, 20), (2, 20), (4, 20), (3, 20), (2, 20), (3, 20), (4, 20), (2, 20)]))
    assert found.cause == Cause.RULE
    assert found.with_errors == 8


def test_one_of_ten_makes_most_of_the_errors() -> None:
    found = concentration(_people((18, 30), *[(1, 30)] * 9))
    assert found.cause == Cause.FEW
    assert [person.name for person in found.worst] == ["M0"]
    assert found.share == pytest.approx(18 / 27)
    assert found.without.estimate == pytest.approx(9 / 270)


def test_half_the_people_err_more_than_the_other_half() -> None:
    assert concentration(_people(*[(12, 40)] * 6, *[(0, 40)] * 6)).cause == Cause.UNEVEN


def test_four_people_or_seven_errors_tell_nothing() -> None:
    assert concentration(_people(*[(9, 30)] * 4)).cause == Cause.UNKNOWN
    assert concentration(_people(*[(1, 30)] * 7)).cause == Cause.UNKNOWN
    assert concentration([]).cause == Cause.UNKNOWN


def test_who_made_all_errors_with_most_of_the_checks_is_not_named_for_it() -> None:
    # Nine tenths of the checks and nine tenths of the errors: as bad as the others.
    assert concentration(_people((90, 900), *[(2, 20)] * 5)).cause == Cause.RULE


def test_chance_seldom_names_a_few() -> None:
    dice, named = random.Random(2), 0
    for _world in range(400):
        people = []
        for place in range(20):
            checks = dice.randint(5, 40)
            people.append(Person(str(place), sum(dice.random() < 0.08 for _check in range(checks)), checks))
        named += concentration(people).cause in (Cause.FEW, Cause.UNEVEN)
    assert named / 400 <= 0.05


def test_a_rate_that_climbs_every_week_rises() -> None:
    assert trend([(4, 100), (6, 100), (9, 100), (13, 100), (16, 100)]) == Trend.RISING


def test_a_rate_that_sinks_every_week_falls() -> None:
    assert trend([(16, 100), (13, 100), (9, 100), (6, 100), (4, 100)]) == Trend.FALLING


def test_ups_and_downs_are_steady() -> None:
    assert trend([(5, 100), (7, 100), (4, 100), (6, 100)]) == Trend.STEADY


def test_a_jump_of_a_few_checks_is_no_trend() -> None:
    assert trend([(0, 3), (1, 3), (1, 3)]) == Trend.STEADY


@pytest.mark.parametrize("weeks", [[], [(1, 9)], [(1, 9), (0, 0), (2, 9)], [(0, 9), (0, 9), (0, 9)]])
def test_too_little_is_no_trend(weeks: list[tuple[int, int]]) -> None:
    assert trend(weeks) == Trend.UNKNOWN
