"""It is Monday, 22 June 2026, noon in UTC: 05:00 in Los Angeles, 19:00 in Ho Chi Minh City."""

from collections.abc import Iterator

import pytest
import time_machine

from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.liaison.making import NOW
from tests.people import World, make_person


@pytest.fixture(autouse=True)
def the_clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def lan(world: World) -> Person:
    """Liaison, Việt Nam, all domains."""
    return make_person("V-004", "Lan Đỗ", Role.LIAISON, world.vn)
