"""Figures of the questions of a quiz, and what tells a confusing rule from a reader who needs help. Pure.

A reader who needs help fails many questions; a hard question is failed by weak readers and answered by strong ones.
A *confusing* question is another thing: strong readers fail it as well, so that how well somebody knows the rest says
little about it. Four figures, over the first try of each reader (later tries have seen the answers):

- **Share right** with the Wilson score interval (Wilson 1927), 95 %.
- **Discrimination**: the correlation of a question with the standing of its readers on all other questions they were
  asked (corrected point-biserial; a question is no part of the score that it is measured by).
- **Standing** of a reader without question j: (sum of x - p) / sqrt(sum of p(1 - p)) over the others, where p is the
  share right of each. It asks for no common paper, so pools and random draws do not disturb it.
- **Slope**: one logistic curve for each question with a difficulty of its own and *one* slope a for all,
  P(right) = 1 / (1 + exp(-(c_j + a t))). With the slope shared, the noise of a short quiz flattens every question
  alike. The score test (Rao 1948) of "this question has the shared slope" is
  z_j = sum (x - P)(t - m_j) / sqrt(sum P(1 - P)(t - m_j)^2), m_j the mean of t weighted by P(1 - P).
  Far below zero: strong readers gain nothing from being strong. Questions far below zero are then left out of the
  standing and everything is worked out once more, for they blur it.

`confusing` is z <= -2.8 (one in four hundred by chance: a quiz asks many questions, and an insight is opened by itself
where one is confusing) where the strongest third is right in at most 75 %.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from guidelines.quality.statistics import wilson

Key = Hashable
Answers = Mapping[Key, Mapping[Key, bool]]
"""By reader, then by question: whether it was answered rightly."""
Verdict = Literal["few", "clear", "hard", "confusing"]

ENOUGH = 20
"""Readers from whom on anything is said of a question."""
FAR_BELOW, BLURS = -2.8, -3.0
STRONG_FAIL = 0.75
HARD = 0.5
FAILS = 0.6


@dataclass(frozen=True)
class ItemFigures:
    """What is known of one question."""

    answers: int
    right: int
    low: float
    high: float
    """The 95 % interval of the share right."""
    discrimination: float | None
    """None where everybody answered alike, or hardly anybody."""
    strong: float | None
    """The share right among the strongest third of its readers."""
    slope_z: float
    verdict: Verdict

    @property
    def share(self) -> float | None:
        return self.right / self.answers if self.answers else None

    @property
    def is_hard_for_all(self) -> bool:
        """Whether most people are wrong and so are the strongest: that is no matter of who needs help."""
        return self.verdict == "hard" and self.strong is not None and self.strong < FAILS


def figures(answers: Answers, items: Sequence[Key]) -> dict[Key, ItemFigures]:
    """Of every question, in this order."""
    columns = _columns(answers, items)
    slopes = _slopes(answers, columns, left_out=())
    blurring = [item for item, z in slopes.items() if z <= BLURS]
    if blurring and len(blurring) <= len(items) / 3:
        slopes = _slopes(answers, columns, left_out=blurring)
    else:
        blurring = []
    return {item: _figures(answers, columns, item, slopes.get(item, 0.0), blurring) for item in items}


def rule_fails(of_rule: Sequence[ItemFigures]) -> bool:
    """Whether the questions of one rule fail across the group: one is confusing, or most people are wrong and so are
    the strongest.
    """
    known = [one for one in of_rule if one.verdict != "few"]
    if any(one.verdict == "confusing" for one in known):
        return True
    if not known:
        return False
    right, answers = sum(one.right for one in known), sum(one.answers for one in known)
    strong = [one.strong for one in known if one.strong is not None]
    return wilson(right, answers).high < FAILS and bool(strong) and sum(strong) / len(strong) < FAILS


_Column = list[tuple[Key, bool]]


def _columns(answers: Answers, items: Sequence[Key]) -> dict[Key, _Column]:
    """By question: its readers, and whether they were right."""
    found: dict[Key, _Column] = {item: [] for item in items}
    for reader, row in answers.items():
        for item, right in row.items():
            if item in found:
                found[item].append((reader, right))
    return found


def _share(column: _Column) -> float:
    """Kept off 0 and 1, where it would have no spread."""
    return (sum(right for _reader, right in column) + 0.5) / (len(column) + 1)


def _standings(
    answers: Answers, columns: Mapping[Key, _Column], item: Key, left_out: Collection[Key]
) -> list[tuple[float, bool]]:
    """For each reader of a question: their standing on the others, and whether they were right here."""
    shares = {key: _share(column) for key, column in columns.items() if key != item and key not in left_out}
    found = []
    for reader, right in columns[item]:
        others = [(shares[key], one) for key, one in answers[reader].items() if key in shares]
        spread = sum(share * (1 - share) for share, _one in others)
        if spread > 0:
            found.append((sum(one - share for share, one in others) / math.sqrt(spread), right))
    return found


def _slopes(answers: Answers, columns: Mapping[Key, _Column], left_out: Collection[Key]) -> dict[Key, float]:
    """The score test of every question that has enough readers, right and wrong ones."""
    data = {}
    for item in columns:
        rows = _standings(answers, columns, item, left_out)
        if len(rows) >= ENOUGH and 0 < sum(right for _t, right in rows) < len(rows):
            data[item] = rows
    slope, heights = _fitted({item: rows for item, rows in data.items() if item not in left_out} or data)
    return {item: _score(rows, heights.get(item) or _height(rows, slope, 0.0), slope) for item, rows in data.items()}


def _chance(height: float, slope: float, standing: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, height + slope * standing))))


def _height(rows: list[tuple[float, bool]], slope: float, height: float) -> float:
    """The difficulty of one question under a slope, by Newton's method."""
    for _round in range(25):
        chances = [_chance(height, slope, t) for t, _right in rows]
        step = sum(right - p for (_t, right), p in zip(rows, chances, strict=True)) / max(
            1e-9, sum(p * (1 - p) for p in chances)
        )
        height += max(-2.0, min(2.0, step))
        if abs(step) < 1e-6:
            break
    return height


