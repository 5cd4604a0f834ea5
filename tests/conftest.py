"""What every test stands on: append-only tables that the flush may empty, plain language and time, real servers."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management.commands import flush
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.sqlite3.creation import DatabaseCreation
from django.test import TransactionTestCase
from django.utils import timezone, translation
from pytest_django.plugin import DjangoDbBlocker

from guidelines.audit.triggers import arm, disarm
from guidelines.desk import floor, mine
from guidelines.frame import counts
from guidelines.people import sessions
from guidelines.reading import framing, kept, shared
from guidelines.reading.search import known
from tests.kept_database import copied
from tests.people import World, the_world
from tests.services import CHROMIUM, MSGFMT, REDIS, own_redis

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}
"""A test that stands on one of these, or is marked for it by pytest-django, asks the test database."""

hypothesis.settings.register_profile("portal", deadline=None)  # a busy machine is no fault of the code
hypothesis.settings.load_profile("portal")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks a database is run: of everything else the parts on SQLite have the answer."""
    if connections[DEFAULT_DB_ALIAS].vendor != "postgresql":
        return
    config.hook.pytest_deselected(items=[item for item in items if not asks_a_database(item)])
    items[:] = filter(asks_a_database, items)


def asks_a_database(item: pytest.Item) -> bool:
    if issubclass(getattr(item, "cls", None) or object, TransactionTestCase):
        return True  # Django's own classes need no fixture
    return bool(item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


def pytest_collection_finish() -> None:
    """What is loaded stays until the end: the collector need not walk it again after every few tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Before pytest-django makes the test database: on SQLite an empty one is kept from run to run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseCreation, "create_test_db", copied(DatabaseCreation.create_test_db))
        yield


@pytest.fixture(scope="session", autouse=True)
def the_flush_may_empty_append_only_tables() -> Iterator[None]:
    """Tests with real transactions end in Django's `flush`, which the triggers would refuse."""
    empty_every_table, the_portals_own = flush.Command.handle, settings.DATABASES["default"]["NAME"]

    def handle(self: flush.Command, **options: Any) -> None:
        connection = connections[options["database"]]
        assert connection.settings_dict["NAME"] != the_portals_own, "Tests empty databases of their own alone."
        disarm(connection)
        try:
            empty_every_table(self, **options)
            caches["shared"].clear()  # its table belongs to no model, so the flush passes it by
        finally:
            arm(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", handle)
        yield


@pytest.fixture(autouse=True)
def plain_language_and_time() -> Iterator[None]:
    """Every test begins in English and UTC with an empty cache, whatever the one before switched on."""
    caches["default"].clear()
    sessions.forget_everybody()
    kept.clear()
    shared.clear()
    floor.clear()
    counts.clear_all()
    mine.forget()
    framing.clear()
    known.clear()
    translation.activate(settings.LANGUAGE_CODE)
    timezone.deactivate()
    yield
    translation.activate(settings.LANGUAGE_CODE)
    timezone.deactivate()


def _stop_without(program: str | None, name: str) -> None:
    """A machine without the program skips the test aloud; in CI that is a failure."""
    if program:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not installed. With CI=true that is a failure, never a silent skip.")
    pytest.skip(f"{name} is not installed: apt install {name}")


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real Redis, empty, gone after the session."""
    _stop_without(REDIS, "redis-server")
    with own_redis() as url:
        yield url


@pytest.fixture(scope="session")
def msgfmt() -> str:
    """What compiles translations, from gettext."""
    _stop_without(MSGFMT, "gettext")
    return str(MSGFMT)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program, for the `browser` fixture of tests/journeys."""
    _stop_without(CHROMIUM, "chromium")
    return Path(str(CHROMIUM))


@pytest.fixture(scope="session")
def _committed_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Made once for each database, since every test begins with it."""
    with django_db_blocker.unblock():
        the_world()


@pytest.fixture
def world(_committed_world: None, db: None) -> World:
    """The small marketplace of tests/people. What a test changes is rolled back after it."""
    return the_world()
