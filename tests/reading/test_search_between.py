"""A deed between two questions of one search: nobody is shown what they may not read, and nothing breaks."""

from __future__ import annotations

import pytest
from django.utils import timezone

from guidelines.people.roles import Role
from guidelines.reading.search.asking import asked
from guidelines.reading.search.hits import hits_of
from guidelines.reading.search.known import known
from guidelines.reading.search.looking import Beginnings
from guidelines.reading.search.querying import search
from guidelines.reading.search.shelves import readable_rows, shelf_now
from tests.editions.clearing import restricted
from tests.people import World, make_person
from tests.reading import making

pytestmark = pytest.mark.django_db


def test_who_reads_all_there_is_does_not_find_what_comes_to_another_market_meanwhile(world: World) -> None:
    making.first(world)
    before = known()
    making.vietnamese(world)
    now = timezone.now()
    for person in (world.mo, make_person("X-1", "Xo Dale", Role.MODERATOR, world.us, None)):
        found = shelf_now(person, now, before).look(asked("S2")).best(0, 50)
        assert found
        assert set(found) <= set(readable_rows(person, now, now).values_list("pk", flat=True))
    reads_everywhere = shelf_now(world.joe, now, before)
    looked = reads_everywhere.look(asked("S2"))
    assert len(looked.counts()) == 2
    assert sum(heap.held for heap in reads_everywhere.heaps.holding(looked.counts())) > 0


def test_a_guideline_that_is_restricted_while_it_is_found_is_left_out(world: World) -> None:
    guideline = making.first(world)
    making.first(world, title="Seals")
    ids = shelf_now(world.mo, timezone.now(), known()).look(asked("mirror")).best(0, 50)
    restricted(guideline.editions.get(), world.ann)
    assert {hit.title for hit in hits_of(ids)} == {"Seals"}


class Emptied(dict[str, dict[str, str]]):
    """What is kept, thrown away by another thread right after it was found to be there."""

    def __contains__(self, word: object) -> bool:
        found = super().__contains__(word)
        self.clear()
        return found


def test_words_thrown_away_by_another_search_are_asked_for_again(world: World) -> None:
    making.first(world, title="Whales")
    beginnings = Beginnings(10, Emptied(whal={"whales": "c"}))
    assert beginnings.of({"whal"}) == {"whal": {"whales": "c"}}


def test_the_filters_of_another_moment_offer_only_what_the_person_may_read(too_much: World) -> None:
    found = search(too_much.mo, "mirror", at=timezone.now())
    assert found.uncounted
    assert [choice.code for choice in found.facets.markets] == ["US"]
