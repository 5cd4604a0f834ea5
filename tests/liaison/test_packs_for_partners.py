"""Packs for partners: what is not for them is as if it had never been."""

from __future__ import annotations

import json

from guidelines.liaison.exports import FORMATS
from tests.editions import making
from tests.liaison.making import again, at, first, page
from tests.liaison.opening import words
from tests.liaison.packing import contents, for_partners, made
from tests.people import World


def test_partners_hear_what_is_for_them_and_the_page_counts_no_other(world: World) -> None:
    for_partners(world, at(9), title="Known", partner_note="What you must do.", change_note="Inside: R1 and R2.")
    first(world, at(10), title="Unknown")
    text = page(world.lia, audience="partner")
    assert ("Known" in text, "Unknown" in text, "What you must do." in text) == (True, False, True)
    assert "Inside:" not in text
    assert "Send 1 note<" in text
    found = made(world.lia, formats=tuple(FORMATS), audience="partner")
    assert len(found.notes) == 1
    for extension, content in contents(found).items():
        assert "Inside:" not in words(extension, content)


def test_partners_read_of_a_withdrawal_only_that_it_was_one(world: World) -> None:
    edition = for_partners(world, at(9), partner_note="What you must do.")
    making.services.withdraw(edition, by=world.bob, note="Legal hold 7.", backdate_to=at(12))
    note = json.loads(contents(made(world.lia, audience="partner"))["json"])["notes"][-1]
    told = (note["kind"], note["reason"], note["edition_after"], note["edition_before"])
    assert told == ("withdrawn", "", None, None)
    assert "Legal hold" not in json.dumps(json.loads(contents(made(world.lia, audience="partner"))["json"]))


def test_an_edition_that_is_not_for_partners_is_as_if_it_had_never_been(world: World) -> None:
    guideline = for_partners(world, at(2), partner_note="First.").guideline
    again(world, guideline, at(9), change_note="Inside: R2.")
    again(world, guideline, at(12), change_note="Inside again: R1 R2.", partner_note="Third.", source=making.SOURCE)
    notes = json.loads(contents(made(world.lia, audience="partner"))["json"])["notes"]
    assert [(note["edition"], note["edition_before"]) for note in notes] == [(1, None), (3, 1)]
