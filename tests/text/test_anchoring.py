"""A remark finds its piece again after edits, or is known to have lost it."""

import pytest

from guidelines.text.anchoring import Anchor, anchor_at, place_of, replaced
from guidelines.text.pieces import split
from tests.editions.making import SOURCE


def anchor(source: str, holding: str) -> Anchor:
    place = next(n for n, piece in enumerate(split(source)) if holding in piece.source)
    found = anchor_at(source, place)
    assert found is not None
    return found


def found(said: Anchor, source: str) -> str | None:
    pieces = split(source)
    place = place_of(said, pieces)
    return None if place is None else pieces[place].source


RULE = anchor(SOURCE, "/// rule | R2")
PROSE = anchor(SOURCE, "Listings of branded goods")


def test_a_rule_is_found_by_its_id_whatever_became_of_its_words() -> None:
    other = SOURCE.replace("A branded item at less than 30% of its usual price and no proof of origin.", "Anything.")
    assert "if: Anything." in (found(RULE, other) or "")


def test_a_rule_that_moved_is_found() -> None:
    pieces = split(SOURCE)
    assert found(RULE, "".join(piece.source + "\n\n" for piece in reversed(pieces))) == RULE.excerpt


def test_a_rule_that_is_gone_is_not_taken_for_another_with_the_same_words() -> None:
    assert found(RULE, SOURCE.replace("| R2\n", "| R7\n").replace("violating R2", "violating R7")) is None


def test_prose_is_found_when_it_moved_and_when_it_was_reworded() -> None:
    assert found(PROSE, f"# New\n\nFirst words.\n\n{SOURCE}") == PROSE.excerpt
    reworded = SOURCE.replace("by every US seller", "by every seller in the US")
    assert "in the US" in (found(PROSE, reworded) or "")


def test_prose_that_is_gone_is_lost() -> None:
    assert found(PROSE, SOURCE.replace(PROSE.excerpt, "")) is None
    assert found(PROSE, "") is None


def test_the_same_words_twice_are_the_first_of_them() -> None:
    twice = f"One.\n\n{PROSE.excerpt}\n\nTwo.\n\n{PROSE.excerpt}\n"
    pieces = split(twice)
    assert place_of(PROSE, pieces) == 1


@pytest.mark.parametrize("place", [-1, 99])
def test_there_is_no_anchor_outside_the_text(place: int) -> None:
    assert anchor_at(SOURCE, place) is None


def test_one_piece_is_replaced_and_nothing_else() -> None:
    place = next(n for n, piece in enumerate(split(SOURCE)) if piece.source == PROSE.excerpt)
    changed = replaced(SOURCE, place, "Every listing.\n")
    assert changed == SOURCE.replace(PROSE.excerpt, "Every listing.")
    assert PROSE.excerpt not in replaced(SOURCE, place, " ")
    assert len(split(replaced(SOURCE, place, ""))) == len(split(SOURCE)) - 1
