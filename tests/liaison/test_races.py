"""Real transactions at the same time: a list has its name alone, however many give it."""

from __future__ import annotations

import pytest

from guidelines.frame.refusals import Invalid
from guidelines.liaison.models import Stakeholder
from guidelines.liaison.services.stakeholders import change_stakeholder, seen_of
from tests.editions.test_races import at_once
from tests.liaison.sending import a_list
from tests.people import World, the_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def committed(transactional_db: None) -> World:
    return the_world()


def named(found: Stakeholder, name: str) -> Stakeholder:
    return change_stakeholder(found, name=name, language="en", about="", seen=seen_of(found), by=found.made_by)


def test_of_three_who_make_a_list_of_one_name_at_once_two_read_that_there_is_one(committed: World) -> None:
    results = at_once(*[lambda: a_list(committed, "Agencies")] * 3)
    assert [str(one) for one in results if isinstance(one, Invalid)] == [
        "There is a list of this name already. Choose another name."
    ] * 2
    assert Stakeholder.objects.count() == 1


def test_of_two_who_give_two_lists_one_name_at_once_one_reads_that_there_is_one(committed: World) -> None:
    lists = [a_list(committed, name) for name in ("North", "South")]
    results = at_once(*[lambda one=one: named(one, "Agencies") for one in lists])
    assert sum(isinstance(one, Invalid) for one in results) == 1
    assert Stakeholder.objects.filter(name="Agencies").count() == 1
