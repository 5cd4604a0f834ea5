"""Search: who finds what, when, at what cost, and that no input breaks it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from guidelines.editions import services
from guidelines.editions.queries import FOR_EVER
from guidelines.people.models import Person
from guidelines.reading.models import SearchRow
from guidelines.reading.search.querying import search
from tests.editions import making as editions
from tests.people import World
from tests.reading import making
from tests.reading.search_set import cite

pytestmark = pytest.mark.django_db


def found(person: Person, query: str, **options: Any) -> list[str]:
    return [cite(hit) for hit in search(person, query, **options).hits]


def numbers(person: Person, query: str, **options: Any) -> set[int]:
    return {hit.number for hit in search(person, query, **options).hits}


# Rights


@pytest.mark.slow
def test_drafts_and_approved_editions_are_found_by_nobody(world: World) -> None:
    guideline = making.first(world)
    editions.approved(editions.next_draft(guideline, world.ann, title="Zebra crossing"), world)
    for person in (world.mo, world.ann, world.bob, world.joe):
        assert found(person, "zebra") == []


def test_an_insider_finds_what_is_in_force_in_other_markets_and_not_its_past(world: World) -> None:
    start = timezone.now() - making.DAY
    making.vietnamese(world)
    assert found(world.ann, "chính hãng") == ["VN-PR-0001 term hàng chính hãng", "VN-PR-0001 § Phạm vi"]
    assert found(world.ann, "chính hãng", at=start) == []
    assert found(world.mo, "chính hãng") == []


@pytest.mark.slow
def test_the_end_that_a_secret_edition_brings_does_not_show_either(world: World) -> None:
    guideline = making.first(world, title="Elephants")
    making.scheduled(world, guideline, timezone.now() + 20 * making.DAY, title="Giraffes")
    later = timezone.now() + 30 * making.DAY
    assert found(world.mo, "elephants", at=later) == ["US-PR-0001"]
    assert found(world.mo, "giraffes", at=later) == []
    assert found(world.ann, "giraffes", at=later) == ["US-PR-0001"]
    assert found(world.ann, "elephants", at=later) == []


@pytest.mark.slow
def test_a_moderator_finds_the_words_to_come_seven_days_ahead_by_their_moment(world: World) -> None:
    guideline = making.first(world, title="Elephants")
    making.scheduled(world, guideline, timezone.now() + 3 * making.DAY, title="Giraffes")
    assert found(world.mo, "giraffes") == []
    assert found(world.mo, "giraffes", at=timezone.now() + 4 * making.DAY) == ["US-PR-0001"]
    assert found(world.mo, "elephants", at=timezone.now() + 4 * making.DAY) == []


# Time


@pytest.mark.slow
def test_superseded_words_are_found_through_as_of_only(world: World) -> None:
    now = timezone.now()
    old = making.backdated(world, None, now - 60 * making.DAY, title="Elephants")
    making.backdated(world, old.guideline, now - 30 * making.DAY, title="Giraffes")
    assert found(world.mo, "elephants") == []
    assert found(world.mo, "elephants", at=now - 40 * making.DAY) == ["US-PR-0001"]
    assert found(world.mo, "giraffes", at=now - 40 * making.DAY) == []
    assert found(world.mo, "elephants", at=now - 70 * making.DAY) == []


@pytest.mark.slow
def test_the_bounds_of_a_period_are_exact(world: World) -> None:
    start = timezone.now() - 10 * making.DAY
    old = making.backdated(world, None, start - making.DAY, title="Elephants")
    making.backdated(world, old.guideline, start, title="Giraffes")
    assert found(world.mo, "giraffes", at=start) == ["US-PR-0001"]
    assert found(world.mo, "elephants", at=start - dt.timedelta(microseconds=1)) == ["US-PR-0001"]


@pytest.mark.slow
def test_each_deed_changes_what_is_found_at_once(world: World) -> None:
    guideline = making.first(world, title="Elephants")
    making.again(world, guideline, title="Giraffes")
    assert (found(world.mo, "elephants"), found(world.mo, "giraffes")) == ([], ["US-PR-0001"])
    coming = making.scheduled(world, guideline, timezone.now() + making.DAY, title="Hippos")
    services.cancel(coming, by=world.ann)
    assert found(world.ann, "hippos", at=timezone.now() + 2 * making.DAY) == []
    assert found(world.ann, "giraffes", at=timezone.now() + 2 * making.DAY) == ["US-PR-0001"]
    making.withdrawn(world, guideline)
    assert found(world.mo, "giraffes") == []


def test_around_an_emergency_the_earlier_words_have_two_periods(world: World, time_machine: Any) -> None:
    guideline = making.first(world, title="Elephants")
    draft = editions.next_draft(guideline, world.ann, title="Giraffes")
    services.enforce_now(draft, by=world.bob, seen=draft.digest, note="A recall.", hours=1)
    during = timezone.now()
    assert (found(world.mo, "elephants"), found(world.mo, "giraffes")) == ([], ["US-PR-0001"])
    periods = (
        SearchRow.objects.filter(edition__number=1, kind="title").order_by("since").values_list("until", flat=True)
    )
    assert len(periods) == 2
    assert periods[1] == FOR_EVER
    time_machine.move_to(timezone.now() + 2 * making.HOUR)
    assert (found(world.mo, "elephants"), found(world.mo, "giraffes")) == (["US-PR-0001"], [])
    assert found(world.mo, "giraffes", at=during) == ["US-PR-0001"]


@pytest.mark.slow
def test_a_ratified_emergency_stays(world: World, time_machine: Any) -> None:
    guideline = making.first(world, title="Elephants")
    draft = editions.next_draft(guideline, world.ann, title="Giraffes")
    edition = services.enforce_now(draft, by=world.bob, seen=draft.digest, note="A recall.", hours=1)
    services.ratify(edition, by=world.eve, seen=edition.digest)
    time_machine.move_to(timezone.now() + 2 * making.HOUR)
    assert (found(world.mo, "elephants"), found(world.mo, "giraffes")) == ([], ["US-PR-0001"])


# Derived rows


@pytest.mark.slow
def test_publishing_leaves_the_rows_of_other_editions_alone(world: World) -> None:
    guideline = making.first(world)
    before = set(SearchRow.objects.values_list("pk", flat=True))
    making.again(world, guideline, title="Giraffes")
    assert before < set(SearchRow.objects.values_list("pk", flat=True))


# Citations


@pytest.mark.slow
def test_a_citation_is_of_the_edition_asked_for(world: World) -> None:
    now = timezone.now()
    old = making.backdated(world, None, now - 60 * making.DAY)
    making.backdated(world, old.guideline, now - 30 * making.DAY, title="New")
    assert numbers(world.mo, "PR-0001 R1") == {2}
    assert numbers(world.mo, "PR-0001 R1", at=now - 40 * making.DAY) == {1}


# Filters, order, pages


@pytest.mark.slow
def test_the_newest_come_first_when_asked(world: World) -> None:
    now = timezone.now()
    making.backdated(world, None, now - 9 * making.DAY, title="Whales")
    making.backdated(world, None, now - 3 * making.DAY, title="Whales again")
    assert found(world.mo, "whales") == ["US-PR-0001", "US-PR-0002"]
    assert found(world.mo, "whales", order="newest") == ["US-PR-0002", "US-PR-0001"]


@pytest.mark.slow
def test_pages_follow_one_another_without_a_gap(world: World) -> None:
    rules = "".join(
        f"/// rule | R{number}\nif: Whale number {number}.\ndo: Remove.\naction: remove\n///\n\n"
        for number in range(1, 61)
    )
    making.first(world, source=f"## Scope\n\nSeas.\n\n{rules}")
    pages = [search(world.mo, "whale", page=page) for page in (1, 2, 3)]
    assert [len(page.hits) for page in pages] == [25, 25, 10]
    assert [hit.rule for page in pages for hit in page.hits] == [f"R{number}" for number in range(1, 61)]
    assert search(world.mo, "whale", page=99).page == 3
    assert search(world.mo, "whale", page=-1).page == 1
