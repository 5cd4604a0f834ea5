"""`manage.py demo`: where it builds, what it refuses, and what a killed run leaves."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import override_settings

from guidelines.audit.models import AuditEvent
from guidelines.demo import building, resetting
from guidelines.demo.playing import Stage
from guidelines.demo.scenes import Scene
from guidelines.people.models import Person
from tests.house.running import environment, python
from tests.people import World

AS_IF_MADE_BY_THE_DEMO = """
from django.core.management import call_command
from django.utils import timezone
from guidelines.demo import resetting
from guidelines.demo.models import DemoWorld
from guidelines.people import services
from guidelines.people.models import Person
resetting.make_tables()
DemoWorld.objects.create(built_at=timezone.now(), scenes=0)
services.join(employee_id="A-1", name="Ann Old", by=None)
resetting.new_database()
print("left:", Person.objects.count(), DemoWorld.objects.count())
"""

pytestmark = pytest.mark.slow


class Killed(BaseException):
    """As Ctrl-C ends a run: no handler for errors sees it."""


@pytest.mark.parametrize("arguments", [[], ["--reset"]])
def test_a_database_that_the_demo_did_not_make_is_refused_and_stays(world: World, arguments: list[str]) -> None:
    people, events = Person.objects.count(), AuditEvent.objects.count()
    with override_settings(DEMO=True), pytest.raises(CommandError, match="that the demo did not make"):
        call_command("demo", *arguments, stdout=io.StringIO())
    assert (Person.objects.count(), AuditEvent.objects.count()) == (people, events)


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [[], ["--reset"]])
def test_outside_the_demo_mode_nothing_is_built(arguments: list[str]) -> None:
    events = AuditEvent.objects.count()
    with pytest.raises(CommandError, match="SOP_PORTAL_MODE=demo"):
        call_command("demo", *arguments, stdout=io.StringIO())
    assert AuditEvent.objects.count() == events
    assert not building.is_built()


@pytest.mark.django_db(transaction=True)
def test_a_killed_run_leaves_nothing_half_built(monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("flush", interactive=False, verbosity=0)
    played: list[Scene] = []

    def until_the_third(self: Stage, scene: Scene, play: Any = Stage.play) -> None:
        if len(played) == 3:
            raise Killed
        played.append(scene)
        play(self, scene)

    monkeypatch.setattr(Stage, "play", until_the_third)
    with override_settings(DEMO=True), pytest.raises(Killed):
        call_command("demo", stdout=io.StringIO())
    assert len(played) == 3
    assert not Person.objects.exists()
    assert not AuditEvent.objects.exists()
    assert not building.is_built()
    building.refuse_foreign_work()


def test_a_reset_puts_a_new_file_in_the_place_of_the_old(tmp_path: Path) -> None:
    shell = ("manage.py", "shell", "-v0", "-c", AS_IF_MADE_BY_THE_DEMO)
    done = python(*shell, env=environment(tmp_path, SOP_PORTAL_MODE="demo"), seconds=240)
    assert done.stdout.strip() == "left: 0 0", done.stderr


@pytest.mark.django_db
def test_a_reset_on_postgresql_empties_the_schema_of_tables_and_functions() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no schemas: a reset makes a new file.")
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA reset_here")
        cursor.execute("SET LOCAL search_path TO reset_here")
        cursor.execute("CREATE TABLE one (id int); CREATE TABLE two (id int)")
        cursor.execute("CREATE FUNCTION three() RETURNS int LANGUAGE sql AS 'SELECT 3'")
        resetting.empty_schema()
        cursor.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'reset_here'::regnamespace")
        tables = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_proc WHERE pronamespace = 'reset_here'::regnamespace")
        assert (tables, cursor.fetchone()) == ((0,), (0,))
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tablename = 'demo_demoworld'")
        assert cursor.fetchone() == (1,)
