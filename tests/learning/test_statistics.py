"""The figures of questions, against readers whose ability is known and confusing questions that were planted."""

from __future__ import annotations

import math
from statistics import mean

import pytest

from guidelines.learning.statistics import ENOUGH, figures, rule_fails
from tests.learning.simulating import area_under, group


def test_discrimination_leaves_the_question_out_of_its_own_score() -> None:
    # By hand: whoever knows a also knows b, and c is the other way round.
    answers = {n: {"a": n >= 5, "b": n >= 4, "c": n < 5} for n in range(10)}
    found = figures(answers, ["a", "b", "c"])
    assert found["c"].discrimination is not None
    assert found["c"].discrimination < -0.8
    assert found["a"].right == 5


def test_nothing_is_said_of_few_answers() -> None:
    found = figures({n: {"a": False} for n in range(ENOUGH - 1)}, ["a", "b"])
    assert {one.verdict for one in found.values()} == {"few"}
    assert found["b"].share is None


def test_a_question_that_all_answer_alike_has_no_discrimination() -> None:
    found = figures({n: {"a": True, "b": n % 2 == 0} for n in range(40)}, ["a", "b"])
    assert found["a"].discrimination is None
    assert found["a"].verdict == "clear"


def test_a_question_that_strong_readers_fail_too_says_nothing_of_who_needs_help() -> None:
    # Thirty readers who know 0, 1 or 2 of the two other questions; the very strong know a, all the strong know b.
    answers = {n: {"a": n >= 25, "b": n >= 20, "c": n >= 10, "d": n >= 20} for n in range(30)}
    found = figures(answers, ["a", "b", "c", "d"])
    assert (found["a"].verdict, found["a"].is_hard_for_all) == ("hard", True)
    assert (found["b"].verdict, found["b"].is_hard_for_all) == ("hard", False)


@pytest.mark.slow
def test_a_hard_question_that_strong_readers_answer_is_no_confusing_one() -> None:
    hard, called = 0, 0
    for seed in range(20):
        known = group(seed, planted=1)
        found = figures(known.answers, known.items)
        those = [item for item in known.items if item not in known.confusing and (found[item].share or 1) < 0.4]
        hard, called = hard + len(those), called + sum(found[item].verdict == "confusing" for item in those)
    assert hard > 30, "the groups have hard questions"
    assert called / hard < 0.05


def test_confusing_questions_are_found_among_two_hundred_readers() -> None:
    known = group(1)
    found = figures(known.answers, known.items)
    assert area_under({item: -found[item].slope_z for item in known.items}, known.confusing) >= 0.9


@pytest.mark.slow
def test_confusing_questions_are_found_whatever_the_seed_and_better_than_by_the_share_right() -> None:
    areas, by_share, wrong, clear = [], [], 0, 0
    for seed in range(20):
        known = group(seed)
        found = figures(known.answers, known.items)
        areas.append(area_under({item: -found[item].slope_z for item in known.items}, known.confusing))
        by_share.append(area_under({item: -(found[item].share or 0) for item in known.items}, known.confusing))
        wrong += sum(found[item].verdict == "confusing" for item in known.items if item not in known.confusing)
        clear += len(known.items) - len(known.confusing)
    assert min(areas) >= 0.9, areas
    assert mean(areas) > mean(by_share) + 0.1
    assert wrong / clear < 0.05, "clear questions that are called confusing"


@pytest.mark.slow
def test_short_quizzes_tell_the_confusing_question_too() -> None:
    areas = []
    for seed in range(20):
        known = group(seed, items=10, planted=2, drawn=6)
        found = figures(known.answers, known.items)
        areas.append(area_under({item: -found[item].slope_z for item in known.items}, known.confusing))
    assert mean(areas) >= 0.9


def test_a_group_without_a_confusing_question_is_told_of_none() -> None:
    known = group(3, planted=0)
    found = figures(known.answers, known.items)
    assert sum(one.verdict == "confusing" for one in found.values()) <= math.ceil(len(known.items) * 0.05)


def test_a_rule_fails_by_one_confusing_question_or_by_all_being_wrong() -> None:
    known = group(1)
    found = figures(known.answers, known.items)
    confusing = [found[item] for item in known.confusing if found[item].verdict == "confusing"]
    clear = [one for one in found.values() if one.verdict == "clear" and (one.share or 0) > 0.7]
    assert rule_fails([clear[0], confusing[0]])
    assert not rule_fails(clear)
    assert not rule_fails([])
    nobody = figures({n: {"a": False, "b": n % 2 == 0} for n in range(60)}, ["a", "b"])
    assert rule_fails([nobody["a"]])
