"""Two guidelines beside each other, by their address."""

from __future__ import annotations

import pytest

from guidelines.editions.models import Edition
from tests.editions import making
from tests.editions.pages import signed_in, text
from tests.people import World

PAGE = "/compare/"


@pytest.fixture
def here(world: World) -> Edition:
    return making.published(making.draft(world), world)


@pytest.fixture
def there(world: World) -> Edition:
    draft = making.draft(world, by=world.van, market=world.vn, source=making.SOURCE.replace("30%", "25%"))
    return making.published(draft, world, by=world.van, reviewer=world.binh)


def compared(world: World, a: str, b: str = "") -> str:
    return text(signed_in(world.ann).get(PAGE, {"a": a, "b": b}))


@pytest.mark.slow
def test_the_rules_of_two_markets_stand_beside_each_other(world: World, here: Edition, there: Edition) -> None:
    page = compared(world, "US-PR-0001:1", "vn-pr-0001")
    assert "less than 30%" in page
    assert "less than 25%" in page
    assert "Two languages" in page


@pytest.mark.slow
def test_two_guidelines_of_one_language_are_marked_word_by_word(world: World, here: Edition) -> None:
    other = making.published(making.draft(world, source=making.SOURCE.replace("30%", "40%")), world)
    page = compared(world, "US-PR-0001", str(other.guideline))
    assert "<del>30%</del><ins>40%</ins>" in page


@pytest.mark.slow
def test_a_rule_that_only_one_has_is_shown_as_such(world: World, here: Edition) -> None:
    source = making.SOURCE.replace("| R2\n", "| R9\n")
    other = making.published(making.draft(world, source=source), world)
    page = compared(world, str(here.guideline), str(other.guideline))
    assert page.count("no such rule") == 2


@pytest.mark.slow
def test_two_editions_of_one_guideline_go_to_their_own_page(world: World, here: Edition) -> None:
    making.published(making.next_draft(here.guideline, world.ann, summary="X."), world)
    answer = signed_in(world.ann).get(PAGE, {"a": "US-PR-0001:1", "b": "US-PR-0001:2"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/g/US-PR-0001/editions/compare/?from=1&to=2"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("a", "b", "status"),
    [
        ("US-PR-0001:1", "", 422),
        ("US-PR-0001:x", "US-PR-0001", 422),
        ("US-PR-0001:1", "US-PR-9999", 404),
        ("US-PR-0001:99", "US-PR-0001", 404),
        ("", "", 200),
    ],
)
def test_what_cannot_be_compared_gets_its_sentence(world: World, here: Edition, a: str, b: str, status: int) -> None:
    assert signed_in(world.ann).get(PAGE, {"a": a, "b": b}).status_code == status


def test_nobody_compares_what_they_may_not_read(world: World, here: Edition, there: Edition) -> None:
    answer = signed_in(world.mo).get(PAGE, {"a": "US-PR-0001", "b": "VN-PR-0001"})
    assert answer.status_code == 404
    draft = making.next_draft(here.guideline, world.ann, summary="Secret.")
    answer = signed_in(world.mo).get(PAGE, {"a": "US-PR-0001:1", "b": f"US-PR-0001:{draft.number}"})
    assert answer.status_code == 404
