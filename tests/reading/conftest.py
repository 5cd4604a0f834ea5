"""What several tests of the reading room share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from guidelines.reading.search import looking, querying
from tests.people import World, the_world
from tests.reading import making
from tests.reading.floor import Floor, make_floor
from tests.reading.search_set import make_set


@pytest.fixture(scope="module")
def twelve(_committed_world: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world with the twelve guidelines in force, made once for a module. Each test rolls back to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = the_world()
        make_set(world)
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def too_much(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A guideline in each of two markets, of which more passages fit any question than are counted."""
    making.first(world)
    making.vietnamese(world)
    for module in (looking, querying):
        monkeypatch.setattr(module, "MOST", 1)
    return world


@pytest.fixture
def floor(world: World) -> Floor:
    """Two teams, their leads and their people."""
    return make_floor(world)
