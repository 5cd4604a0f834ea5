"""Which conditions count as nearly the same, and that none is missed by not comparing all with all."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from guidelines.insights.analysis.alike import Words, alike_across, alike_pairs, are_alike, words_of

PRICE = "A branded item at less than 30% of its usual price and no proof of origin."


@pytest.mark.parametrize(
    "other",
    [
        PRICE.upper(),
        "A branded item, at less than 30% of its usual price, and no proof of origin",
        "A branded item at less than 40% of its usual retail price and no proof of origin.",
        "A branded item at less than half of its usual price and no proof of the origin.",
        "A branded item below 30% of its usual retail price, and no proof of origin.",
        "No proof of origin, and a branded item at less than 30% of its usual price.",
    ],
)
def test_the_same_condition_in_other_spelling_or_with_another_number_is_alike(other: str) -> None:
    assert are_alike(words_of(PRICE), words_of(other))


@pytest.mark.parametrize(
    "other",
    [
        "A branded item at less than 30% of its usual price and with proof of origin.",
        "An unbranded item at more than its usual price.",
        "A live stream shows a branded item at less than its usual price, and the host names its source in the video.",
        "A medicine for which a prescription is needed, and no proof of a licence.",
        "",
    ],
)
def test_another_condition_is_not_alike(other: str) -> None:
    assert not are_alike(words_of(PRICE), words_of(other))


def test_marks_of_vietnamese_make_no_difference_and_denying_does() -> None:
    assert are_alike(words_of("Hàng giả có nhãn hiệu nổi tiếng"), words_of("hang gia co nhan hieu noi tieng"))
    assert not are_alike(
        words_of("Hàng có giấy tờ nguồn gốc rõ ràng"), words_of("Hàng không có giấy tờ nguồn gốc rõ ràng")
    )


def test_short_conditions_are_alike_only_when_they_are_the_same() -> None:
    assert are_alike(words_of("Any weapon."), words_of("any weapon"))
    assert not are_alike(words_of("Any weapon."), words_of("Any real weapon."))


def test_every_alike_pair_is_found_without_comparing_all() -> None:
    chance = random.Random("conditions")
    vocabulary = [f"word{number}" for number in range(60)]
    conditions = [words_of(" ".join(chance.choices(vocabulary, k=chance.randint(1, 12)))) for _ in range(300)]
    # Neighbours of some, so that there is something to find.
    conditions += [words_of(" ".join([*sorted(one.all)[1:], "new"])) for one in conditions[:150]]
    expected = {pair for pair in combinations(range(len(conditions)), 2) if are_alike(*(conditions[n] for n in pair))}
    assert len(expected) > 50
    assert set(alike_pairs(conditions)) == expected
    left, right = conditions[:200], conditions[200:]
    across = {(a, b) for a in range(200) for b in range(len(right)) if are_alike(left[a], right[b])}
    assert len(across) > 20
    assert set(alike_across(left, right)) == across


def test_conditions_without_words_in_common_are_never_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counting(one: Words, two: Words) -> bool:
        nonlocal compared
        compared += 1
        return are_alike(one, two)

    monkeypatch.setattr("guidelines.insights.analysis.alike.are_alike", counting)
    chance = random.Random("many")
    many = [words_of(" ".join(f"w{chance.randint(0, 5000)}" for _ in range(14))) for _ in range(2000)]
    list(alike_pairs(many))
    assert compared < 20_000  # of two million pairs
