"""What was asked before is answered from memory, and never otherwise than somebody who asks for the first time is."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidelines.audit.models import AuditEvent
from guidelines.editions import services
from guidelines.editions.models import Guideline
from guidelines.frame import clock
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.reading.search import known as knowing
from guidelines.reading.search.answers import Answers
from guidelines.reading.search.asking import asked as question
from guidelines.reading.search.querying import first_hits, search
from guidelines.reading.search.results import Results
from tests.editions import making as editions
from tests.editions.clearing import restricted
from tests.people import World, make_person
from tests.reading import making

pytestmark = pytest.mark.django_db

QUESTIONS = ("mirror", "whales", "counterfeit product", "S1", "listing")


def asked(person: Person) -> list[object]:
    return [
        *(search(person, text) for text in QUESTIONS),
        search(person, "mirror", order="newest"),
        search(person, "mirror", domains=("product",)),
        *(first_hits(person, text, most=8) for text in QUESTIONS),
    ]


def without_stamp(answer: object) -> object:
    return replace(answer, stamp=0) if isinstance(answer, Results) else answer


def anew(person: Person) -> list[object]:
    """As a process that knows nothing yet answers."""
    knowing.clear()
    return asked(person)


def withdraw(world: World, guideline: Guideline) -> None:
    making.withdrawn(world, guideline)


def publish_again(world: World, guideline: Guideline) -> None:
    making.again(world, guideline, title="Whales and mirrors")


def publish_another(world: World, guideline: Guideline) -> None:
    making.first(world, title="Whales")


def schedule(world: World, guideline: Guideline) -> None:
    making.scheduled(world, guideline, timezone.now() + making.DAY, title="Whales to come")


def suspend(world: World, guideline: Guideline) -> None:
    services.suspend(
        guideline.editions.get(), by=world.bob, reason="It contradicts the law.", escalate_to="Policy duty lead"
    )


def number(world: World, guideline: Guideline) -> None:
    services.add_number(guideline, number="mirror-7", by=world.ann)


def enforce(world: World, guideline: Guideline) -> None:
    draft = editions.next_draft(guideline, world.ann, title="Whales")
    services.enforce_now(draft, by=world.bob, seen=draft.digest, note="Whales are sold today.")


def restrict(world: World, guideline: Guideline) -> None:
    restricted(guideline.editions.get(), world.ann)


@pytest.mark.parametrize(
    "deed", [withdraw, publish_again, publish_another, schedule, suspend, number, enforce, restrict]
)
def test_after_a_deed_everybody_is_told_what_is_in_force_now(
    world: World, deed: Callable[[World, Guideline], None]
) -> None:
    making.first(world, title="Seals")
    guideline = making.first(world, topic_codes=("regulated",))
    before = {person: asked(person) for person in (world.mo, world.joe)}
    deed(world, guideline)
    for person, answers in before.items():
        now = asked(person)
        assert [*map(without_stamp, now)] == [*map(without_stamp, anew(person))]
        assert deed is schedule or now != answers


@pytest.mark.slow
def test_a_deed_on_the_index_is_noticed_though_no_passage_came(world: World) -> None:
    guideline = making.first(world)
    making.first(world, title="Seals")
    newest = AuditEvent.objects.latest("id").pk
    assert search(world.mo, "mirror").total
    making.withdrawn(world, guideline)
    assert AuditEvent.objects.filter(pk__gt=newest, verb="edition.withdrawn").exists()
    assert {hit.title for hit in search(world.mo, "mirror").hits} == {"Seals"}


def test_an_edition_that_begins_is_found_from_its_very_instant_on(world: World) -> None:
    guideline = making.first(world)
    start = timezone.now() + making.DAY
    making.scheduled(world, guideline, start, title="Whales")
    for instant, found in (
        (start - dt.timedelta(seconds=1), False),
        (start, True),
        (start + dt.timedelta(seconds=1), True),
        (start - dt.timedelta(seconds=1), False),
    ):
        with clock.pretend(instant):
            assert bool(search(world.mo, "whales").total) is found
            assert {hit.number for hit in search(world.mo, "mirror").hits} == {2 if found else 1}


def test_nobody_is_answered_with_what_somebody_else_may_read(world: World) -> None:
    making.first(world)
    other = make_person("Z-001", "Zoe Quill", Role.MODERATOR, world.vn, world.product)
    assert search(world.mo, "mirror").total == search(world.joe, "mirror").total > 0
    assert search(other, "mirror").total == 0
    assert search(world.vy, "mirror").total == 0


def test_to_ask_again_costs_no_look_into_the_index(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    making.first(world)
    first = search(world.mo, "mirror")
    with django_assert_num_queries(2):  # whether what is known is still so, and the words of what was found
        assert search(world.mo, "mirror") == first


def test_only_the_latest_answers_are_kept() -> None:
    answers, looked_up = Answers(), []

    def find(text: str) -> list[int]:
        looked_up.append(text)
        return [7]

    assert answers.of("a", partial(find, "a")) == [7]
    answers.most = 2 * answers.bytes
    for text in ("b", "a", "c", "a", "b"):
        assert answers.of(text, partial(find, text)) == [7]
    assert looked_up == ["a", "b", "c", "b"]


def test_whoever_asks_long_questions_on_purpose_fills_no_more_memory_than_others() -> None:
    answers = Answers(2**20)
    tracemalloc.start()
    for number in range(500):
        words = " ".join(f"{chr(0x1EA1 + word) * 60}{number}" for word in range(12))
        answers.of((question(words).units, str(list(range(300)))), partial(Counter, range(number, number + 500)))
    assert answers.bytes > 0.9 * 2**20
    with_answers, _peak = tracemalloc.get_traced_memory()
    del answers
    without, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 0.4 * 2**20 < with_answers - without < 2**20
