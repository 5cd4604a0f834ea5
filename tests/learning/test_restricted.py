"""No trace of a restricted guideline on any page of training, for people it does not name and who lived with it."""

from __future__ import annotations

import pytest
from django.test import Client

from guidelines.audit.catching_up import catch_up_all
from guidelines.frame import clock
from guidelines.learning import services
from guidelines.learning.material_queries import newest_words
from guidelines.learning.services import Wish
from guidelines.people.models import Person
from tests.editions.clearing import named, restricted
from tests.learning.making import AN_HOUR, in_force, planned
from tests.people import World
from tests.people.beyond import lee, tia

CANARY = "Zebrafinch"
LISTS = (
    "/",
    "/training/",
    "/training/?when=all",
    "/training/materials/",
    "/training/requests/?who=",
    "/notifications/",
)


@pytest.fixture
def pages(world: World) -> list[str]:
    """A session, a material and a request about a guideline that was restricted afterwards; Bob and Tia are named."""
    edition, trainer = in_force(world, title=CANARY), tia(world)
    lee(world)
    session = planned(world, editions=(edition,), topic=f"All of {CANARY}")
    services.invite_audience(session, by=trainer)
    services.answer(session, by=world.mo, comes=True)
    with clock.pretend(session.ends_at + AN_HOUR):
        services.follow_up(session, by=trainer, text=f"Ask about {CANARY}")
    material = services.make_material(edition, kind="deck", by=trainer)
    digest = newest_words(material).digest
    services.submit_material(material, by=trainer, seen=digest)
    services.approve_material(material, by=world.eve, seen=digest)
    wish = Wish(world.us, world.product, f"More of {CANARY}", CANARY, edition.guideline)
    request = services.ask_training(wish, by=world.art)
    catch_up_all()
    restricted(edition, world.ann)
    for person in (world.bob, trainer):
        named(edition.guideline, person, world.ann)
    own = [session.get_absolute_url(), f"{session.get_absolute_url()}calendar.ics"]
    own += [f"{session.get_absolute_url()}attendance/", f"{session.get_absolute_url()}change/"]
    own += [material.get_absolute_url(), f"{material.get_absolute_url()}show/", f"{material.get_absolute_url()}edit/"]
    own += [f"{material.get_absolute_url()}save-points/1/", f"{material.get_absolute_url()}material.pdf"]
    return [*own, request.get_absolute_url()]


def unnamed(world: World) -> dict[str, Person]:
    """Invited, approved, sees what is taught, reads everything, elsewhere."""
    people = {"mo": world.mo, "eve": world.eve, "lee": lee(world), "joe": world.joe, "ada": world.ada, "vy": world.vy}
    return people | {"root": world.root}


@pytest.mark.slow
def test_no_page_of_training_tells_of_it(world: World, pages: list[str]) -> None:
    for name, person in unnamed(world).items():
        client = Client()
        client.force_login(person)
        for address in (*pages, *LISTS):
            answer = client.get(address)
            assert CANARY not in answer.content.decode(errors="replace"), (name, address)
            assert answer.status_code == 404 or address in LISTS, (name, address)


@pytest.mark.slow
def test_people_it_names_read_it_there_and_no_page_is_kept(world: World, pages: list[str]) -> None:
    client = Client()
    client.force_login(tia(world))
    for address in (pages[0], pages[4], pages[5], pages[-1]):
        answer = client.get(address)
        assert CANARY in answer.content.decode(), address
        assert answer["Cache-Control"] == "no-store", address


@pytest.mark.slow
def test_whoever_asked_keeps_their_own_words_without_the_guideline(world: World, pages: list[str]) -> None:
    client = Client()
    client.force_login(world.art)
    page = client.get(pages[-1]).content.decode()
    assert CANARY in page  # what Art wrote
    assert "US-PR-0001" not in page
