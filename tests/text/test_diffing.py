import random
import time
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.text import limits
from guidelines.text.diffing import BlockChange, Run, decision_changes, diff, word_runs
from guidelines.text.redline import redline
from tests.text.sources import SOURCES

PAIRS = st.one_of(st.tuples(SOURCES, SOURCES), SOURCES.map(lambda s: (s, s.replace("30%", "40%").replace("a", "b"))))


def rule(number: int, condition: str = "A branded item without an invoice.", **fields: str) -> str:
    lines = {"if": condition, "do": "Restrict it.", "action": "restrict", "severity": "S3", **fields}
    return f"/// rule | R{number}\n" + "".join(f"{key}: {value}\n" for key, value in lines.items() if value) + "///\n"


def document(*blocks: str) -> str:
    return "\n".join(blocks)


def side(runs: tuple[Run, ...], without: str) -> str:
    return "".join(run.text for run in runs if run.op != without)


def changes(old: str, new: str) -> list[tuple[str, str, str]]:
    return [(b.kind, b.block, b.key) for b in diff(old, new).blocks if b.kind != "same"]


@pytest.mark.slow
@given(PAIRS)
def test_the_new_side_is_the_new_text_and_the_old_side_the_old_one(pair: tuple[str, str]) -> None:
    old, new = pair
    blocks = diff(old, new).blocks
    assert sorted(b.new_place for b in blocks if b.new_place is not None) == list(
        range(sum(b.kind != "removed" for b in blocks))
    )
    came = [b for b in blocks if b.new_place is not None]
    went = sorted((b for b in blocks if b.old_place is not None), key=lambda b: b.old_place or 0)
    assert [b.new_place for b in came] == list(range(len(came)))
    assert "\n".join(side(b.runs, "del") for b in came).split() == new.split()
    assert "\n".join(side(b.runs, "ins") for b in went).split() == old.split()


@pytest.mark.slow
@given(PAIRS)
def test_the_runs_of_a_block_its_fields_and_its_cells_are_its_two_sources_exactly(pair: tuple[str, str]) -> None:
    for block in diff(*pair).blocks:
        assert side(block.runs, "del") == block.new_source
        assert side(block.runs, "ins") == block.old_source
        for field in block.fields:
            assert (side(field.runs, "ins"), side(field.runs, "del")) == (field.old, field.new)


@pytest.mark.slow
@given(SOURCES)
def test_a_text_against_itself_has_no_change(source: str) -> None:
    assert diff(source, source).is_empty
    assert decision_changes(source, source) == ()


@pytest.mark.slow
@given(PAIRS)
def test_looked_at_from_the_other_side_added_is_removed_and_the_rest_stays(pair: tuple[str, str]) -> None:
    old, new = pair
    there = Counter((b.kind, b.block) for b in diff(old, new).blocks)
    back = Counter((b.kind, b.block) for b in diff(new, old).blocks)
    mirrored = {"added": "removed", "removed": "added"}
    assert there == Counter({(mirrored.get(kind, kind), block): n for (kind, block), n in back.items()})


@pytest.mark.slow
@given(PAIRS)
def test_no_change_of_words_is_ever_called_the_same(pair: tuple[str, str]) -> None:
    old, new = pair
    if old.split() != new.split():
        assert not diff(*pair).is_empty


def test_a_changed_threshold_is_marked_as_one_word_in_its_field() -> None:
    old = document(rule(1), rule(3, "Less than 30% of the price."))
    new = document(rule(1), rule(3, "Less than 40% of the price."))
    (changed,) = [block for block in diff(old, new).blocks if block.kind != "same"]
    assert (changed.kind, changed.key) == ("changed", "R3")
    (condition,) = [field for field in changed.fields if field.is_changed]
    assert condition.key == "if"
    assert condition.runs == (
        Run("same", "Less than "),
        Run("del", "30%"),
        Run("ins", "40%"),
        Run("same", " of the price."),
    )


def test_a_rule_is_followed_by_its_id_even_when_every_word_of_it_changed() -> None:
    assert changes(rule(2), rule(2, "Entirely other words", do="Nothing", action="none", severity="")) == [
        ("changed", "rule", "R2")
    ]


def test_rules_of_different_ids_are_never_one_changed_rule() -> None:
    assert changes(rule(2), rule(3)) == [("removed", "rule", "R2"), ("added", "rule", "R3")]


