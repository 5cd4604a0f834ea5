"""Keeping the directory: who may, what is refused with which sentence, and what is recorded."""

from __future__ import annotations

import pytest

from guidelines.audit.models import AuditEvent
from guidelines.catalogue.models import Market
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.liaison.directory import visible_stakeholders
from guidelines.liaison.models import Contact, Stakeholder
from guidelines.liaison.services.contacts import add_mailbox, add_person, end_contact, rename_contact
from guidelines.liaison.services.stakeholders import change_stakeholder, end_stakeholder, make_stakeholder, seen_of
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.liaison.sending import a_list, mailbox
from tests.people import World, make_person

KEEPERS = {Role.LIAISON}
READERS = {Role.LIAISON, Role.POLICY_MANAGER, Role.MARKET_ADMINISTRATOR, Role.AUDITOR}


@pytest.mark.parametrize("role", Role)
def test_the_directory_is_kept_by_liaisons_and_read_by_those_who_must_know(role: Role, world: World) -> None:
    there = a_list(world)
    person = make_person("X-1", "Xo Dale", role, world.us)
    assert visible_stakeholders(person).contains(there) is (role in READERS)
    if role in KEEPERS:
        assert a_list(world, "Sellers", by=person).made_by == person
        return
    with pytest.raises(Refused, match="Only a liaison keeps the directory and sends"):
        a_list(world, "Sellers", by=person)


def test_a_system_administrator_keeps_no_directory(world: World) -> None:
    with pytest.raises(Refused, match="manages accounts and never text"):
        a_list(world, by=world.root)


def test_a_liaison_keeps_the_lists_of_their_own_market_and_domain(world: World, lan: Person) -> None:
    for market in (world.us, None):
        with pytest.raises(Refused, match="beyond the markets and domains"):
            a_list(world, market=market, by=lan)
    everywhere = make_person("X-2", "Eva Ray", Role.LIAISON)
    of_all = a_list(world, "Everybody", market=None, by=everywhere)
    of_us = a_list(world, "United States")
    assert set(visible_stakeholders(lan)) == {of_all}, "A list of all markets tells of hers too."
    assert set(visible_stakeholders(everywhere)) == {of_all, of_us}
    with pytest.raises(Refused):
        end_stakeholder(of_all, by=lan)


def test_a_list_is_found_by_who_works_in_its_domain(world: World) -> None:
    seller, product = (a_list(world, domain.name, domain=domain) for domain in (world.seller, world.product))
    assert set(visible_stakeholders(world.ann)) == {product}, "Ann writes product policies."
    assert set(visible_stakeholders(world.ada)) == {seller, product}


def test_a_right_that_was_taken_away_ends_at_once(world: World) -> None:
    stakeholder = a_list(world)
    world.lia.assignments.update(ended_at=stakeholder.made_at)
    with pytest.raises(Refused):
        change_stakeholder(stakeholder, name="Other", language="en", about="", seen=seen_of(stakeholder), by=world.lia)


def test_a_list_is_named_once_while_it_runs(world: World) -> None:
    first = a_list(world)
    with pytest.raises(Invalid, match="There is a list of this name already"):
        a_list(world, "  Agencies,   US ")
    end_stakeholder(first, by=world.lia)
    with pytest.raises(WrongState, match="This list was ended"):
        mailbox(first)
    assert a_list(world).pk != first.pk


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Enter a name"),
        ({"name": "x" * 121}, "at most 120"),
        ({"audience": "restricted"}, "No list has that audience"),
        ({"language": "xx"}, "not written in that language"),
    ],
)
def test_a_list_that_can_not_be_is_refused(changes: dict[str, str], sentence: str, world: World) -> None:
    with pytest.raises(Invalid, match=sentence):
        a_list(world, **changes)
    assert not Stakeholder.objects.exists()


BAD_MAILBOXES = {
    "notes@example.com\r\nBcc: all@example.com": "no line ends",
    "notes@example.com\nBcc: all@example.com": "no line ends",
    "notes@exa\x00mple.com": "no line ends",
    "notes@example.com\u202e": "no line ends",
    "notes": "This is no mailbox",
    "a@b.com, c@d.com": "This is no mailbox",
    "Notes <notes@example.com>": "This is no mailbox",
    "nötes@example.com": "This is no mailbox",
    "notes@exämple.com": "plain letters",
    "": "This is no mailbox",
    f"{'x' * 64}@{'y.' * 100}com": "at most 254",
}


@pytest.mark.parametrize("address", BAD_MAILBOXES)
def test_a_mailbox_that_would_break_a_header_is_refused(address: str, world: World) -> None:
    stakeholder = a_list(world)
    with pytest.raises(Invalid, match=BAD_MAILBOXES[address]):
        add_mailbox(stakeholder, address, by=world.lia)
    assert not Contact.objects.exists()


def test_a_contacts_name_stays_on_one_line(world: World) -> None:
    contact = add_mailbox(a_list(world), "n@example.com", name="Notes\r\nBcc: x@example.com", by=world.lia)
    assert contact.name == "Notes Bcc: x@example.com"
    assert rename_contact(contact, "The\nnotes", by=world.lia).name == "The notes"
    with pytest.raises(Invalid):
        rename_contact(contact, " ", by=world.lia)


def test_a_contact_is_in_a_list_once(world: World) -> None:
    stakeholder = a_list(world)
    first = mailbox(stakeholder)
    with pytest.raises(Invalid, match="has that contact already"):
        mailbox(stakeholder, "Notes@Agency.example.com")
    add_person(stakeholder, world.mo, by=world.lia)
    with pytest.raises(Invalid, match="has that contact already"):
        add_person(stakeholder, world.mo, by=world.lia)
    mailbox(a_list(world, "Sellers"))
    end_contact(first, by=world.lia)
    with pytest.raises(WrongState, match="This contact was ended"):
        end_contact(first, by=world.lia)
    mailbox(stakeholder)


def test_somebody_who_left_is_no_contact(world: World) -> None:
    world.mo.is_active = False
    with pytest.raises(Invalid, match="Mo Diallo has left"):
        add_person(a_list(world), world.mo, by=world.lia)


def test_every_deed_is_recorded_without_addresses(world: World) -> None:
    stakeholder = a_list(world)
    contact = mailbox(stakeholder)
    rename_contact(contact, "The notes", by=world.lia)
    end_contact(contact, by=world.lia)
    change_stakeholder(
        stakeholder, name="Agencies", language="vi", about="Live selling", seen=seen_of(stakeholder), by=world.lia
    )
    end_stakeholder(stakeholder, by=world.lia)
    about = AuditEvent.objects.filter(subject_kind__in=("stakeholder", "contact"))
    assert [event.verb for event in about] == [
        "stakeholder.made",
        "contact.made",
        "contact.renamed",
        "contact.ended",
        "stakeholder.changed",
        "stakeholder.ended",
    ]
    assert "agency.example" not in str(list(about.values_list("data", flat=True)))


def test_a_list_of_a_market_that_is_not_there_is_nobodys(world: World) -> None:
    fr = Market.objects.create(code="FR", name="France", time_zone="Europe/Paris")
    with pytest.raises(Refused):
        make_stakeholder(name="Paris", audience="partner", market=fr, domain=None, by=world.lia)
