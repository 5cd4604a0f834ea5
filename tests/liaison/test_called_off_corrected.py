"""A note that was corrected while its edition was to come: who hears that it is called off, and what comes after it."""

from __future__ import annotations

import dataclasses
import datetime as dt

import time_machine
from django.urls import reverse

from guidelines.editions import services
from guidelines.editions.models import Edition
from guidelines.liaison.services.correcting import correct, seen_of, words_now
from tests.editions import making
from tests.liaison.calling import DAY, LATER, cancel, noted, scheduled
from tests.liaison.making import NOW, first, notes, signed_in
from tests.liaison.packing import for_partners, made
from tests.people import World

SOON = dt.timedelta(minutes=1)


def put_right(world: World, edition: Edition, note: str, partner_note: str = "") -> None:
    edition.refresh_from_db()
    given = {"note": note, "partner_note": partner_note, "reason": "It named the wrong rule."}
    correct(edition, by=world.ann, seen=seen_of(edition), **given)


def test_partners_who_were_told_in_corrected_words_hear_that_it_does_not_begin(world: World) -> None:
    known = {"note_audience": "partner", "change_note": "R2 removes vapes."}
    guideline = for_partners(world, NOW - 20 * DAY, **known).guideline
    edition = scheduled(world, guideline)
    key = f"{guideline.policy_id} edition 2"
    with time_machine.travel(NOW + SOON, tick=False):
        assert f"{key} starts" not in made(world.lia, LATER, audience="partner").notes
        put_right(world, edition, "R2 removes vapes.", "Vapes go.")
    with time_machine.travel(NOW + 2 * SOON, tick=False):
        assert f"{key} starts" in made(world.lia, LATER, audience="partner").notes
    cancel(world, edition, NOW + DAY)
    assert f"{key} called_off" in noted(world.lia, NOW + DAY + SOON, "partner")


def test_words_that_were_approved_after_it_was_cancelled_are_told_and_not_an_older_correction(world: World) -> None:
    guideline = first(world, NOW - 20 * DAY).guideline
    edition = scheduled(world, guideline, change_note="R2 removes vapes.")
    with time_machine.travel(NOW + SOON, tick=False):
        put_right(world, edition, "R2 removes old vapes.", "Vapes go.")
    cancel(world, edition, NOW + DAY)
    with time_machine.travel(NOW + DAY + SOON, tick=False):
        services.recall(edition, by=world.ann, note="")
        edition.refresh_from_db()
        words = dataclasses.replace(making.words(source=edition.source), change_note="R2 removes pipes.")
        services.save_draft(edition, by=world.ann, seen=edition.digest, words=words)
        edition.refresh_from_db()
        making.published(edition, world, effective_from=NOW + 5 * DAY)
    with time_machine.travel(NOW + 2 * DAY, tick=False):
        coming = notes(world.lia, LATER).notes[-1]
        assert (coming.kind, coming.text, coming.corrected_words) == ("starts", "R2 removes pipes.", "")
        edition.refresh_from_db()
        assert words_now(edition) == ("R2 removes pipes.", "")
        page = signed_in(world.ann).get(reverse("editions", args=[guideline.policy_id])).content.decode()
        assert "R2 removes old vapes." not in page
