"""A restricted guideline and what is kept: pages, indexes, and what a process remembers of its readers."""

from __future__ import annotations

import itertools

import pytest

from guidelines.editions import services
from guidelines.people import services as people
from guidelines.people import sessions
from guidelines.people.roles import Role
from guidelines.reading import kept, shared
from guidelines.reading.models import SearchHeap, SearchRow
from guidelines.reading.services import acknowledge
from tests.editions import making
from tests.editions.clearing import named, restricted
from tests.editions.pages import signed_in
from tests.house.restricted_world import CANARIES, Kept, leaks, told
from tests.people import World, make_person
from tests.reading.making import EVERYBODY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("first_named", [True, False])
def test_a_page_kept_for_one_is_never_shown_to_another(world: World, there: Kept, first_named: bool) -> None:
    """The two hold the same roles, so an ordinary page would be the same for both."""
    paths = ("/", "/guidelines/", f"/g/{there.edition.guideline.policy_id}/", "/search/?q=Zebrafinches")
    unnamed = make_person("A-098", "Max Unnamed", Role.MODERATOR, world.us, world.product)
    clients = [signed_in(there.reader), signed_in(unnamed)]
    for _round in range(2):
        for path, client in itertools.product(paths, clients if first_named else reversed(clients)):
            answer = told(client.get(path))
            if client is clients[1]:
                assert not leaks(path, answer), path
            elif path == "/guidelines/" or path.startswith("/g/"):
                assert CANARIES[0] in answer
    for page in (*shared._pages.kept(), *kept._pages.kept()):
        assert not leaks("", page.packed.filled(dict.fromkeys(page.packed.names, b"")).decode())


@pytest.mark.slow
def test_of_two_who_are_named_the_one_that_no_longer_is_reads_nothing_at_once(world: World, there: Kept) -> None:
    address = f"/g/{there.edition.guideline.policy_id}/"
    other = make_person("A-097", "Noa Named", Role.MODERATOR, world.us, world.product)
    clearance = named(there.edition.guideline, other, world.ann)
    both = [signed_in(there.reader), signed_in(other)]
    assert [client.get(address).status_code for client in both] == [200, 200]
    services.end_clearance(clearance, by=world.ann)
    for path in (address, "/", "/guidelines/"):
        assert CANARIES[0] not in told(both[1].get(path))
    assert [client.get(address).status_code for client in both] == [200, 403]


@pytest.mark.slow
def test_a_page_that_was_kept_before_is_gone_with_the_deed(world: World) -> None:
    edition = making.published(making.draft(world, title=CANARIES[0]), world)
    address, mo = f"/g/{edition.guideline.policy_id}/", signed_in(world.mo)
    for path in (address, "/", "/guidelines/"):
        assert CANARIES[0] in told(mo.get(path))
    tag = mo.get(address)["ETag"]
    assert mo.get(address, headers={"If-None-Match": tag}).status_code == 304
    restricted(edition, world.ann)
    assert mo.get(address, headers={"If-None-Match": tag}).status_code == 403
    for path in (address, "/", "/guidelines/", "/search/?q=Counterfeit"):
        assert CANARIES[0] not in told(mo.get(path))


@pytest.mark.slow
def test_what_somebody_acknowledged_lately_goes_from_home_with_the_deed(world: World) -> None:
    edition = making.published(making.draft(world, title=CANARIES[0]), world, acknowledging=EVERYBODY)
    acknowledge(edition, by=world.mo, seen=edition.digest)
    mo = signed_in(world.mo)
    assert told(mo.get("/")).count(CANARIES[0]) > 0
    restricted(edition, world.ann)
    assert CANARIES[0] not in told(mo.get("/"))


@pytest.mark.slow
def test_a_topic_that_only_it_is_filed_under_is_offered_to_nobody(world: World) -> None:
    making.published(making.draft(world), world)
    edition = making.published(making.draft(world, topic_codes=("regulated",)), world)
    assert {heap.filing.strip() for heap in SearchHeap.objects.all()} >= {"regulated"}
    restricted(edition, world.ann)
    assert "regulated" not in {heap.filing.strip() for heap in SearchHeap.objects.all()}
    assert "regulated" not in told(signed_in(world.mo).get("/search/?q=listing")).replace("Regulated", "")
    assert "regulated" not in told(signed_in(world.mo).get("/guidelines/"))


def test_its_words_are_in_no_index_and_come_back_when_it_is_opened_again(world: World, there: Kept) -> None:
    guideline = there.edition.guideline
    assert not SearchRow.objects.filter(guideline=guideline).exists()
    services.class_guideline(guideline, audience="internal", by=world.bob, reason="The case is closed.")
    assert CANARIES[0] in told(signed_in(world.mo).get("/search/?q=zebrafinch"))
    assert CANARIES[0] in told(signed_in(world.mo).get(f"/g/{guideline.policy_id}/"))


def test_a_right_that_was_taken_away_does_not_linger_here(world: World, there: Kept) -> None:
    """A reading page otherwise knows its reader for half a minute."""
    address, reader = f"/g/{there.edition.guideline.policy_id}/", signed_in(there.reader)
    assert reader.get(address).status_code == 200
    remembered = dict(sessions._kept)
    people.leave(there.reader, by=world.root)
    sessions._kept.update(remembered)  # as another process still has it
    response = reader.get(address)
    assert not leaks(address, told(response))
    assert response.status_code in (302, 404)
