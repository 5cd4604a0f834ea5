"""What was called off on pages: of packs, of editions, in the report, and when a pack is issued again."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from guidelines.audit.models import AuditEvent
from guidelines.editions.models import Guideline
from guidelines.liaison import making as packs
from guidelines.liaison.delivering.working import deliver_due
from guidelines.liaison.models import CalledOff, Stakeholder
from guidelines.liaison.services.correcting import issue_again
from guidelines.people.roles import Role
from tests.liaison.calling import DAY, LATER, WHY, cancel, reworded, scheduled
from tests.liaison.making import NOW, asked, signed_in
from tests.liaison.packing import for_partners, made, pack
from tests.liaison.sending import mailbox
from tests.liaison.test_directory_pages import shown
from tests.liaison.test_subscribing import SOON
from tests.people import World, make_person


def test_it_stands_in_the_report_until_every_list_that_was_told_beforehand_knows(
    world: World, guideline: Guideline, brand: Stakeholder
) -> None:
    mailbox(brand)
    edition = scheduled(world, guideline)
    made(world.lia, LATER, stakeholder=brand, formats=("json", "md", "html"))
    deliver_due()
    title = "Vapes, stricter"
    cancel(world, edition, NOW + DAY)
    with time_machine.travel(NOW + DAY + SOON, tick=False):
        assert title in shown(world.lia, "untold")
        assert "Called off, not told to all who were told beforehand" in shown(world.lia, "untold")
        page = " ".join(shown(world.lia, "editions", guideline.policy_id).split())
        assert "called off 23 Jun 2037, 05:00 PT, before it began" in page
        made(world.lia, asked(), stakeholder=brand, formats=("json", "md", "html"))
        assert title in shown(world.lia, "untold"), "It is on its way."
        deliver_due()
        assert title not in shown(world.lia, "untold")


def test_a_pack_issued_again_says_of_what_it_told_beforehand_that_it_does_not_begin(
    world: World, guideline: Guideline, brand: Stakeholder
) -> None:
    mailbox(brand)
    edition = scheduled(world, guideline)
    old = made(world.lia, LATER, stakeholder=brand, formats=("json", "md", "html"))
    cancel(world, edition, NOW + DAY)
    with time_machine.travel(NOW + DAY + SOON, tick=False):
        new = issue_again(old, by=world.lia)
        packs.make(new.pk)
    new.refresh_from_db()
    assert f"{guideline.policy_id} edition 2 called_off" in new.notes


def test_it_is_in_the_record_with_the_deed_and_never_changed(world: World, guideline: Guideline) -> None:
    edition = scheduled(world, guideline)
    cancel(world, edition, NOW + DAY)
    row, event = CalledOff.objects.get(), AuditEvent.objects.filter(verb="edition.cancelled").get()
    assert (row.at, row.was_from, row.reason) == (event.at, NOW + 4 * DAY, WHY)
    with pytest.raises(Exception, match="liaison_calledoff"):
        CalledOff.objects.update(reason="Another one.")


def test_whoever_reads_of_it_on_the_page_of_change_notes_is_led_to_the_guideline(
    world: World, guideline: Guideline
) -> None:
    edition = scheduled(world, guideline)
    made(world.lia, LATER)
    cancel(world, edition, NOW + DAY)
    with time_machine.travel(NOW + DAY + SOON, tick=False):
        found = signed_in(world.lia).get(reverse("change_notes"), {"from": "2037-06-20", "until": "2037-06-30"})
    page = found.content.decode()
    address = reverse("editions", args=[guideline.policy_id])
    assert f'<a href="{address}">Vapes, stricter</a>' in page


def test_the_page_of_a_pack_names_it_as_it_was_told_and_no_words_of_the_draft_it_is_now(
    world: World, guideline: Guideline
) -> None:
    edition = scheduled(world, guideline)
    old = made(world.lia, LATER)
    cancel(world, edition, NOW + DAY)
    reworded(world, edition, "A secret plan")
    with time_machine.travel(NOW + DAY + SOON, tick=False):
        page = shown(world.lia, "pack", old.pk)
    assert "Vapes, stricter" in page
    assert "Called off before it began" in page
    assert "A secret plan" not in page


def test_whoever_agrees_for_partners_may_read_that_it_was_called_off(world: World) -> None:
    known = {"note_audience": "partner", "change_note": "R2 removes vapes."}
    guideline = for_partners(world, NOW - 20 * DAY, **known).guideline
    edition = scheduled(world, guideline, **known)
    made(world.lia, LATER, audience="partner")
    cancel(world, edition, NOW + DAY)
    second = make_person("X-77", "Sam Reed", Role.LIAISON, world.us)
    with time_machine.travel(NOW + DAY + SOON, tick=False):
        waits = pack(world.lia, asked(), audience="partner", redline=True)
        assert packs.is_told_beyond(waits, second) is False
