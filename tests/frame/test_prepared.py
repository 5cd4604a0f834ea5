"""A query that is written once and asked with other values finds what the ORM finds, and nothing of before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db.models import CharField, QuerySet, Value
from pytest_django import DjangoAssertNumQueries

from guidelines.editions.models import Edition
from guidelines.editions.rights import SOON
from guidelines.frame.prepared import Prepared
from tests.people import World
from tests.reading.making import DAY, first, scheduled

pytestmark = pytest.mark.django_db
Write = Callable[[str, int, dt.datetime], QuerySet[Edition]]


def begun(policy_id: str, person_id: int, now: dt.datetime) -> QuerySet[Edition]:
    """What begins within a week, with everything that the ORM can add to a row."""
    rows = Edition.objects.filter(guideline__policy_id=policy_id, effective_from__lte=now + SOON)
    rows = rows.exclude(withdrawn_at__lte=now).select_related("guideline__market").defer("source")
    return rows.annotate(whose=Value(person_id)).order_by("-number")


@pytest.mark.slow
def test_it_finds_what_the_orm_finds_whatever_is_asked(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    guideline, other = first(world), first(world, title="Second")
    now = other.editions.get().effective_from
    assert now
    scheduled(world, guideline, now + 3 * DAY, title="Soon")
    prepared = Prepared(begun)
    for asked in ((guideline.policy_id, 3, now), (other.policy_id, 4, now), (guideline.policy_id, 3, now - 5 * DAY)):
        wanted = list(begun(*asked))
        with django_assert_num_queries(1):
            found = prepared.asked(*asked)
            assert [row.guideline.market.code for row in found] == ["US"] * len(wanted)
        assert found == wanted
        shown = [(row.title, row.effective_from, row.topic_codes) for row in found]
        assert shown == [(row.title, row.effective_from, row.topic_codes) for row in wanted]
        assert [vars(row)["whose"] for row in found] == [asked[1]] * len(wanted)
        assert all("source" in row.get_deferred_fields() for row in found)


def test_who_may_find_nothing_asks_nothing(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    prepared = Prepared(lambda *_asked: Edition.objects.filter(pk__in=[]))
    with django_assert_num_queries(0):
        assert prepared.asked("US-PR-0001", 1, dt.datetime.now(dt.UTC)) == []


def changed_word(policy_id: str, _person_id: int, _now: dt.datetime) -> QuerySet[Edition]:
    return Edition.objects.filter(title=f"About {policy_id}")


def changed_number(_policy_id: str, person_id: int, _now: dt.datetime) -> QuerySet[Edition]:
    return Edition.objects.annotate(whose=Value(f"Of {person_id}", output_field=CharField()))


def far_moment(_policy_id: str, _person_id: int, now: dt.datetime) -> QuerySet[Edition]:
    return Edition.objects.filter(saved_at__gt=now - dt.timedelta(days=40 * 365))


@pytest.mark.parametrize("write", [changed_word, changed_number, far_moment])
def test_a_value_that_the_query_changes_is_found_when_it_is_written(write: Write) -> None:
    with pytest.raises(ValueError, match="stand-in"):
        Prepared(write)
