"""The codes of receipts: short, kept through typing, and a wrong one is noticed."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.frame.refusals import NotFound
from guidelines.reading import receipts

AT = dt.datetime(2026, 6, 13, 7, 4, 59, tzinfo=dt.UTC)
CODE = receipts.receipt_for(421, "1:" + "a" * 64, "R3", AT)


@pytest.mark.slow
@given(
    edition=st.integers(1, 2**40),
    rule=st.none() | st.integers(1, 9999),
    minutes=st.integers(0, 2**26 - 1),
    digest=st.text(),
)
def test_a_code_says_again_what_it_was_made_of(edition: int, rule: int | None, minutes: int, digest: str) -> None:
    at = dt.datetime(2000, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
    code = receipts.receipt_for(edition, digest, f"R{rule}" if rule else None, at)
    said = receipts.read(receipts.shown(code))
    assert (said.edition_id, said.guideline_id, said.rule_number, said.at) == (edition, None, rule, at)
    assert said.mark == receipts.mark_of(digest)


def test_a_code_from_a_gap_names_the_guideline_and_no_edition() -> None:
    said = receipts.read(receipts.receipt_for_nothing(7, "US-CC-0142", AT))
    assert (said.edition_id, said.guideline_id, said.rule_number) == (None, 7, None)


def test_a_code_is_twelve_characters_in_three_groups_that_look_like_nothing_else() -> None:
    assert len(CODE) == 12
    assert [len(group) for group in receipts.shown(CODE).split("-")] == [4, 4, 4]
    assert not set(receipts.ALPHABET) & set("ILOSU")
    assert len(receipts.receipt_for(900_000, "d", "R3", AT)) <= 14


def test_seconds_fall_to_the_minute() -> None:
    assert receipts.read(CODE).at == dt.datetime(2026, 6, 13, 7, 4, tzinfo=dt.UTC)


@pytest.mark.parametrize("write", [str.lower, lambda code: " ".join(code), lambda code: code.replace("0", "O")])
def test_small_letters_spaces_and_an_o_for_a_zero_are_read_as_meant(write) -> None:  # type: ignore[no-untyped-def]
    for edition in range(1, 40):
        code = receipts.receipt_for(edition, "d", "R3", AT)
        assert receipts.read(write(receipts.shown(code))).edition_id == edition


def test_any_one_wrong_character_is_noticed() -> None:
    for place, right in enumerate(CODE):
        for wrong in set(receipts.ALPHABET) - {right}:
            with pytest.raises(NotFound, match="a character is missing or wrong"):
                receipts.read(CODE[:place] + wrong + CODE[place + 1 :])


def test_any_two_swapped_characters_are_noticed() -> None:
    for one, two in combinations(range(len(CODE)), 2):
        swapped = list(CODE)
        swapped[one], swapped[two] = CODE[two], CODE[one]
        if CODE[one] != CODE[two]:
            with pytest.raises(NotFound):
                receipts.read("".join(swapped))


@pytest.mark.parametrize(
    "text", ["", "0" * 12, "0", "K7QX", CODE[:-1], f"0{CODE}", f"{CODE}{CODE}", "<b>", "Ω" * 12, "9" * 40]
)
def test_what_is_no_code_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(NotFound):
        receipts.read(text)
