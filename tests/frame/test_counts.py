"""What waits for a person, as each process keeps it: for half a minute, for one set of rights, until a deed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction

from guidelines.frame import clock, counts
from guidelines.frame.counts import KEPT_FOR, Counts

SECOND = dt.timedelta(seconds=1)
MO, ANN = 1, 2


@pytest.fixture
def kept() -> Iterator[Counts[int]]:
    yield (made := Counts[int]())
    counts._all.remove(made)


def never() -> int:
    raise AssertionError("it must not be counted")


def test_what_was_counted_is_told_for_half_a_minute_and_then_counted_anew(kept: Counts[int]) -> None:
    start = clock.now()
    with clock.pretend(start):
        assert kept.of(MO, "reads", lambda: 3) == 3
    with clock.pretend(start + KEPT_FOR - SECOND):
        assert kept.of(MO, "reads", never) == 3
    with clock.pretend(start + KEPT_FOR):
        assert kept.of(MO, "reads", lambda: 4) == 4


def test_it_is_told_to_nobody_else_and_outlives_no_right(kept: Counts[int]) -> None:
    kept.of(MO, "reads here and there", lambda: 3)
    assert kept.of(ANN, "reads here and there", lambda: 0) == 0
    assert kept.of(MO, "reads here", lambda: 1) == 1
    assert kept.known(MO, "reads here and there") is None


@pytest.mark.django_db(transaction=True)
def test_a_deed_is_known_at_once_and_again_when_others_see_it(kept: Counts[int]) -> None:
    kept.of(MO, "reads", lambda: 3)
    with transaction.atomic():
        kept.forget_all()
        assert kept.of(MO, "reads", lambda: 3) == 3  # another request, which does not see the deed yet
    assert kept.of(MO, "reads", lambda: 4) == 4


@pytest.mark.django_db
def test_what_one_person_did_makes_nobody_else_count_anew(kept: Counts[int]) -> None:
    for person in (MO, ANN):
        kept.of(person, "reads", lambda: 3)
    kept.forget(MO)
    assert (kept.known(MO, "reads"), kept.known(ANN, "reads")) == (None, 3)


@pytest.mark.django_db
def test_what_was_counted_while_a_deed_was_done_is_not_kept(kept: Counts[int]) -> None:
    def slowly() -> int:
        kept.forget_all()
        return 3

    assert kept.of(MO, "reads", slowly) == 3
    assert kept.known(MO, "reads") is None


def test_only_so_many_people_are_remembered_the_latest_of_them(
    kept: Counts[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "MOST", 2)
    for person in (1, 2, 1, 3):
        kept.tell(person, "reads", person, kept.begun())
    assert [kept.known(person, "reads") for person in (1, 2, 3)] == [1, None, 3]
