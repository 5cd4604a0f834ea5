"""A topic that is put elsewhere in the tree takes with it what is filed under it, at once."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from django.test import Client

from guidelines.catalogue import services as catalogue
from guidelines.catalogue.models import Topic
from guidelines.reading.models import LibraryTopic, SearchHeap
from guidelines.reading.search.querying import search
from tests.people import World
from tests.reading import making

pytestmark = pytest.mark.django_db
GOODS, COUNTERFEIT, REGULATED = "counterfeit.goods", "counterfeit", "regulated"


def put(code: str, below: str | None, world: World) -> None:
    topic = Topic.objects.get(code=code)
    topic.parent = Topic.objects.get(code=below) if below else None
    catalogue.change(topic, by=world.root, fields=["parent"])


def filed(*codes: str, world: World) -> str:
    return making.first(world, title=" ".join(codes), topic_codes=codes).policy_id


def in_the_library(client: Client, topic: str) -> list[str]:
    html = client.get("/guidelines/", {"topic": topic}).content.decode()
    return re.findall(r'<h3 lang="\w+"><a href="/g/([A-Z0-9-]+)/', html)


def found(client: Client, topic: str) -> list[str]:
    html = client.get("/search/", {"q": "branded", "topic": topic}).content.decode()
    return sorted(set(re.findall(r'class="pid-link" href="/g/([A-Z0-9-]+)/', html)))


def rows() -> tuple[list[tuple[object, ...]], set[str]]:
    topics = LibraryTopic.objects.values_list("row__policy_id", "row__since", "topic__code", "filed")
    return sorted(topics), set(SearchHeap.objects.values_list("filing", flat=True))


def test_readers_find_it_under_the_new_topic_and_no_more_under_the_old_one(world: World) -> None:
    own = filed(GOODS, world=world)
    both = filed(GOODS, COUNTERFEIT, world=world)
    mo = making.signed_in(world.mo)
    for finds in (in_the_library, found):
        assert finds(mo, REGULATED) == []
        assert finds(mo, COUNTERFEIT) == [own, both]
    put(GOODS, REGULATED, world)
    for finds in (in_the_library, found):
        assert finds(mo, REGULATED) == finds(mo, GOODS) == [own, both]
        assert finds(mo, COUNTERFEIT) == [both]
    put(GOODS, None, world)
    for finds in (in_the_library, found):
        assert finds(mo, REGULATED) == []
        assert finds(mo, GOODS) == [own, both]


def test_the_filters_count_it_there(world: World) -> None:
    filed(GOODS, world=world)

    def counts() -> dict[str, int]:
        offered = search(world.mo, "counterfeit").facets.topics
        return {choice.code: choice.count for choice in offered}

    before = counts()
    assert before[COUNTERFEIT] == before[GOODS]
    put(GOODS, REGULATED, world)
    assert counts() == {REGULATED: before[GOODS], GOODS: before[GOODS]}


def test_what_stands_below_goes_with_it_and_all_is_as_if_made_anew(world: World) -> None:
    for code, below in (("deep", GOODS), ("deeper", "deep"), ("elsewhere", REGULATED)):
        Topic.objects.create(code=code, name=code, parent=Topic.objects.get(code=below))
    for codes in (("deeper",), ("deep", COUNTERFEIT), ("elsewhere",), ("deeper", REGULATED), (GOODS, "elsewhere")):
        filed(*codes, world=world)
    making.again(world, making.first(world, topic_codes=("deep",)), topic_codes=(GOODS, "deeper"))
    for code, below in (("deep", "elsewhere"), (GOODS, None), ("elsewhere", GOODS), (COUNTERFEIT, "deeper")):
        put(code, below, world)
        at_once = rows()
        call_command("rebuild_reading", verbosity=0)
        call_command("rebuild_search", verbosity=0)
        assert at_once == rows()


def test_another_name_files_nothing_anew(world: World) -> None:
    filed(GOODS, world=world)
    before = list(LibraryTopic.objects.values_list("pk", flat=True))
    topic = Topic.objects.get(code=GOODS)
    topic.name = "Goods"
    catalogue.change(topic, by=world.root, fields=["name"])
    assert list(LibraryTopic.objects.values_list("pk", flat=True)) == before
