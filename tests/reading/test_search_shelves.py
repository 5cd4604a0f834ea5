"""What search may look at, and how it is put in order when much fits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.utils import timezone

from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.reading.search import looking, postgresql
from guidelines.reading.search.asking import asked
from guidelines.reading.search.known import known
from guidelines.reading.search.querying import search
from guidelines.reading.search.shelves import Shelf, readable_rows, shelf_at, shelf_now
from guidelines.reading.search.terms import ANY, Has
from guidelines.reading.search.words import folded_words
from tests.people import World, make_person
from tests.reading import making

pytestmark = pytest.mark.django_db


def on_the_shelf(person: Person) -> set[int]:
    shelf = shelf_now(person, timezone.now(), known())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT l.id FROM reading_searchrow AS l WHERE {shelf.condition}", shelf.parameters)
        return {pk for (pk,) in cursor.fetchall()}


def by_right(person: Person) -> set[int]:
    now = timezone.now()
    return set(readable_rows(person, now, now).values_list("pk", flat=True))


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.MODERATOR, Role.POLICY_MANAGER, Role.LIAISON])
def test_the_quick_shelf_holds_what_the_rights_allow_and_no_more(world: World, role: Role) -> None:
    making.vietnamese(world)
    first = making.first(world)
    making.again(world, first, title="Said anew")
    making.scheduled(world, first, timezone.now() + 3 * making.DAY, title="To come")
    making.withdrawn(world, making.first(world, title="Given up"))
    for number, place in enumerate(
        ((world.us, world.product), (world.us, None), (world.vn, world.seller), (None, None))
    ):
        person = make_person(f"X-{number}", "Xo Dale", role, *place)
        assert on_the_shelf(person) == by_right(person), place
    assert by_right(make_person("X-9", "Xi Dale", role, world.us, None))
    for person in (world.root, world.joe, world.mo, world.vy):
        assert on_the_shelf(person) == by_right(person)


@pytest.fixture
def everything(twelve: World) -> Shelf:
    """Where the auditor finds all of the twelve, asked anew each time."""
    return replace(shelf_now(twelve.joe, timezone.now(), known()), answers=None)


@pytest.mark.slow
def test_many_are_put_in_the_same_order_as_few(everything: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that share every tier stand by weight and policy ID alone, so only their order may differ."""
    for text in ("mirror quality", "rep", "counterfeit mirror", "đường", "1:1", "counterfeit.declared", "S1", "seller"):
        look = everything.look(asked(text))
        few = look.best(0, 50)
        with monkeypatch.context() as patched:
            patched.setattr(looking.engine(), "GRADED", 0)
            many, second = look.best(0, 50), look.best(1, 1)
        assert sorted(few) == sorted(many)
        assert few[0] == many[0], text
        assert second == many[1:2]


@pytest.mark.slow
@pytest.mark.parametrize("ranked", [2, looking.RANKED])
def test_what_was_found_for_the_counts_is_put_in_order_as_what_the_index_finds(
    everything: Shelf, monkeypatch: pytest.MonkeyPatch, ranked: int
) -> None:
    monkeypatch.setattr(looking, "RANKED", ranked)
    monkeypatch.setattr(looking.engine(), "GRADED", 0)
    for text in ("counterfeit", "rep", "remove", "S2", "mirror quality", "R1"):
        look = everything.look(asked(text))
        answers = []
        for lazy in (True, False):
            monkeypatch.setattr(looking.engine(), "IS_LAZY", lazy)
            answers.append([look.best(0, most) for most in (1, 2, 5, 50)])
        assert answers[0] == answers[1], text
        assert answers[0][0]


@pytest.mark.slow
def test_leafing_through_many_shows_each_once(everything: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though only some of those that share every tier are put in order first."""
    monkeypatch.setattr(looking, "RANKED", 3)
    for text in ("counterfeit", "rep", "remove", "S2"):
        look = everything.look(asked(text))
        found = look.best(0, 100)
        with monkeypatch.context() as patched:
            patched.setattr(looking.engine(), "GRADED", 0)
            leafed = [pk for start in range(0, len(found), 2) for pk in look.best(start, 2)]
        assert len(found) >= 5
        assert sorted(leafed) == sorted(found), text


def test_passages_that_hold_words_only_by_their_title_are_not_found_from_the_first_such_title_on(world: World) -> None:
    making.first(world)
    assert search(world.mo, "mirror listing").total
    titled = making.first(world, title="Mirror listing")
    texts = titled.search_rows.values_list("heading", "text", "instruction")
    beginnings = ("mirror", "listing")
    holding = [text for text in texts if any(word.startswith(beginnings) for word in folded_words(" ".join(text)))]
    found = [hit for hit in search(world.mo, "mirror listing").hits if hit.policy_id == titled.policy_id]
    assert 0 < len(found) == len(holding) < titled.search_rows.count()


@pytest.mark.slow
def test_another_moment_is_asked_through_the_rights_of_each_edition(world: World) -> None:
    now = timezone.now()
    making.backdated(world, None, now - 9 * making.DAY, title="Whales")
    for person, count in ((world.mo, 1), (world.vy, 0), (world.root, 0)):
        shelf = shelf_at(person, now - 5 * making.DAY, now, known())
        assert sum(shelf.look(asked("whales")).counts().values()) >= count
        assert bool(shelf.look(asked("whales")).counts()) is bool(count)


def test_every_guideline_lies_in_exactly_one_lot() -> None:
    with connection.cursor() as cursor:
        for guideline in range(2 * 17):
            cursor.execute(
                f"SELECT {', '.join(lot.replace('guideline_id', str(guideline)) for lot in postgresql.LOTS)}"
            )
            assert sum(map(bool, cursor.fetchone())) == 1, guideline


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's index needs no lots")
def test_each_lot_is_asked_through_its_own_index(world: World) -> None:
    making.first(world)
    found = postgresql.passages("l.id", Has(ANY + "mirror"), "l.until > %s", (timezone.now(),))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass FROM pg_index "
            "WHERE indrelid = 'reading_searchrow'::regclass AND indpred IS NULL AND NOT indisunique"
        )
        for (other,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {other}")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute(f"EXPLAIN {found.sql}", found.parameters)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    for place, _lot in enumerate(postgresql.LOTS):
        assert f"Bitmap Index Scan on reading_searchlot{place}" in plan