def _fitted(data: Mapping[Key, list[tuple[float, bool]]]) -> tuple[float, dict[Key, float]]:
    """The slope that all share, and the height of each: one after the other until they rest. Never below zero."""
    slope, heights = 0.5, dict.fromkeys(data, 0.0)
    for _round in range(15):
        heights = {item: _height(rows, slope, heights[item]) for item, rows in data.items()}
        first = second = 0.0
        for item, rows in data.items():
            parts = [(t, right, _chance(heights[item], slope, t)) for t, right in rows]
            middle = _middle(parts)
            first += sum((right - p) * (t - middle) for t, right, p in parts)
            second += sum(p * (1 - p) * (t - middle) ** 2 for t, _right, p in parts)
        step = first / second if second > 1e-9 else 0.0
        slope = max(0.0, slope + max(-0.5, min(0.5, step)))
        if abs(step) < 1e-4:
            break
    return slope, heights


def _middle(parts: Sequence[tuple[float, bool, float]]) -> float:
    weight = sum(p * (1 - p) for _t, _right, p in parts)
    return sum(p * (1 - p) * t for t, _right, p in parts) / weight if weight > 1e-12 else 0.0


def _score(rows: list[tuple[float, bool]], height: float, slope: float) -> float:
    parts = [(t, right, _chance(height, slope, t)) for t, right in rows]
    middle = _middle(parts)
    spread = sum(p * (1 - p) * (t - middle) ** 2 for t, _right, p in parts)
    return sum((right - p) * (t - middle) for t, right, p in parts) / math.sqrt(spread) if spread > 1e-9 else 0.0


def _figures(
    answers: Answers, columns: Mapping[Key, _Column], item: Key, z: float, left_out: Collection[Key]
) -> ItemFigures:
    column = columns[item]
    right = sum(one for _reader, one in column)
    share = wilson(right, len(column))
    rows = sorted(_standings(answers, columns, item, left_out), key=lambda row: row[0])
    third = rows[-(len(rows) // 3) :] if len(rows) >= ENOUGH else []
    strong = sum(one for _t, one in third) / len(third) if third else None
    verdict: Verdict = "clear"
    if len(column) < ENOUGH:
        verdict = "few"
    elif z <= FAR_BELOW and strong is not None and strong <= STRONG_FAIL:
        verdict = "confusing"
    elif right / len(column) < HARD:
        verdict = "hard"
    return ItemFigures(len(column), right, share.low, share.high, _correlation(rows), strong, z, verdict)


def _correlation(rows: Sequence[tuple[float, bool]]) -> float | None:
    count = len(rows)
    if count < 3:
        return None
    mean_t, mean_x = sum(t for t, _x in rows) / count, sum(x for _t, x in rows) / count
    spread_t, spread_x = sum((t - mean_t) ** 2 for t, _x in rows), sum((x - mean_x) ** 2 for _t, x in rows)
    if spread_t < 1e-12 or spread_x < 1e-12:
        return None
    return sum((t - mean_t) * (x - mean_x) for t, x in rows) / math.sqrt(spread_t * spread_x)
