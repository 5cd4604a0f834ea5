"""What search costs."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from guidelines.catalogue.models import Topic
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.people.services import grant
from guidelines.reading.search.querying import search
from tests.people import World
from tests.reading import making

pytestmark = pytest.mark.django_db


def many(world: World, count: int) -> None:
    for number in range(count):
        making.first(world, title=f"Counterfeit product listings {number}")


@pytest.mark.parametrize(("count", "queries"), [(5, 9), pytest.param(60, 10, marks=pytest.mark.slow)])
def test_the_queries_do_not_grow_with_the_number_of_guidelines(
    world: World, count: int, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many(world, count)
    grant(world.mo, Role.TRAINER, by=None, market=world.us, domain=world.creator)
    Topic.objects.create(code="other", name="Other")
    person = Person.objects.get(pk=world.mo.pk)
    # What the person holds; lists, heaps, synonyms; which words begin so; how many there are; which to show, their
    # terms, their words. Of many not the terms, but as many tiers as fill the page.
    with django_assert_num_queries(queries):
        assert search(person, "branded").total >= count
    person = Person.objects.get(pk=world.mo.pk)
    with django_assert_num_queries(10):  # and which passages a citation cites
        assert search(person, "PR-0001 R1").direct
