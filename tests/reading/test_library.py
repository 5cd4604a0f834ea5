"""The library: what a person may browse, how it is counted, and what it costs."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidelines.catalogue.models import Topic
from guidelines.editions.queries import FOR_EVER
from guidelines.reading import shared
from guidelines.reading.models import LibraryRow, LibraryTopic
from guidelines.reading.queries import browse_counts, recently_in_force, starting_soon
from tests.editions import making as editions
from tests.people import World
from tests.reading import making

pytestmark = pytest.mark.django_db


def listed(client: Client, **query: object) -> list[str]:
    """The policy IDs on the page, in order."""
    html = client.get("/guidelines/", query).content.decode()
    return re.findall(r'<h3 lang="\w+"><a href="/g/([A-Z0-9-]+)/', html)


@pytest.mark.slow
def test_a_moderator_sees_what_is_in_force_where_they_work_and_nothing_else(world: World) -> None:
    mine = making.first(world)
    making.vietnamese(world)
    editions.draft(world, title="Only a draft")
    assert listed(making.signed_in(world.mo)) == [mine.policy_id]
    assert listed(making.signed_in(world.root)) == []


@pytest.mark.slow
def test_of_several_editions_the_one_in_force_is_listed_once(world: World) -> None:
    guideline = making.first(world, title="Old title")
    making.again(world, guideline, title="New title")
    html = making.signed_in(world.mo).get("/guidelines/").content.decode()
    assert "New title" in html
    assert "Old title" not in html
    assert "1 guideline<" in html


@pytest.mark.slow
def test_what_was_withdrawn_leaves_the_library_with_the_deed(world: World) -> None:
    guideline = making.first(world)
    making.withdrawn(world, guideline)
    assert listed(making.signed_in(world.mo)) == []


@pytest.mark.slow
def test_a_cancelled_schedule_leaves_no_row(world: World) -> None:
    guideline = making.first(world)
    coming = making.scheduled(world, guideline, timezone.now() + 2 * making.DAY)
    assert LibraryRow.objects.filter(guideline=guideline).count() == 2
    editions.services.cancel(coming, by=world.ann)
    row = LibraryRow.objects.get(guideline=guideline)
    assert (row.number, row.until) == (1, FOR_EVER)


@pytest.mark.slow
def test_an_instant_shows_the_library_of_that_time(world: World) -> None:
    now = timezone.now()
    old = making.backdated(world, None, now - 60 * making.DAY, title="The old words")
    making.backdated(world, old.guideline, now - 30 * making.DAY, title="The new words")
    making.backdated(world, None, now - 10 * making.DAY, title="A late guideline")
    client = making.signed_in(world.mo)
    html = client.get("/guidelines/", {"at": (now - 40 * making.DAY).isoformat()}).content.decode()
    assert "The old words" in html
    assert "The new words" not in html
    assert "A late guideline" not in html
    link = re.search(r'<h3 lang="en"><a href="([^"]+)"', html)[1]  # type: ignore[index]
    assert "The old words" in client.get(link).content.decode()


@pytest.mark.slow
def test_what_starts_within_seven_days_is_marked(world: World) -> None:
    now = timezone.now()
    making.scheduled(world, making.first(world), now + 3 * making.DAY)
    new = editions.published(editions.draft(world, title="Brand new"), world, effective_from=now + 2 * making.DAY)
    far = editions.published(editions.draft(world, title="Far away"), world, effective_from=now + 8 * making.DAY)
    client = making.signed_in(world.mo)
    html = client.get("/guidelines/").content.decode()
    assert "Edition 2 starts" in html
    assert "Edition 1, starts" in html
    assert new.guideline.policy_id in listed(client)
    assert far.guideline.policy_id not in listed(client)
    assert far.guideline.policy_id not in listed(making.signed_in(world.ann))


@pytest.mark.slow
def test_filters_narrow_and_their_counts_say_what_is_left(world: World) -> None:
    goods = making.first(world, title="Goods")
    medicine = making.first(world, title="Medicine", topic_codes=("regulated",))
    client = making.signed_in(world.mo)
    assert listed(client, topic="regulated") == [medicine.policy_id]
    assert listed(client, topic="counterfeit") == [goods.policy_id], "a topic holds those below it"
    assert listed(client, topic=["counterfeit", "regulated"]) == [goods.policy_id, medicine.policy_id]
    assert listed(client, q="MEDIC") == [medicine.policy_id]
    assert listed(client, q=goods.policy_id.lower()) == [goods.policy_id]
    assert listed(client, domain="SE") == []
    html = client.get("/guidelines/", {"topic": "regulated"}).content.decode()
    counts = dict(re.findall(r'name="topic" value="([\w.]+)".*?<span class="n">(\d+)</span>', html))
    assert counts == {"counterfeit": "1", "counterfeit.goods": "1", "regulated": "1"}


@pytest.mark.slow
def test_nothing_is_counted_that_may_not_be_read(world: World) -> None:
    making.vietnamese(world)
    html = making.signed_in(world.mo).get("/guidelines/").content.decode()
    assert 'name="market"' not in html
    assert "No guideline is in force where you work" in html


def test_vietnamese_titles_are_found_without_their_marks(world: World) -> None:
    guideline = making.vietnamese(world)
    assert listed(making.signed_in(world.vy), q="huong dan gia mao") == [guideline.policy_id]


@pytest.mark.slow
def test_a_hundred_words_cost_no_more_than_a_dozen_and_one_said_twice_no_more_than_once(world: World) -> None:
    client = making.signed_in(world.mo)
    client.get("/guidelines/")

    def looked_for(words: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/guidelines/", {"q": words})
        return max(query["sql"].count("LIKE") for query in asked.captured_queries)

    assert looked_for("u " * 100) == looked_for("u") == 1
    assert looked_for(" ".join(f"u{number}" for number in range(50))) == 12


@pytest.mark.slow
def test_filters_that_find_nothing_say_so_and_offer_a_way_back(world: World) -> None:
    making.first(world)
    client = making.signed_in(world.mo)
    for query in ({"q": "zzz"}, {"topic": "no.such"}, {"market": "XX"}, {"domain": "\x00"}, {"q": "%_\\"}):
        html = client.get("/guidelines/", query).content.decode()
        assert "No guideline fits these filters" in html or query == {"domain": "\x00"}
        assert "Order by" not in html or query == {"domain": "\x00"}


@pytest.mark.slow
def test_a_code_that_is_in_no_list_is_named_and_one_without_guidelines_is_not(world: World) -> None:
    making.vietnamese(world)
    client = making.signed_in(world.mo)
    for query in ({"market": "ZZ"}, {"domain": ["PR", "ZZ"]}, {"topic": "ZZ"}):
        for address in ("/guidelines/", "/search/"):
            response = client.get(address, {**query, "q": "goods"})
            assert response.status_code == 422
            assert "No market, domain or topic is called ZZ." in response.content.decode()
    assert client.get("/guidelines/", {"market": "VN"}).status_code == 200


@pytest.mark.slow
def test_newest_first_when_asked(world: World) -> None:
    first, second = making.first(world), making.first(world)
    making.again(world, first, summary="Newer.")
    assert listed(making.signed_in(world.mo)) == [first.policy_id, second.policy_id]
    assert listed(making.signed_in(world.mo), order="newest") == [first.policy_id, second.policy_id]
    making.again(world, second, summary="Newest.")
    assert listed(making.signed_in(world.mo), order="newest") == [second.policy_id, first.policy_id]


LIBRARY = 13
"""Queries of the library drawn anew, for everybody alike."""


@pytest.mark.parametrize("guidelines", [1, 8, pytest.param(30, marks=pytest.mark.slow)])
def test_the_library_costs_the_same_for_one_guideline_and_for_thirty(
    world: World, django_assert_num_queries: DjangoAssertNumQueries, guidelines: int
) -> None:
    for number in range(guidelines):
        making.first(world, title=f"Guideline {number}")
    client = making.signed_in(world.mo)
    client.get("/guidelines/")  # who reads is known from here on
    with django_assert_num_queries(1):
        assert client.get("/guidelines/").status_code == 200
    shared.clear()
    with django_assert_num_queries(LIBRARY):
        assert client.get("/guidelines/").status_code == 200


@pytest.mark.slow
def test_a_long_library_is_cut_into_pages_that_keep_the_question(world: World) -> None:
    for number in range(27):
        making.first(world, title=f"Goods {number}")
    client = making.signed_in(world.mo)
    assert len(listed(client)) == 25
    assert len(listed(client, page="2", q="goods")) == 2
    assert "q=goods&amp;page=2" in client.get("/guidelines/", {"q": "goods"}).content.decode()


@pytest.mark.slow
def test_rebuilding_makes_the_same_rows(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    guideline = making.first(world)
    making.withdrawn(world, guideline)
    making.again(world, guideline, summary="Second.")
    fields = ("policy_id", "number", "since", "until", "digest", "folded", "title")
    before = list(LibraryRow.objects.values_list(*fields))
    topics = LibraryTopic.objects.count()
    LibraryRow.objects.all().delete()
    call_command("rebuild_reading")
    assert list(LibraryRow.objects.values_list(*fields)) == before
    assert LibraryTopic.objects.count() == topics
    assert "1 guidelines" in capsys.readouterr().out


@pytest.mark.slow
def test_a_refused_deed_leaves_the_rows_as_they_were(world: World) -> None:
    guideline = making.first(world)
    before = list(LibraryRow.objects.values())
    late = editions.approved(editions.next_draft(guideline, world.ann, summary="X."), world)
    with pytest.raises(editions.services.publishing.Invalid):
        editions.services.publish(
            late,
            by=world.ann,
            seen=late.digest,
            why_sooner=editions.SOONER,
            effective_from=timezone.now() - making.HOUR,
        )
    assert list(LibraryRow.objects.values()) == before


@pytest.mark.slow
def test_home_is_told_what_took_force_what_starts_and_how_much_there_is(world: World) -> None:
    now = timezone.now()
    guideline = making.first(world)
    making.scheduled(world, guideline, now + 3 * making.DAY)
    making.vietnamese(world)
    assert [row.policy_id for row in recently_in_force(world.mo, since=now)] == [guideline.policy_id]
    assert recently_in_force(world.mo, since=timezone.now()) == []
    soon = starting_soon(world.mo)
    assert [(row.policy_id, row.number, row.until_then) for row in soon] == [(guideline.policy_id, 2, 1)]
    counts = browse_counts(world.mo)
    assert [(domain.code, domain.count, [(t.code, t.count) for t in domain.topics]) for domain in counts] == [
        ("PR", 1, [("counterfeit", 1)])
    ]
    assert [domain.count for domain in browse_counts(world.vy, language="vi")] == [1]
    assert browse_counts(world.root) == []


@pytest.mark.slow
def test_an_insider_finds_the_other_markets_in_the_library_but_not_on_their_home_page(world: World) -> None:
    guideline = making.vietnamese(world)
    assert listed(making.signed_in(world.ann)) == [guideline.policy_id]
    assert recently_in_force(world.ann, since=timezone.now() - making.DAY) == []


def test_a_topic_that_is_in_no_list_is_passed_over(world: World) -> None:
    guideline = making.first(world)
    Topic.objects.filter(code="counterfeit.goods").update(code="counterfeit.other")
    call_command("rebuild_reading", verbosity=0)
    assert LibraryTopic.objects.filter(row__guideline=guideline).count() == 0
