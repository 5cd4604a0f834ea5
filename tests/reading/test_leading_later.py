"""The numbers of who has read what: by team, site and market, and of what begins later."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone

from guidelines.people import presence
from tests.editions import making as editing
from tests.people import World
from tests.reading import making
from tests.reading.floor import DAY, Floor, read

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_nobody_decides_by_words_that_begin_later(world: World, floor: Floor) -> None:
    guideline = making.first(world)
    begins = timezone.now() + 2 * DAY
    draft = editing.next_draft(guideline, world.ann, summary="Said in other words.")
    editing.published(draft, world, effective_from=begins, acknowledging=making.EVERYBODY)
    presence.note(floor.nia.pk, timezone.now())
    page = making.signed_in(floor.lou).get("/teams/").content.decode()
    assert re.search("<dt>On shift now and unread</dt><dd>[1-9]", page)
    assert re.search('<td class="num" data-l="On shift, unread">[1-9]', page)
    with time_machine.travel(begins + dt.timedelta(hours=1), tick=False):
        presence.note(floor.nia.pk, timezone.now())
        page = making.signed_in(floor.lou).get("/teams/").content.decode()
    assert re.search('<dt>On shift now and unread</dt><dd class="toned tone-danger">[1-9]', page)
    assert re.search('<td class="num toned tone-danger b" data-l="On shift, unread">[1-9]', page)


@pytest.mark.slow
def test_the_numbers_are_of_teams_of_sites_or_of_markets(world: World, floor: Floor) -> None:
    read(making.asking(world), floor.mo)
    ann, lines = making.signed_in(world.ann), {}
    for by in ("team", "site", "market"):
        page = ann.get("/teams/", {"edition": "US-PR-0001.1", "by": by}).content.decode()
        table = page.split('class="table stacks tallies"')[1].split("</table>")[0].split("<tbody>")[1]
        rows = (re.sub(r"<[^>]*>", " ", row).split() for row in table.split("</tr>")[:-1])
        lines[by] = {" ".join(row[:2]): row[2:] for row in rows}
    assert lines["team"]["Listings Austin"][:5] == ["Lou", "Marsh", "1", "2", "0"]
    assert lines["site"]["Austin 1"][:2] == ["2", "0"]
    assert set(lines["market"]) == {"United States"}
    assert lines["market"]["United States"][0] == "1"
