"""What search costs."""

from __future__ import annotations

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidelines.catalogue.models import Topic
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.people.scopes import holdings
from guidelines.people.services import grant
from guidelines.reading.models.search import SearchHeap
from guidelines.reading.search import looking
from guidelines.reading.search.asking import asked
from guidelines.reading.search.known import known
from guidelines.reading.search.querying import search
from guidelines.reading.search.results import Filters
from guidelines.reading.search.shelves import shelf_now
from tests.people import World
from tests.reading import making

pytestmark = pytest.mark.django_db


def many(world: World, count: int) -> None:
    for number in range(count):
        making.first(world, title=f"Counterfeit product listings {number}")


@pytest.mark.parametrize(("count", "queries"), [(5, 5), pytest.param(60, 7, marks=pytest.mark.slow)])
def test_the_queries_do_not_grow_with_the_number_of_guidelines(
    world: World,
    count: int,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(looking.engine(), "GRADED", 100)
    many(world, count)
    grant(world.mo, Role.TRAINER, by=None, market=world.us, domain=world.creator)
    Topic.objects.create(code="other", name="Other")
    known()
    person = Person.objects.get(pk=world.mo.pk)
    holdings(person)
    # Whether what this process knows is still so; which words begin so; what fits; how well; its words. Of many not
    # how well each does, but which tiers tell, and as many of two as fill the page.
    with django_assert_num_queries(queries):
        assert search(person, "counterfeit listing").total >= count
    with django_assert_num_queries(6):  # and which passages a citation cites
        assert search(person, "PR-0001 R1").direct


@pytest.mark.slow
def test_a_search_page_asks_no_session_and_no_person(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many(world, 5)
    client = making.signed_in(world.mo)
    assert client.get("/search/", {"q": "branded"}).status_code == 200
    with django_assert_max_num_queries(5):
        assert b"Counterfeit product listings 4" in client.get("/search/", {"q": "branded"}).content


def test_rights_and_filters_take_the_same_words_however_many_sets_of_topics_there_are(world: World) -> None:
    making.first(world)

    def conditions() -> list[str]:
        shelf = shelf_now(world.mo, timezone.now(), known())
        return [shelf.condition, shelf.look(asked("mirror"), Filters(markets=("US",))).condition]

    before = conditions()
    SearchHeap.objects.bulk_create(
        SearchHeap(market=world.us, domain=world.product, codes=f" t{number} ", filing=f" t{number} ")
        for number in range(50)
    )
    assert conditions() == before
