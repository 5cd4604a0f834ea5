"""An interim ruling reaches whoever begins the next shift: on “since your last shift” and on the huddle sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone

from guidelines.editions.models import Edition
from guidelines.insights import services
from guidelines.people import presence
from guidelines.people.models import Person
from tests.editions.clearing import restricted
from tests.insights import making
from tests.people import World
from tests.reading.floor import make_floor
from tests.reading.making import DAY, signed_in

pytestmark = pytest.mark.django_db
SINCE = "Interim rulings since then"


@pytest.fixture
def edition(world: World) -> Edition:
    return making.in_force(world)


@pytest.fixture
def weeks_later(edition: Edition) -> Iterator[None]:
    """The record never goes back: what follows is done three weeks after the edition began."""
    with time_machine.travel(timezone.now() + 21 * DAY):
        yield


def updates(person: Person) -> str:
    return signed_in(person).get("/updates/").content.decode()


def left(person: Person, hours: float) -> None:
    """Somebody's last request, so many hours ago."""
    presence._written.clear()
    with time_machine.travel(timezone.now() - dt.timedelta(hours=hours), tick=False):
        presence.beat(person.pk)
    presence._written.clear()


@pytest.mark.slow
@pytest.mark.usefixtures("weeks_later")
def test_a_ruling_made_since_my_last_shift_is_there_until_it_ends(world: World, edition: Edition) -> None:
    left(world.mo, 9)
    assert SINCE not in updates(world.mo)
    left(world.mo, 9)
    ruling = making.ruled(edition, world.ann)
    page = updates(world.mo)
    assert SINCE in page
    assert f'<p lang="en">{making.RULING}</p>' in page
    assert "/g/US-PR-0001/R2/" in page
    assert page.index("In force now") < page.index(SINCE) < page.index("Starts later")
    services.end_ruling(ruling, by=world.ann, reason="It is wrong.")
    assert SINCE not in updates(world.mo)


@pytest.mark.slow
def test_one_made_before_and_one_of_elsewhere_are_not(world: World, edition: Edition) -> None:
    making.ruled(edition, world.ann)
    with time_machine.travel(timezone.now() + 2 * DAY):
        for person in (world.mo, world.vy, world.van):
            left(person, 9)
            assert SINCE not in updates(person)
        making.ruled(edition, world.ann, text="A second: the price of the brand’s own outlet counts.")
        left(world.mo, 9)
        page = updates(world.mo)
        assert "A second:" in page
        assert making.RULING not in page
        left(world.van, 9)
        assert SINCE not in updates(world.van), "who may read another market is not told of its news"


@pytest.mark.slow
def test_what_few_may_read_is_read_on_its_own_page(world: World, edition: Edition) -> None:
    making.ruled(edition, world.ann)
    restricted(edition, world.ann)
    assert SINCE not in updates(world.ann)


@pytest.mark.slow
@pytest.mark.usefixtures("weeks_later")
def test_a_lead_reads_it_out_in_the_huddle(world: World, edition: Edition) -> None:
    floor = make_floor(world)
    address = f"/teams/{floor.listings.pk}/huddle/"
    assert "Nothing changed for this team" in signed_in(floor.lou).get(address).content.decode()
    making.ruled(edition, world.ann)
    sheet = signed_in(floor.lou).get(address).content.decode()
    assert making.RULING in sheet
    assert "Nothing changed for this team" not in sheet
    assert "There is nothing on the sheet" not in sheet
    assert "Only rules that an edition changed are recorded as briefed." in sheet
