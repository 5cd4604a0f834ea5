"""Search over the twelve guidelines: who finds what, citations, filters."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from guidelines.editions.models import Guideline, GuidelineAlias
from guidelines.people.models import Person
from guidelines.reading.models import SearchRow
from guidelines.reading.search import indexing
from guidelines.reading.search.querying import search
from tests.people import World
from tests.reading import making
from tests.reading.search_set import cite, contents

pytestmark = pytest.mark.django_db


def found(person: Person, query: str, **options: Any) -> list[str]:
    return [cite(hit) for hit in search(person, query, **options).hits]


@pytest.mark.slow
def test_a_person_finds_only_what_they_may_read(twelve: World) -> None:
    assert found(twelve.mo, "mirror") == ["US-PR-0001 R1", "US-PR-0001 § Edge cases"]
    assert found(twelve.vy, "mirror") == []
    assert found(twelve.vy, "đường") == found(twelve.joe, "đường")
    assert found(twelve.root, "mirror") == []


@pytest.mark.slow
def test_facets_count_only_what_the_person_may_read(twelve: World) -> None:
    facets = search(twelve.mo, "counterfeit").facets
    assert [(choice.code, choice.count) for choice in facets.markets] == [("US", 3)]
    assert [(choice.code, choice.count) for choice in facets.domains] == [("PR", 3)]


def test_a_citation_of_what_the_person_may_not_read_finds_nothing(twelve: World) -> None:
    results = search(twelve.mo, "VN-PR-0001 R1")
    assert (results.hits, results.direct, results.total) == ((), None, 0)


@pytest.mark.slow
def test_a_rebuild_makes_the_same_rows_and_the_same_answers(twelve: World) -> None:
    guideline = Guideline.objects.get(policy_id="US-PR-0001")
    making.again(twelve, guideline, title="Giraffes")
    rows, answer = contents(), found(twelve.joe, "mirror")
    SearchRow.objects.filter(kind="rule").update(text="spoilt", recipe="0")
    call_command("rebuild_search", verbosity=0, stdout=StringIO())
    assert contents() == rows
    assert found(twelve.joe, "mirror") == answer


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="FTS5 checks its index; PostgreSQL keeps its own in step")
def test_the_index_holds_exactly_the_terms_of_the_rows(twelve: World) -> None:
    indexing.rebuild()  # tests with real transactions empty the table behind the index
    guideline = Guideline.objects.get(policy_id="US-PR-0001")
    making.again(twelve, guideline, title="Giraffes")
    making.withdrawn(twelve, guideline)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO reading_searchindex (reading_searchindex, rank) VALUES ('integrity-check', 1)")


@pytest.mark.parametrize(
    "query", ["US-PR-0001 R2", "us-pr-0001 r2", "PR-0001 R2", "US PR 0001 R2", "US‑PR‑0001 r2", "0001 r2"]
)
def test_a_citation_of_one_rule_is_direct(twelve: World, query: str) -> None:
    hit = search(twelve.mo, query).direct
    assert hit
    assert (cite(hit), hit.anchor) == ("US-PR-0001 R2", "r2")


def test_a_citation_that_fits_several_is_not_direct(twelve: World) -> None:
    assert search(twelve.joe, "0001 r1").direct is None
    assert found(twelve.joe, "0001 r1")[:3] == ["US-CC-0001 R1", "US-PR-0001 R1", "US-SE-0001 R1"]


def test_words_and_plain_numbers_are_no_citation(twelve: World) -> None:
    for query in ("mirror", "40", "1", "counterfeit.low_price"):
        assert search(twelve.joe, query).direct is None


def test_an_earlier_number_leads_to_its_guideline(twelve: World) -> None:
    guideline = Guideline.objects.get(policy_id="US-PR-0001")
    GuidelineAlias.objects.create(guideline=guideline, alias="MOD-77")
    hit = search(twelve.mo, "mod-77").direct
    assert hit
    assert hit.policy_id == "US-PR-0001"


def test_filters_narrow_and_each_facet_counts_what_the_others_leave(twelve: World) -> None:
    results = search(twelve.joe, "mirror", domains=("PR",))
    assert [cite(hit) for hit in results.hits] == ["US-PR-0001 R1", "US-PR-0001 § Edge cases"]
    assert (results.total, results.unfiltered) == (2, 4)
    assert {choice.code: choice.count for choice in results.facets.domains} == {"CC": 1, "PR": 2, "SE": 1}
    assert {choice.code: choice.count for choice in results.facets.topics} == {"counterfeit": 2, "counterfeit.goods": 2}


def test_a_topic_holds_what_is_filed_below_it(twelve: World) -> None:
    assert found(twelve.joe, "mirror", topics=("counterfeit",)) == found(
        twelve.joe, "mirror", topics=("counterfeit.goods",)
    )
    assert found(twelve.joe, "mirror", topics=("regulated",)) == ["US-SE-0001 R1"]
    assert found(twelve.joe, "mirror", topics=("counterfeit", "regulated")) == found(twelve.joe, "mirror")


def test_what_filters_hide_is_counted(twelve: World) -> None:
    results = search(twelve.joe, "mirror", markets=("VN",))
    assert (results.total, results.unfiltered) == (0, 4)
    assert search(twelve.joe, "mirror", markets=("XX",), topics=("no'such\\topic%",)).total == 0


def test_what_is_in_force_now_is_counted_where_another_moment_has_nothing(twelve: World) -> None:
    assert search(twelve.joe, "mirror", at=timezone.now() - 90 * making.DAY).elsewhen == 4
