"""A subscription's pack that could not be made is seen, with why, and is made again with one click."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from guidelines.audit.models import AuditEvent
from guidelines.frame import jobs, sweeps
from guidelines.frame.jobs import JobState
from guidelines.frame.refusals import Refused, WrongState
from guidelines.liaison.models import Pack, Stakeholder
from guidelines.liaison.services.sending import make_again
from guidelines.liaison.services.stakeholders import end_stakeholder
from guidelines.liaison.services.subscribing import subscribe
from guidelines.liaison.services.telling import tell_due
from guidelines.people.models import Person
from tests.liaison.making import JUNE, NOW, asked, first, notes, signed_in
from tests.liaison.packing import made, pack
from tests.liaison.sending import a_list, mailbox
from tests.liaison.test_subscribing import SOON, wish
from tests.people import World

WHY = "The disk was full."


@pytest.fixture
def brand(world: World) -> Stakeholder:
    stakeholder = a_list(world, "Brand Integrity", "internal")
    mailbox(stakeholder)
    return stakeholder


@pytest.fixture
def unmade(world: World, brand: Stakeholder) -> Pack:
    """A worker tried it for the last time."""
    subscribe(brand, wish(world), by=world.lia)
    first(world, NOW - dt.timedelta(days=1))
    with time_machine.travel(NOW + SOON):
        tell_due()
        pack = jobs.claim(Pack, Pack.objects.get().pk)
        assert pack is not None
        assert jobs.fail(pack, WHY, for_good=True)
    pack.refresh_from_db()
    return pack


def shown(person: Person, address: str) -> str:
    return str(signed_in(person).get(address).content.decode())


def asked_again(person: Person, failed: Pack) -> str:
    """The page of the change notes that the button of a failed pack leads to."""
    (form,) = re.findall(
        r'(?s)(<form[^>]* action="/change-notes/choose/">.*?Ask again)', shown(person, failed.get_absolute_url())
    )
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form):
        fields.setdefault(name, []).append(html.unescape(value))
    return str(signed_in(person).post(reverse("choose_notes"), fields).content.decode())


def test_the_list_the_change_notes_and_the_pack_say_so_and_lead_to_it(
    world: World, brand: Stakeholder, unmade: Pack
) -> None:
    again = f'action="{reverse("make_again", args=[unmade.pk])}"'
    notes = f"{reverse('change_notes')}?from={JUNE['from']}&until={JUNE['until']}"
    for address in (brand.get_absolute_url(), notes):
        html = shown(world.lia, address)
        assert f"could not be made: {WHY}" in html
        assert (again in html, unmade.get_absolute_url() in html) == (True, True)
    html = shown(world.lia, unmade.get_absolute_url())
    assert (again in html, "It went to nobody: it was not made." in html) == (True, True)
    assert "tried again by itself" not in html
    html = shown(world.ann, brand.get_absolute_url())
    assert (f"could not be made: {WHY}" in html, again in html) == (True, False)


def test_one_click_makes_it_and_sends_it(world: World, brand: Stakeholder, unmade: Pack) -> None:
    with time_machine.travel(NOW + 2 * SOON):
        answer = signed_in(world.lia).post(reverse("make_again", args=[unmade.pk]))
        assert answer.headers["Location"] == brand.get_absolute_url()
        sweeps.sweep_all()
        sweeps.sweep_all()
    unmade.refresh_from_db()
    assert (unmade.state, len(mail.outbox)) == (JobState.DONE, 1)
    assert "could not be made" not in shown(world.lia, brand.get_absolute_url())
    assert AuditEvent.objects.get(verb="pack.repeated").actor_id == world.lia.pk


@pytest.mark.parametrize("name", ["ann", "ada", "joe", "mo", "bob", "vy", "root"])
def test_only_a_liaison_of_the_list_has_it_made_again(world: World, unmade: Pack, name: str) -> None:
    person = getattr(world, name)
    with pytest.raises(Refused):
        make_again(unmade, by=person)
    assert signed_in(person).post(reverse("make_again", args=[unmade.pk])).status_code == 403
    unmade.refresh_from_db()
    assert unmade.state == JobState.FAILED


def test_a_liaison_elsewhere_finds_no_such_pack(lan: Person, unmade: Pack) -> None:
    assert signed_in(lan).post(reverse("make_again", args=[unmade.pk])).status_code == 404


def test_what_did_not_fail_or_goes_to_nobody_by_itself_is_not_made_again(
    world: World, brand: Stakeholder, unmade: Pack
) -> None:
    with pytest.raises(WrongState, match="Only the pack of a subscription"):
        make_again(made(world.lia), by=world.lia)
    make_again(unmade, by=world.lia)
    with pytest.raises(WrongState, match="This pack has not failed"):
        make_again(unmade, by=world.lia)
    end_stakeholder(brand, by=world.lia)
    with pytest.raises(WrongState, match="This list was ended"):
        make_again(unmade, by=world.lia)


def test_the_page_of_a_failed_pack_says_what_was_asked_and_asks_for_the_same_again(world: World) -> None:
    asked_for = pack(world.lia, asked(later=True), audience="partner")
    taken = jobs.claim(Pack, asked_for.pk)
    assert taken is not None
    jobs.fail(taken, "No font was found.", for_good=True)
    page = shown(world.lia, asked_for.get_absolute_url())
    assert "1 Jun 2037 to 30 Jun 2037, US" in page
    assert "1 Jun 2037 to 30 Jun 2037, US" in shown(world.lia, reverse("packs"))
    assert "It went to nobody: it was not made." in page
    form = asked_again(world.lia, asked_for)
    for kept in (r'value="2037-06-01"', r'<option value="partner" selected', r'<input[^>]*name="later"[^>]*checked'):
        assert re.search(kept, form), kept


def test_what_a_failed_pack_was_to_tell_beside_its_notes_is_asked_for_again(world: World) -> None:
    for day in (3, 2):
        first(world, NOW - dt.timedelta(days=day))
    lists = [a_list(world, name, "internal") for name in ("Agencies", "Brands", "Carriers")]
    out, words = notes(world.lia, asked()).notes[0].key, 'Good morning,\n\n"all" of you'
    failed = pack(world.lia, redline=True, introduction=words, left_out=frozenset({out}), stakeholder=lists[1])
    taken = jobs.claim(Pack, failed.pk)
    assert taken is not None
    jobs.fail(taken, "No font was found.", for_good=True)
    form = asked_again(world.lia, taken)
    assert re.search(r'<input[^>]*name="redline"[^>]*checked', form)
    assert f">{html.escape(words)}</textarea>" in form
    assert f'<option value="{lists[1].pk}" selected>' in form
    assert re.search(rf'name="out" value="{re.escape(out)}"', form)
    assert "Send 1 note" in form
