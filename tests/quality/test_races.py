"""Two imports that meet the same new moderators at the same time."""

from __future__ import annotations

import threading
import time
from itertools import combinations

import pytest
from django.db import transaction

from guidelines.quality.importing.moderators import SHORTEST, Moderators, code_of
from guidelines.quality.models import Identity, Subject
from tests.editions.test_races import at_once
from tests.people import World, the_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def committed(transactional_db: None) -> World:
    return the_world()


def both(first: set[str], second: set[str]) -> list[dict[str, int]]:
    """The subjects of two imports; the second meets its moderators before the batch of the first is committed."""
    met = threading.Event()

    def slow() -> dict[str, int]:
        with transaction.atomic():
            found = dict(Moderators().subjects(first))
            met.set()
            time.sleep(0.4)
        return found

    def quick() -> dict[str, int]:
        met.wait(20)
        with transaction.atomic():
            return dict(Moderators().subjects(second))

    one, other = at_once(slow, quick)
    assert isinstance(one, dict)
    assert isinstance(other, dict)
    return [one, other]


def test_two_imports_that_meet_the_same_new_moderators_make_each_of_them_once(committed: World) -> None:
    names = {"A-004", "NEW-1", "NEW-2", "NEW-3"}
    one, other = both(names, {*names, "NEW-4"})
    assert {name: other[name] for name in names} == one
    assert Subject.objects.count() == 5
    assert Identity.objects.get().person == committed.mo


def test_two_new_moderators_whose_pseudonyms_begin_alike_get_labels_of_their_own(committed: World) -> None:
    codes = {f"NEW-{number}": code_of(f"NEW-{number}") for number in range(1500)}
    first, second = next(
        (one, other)
        for one, other in combinations(codes, 2)
        if codes[one][:SHORTEST] == codes[other][:SHORTEST] and codes[one][:5] != codes[other][:5]
    )
    both({first}, {second})
    assert [len(subject.label) for subject in Subject.objects.order_by("pk")] == [SHORTEST, SHORTEST + 1]
