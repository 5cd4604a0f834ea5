"""A page that another process of the same server drew: taken over where it is right, and drawn anew where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidelines.editions import services
from guidelines.frame.pool import Pool, shared_by_one_server
from guidelines.people.roles import Role
from guidelines.reading import kept
from tests.people import World, make_person
from tests.reading import making
from tests.reading.test_kept_pages import html, plain

pytestmark = pytest.mark.django_db

TAKEN = 1
"""The newest deeds, and whether this reader has acknowledged. Session, person and roles are known to this process."""


@pytest.fixture(autouse=True)
def pool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with shared_by_one_server(tmp_path / "pool.sqlite3") as shared:
        monkeypatch.setattr(kept, "_pool", Pool(shared, 2**20))
        yield


def another_process() -> None:
    """What this process kept is what the other one has not; the pool stays."""
    kept.clear()


@pytest.mark.slow
def test_a_page_is_taken_over_from_the_process_that_drew_it(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    wanted, client = f"/g/{making.first(world).policy_id}/", making.signed_in(world.mo)
    client.get(wanted)
    drawn = client.get(wanted)
    another_process()
    with django_assert_num_queries(TAKEN):
        taken = client.get(wanted)
    assert plain(taken.content.decode()) == plain(drawn.content.decode())
    another_process()
    with django_assert_num_queries(TAKEN):
        assert client.get(wanted, headers={"if-none-match": drawn.headers["ETag"]}).status_code == 304


@pytest.mark.slow
def test_whoever_takes_it_over_sees_their_own_acknowledgement(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition = making.asking(world)
    wanted = f"/g/{edition.guideline.policy_id}/"
    max_ = make_person("A-077", "Max Oduya", Role.MODERATOR, world.us, world.product)
    mo, other = making.signed_in(world.mo), making.signed_in(max_)
    html(other, wanted)
    mo.post(f"{wanted}editions/1/acknowledge/", {"seen": edition.digest})
    html(mo, wanted)
    another_process()
    with django_assert_num_queries(TAKEN):
        page = html(mo, wanted)
    assert "Acknowledged by Mo Diallo" in page
    another_process()
    assert "I, Max Oduya, have read" in html(other, wanted)


def test_a_page_that_a_deed_outdated_is_never_taken_over(world: World) -> None:
    guideline = making.first(world)
    wanted, client = f"/g/{guideline.policy_id}/", making.signed_in(world.mo)
    html(client, wanted)
    making.again(world, guideline, summary="Other words bind now.")
    another_process()
    assert "Other words bind now." in html(client, wanted)


@pytest.mark.slow
def test_a_suspension_reaches_the_readers_of_every_process(world: World) -> None:
    edition = making.asking(world)
    wanted, client = f"/g/{edition.guideline.policy_id}/", making.signed_in(world.mo)
    html(client, wanted)
    until = timezone.now() + making.DAY
    services.suspend(edition, by=world.bob, reason="Under repair.", escalate_to="Brand desk", until=until)
    another_process()
    assert "Under repair." in html(client, wanted)


@pytest.mark.slow
def test_people_who_may_see_other_things_find_nothing_of_each_other_in_the_pool(world: World) -> None:
    wanted = f"/g/{making.first(world).policy_id}/"
    assert "New edition<" in html(making.signed_in(world.ann), wanted)
    another_process()
    assert "New edition<" not in html(making.signed_in(world.mo), wanted)
