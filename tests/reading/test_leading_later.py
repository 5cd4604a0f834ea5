"""Who has read what begins later: nobody decides by it yet."""

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
from tests.reading.floor import DAY, Floor

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
