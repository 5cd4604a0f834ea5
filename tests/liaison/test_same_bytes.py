"""The same question gives the same bytes, whoever asks, in whatever language, however the rows lie in the database."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from itertools import permutations
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone, translation

from guidelines.editions import services
from guidelines.editions.models import Edition
from guidelines.liaison.happenings import happenings
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.liaison.making import NOW, again, at, coming, elsewhere, files, first, vietnamese
from tests.liaison.opening import plainly, words
from tests.people import World, make_person

pytestmark = pytest.mark.slow

FIXED = Path(__file__).parent / "fixed"


def a_month(world: World) -> None:
    """Something of every kind, in two domains."""
    guideline = first(world, at(2), title="Copies of “brands”").guideline
    second = again(world, guideline, at(9), change_note="R2 is stricter.\n\n- R1 stays.")
    elsewhere(world, world.creator, at(9), title="Zebra", significance="minor")
    services.withdraw(second, by=world.bob, note="Wrong team.", backdate_to=at(12))
    third = again(world, guideline, at(15))
    coming(world, third.guideline, at(26, hour=7), title="Stricter still")


def test_asked_twice_the_files_are_the_same_and_nothing_tells_when(world: World) -> None:
    a_month(world)
    before = files(world.lia, later="on")
    with time_machine.travel(NOW + dt.timedelta(days=2)):
        assert files(world.lia, later="on") == before


def test_another_person_with_the_same_rights_another_language_zone_and_theme_gets_the_same_files(world: World) -> None:
    a_month(world)
    other = make_person("A-051", "Thu Ngô", Role.LIAISON, world.us)
    Person.objects.filter(pk=other.pk).update(language="vi", time_zone="Asia/Ho_Chi_Minh", theme="dark")
    before = files(world.lia, later="on")
    with translation.override("vi"), timezone.override("Asia/Ho_Chi_Minh"):
        assert files(Person.objects.get(pk=other.pk), later="on") == before


def in_this_order(world: World, order: Iterable[int]) -> dict[str, bytes]:
    """Three guidelines that began at one moment and one a day later, published in some order; then all forgotten."""
    titles, days = ("Apple", "Birch", "Cedar", "Dahlia"), (9, 9, 9, 10)
    with transaction.atomic():
        drafts = [making.draft(world, title=title) for title in titles]
        for n in order:
            making.published(drafts[n], world, effective_from=at(days[n]), backdate=True)
        written = files(world.lia)
        transaction.set_rollback(True)
    return written


def test_the_order_in_which_things_were_done_is_of_no_matter(world: World) -> None:
    assert (
        in_this_order(world, (0, 1, 2, 3)) == in_this_order(world, (3, 2, 1, 0)) == in_this_order(world, (2, 0, 3, 1))
    )


def test_the_order_of_the_rows_is_of_no_matter(world: World) -> None:
    a_month(world)
    rows = list(Edition.objects.filter(guideline__domain=world.product))
    told = {tuple(sorted(h.order for h in happenings(order, NOW))) for order in permutations(rows)}
    assert len(told) == 1


def test_markets_come_by_code_and_each_in_its_own_time(world: World) -> None:
    vietnamese(world, at(9), title="Một")
    first(world, at(9), title="One")
    everywhere = make_person("A-052", "Ian Wu", Role.LIAISON)
    notes = json.loads(files(everywhere)["json"])["notes"]
    assert [(note["market"], note["moment"]["local"]) for note in notes] == [
        ("US", "2037-06-09T09:00:00-07:00"),
        ("VN", "2037-06-09T23:00:00+07:00"),
    ]


def test_no_market_ticked_and_all_of_mine_ticked_are_the_same_question(world: World) -> None:
    a_month(world)
    assert files(world.lia) == files(world.lia, market="US")


@pytest.mark.parametrize("extension", ["html", "md", "csv", "json"])
def test_every_database_gives_these_very_bytes(world: World, extension: str) -> None:
    """The files beside this test were read by a person once; SQLite and PostgreSQL must both write them."""
    a_month(world)
    assert files(world.lia, later="on")[extension] == (FIXED / f"month.{extension}").read_bytes()


@pytest.mark.parametrize("extension", ["pdf", "docx", "xlsx"])
def test_every_database_gives_the_same_content_in_the_formats_that_machines_pack(world: World, extension: str) -> None:
    """Their bytes hang on the fonts and libraries of the machine, so what is held against the files is their words."""
    a_month(world)
    one, two = (files(world.lia, later="on")[extension] for _ in range(2))
    assert one == two
    written = words(extension, one)
    for note in json.loads((FIXED / "month.json").read_bytes())["notes"]:
        for expected in (note["citation"], note["title"], *note["change_note"].split("\n"), note["reason"]):
            assert plainly(expected) in written
