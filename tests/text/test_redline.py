"""Where a moved block of the redline says that it stood."""

from __future__ import annotations

from guidelines.text.diffing import diff
from guidelines.text.redline import Origin, redline

SCOPE, DECIDE = "## Scope\n\nGoods of every seller.\n\n", "## Decide\n\n"
CASE = "/// case | violating R3\nA copy of a watch.\n///\n\n"


def rule(number: int) -> str:
    return (
        f"/// rule | R{number}\nif: Sign {number} is seen on the item.\ndo: Do step {number}.\naction: remove\n///\n\n"
    )


def origins(old: str, new: str) -> list[tuple[str, Origin]]:
    return [(block.changes[0].key, block.origin) for block in redline(diff(old, new)) if block.origin]


def test_a_reviewer_reads_below_which_rule_a_moved_rule_stood_and_that_its_case_came_along() -> None:
    old = SCOPE + DECIDE + rule(1) + rule(2) + rule(3) + CASE
    new = SCOPE + DECIDE + rule(3) + CASE + rule(1) + rule(2)
    (first, second) = origins(old, new)
    assert (first[0], first[1].below and first[1].below.key, first[1].is_same) == ("R3", "R2", False)
    assert second == ("violating R3", Origin(came_along=True))


def test_a_reviewer_reads_below_which_heading_a_moved_paragraph_stood() -> None:
    moved = "Appeals go to the seller team within two days.\n\n"
    old, new = SCOPE + moved + DECIDE + rule(1) + rule(2), SCOPE + DECIDE + rule(1) + rule(2) + moved
    ((_key, origin),) = origins(old, new)
    assert origin.below
    assert origin.below.old_source.strip() == "## Scope"
    assert not origin.is_same


def test_a_paragraph_that_moved_within_its_section_stands_below_the_same_heading() -> None:
    one, two, three = (f"{word} sellers send an invoice to the team.\n\n" for word in ("New", "Old", "Large"))
    ((_key, origin),) = origins(SCOPE + one + two + three, SCOPE + three + one + two)
    assert origin.below
    assert origin.below.old_source.strip() == "## Scope"
    assert origin.is_same


def test_what_stood_first_says_so() -> None:
    ((_key, origin),) = origins(rule(1) + rule(2) + rule(3), rule(2) + rule(3) + rule(1))
    assert origin == Origin()
