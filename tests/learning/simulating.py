"""Readers whose ability is known, and questions of which some are confusing: success there does not follow ability."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """What a group answered, and which questions are confusing in truth."""

    answers: dict[int, dict[int, bool]]
    items: list[int]
    confusing: set[int]


def group(seed: int, *, readers: int = 200, items: int = 24, planted: int = 4, drawn: int = 16) -> Group:
    """Abilities and difficulties are normal; clear questions have slopes between 0.8 and 1.6, as real ones differ.

    A confusing question is answered rightly by three to six in ten, whoever reads it. Each reader is asked `drawn`.
    """
    chance = random.Random(seed)
    keys = list(range(items))
    confusing = set(chance.sample(keys, planted))
    level = {item: chance.uniform(0.3, 0.6) for item in keys}
    hard = {item: chance.gauss(-0.6, 1.0) for item in keys}
    slope = {item: chance.uniform(0.8, 1.6) for item in keys}
    answers: dict[int, dict[int, bool]] = {}
    for reader in range(readers):
        ability = chance.gauss(0, 1)
        row = {}
        for item in chance.sample(keys, drawn):
            right = 1 / (1 + math.exp(-slope[item] * (ability - hard[item])))
            row[item] = chance.random() < (level[item] if item in confusing else right)
        answers[reader] = row
    return Group(answers, keys, confusing)


def area_under(scores: dict[int, float], positive: set[int]) -> float:
    """How often a planted question scores above a clear one: the area under the curve (Mann and Whitney 1947)."""
    pairs = [(scores[one], scores[other]) for one in positive for other in scores if other not in positive]
    return sum(1.0 if high > low else 0.5 if high == low else 0.0 for high, low in pairs) / len(pairs)
