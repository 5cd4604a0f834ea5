"""It is Monday, 22 June 2037, noon in UTC: 05:00 in Los Angeles, 19:00 in Ho Chi Minh City.

Far ahead, because the people of all tests come once, at the true time, and the record only ever goes forward.
"""

from collections.abc import Iterator

import pytest
import time_machine
from pytest_django import Settings

from benchmarks.sinks import Sink, http_sink
from guidelines.editions.models import Guideline
from guidelines.frame import limits
from guidelines.liaison.models import Stakeholder
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.liaison.calling import DAY
from tests.liaison.making import NOW, first
from tests.liaison.sending import a_list, once
from tests.people import World, make_person


@pytest.fixture(autouse=True)
def the_clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture(autouse=True)
def nobody_asked_yet() -> Iterator[None]:
    """What a test asked of a feed is not counted against the next."""
    limits.forget()
    yield
    limits.forget()


@pytest.fixture
def lan(world: World) -> Person:
    """Liaison, Việt Nam, all domains."""
    return make_person("V-004", "Lan Đỗ", Role.LIAISON, world.vn)


@pytest.fixture
def guideline(world: World) -> Guideline:
    """In force for 20 days."""
    return first(world, NOW - 20 * DAY).guideline


@pytest.fixture
def brand(world: World) -> Stakeholder:
    """A list of people who work here."""
    return a_list(world, "Brand Integrity", "internal")


@pytest.fixture
def hook(settings: Settings, request: pytest.FixtureRequest) -> Iterator[tuple[Sink, int]]:
    """A real web server that misbehaves as the test asks for."""
    settings.WEBHOOK_LOOPBACK = True
    with http_sink(once(getattr(request, "param", ""))) as sink:
        yield sink
