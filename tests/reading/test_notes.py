"""Change notes: their beginning, where a list of editions shows many."""

from __future__ import annotations

import pytest

from guidelines.reading.notes import excerpt

NOTE = """1. R1 counts refunds by address. It holds refunds at S2.
2. R6 is new.
3. Nobody else decides differently."""


def test_a_short_note_is_told_whole_without_its_numbers() -> None:
    assert excerpt("- R6 is new.\n- R3 has “no” case.") == "R6 is new. R3 has “no” case."
    assert excerpt("") == ""


def test_a_long_note_ends_with_a_whole_sentence() -> None:
    assert excerpt(NOTE, 60) == "R1 counts refunds by address. It holds refunds at S2. …"
    assert excerpt(NOTE, 72) == "R1 counts refunds by address. It holds refunds at S2. R6 is new. …"


@pytest.mark.parametrize("number", ["2.3", "40.5"])
def test_a_point_in_a_number_ends_no_sentence(number: str) -> None:
    assert excerpt(f"Now {number} of it, and so much more that it does not fit here", 30).startswith(
        f"Now {number} of it"
    )
