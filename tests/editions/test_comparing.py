"""The redline of two editions: how fast it is made, and that it is made once."""

from __future__ import annotations

import time

import pytest

from guidelines.catalogue.models import Action
from guidelines.editions.comparing import Block, Comparison, compare, compare_texts
from guidelines.editions.deciding_rows import DecisionRow, decisions
from guidelines.editions.marker import SECONDS_FOR_WORDS, Marker
from guidelines.editions.models import Edition
from tests.editions import making
from tests.people import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

RULES = 200


def rule(number: int, percent: int, severity: str) -> str:
    return (
        f"/// rule | R{number}\n"
        f"if: A branded item of kind {number} at less than {percent}% of its usual price and no proof of origin.\n"
        "do: Restrict commerce features. Do not remove. Tell the seller which proof is missing.\n"
        f"action: restrict\nseverity: {severity}\nlabel: counterfeit.low_price\n"
        "escalate: Brand Integrity, within 4 hours\n///\n\n"
    )


def two_hundred_rules(world: World) -> tuple[Edition, Edition]:
    """Of the later edition one rule in ten decides otherwise, one in five says something else, and ten have moved."""
    scope = "## Scope\n\nListings of branded goods by every US seller.\n\n"
    old = [rule(n, 30, "S3") for n in range(1, RULES + 1)]
    new = [rule(n, 25 if n % 5 == 0 else 30, "S2" if n % 10 == 0 else "S3") for n in range(1, RULES + 1)]
    first = making.published(making.draft(world, source=scope + "".join(old)), world)
    second = making.next_draft(first.guideline, world.ann, source=scope + "".join(new[10:] + new[:10]))
    return first, second


def seconds(one: Edition, other: Edition) -> tuple[float, Comparison]:
    began = time.process_time()
    made = compare(one, other, "en")
    return time.process_time() - began, made


def test_a_redline_of_two_hundred_rules_is_made_in_under_a_second_and_once(world: World) -> None:
    first, second = two_hundred_rules(world)
    long, made = seconds(first, second)
    assert {row.rule for row in made.decisions} >= {f"R{n}" for n in range(10, RULES + 1, 10)}
    assert long < 1
    short, again = seconds(first, second)
    assert again == made
    assert short < long / 2
    _time, other_way = seconds(second, first)
    assert other_way.blocks != made.blocks


def test_a_busy_machine_does_not_cost_a_reviewer_the_marks() -> None:
    marker = Marker("en")
    time.sleep(SECONDS_FOR_WORDS + 0.1)  # others work meanwhile
    assert marker.html("Less than 30% of it.", "Less than 25% of it.") == (
        "<p>Less than <del>30%</del><ins>25%</ins> of it.</p>"
    )


def words_of_rows(rows: tuple[DecisionRow, ...]) -> str:
    return " ".join(run.text for row in rows for cell in row.cells for run in cell.runs)


def words_of_blocks(blocks: tuple[Block, ...]) -> str:
    return " ".join(field.html for block in blocks if block.number for part in block.parts for field in part.fields)


def test_actions_are_called_by_their_names_in_the_language_of_the_guideline(world: World) -> None:
    Action.objects.filter(code="restrict").update(name_vi="Hạn chế hiển thị", retired=True)
    Action.objects.filter(code="remove").update(name_vi="Gỡ bỏ")
    texts = making.SOURCE, making.SOURCE.replace("action: restrict", "action: remove")
    for seen in (words_of_rows(decisions(*texts, "vi")), words_of_blocks(compare_texts(*texts, "vi"))):
        assert "Hạn chế hiển thị" in seen
        assert "Gỡ bỏ" in seen
        assert "restrict" not in seen


def test_an_action_named_otherwise_is_seen_in_the_redline_that_was_kept(world: World) -> None:
    older = making.published(making.draft(world), world)
    source = making.SOURCE.replace("action: restrict", "action: remove")
    newer = making.next_draft(older.guideline, world.ann, source=source)
    assert "unfindable" not in words_of_blocks(compare(older, newer, "en").blocks)
    Action.objects.filter(code="restrict").update(name="Make unfindable")
    assert "unfindable" in words_of_blocks(compare(older, newer, "en").blocks)
