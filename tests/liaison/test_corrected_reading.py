"""Readers of a change note are told that it was corrected, where they read it; a kept page costs them nothing more."""

from __future__ import annotations

import datetime as dt
from typing import Any

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guidelines.editions.models import Edition
from tests.liaison.making import NOW, again, at, first, signed_in
from tests.liaison.test_correcting import corrected
from tests.people import World

LATER = NOW + dt.timedelta(days=1)
SAID = "The change note was corrected on 23 Jun 2037:"


def reading(client: Any, edition: Edition, **asked: str) -> Any:
    return client.get(reverse("guideline", args=[edition.guideline.policy_id]), asked)


def test_a_kept_reading_page_shows_the_correction_at_the_next_read_and_is_kept_again(world: World) -> None:
    edition = first(world, at(9))
    with time_machine.travel(LATER):
        client = signed_in(world.mo)
        old = reading(client, edition)
        assert SAID not in old.content.decode()
        corrected(edition, world.ann, note="R2 counts 30%.\n\n- Not 20%")
        new = reading(client, edition)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            again = reading(client, edition)
    text = new.content.decode()
    assert text.index("are new.") < text.index(SAID) < text.index("counts 30%.") < text.index("Not 20%")
    assert SAID in again.content.decode()
    assert not [one for one in asked if "correction" in one["sql"]]
    assert old["ETag"] != new["ETag"]


def test_a_moment_of_the_past_shows_it_too_and_its_page_in_the_browser_is_no_longer_right(world: World) -> None:
    edition = first(world, at(9))
    with time_machine.travel(LATER):
        client = signed_in(world.ann)
        old = reading(client, edition, at="2037-06-20T12:00:00Z")
        corrected(edition, world.ann)
        new = reading(client, edition, at="2037-06-20T12:00:00Z")
    assert (SAID in old.content.decode(), SAID in new.content.decode()) == (False, True)
    assert old["ETag"] != new["ETag"]


def test_other_partner_wording_is_no_matter_of_those_inside(world: World) -> None:
    edition = first(world, at(9))
    with time_machine.travel(LATER):
        corrected(edition, world.ann, note=edition.change_note, partner_note="Fewer removals.")
        text = reading(signed_in(world.mo), edition).content.decode()
    assert "was corrected" not in text
    assert "Fewer removals." not in text


def test_the_updates_page_says_it_with_one_query_for_all(world: World) -> None:
    editions = [again(world, first(world, at(2)).guideline, at(20 + n)) for n in range(2)]

    def queries() -> tuple[int, str]:
        with CaptureQueriesContext(connection) as asked:
            text = signed_in(world.mo).get(reverse("updates"), {"days": "7"}).content.decode()
        return len([one for one in asked if 'FROM "liaison_correction"' in one["sql"]]), text

    with time_machine.travel(LATER):
        for edition in editions:
            corrected(edition, world.ann)
        count, text = queries()
    assert (count, text.count(SAID)) == (1, 2)


def test_home_tells_what_the_note_says_now(world: World) -> None:
    edition = first(world, at(9))
    with time_machine.travel(LATER):
        client = signed_in(world.mo)
        assert edition.change_note in client.get(reverse("home")).content.decode()
        corrected(edition, world.ann, note="R2 counts 30%.")
        text = client.get(reverse("home")).content.decode()
    assert ("R2 counts 30%." in text, edition.change_note in text) == (True, False)