def test_a_rule_read_earlier_than_before_is_shown_as_moved() -> None:
    old = document(rule(1), rule(2), rule(3), rule(4))
    new = document(rule(4), rule(1), rule(2), rule(3))
    assert changes(old, new) == [("moved", "rule", "R4")]
    (moved,) = decision_changes(old, new)
    assert (moved.rule, moved.kind, moved.old_after, moved.new_after) == ("R4", "moved", "R3", "")
    assert moved.fields == ()


def test_rules_in_another_order_are_a_decision_change_even_with_text_between_them() -> None:
    one, two, text = rule(1), rule(2), "Some text about livestreams and their length.\n" * 3
    assert len(decision_changes(document(one, text, two), document(two, text, one))) == 1
    assert decision_changes(document(one, text, two), document(one, two, text)) == ()


def test_one_rule_moved_past_many_paragraphs_is_the_moved_block_only_when_rules_kept_their_order() -> None:
    texts = [f"Paragraph number {n} about topic {n}.\n" for n in range(4)]
    old = document(rule(1), *texts, rule(2), rule(3))
    new = document(rule(2), rule(3), *texts, rule(1))
    assert [c.rule for c in decision_changes(old, new)] == ["R1"]
    assert ("moved", "rule", "R1") in changes(old, new)
    assert not [c for c in changes(old, new) if c[2] in ("R2", "R3")]


def test_two_tables_that_both_changed_are_two_blocks_of_the_redline() -> None:
    old = "| a | b |\n|---|---|\n| one thing | x |\n\n| c | d |\n|---|---|\n| two things | y |\n"
    page = redline(diff(old, old.replace("| x |", "| X |").replace("| y |", "| Y |")))
    assert [(b.shape, b.kind, len(b.changes)) for b in page] == [("table", "changed", 2), ("table", "changed", 2)]


def test_a_moved_paragraph_is_shown_as_moved_not_as_gone_and_new() -> None:
    one, two, three = "Alpha is the first.\n", "Beta is the second.\n", "Gamma is the third.\n"
    assert changes(document(one, two, three), document(three, one, two)) == [("moved", "text", "")]


def test_the_decision_diff_names_every_rule_that_decides_differently_and_no_other() -> None:
    old = document(
        rule(1), rule(2), rule(3, escalate="Brand Integrity, within 4 hours"), rule(5), rule(6, basis="LGL-1")
    )
    new = document(
        rule(1),
        rule(3, escalate="Brand Integrity, within 2 hours"),
        rule(7),
        rule(5, severity="S2"),
        rule(6, basis="LGL-2"),
    )
    found = {c.rule: (c.kind, [f.key for f in c.fields]) for c in decision_changes(old, new)}
    assert found == {
        "R2": ("removed", ["if", "do", "action", "severity"]),
        "R3": ("changed", ["escalate"]),
        "R5": ("changed", ["severity"]),
        "R7": ("added", ["if", "do", "action", "severity"]),
    }


@pytest.mark.parametrize("key", ["if", "do", "action", "severity", "label", "escalate"])
def test_a_field_that_decides_and_is_taken_away_or_put_in_is_a_decision_change(key: str) -> None:
    with_field, without = rule(1, **{key: "something"}), rule(1, **{key: ""})
    for old, new in ((with_field, without), (without, with_field)):
        (change,) = decision_changes(old, new)
        assert [field.key for field in change.fields] == [key]


def test_a_rule_moved_and_changed_is_moved_and_says_what_changed() -> None:
    old = document(rule(1), rule(2), rule(3))
    new = document(rule(3, action="remove"), rule(1), rule(2))
    (change,) = decision_changes(old, new)
    assert (change.kind, [field.key for field in change.fields]) == ("moved", ["action"])


def test_a_line_broken_elsewhere_decides_nothing() -> None:
    assert decision_changes(rule(1, "One two three."), rule(1, "One two\n  three.")) == ()


def test_a_changed_cell_is_marked_in_its_row_alone() -> None:
    old = "| Sign | Days |\n|---|---|\n| Outlet invoice | 30 |\n| No invoice at all | 7 |\n"
    blocks = diff(old, old.replace("| 30 |", "| 60 |")).blocks
    assert [b.kind for b in blocks] == ["same", "changed", "same"]
    assert blocks[1].cells == ((Run("same", "Outlet invoice"),), (Run("del", "30"), Run("ins", "60")))


