from hypothesis import given
from hypothesis import strategies as st

from guidelines.text.merging import BETWEEN, MINE, THEIRS, Conflict, merge
from guidelines.text.pieces import split
from tests.text.sources import SOURCES
from tests.text.test_diffing import document, rule

FRUIT = ("apple", "pear", "plum", "fig", "cherry", "grape", "lemon", "melon")
BASE = "".join(f"The {fruit} paragraph says what to do about a {fruit} in a video.\n\n" for fruit in FRUIT)


@given(SOURCES, SOURCES)
def test_what_only_one_side_changed_is_taken_whole(base: str, other: str) -> None:
    assert merge(base, base, other).text == other
    assert merge(base, other, base).text == other
    assert merge(base, other, other).text == other


@given(SOURCES, SOURCES, SOURCES)
def test_no_word_a_side_wrote_is_lost_unless_the_other_side_took_it_out(base: str, theirs: str, mine: str) -> None:
    text = merge(base, theirs, mine).text
    for side in (theirs, mine):
        assert set(side.split()) - set(base.split()) <= set(text.split())


@given(SOURCES, SOURCES, SOURCES)
def test_every_conflict_stands_in_the_text_with_both_sides(base: str, theirs: str, mine: str) -> None:
    merged = merge(base, theirs, mine)
    marked = [line for line in merged.text.split("\n") if line in (THEIRS, MINE)]
    assert marked == [THEIRS, MINE] * len(merged.conflicts)
    for conflict in merged.conflicts:
        lines = [THEIRS, conflict.theirs, BETWEEN, conflict.mine, MINE]
        assert "\n".join(line for line in lines if line) in merged.text


@given(
    st.lists(st.sampled_from(["theirs", "mine", "nobody"]), min_size=8, max_size=8), st.sampled_from(["edit", "cut"])
)
def test_edits_to_different_paragraphs_all_survive(who: list[str], deed: str) -> None:
    paragraphs = BASE.strip().split("\n\n")

    def written_by(*names: str) -> str:
        changed = [
            p if w not in names else "" if deed == "cut" else p + f" By {w}."
            for p, w in zip(paragraphs, who, strict=True)
        ]
        return "\n\n".join(p for p in changed if p) + "\n"

    merged = merge(BASE, written_by("theirs"), written_by("mine"))
    assert merged.conflicts == ()
    assert merged.text.split() == written_by("theirs", "mine").split()
    assert len(split(merged.text)) == len(split(written_by("theirs", "mine")))


def test_two_people_rewriting_neighbouring_rules_do_not_meet() -> None:
    base = document(rule(1), rule(2))
    merged = merge(base, document(rule(1, "Theirs."), rule(2)), document(rule(1), rule(2, "Mine.")))
    assert merged.conflicts == ()
    assert merged.text == document(rule(1, "Theirs."), rule(2, "Mine."))


def test_two_people_rewriting_one_rule_get_both_texts_between_markers() -> None:
    base, theirs, mine = (document("Before.\n", rule(1, text), "After.\n") for text in ("Base.", "Theirs.", "Mine."))
    merged = merge(base, theirs, mine)
    assert merged.conflicts == (
        Conflict(rule(1, "Base.").strip(), rule(1, "Theirs.").strip(), rule(1, "Mine.").strip()),
    )
    assert merged.text == (f"Before.\n\n{THEIRS}\n{rule(1, 'Theirs.')}{BETWEEN}\n{rule(1, 'Mine.')}{MINE}\n\nAfter.\n")


def test_an_edit_of_what_the_other_side_took_out_is_a_conflict() -> None:
    base = document("Before.\n", rule(1), "After.\n")
    merged = merge(base, document("Before.\n", "After.\n"), document("Before.\n", rule(1, "Mine."), "After.\n"))
    assert [(c.theirs, c.mine) for c in merged.conflicts] == [("", rule(1, "Mine.").strip())]


def test_a_rule_one_side_moved_and_the_other_rewrote_is_moved_and_rewritten() -> None:
    base = document(rule(1), rule(2), rule(3))
    merged = merge(base, document(rule(3), rule(1), rule(2)), document(rule(1), rule(2), rule(3, "Mine.")))
    assert merged.conflicts == ()
    assert merged.text == document(rule(3, "Mine."), rule(1), rule(2))


def test_a_rule_moved_to_two_different_places_is_asked_at_both() -> None:
    base = document(rule(1), rule(2), rule(3), rule(4), rule(5))
    theirs = document(rule(5), rule(1), rule(2), rule(3), rule(4))
    mine = document(rule(1), rule(2), rule(5), rule(3), rule(4))
    five = rule(5).strip()
    assert [(c.theirs, c.mine) for c in merge(base, theirs, mine).conflicts] == [(five, ""), ("", five)]


def test_a_rule_moved_by_one_side_and_taken_out_by_the_other_is_a_conflict() -> None:
    base = document(rule(1), rule(2), rule(3))
    merged = merge(base, document(rule(3), rule(1), rule(2)), document(rule(1), rule(2)))
    assert [(c.theirs, c.mine) for c in merged.conflicts] == [(rule(3).strip(), "")]
    merged = merge(base, document(rule(1), rule(2)), document(rule(3), rule(1), rule(2)))
    assert [(c.theirs, c.mine) for c in merged.conflicts] == [("", rule(3).strip())]


def test_new_rules_of_both_sides_at_one_place_are_a_conflict_because_their_order_decides() -> None:
    base = document(rule(1), rule(2))
    merged = merge(base, document(rule(1), rule(7), rule(2)), document(rule(1), rule(8), rule(2)))
    assert [(c.base, c.theirs, c.mine) for c in merged.conflicts] == [("", rule(7).strip(), rule(8).strip())]


def test_the_same_new_rule_of_both_sides_comes_once() -> None:
    base, new = document(rule(1), rule(2)), document(rule(1), rule(7), rule(2))
    merged = merge(base, new + "\nTheirs.\n", document("Mine.\n", new))
    assert merged.conflicts == ()
    assert merged.text == document("Mine.\n", new, "Theirs.\n")


def test_a_row_added_to_a_table_joins_the_table() -> None:
    base = "Intro.\n\n| a | b |\n|---|---|\n| one thing | x |\n\nEnd.\n"
    theirs = base.replace("| x |\n", "| x |\n| two things | y |\n")
    merged = merge(base, theirs, base.replace("End.", "The end."))
    assert merged.text == theirs.replace("End.", "The end.")


def test_a_row_each_and_an_item_each_stay_one_table_and_one_list() -> None:
    base = "| a | b |\n|---|---|\n| one thing | x |\n| two things | y |\n\nText between.\n\n- one item\n- two items\n"
    theirs = base.replace("| x |", "| X |").replace("one item", "one more item")
    mine = base.replace("| y |", "| Y |").replace("two items", "two more items")
    merged = merge(base, theirs, mine)
    assert merged.conflicts == ()
    assert merged.text == theirs.replace("| y |", "| Y |").replace("two items", "two more items")
