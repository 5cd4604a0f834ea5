"""`manage.py import_people`: a preview, then the deeds, or the lines that are wrong."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from guidelines.audit.models import AuditEvent
from guidelines.people import services
from guidelines.people.models import Person, Site, Team
from tests.people import World
from tests.people.test_import import GOOD


@pytest.fixture
def videos(world: World) -> Team:
    return Team.objects.create(name="Videos", site=Site.objects.get(code="AUS"))


def run(path: Path, **options: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_people", str(path), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_the_command_shows_a_preview_and_then_does_it(world: World, videos: Team, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(GOOD, encoding="utf-8-sig")
    out, _err = run(path, preview=True)
    assert "+ joins     N-001 Nia Cole" in out
    assert "nothing was changed" in out
    assert not Person.objects.filter(employee_id="N-001").exists()
    out, _err = run(path, by="S-001")
    assert "joins 1, changes 1, moves 1, role 2, function 1, role 1, leaves 1; unchanged people 0" in out
    assert "People: 8 of 8" in out
    assert AuditEvent.objects.latest("id").actor_id == world.root.pk
    assert "Nothing to do." in run(path)[0]


def test_the_command_fails_with_the_lines_that_are_wrong(world: World, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("employee_id,role,market\nA-004,king,US\n")
    err = StringIO()
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("import_people", str(path), stdout=StringIO(), stderr=err)
    assert "line 2: There is no role “king”." in err.getvalue()


@pytest.mark.parametrize("by", ["A-999", "A-005"])
def test_the_command_wants_somebody_who_works_here(world: World, tmp_path: Path, by: str) -> None:
    services.leave(world.eve, by=None)
    path = tmp_path / "people.csv"
    path.write_text("employee_id\nA-004\n")
    with pytest.raises(CommandError, match="Nobody who works here"):
        run(path, by=by)


def test_the_command_says_when_there_is_no_file(world: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="can’t be read"):
        run(tmp_path / "none.csv")
