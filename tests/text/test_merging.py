"""Laws of the three-way merge, and what is asked of a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.text.merged import Conflict, Merge
from guidelines.text.merging import merge
from guidelines.text.pieces import split
from guidelines.text.resolving import Answer, Choice, Undecided, choices, highest_rule, resolved
from tests.text.sources import BLOCKS, SOURCES
from tests.text.test_diffing import document, rule

FRUIT = ("apple", "pear", "plum", "fig", "cherry", "grape", "lemon", "melon")
BASE = "".join(f"The {fruit} paragraph says what to do about a {fruit} in a video.\n\n" for fruit in FRUIT)


@st.composite
def three(draw: st.DrawFn) -> tuple[str, str, str]:
    """A base and what two people made of it: some blocks changed, moved, taken out or put in, others left alone."""
    base = draw(st.lists(BLOCKS, min_size=2, max_size=7, unique_by=lambda block: block.split("\n")[0]))
    sides = [list(base), list(base)]
    for blocks in sides:
        for _ in range(draw(st.integers(1, 3))):
            at = draw(st.integers(0, max(0, len(blocks) - 1)))
            deed = draw(st.sampled_from(["change", "move", "cut", "add"])) if blocks else "add"
            if deed == "add":
                blocks.insert(at, draw(BLOCKS))
            elif deed == "change":
                blocks[at] = blocks[at].replace("it", "it seller", 1) if "it" in blocks[at] else blocks[at] + " Also."
            else:
                block = blocks.pop(at)
                if deed == "move":
                    blocks.insert(draw(st.integers(0, len(blocks))), block)
    texts = ["\n\n".join(blocks) + "\n" for blocks in (base, *sides)]
    return texts[0], texts[1], texts[2]


TRIPLES = st.one_of(three(), st.tuples(SOURCES, SOURCES, SOURCES))


def settled(merged: Merge, choice: Choice = "mine", last_rule: int = 0) -> str:
    """The text when every question gets the same answer, or the first that it allows."""
    answers = {c.key: Answer(choice if choice in choices(c) else choices(c)[0]) for c in merged.conflicts}
    return resolved(merged, answers, last_rule=last_rule)


def asked(merged: Merge) -> list[tuple[str, str, str]]:
    return [(conflict.base, conflict.theirs, conflict.mine) for conflict in merged.conflicts]


@pytest.mark.slow
@given(SOURCES, SOURCES)
def test_what_only_one_side_changed_is_taken_whole(base: str, other: str) -> None:
    for merged in (merge(base, base, other), merge(base, other, base), merge(base, other, other)):
        assert merged.conflicts == ()
        assert settled(merged) == other


@pytest.mark.slow
@given(TRIPLES)
def test_no_word_a_side_wrote_is_lost_on_its_side(texts: tuple[str, str, str]) -> None:
    base, theirs, mine = texts
    merged = merge(base, theirs, mine)
    for text, choice in ((theirs, "theirs"), (mine, "mine")):
        new = set(text.split()) - set(base.split())
        assert new <= set(settled(merge(base, theirs, mine, order=choice), choice).split())  # type: ignore[arg-type]
    said = {word for conflict in merged.conflicts for word in (conflict.theirs + " " + conflict.mine).split()}
    taken = {w for part in merged.parts for p in (*part.theirs, *part.mine) for w in p.source.split()}
    assert set(theirs.split()) | set(mine.split()) <= said | taken


@pytest.mark.slow
@given(TRIPLES, st.sampled_from(["theirs", "mine", "both"]))
def test_no_word_is_invented(texts: tuple[str, str, str], choice: Choice) -> None:
    base, theirs, mine = texts
    text = settled(merge(base, theirs, mine), choice, last_rule=highest_rule(base, theirs, mine))
    renamed = {f"R{n}" for n in range(1, 99)}
    assert set(text.split()) - renamed <= {*base.split(), *theirs.split(), *mine.split()}


@pytest.mark.slow
@given(TRIPLES)
def test_swapping_the_sides_swaps_the_questions_and_changes_no_answer(texts: tuple[str, str, str]) -> None:
    base, theirs, mine = texts
    one, other = merge(base, theirs, mine), merge(base, mine, theirs)
    assert sorted(asked(one)) == sorted((base, mine, theirs) for base, theirs, mine in asked(other))
    assert settled(one, "mine") == settled(merge(base, mine, theirs, order="mine"), "theirs")


@pytest.mark.slow
@given(TRIPLES)
def test_an_open_question_stops_the_merge_and_every_question_has_a_name_of_its_own(
    texts: tuple[str, str, str],
) -> None:
    base, theirs, mine = texts
    merged = merge(base, theirs, mine)
    assert len({conflict.key for conflict in merged.conflicts}) == len(merged.conflicts)
    if merged.conflicts:
        with pytest.raises(Undecided) as refusal:
            resolved(merged, {}, last_rule=0)
        assert refusal.value.conflicts == merged.conflicts


@pytest.mark.slow
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
    text = settled(merged)
    assert text.split() == written_by("theirs", "mine").split()
    assert len(split(text)) == len(split(written_by("theirs", "mine")))


def test_two_people_rewriting_neighbouring_rules_do_not_meet() -> None:
    base = document(rule(1), rule(2))
    merged = merge(base, document(rule(1, "Theirs."), rule(2)), document(rule(1), rule(2, "Mine.")))
    assert merged.conflicts == ()
    assert settled(merged) == document(rule(1, "Theirs."), rule(2, "Mine."))


def test_two_people_rewriting_one_rule_are_asked() -> None:
    base, theirs, mine = (document("Before.\n", rule(1, text), "After.\n") for text in ("Base.", "Theirs.", "Mine."))
    merged = merge(base, theirs, mine)
    assert merged.conflicts == (
        Conflict(rule(1, "Base.").strip(), rule(1, "Theirs.").strip(), rule(1, "Mine.").strip()),
    )
    assert settled(merged, "theirs") == theirs
    assert settled(merged, "mine") == mine
    both = document("Before.\n", rule(1, "Theirs."), rule(2, "Mine."), "After.\n")
    assert settled(merged, "both", last_rule=1) == both
    own = {merged.conflicts[0].key: Answer("own", rule(1, "Ours."))}
    assert resolved(merged, own, last_rule=1) == document("Before.\n", rule(1, "Ours."), "After.\n")


def test_an_edit_of_what_the_other_side_took_out_is_a_conflict() -> None:
    base = document("Before.\n", rule(1), "After.\n")
    merged = merge(base, document("Before.\n", "After.\n"), document("Before.\n", rule(1, "Mine."), "After.\n"))
    assert [(c.theirs, c.mine) for c in merged.conflicts] == [("", rule(1, "Mine.").strip())]


def test_a_rule_one_side_moved_and_the_other_rewrote_is_moved_and_rewritten() -> None:
    base = document(rule(1), rule(2), rule(3))
    merged = merge(base, document(rule(3), rule(1), rule(2)), document(rule(1), rule(2), rule(3, "Mine.")))
    assert merged.conflicts == ()
    assert settled(merged) == document(rule(3, "Mine."), rule(1), rule(2))


def test_where_both_moved_rules_the_order_is_asked_once_and_taken_whole() -> None:
    base = document(rule(1), rule(2), rule(3), rule(4), rule(5))
    theirs = document(rule(5), rule(1), rule(2), rule(3), rule(4))
    mine = document(rule(1), rule(2), rule(5), rule(4, "Mine."), rule(3))
    merged = merge(base, theirs, mine)
    assert [(c.kind, c.theirs, c.mine) for c in merged.conflicts] == [
        ("rules", "R5, R1, R2, R3, R4", "R1, R2, R5, R4, R3")
    ]
    assert settled(merge(base, theirs, mine, order="mine"), "mine") == mine
    assert settled(merge(base, theirs, mine, order="theirs"), "theirs") == theirs.replace(rule(4), rule(4, "Mine."))


def test_where_both_moved_one_rule_to_the_same_place_nobody_is_asked() -> None:
    base = document(rule(1), rule(2), rule(3))
    moved = document(rule(3), rule(1), rule(2))
    merged = merge(base, moved, moved + "\nMine.\n")
    assert merged.conflicts == ()
    assert settled(merged) == moved + "\nMine.\n"


def test_a_rule_moved_to_where_the_other_side_put_a_new_one_keeps_both_and_asks_which_is_read_first() -> None:
    base = document(rule(1), rule(2), rule(3))
    merged = merge(base, document(rule(3), rule(1), rule(2)), document(rule(7), rule(1), rule(2), rule(3)))
    assert [conflict.kind for conflict in merged.conflicts] == ["order"]
    first = {merged.conflicts[0].key: Answer("both_mine_first")}
    assert resolved(merged, first, last_rule=7) == document(rule(7), rule(3), rule(1), rule(2))
    assert settled(merged, "both") == document(rule(3), rule(7), rule(1), rule(2))


def test_a_paragraph_moved_to_two_different_places_is_asked_once() -> None:
    text = BASE.strip().split("\n\n")
    theirs, mine = [text[7], *text[:7]], [*text[:4], text[7], *text[4:7]]
    merged = merge(BASE, "\n\n".join(theirs) + "\n", "\n\n".join(mine) + "\n")
    assert [conflict.kind for conflict in merged.conflicts] == ["place"]
    assert settled(merged, "theirs").strip().split("\n\n") == theirs
    assert settled(merged, "mine").strip().split("\n\n") == mine


def test_two_new_rules_of_one_id_at_different_places_are_asked_and_mine_may_get_the_next_free_id() -> None:
    base = document(rule(1), rule(2))
    theirs = document(rule(3, "Theirs."), rule(1), rule(2))
    mine = document(rule(1), rule(2), rule(3, "Mine."), "/// case | violating R3\nMine.\n///\n")
    merged = merge(base, theirs, mine)
    assert asked(merged) == [("", rule(3, "Theirs.").strip(), rule(3, "Mine.").strip())]
    assert settled(merged, "both", last_rule=8) == document(
        rule(3, "Theirs."), rule(1), rule(2), rule(9, "Mine."), "/// case | violating R9\nMine.\n///\n"
    )
    assert settled(merged, "theirs").count("/// rule | R3") == 1
    assert settled(merged, "mine") == mine


def test_the_same_new_rule_put_at_two_places_comes_once_where_it_is_chosen() -> None:
    base = document(rule(1), rule(2))
    theirs, mine = document(rule(3), rule(1), rule(2)), document(rule(1), rule(2), rule(3))
    merged = merge(base, theirs, mine)
    assert [conflict.kind for conflict in merged.conflicts] == ["place"]
    assert (settled(merged, "theirs"), settled(merged, "mine")) == (theirs, mine)


def test_a_rule_taken_out_by_one_and_changed_by_the_other_is_asked_on_either_side() -> None:
    base, gone, changed = document(rule(1), rule(2)), document(rule(1)), document(rule(1), rule(2, "Other."))
    assert settled(merge(base, gone, changed), "theirs") == gone
    assert settled(merge(base, changed, gone), "theirs") == changed
    assert len(merge(base, gone, changed).conflicts) == len(merge(base, changed, gone).conflicts) == 1


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
    assert settled(merged) == document("Mine.\n", new, "Theirs.\n")


def test_a_row_added_to_a_table_joins_the_table() -> None:
    base = "Intro.\n\n| a | b |\n|---|---|\n| one thing | x |\n\nEnd.\n"
    theirs = base.replace("| x |\n", "| x |\n| two things | y |\n")
    merged = merge(base, theirs, base.replace("End.", "The end."))
    assert settled(merged) == theirs.replace("End.", "The end.")


def test_a_row_each_and_an_item_each_stay_one_table_and_one_list() -> None:
    base = "| a | b |\n|---|---|\n| one thing | x |\n| two things | y |\n\nText between.\n\n- one item\n- two items\n"
    theirs = base.replace("| x |", "| X |").replace("one item", "one more item")
    mine = base.replace("| y |", "| Y |").replace("two items", "two more items")
    merged = merge(base, theirs, mine)
    assert merged.conflicts == ()
    assert settled(merged) == theirs.replace("| y |", "| Y |").replace("two items", "two more items")