def test_a_new_column_is_the_only_change_in_its_row() -> None:
    (row,) = [b for b in diff("| a | b |\n|-|-|\n", "| a | x | b |\n|-|-|-|\n").blocks if b.block == "head"]
    assert row.cells == ((Run("same", "a"),), (Run("ins", "x"),), (Run("same", "b"),))


def test_a_new_item_in_a_list_leaves_the_others_alone() -> None:
    old = "1. Watch 60 seconds.\n2. Then act on it.\n"
    new = "1. Watch 60 seconds.\n2. Look again.\n2. Then act on it.\n"
    assert [b.kind for b in diff(old, new).blocks] == ["same", "added", "same"]


@given(st.text(alphabet="ab c.\n", max_size=30), st.text(alphabet="ab c.\n", max_size=30))
def test_runs_are_never_empty_and_never_two_alike_in_a_row(old: str, new: str) -> None:
    runs = word_runs(old, new)
    assert all(run.text for run in runs)
    assert all(one.op != two.op for one, two in pairwise(runs))


def test_changed_words_with_a_space_between_them_are_one_change() -> None:
    assert word_runs("a far below b", "a less than b") == (
        Run("same", "a "),
        Run("del", "far below"),
        Run("ins", "less than"),
        Run("same", " b"),
    )


def test_the_redline_numbers_changes_and_folds_what_is_the_same() -> None:
    old = document("## Scope\n", "Same.\n", rule(1), "- one thing\n- two things\n\n", "## End\n")
    new = document("## Scope\n", "Same.\n", rule(1, "Other."), "- one thing\n- three things\n\n", "## End\n")
    page = redline(diff(old, new))
    assert [(b.kind, b.shape, b.anchor, len(b.changes)) for b in page] == [
        ("same", "fold", "", 2),
        ("changed", "rule", "b1", 1),
        ("changed", "list", "b2", 2),
        ("same", "fold", "", 1),
    ]
    assert page[0].title == "Scope"


@pytest.mark.slow
@given(PAIRS)
def test_the_redline_shows_every_block_once_and_in_order(pair: tuple[str, str]) -> None:
    blocks = diff(*pair).blocks
    shown: list[BlockChange] = [change for block in redline(diff(*pair)) for change in block.changes]
    assert [b.kind for b in shown] == [b.kind for b in blocks]


def seconds(old: str, new: str) -> float:
    start = time.process_time()
    diff(old, new)
    return time.process_time() - start


def words(chance: random.Random, count: int) -> str:
    return " ".join("".join(chance.choices("abcdefghij", k=5)) for _ in range(count))


@pytest.mark.slow
def test_a_60_kb_guideline_with_many_small_edits_is_compared_in_under_a_second() -> None:
    chance = random.Random(1)
    old = "\n\n".join(words(chance, 50) for _ in range(200))
    new = "\n\n".join(words(chance, 50) if chance.random() < 0.1 else p.replace("a", "k", 3) for p in old.split("\n\n"))
    assert len(old) > 59_000
    assert seconds(old, new) < 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "make",
    [
        lambda chance: words(chance, 43_000),
        lambda chance: "\n\n".join(words(chance, 10) for _ in range(4_300)),
        lambda chance: "\n".join(f"- {chance.randrange(10**6)}" for _ in range(limits.LINES)),
        lambda chance: "\n".join(f"# {n}" for n in chance.sample(range(32_000), limits.LINES)),
        lambda chance: "\n\n".join(chance.choice("abc") for _ in range(limits.LINES)),
        lambda chance: "/// rule | R1\n" + "".join(f"```{chance.random()}\n" for _ in range(12_000)),
        lambda chance: "# " + " " * 130_000 + "x\n/// rule |" + " " * 130_000 + str(chance.random()),
    ],
    ids=["one paragraph", "paragraphs", "items", "headings", "letters", "open code", "spaces"],
)
def test_texts_at_the_limit_with_nothing_in_common_are_compared_in_under_three_seconds(make) -> None:  # type: ignore[no-untyped-def]  # a lambda
    chance = random.Random(2)
    assert seconds(make(chance), make(chance)) < 3
