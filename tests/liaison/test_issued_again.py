"""A pack issued again goes to those who had the old one: to nobody who came since, and to nobody who was ended."""

from __future__ import annotations

import datetime as dt

import time_machine
from django.urls import reverse

from guidelines.audit.models import AuditEvent
from guidelines.liaison.making import make_due
from guidelines.liaison.models import Delivery, Pack, Stakeholder
from guidelines.liaison.services.contacts import end_contact
from guidelines.liaison.services.correcting import issue_again
from tests.liaison.making import NOW, at, first, signed_in
from tests.liaison.packing import made
from tests.liaison.sending import a_list, mailbox
from tests.people import World

MINUTE = dt.timedelta(minutes=1)


def went_to(pack: Pack) -> list[str]:
    return list(Delivery.objects.filter(pack=pack).order_by("address").values_list("address", flat=True))


def again(world: World, pack: Pack, minutes: int) -> Pack:
    with time_machine.travel(NOW + minutes * MINUTE):
        new = issue_again(pack, by=world.lia)
        make_due()
        new.refresh_from_db()
    return new


def a_list_of_two(world: World) -> tuple[Stakeholder, Pack]:
    first(world, at(9))
    brand = a_list(world, "Brand Integrity", "internal")
    mailbox(brand, "had@example.com")
    end_later = mailbox(brand, "gone@example.com")
    old = made(world.lia, stakeholder=brand)
    assert went_to(old) == ["gone@example.com", "had@example.com"]
    end_contact(end_later, by=world.lia)
    mailbox(brand, "new@example.com")
    return brand, old


def test_it_goes_to_those_who_had_it_and_says_who_can_no_longer_be_reached(world: World) -> None:
    _brand, old = a_list_of_two(world)
    new = again(world, old, 1)
    assert went_to(new) == ["had@example.com"]
    html = signed_in(world.lia).get(new.get_absolute_url()).content.decode()
    assert "Not written to, because they were ended: gone@example.com" in html
    assert "Send it to" not in html, "Whoever is new had nothing to correct."
    sent = AuditEvent.objects.filter(verb="pack.sent", subject_id=new.pk).get()
    assert sent.data["to"]["ended"] == [old.deliveries.get(address="gone@example.com").contact_id]
    assert "gone@" not in str(sent.data)
    assert "gone@example.com (ended)" in signed_in(world.lia).get(old.get_absolute_url()).content.decode()


def test_it_is_sent_to_nobody_new_by_hand_either(world: World) -> None:
    _brand, old = a_list_of_two(world)
    new = again(world, old, 1)
    signed_in(world.lia).post(reverse("send_pack", args=[new.pk]))
    assert went_to(new) == ["had@example.com"]


def test_a_second_correction_goes_to_those_who_had_the_first_pack(world: World) -> None:
    _brand, old = a_list_of_two(world)
    second = again(world, again(world, old, 1), 2)
    assert went_to(second) == ["had@example.com"]


def test_where_everybody_was_ended_nothing_is_sent_and_the_record_says_whom_it_missed(world: World) -> None:
    brand, old = a_list_of_two(world)
    end_contact(brand.contacts.get(mailbox="had@example.com"), by=world.lia)
    new = again(world, old, 1)
    assert went_to(new) == []
    html = signed_in(world.lia).get(new.get_absolute_url()).content.decode()
    assert "It went to nobody: the pack that it corrects went to nobody who can still be reached" in html
    sent = AuditEvent.objects.filter(verb="pack.sent", subject_id=new.pk).get()
    assert (sent.data["to"]["contacts"], len(sent.data["to"]["ended"])) == (0, 2)
