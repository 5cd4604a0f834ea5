import pytest
from hypothesis import given

from guidelines.text.blocks import RuleBlock, take_apart
from guidelines.text.pieces import cells, join, rule_fields, split
from tests.text.sources import ONE_RULE_AN_ID, SOURCES

RULE = "/// rule | R3\nif: A price\n  below 40%.\ndo: Restrict:\n\n- one\n- two\n\naction: restrict\nLabel: no key\n///"


def kinds(source: str) -> list[str]:
    return [piece.kind for piece in split(source)]


@pytest.mark.slow
@given(SOURCES)
def test_cutting_a_text_into_pieces_loses_nothing(source: str) -> None:
    pieces = split(source)
    assert join(pieces) == (source if source.strip() else "")
    assert all(not piece.gap.strip() and piece.source.strip() for piece in pieces)


@pytest.mark.slow
@given(ONE_RULE_AN_ID)
def test_diff_and_reading_page_see_the_same_rules_and_the_same_fields(source: str) -> None:
    read = [part for part in take_apart(source).parts if isinstance(part, RuleBlock)]
    cut = [piece for piece in split(source) if piece.kind == "rule"]
    assert [piece.key for piece in cut] == [rule.id for rule in read]
    for piece, rule in zip(cut, read, strict=True):
        assert dict(rule_fields(piece.source)) == {key: passage.text.strip() for key, passage in rule.fields.items()}


def test_every_kind_of_piece_is_cut_where_a_reader_sees_a_joint() -> None:
    source = (
        "# Title\nText\nmore\n- one\n  - deeper\n\n  still one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n\n"
        "> said\n\n***\n\nOld\n===\n```\n# code\n```\n"
        + RULE
        + "\n/// term | dupe\nA copy.\n///\n/// case | edge R3\nq\n///"
    )
    assert " ".join(kinds(source)) == ("heading text item item head row row quote break heading code rule term case")


def test_a_rule_is_one_piece_with_its_name_and_its_fields_whole() -> None:
    (rule,) = split(RULE)
    assert (rule.kind, rule.key) == ("rule", "R3")
    assert rule_fields(rule.source) == (
        ("if", "A price\n  below 40%."),
        ("do", "Restrict:\n\n- one\n- two"),
        ("action", "restrict\nLabel: no key"),
    )


def test_words_before_the_first_key_of_a_rule_are_not_lost() -> None:
    assert rule_fields("/// rule | R1\nstray\nif: x\n///") == (("", "stray"), ("if", "x"))


def test_a_rule_left_open_does_not_swallow_the_next_one() -> None:
    assert [p.key for p in split("/// rule | R1\nif: x\n```\n\n/// rule | R2\nif: y\n```\n///\n")] == ["R1", "R2"]


def test_a_rule_shown_in_code_is_code() -> None:
    assert kinds("```\n/// rule | R1\n///\n```\n") == ["code"]


def test_a_bar_in_code_or_behind_a_backslash_is_no_joint_between_cells() -> None:
    assert cells(r"| `x|y` | a \| b | |") == ("`x|y`", r"a \| b", "")
    assert cells("a | b") == ("a", "b")
