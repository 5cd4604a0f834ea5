"""From a change to the message, through the sweeps of a real worker, and from the page to the list."""

from __future__ import annotations

import datetime as dt
from typing import Any

import time_machine
from django.core import mail
from django.urls import reverse

from guidelines.editions.services.classing import class_guideline
from guidelines.frame import sweeps
from guidelines.liaison.models import Delivery, Pack
from guidelines.liaison.services.subscribing import subscribe
from guidelines.people.models import Person
from tests.liaison.making import JUNE, NOW, coming, first, looked, signed_in
from tests.liaison.sending import a_list, mailbox, only_mail
from tests.liaison.test_subscribing import wish
from tests.people import World

SECOND = dt.timedelta(seconds=1)


def worked() -> None:
    """A worker's turn: what is due becomes a pack, and the pack goes out."""
    sweeps.sweep_all()
    sweeps.sweep_all()


def asked(person: Person, status: int, **fields: Any) -> Any:
    typed = {**JUNE, "send": "list", "at": looked(person), **fields}
    answer = signed_in(person).post(reverse("ask_for_notes"), typed)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer


def test_a_subscribed_partner_has_the_mail_a_minute_after_the_change(world: World) -> None:
    agencies = a_list(world)
    mailbox(agencies)
    subscribe(agencies, wish(world, format="csv"), by=world.lia)
    with time_machine.travel(NOW + 10 * SECOND):
        words = {"change_note": "Canary: 40%.", "partner_note": "Fewer removals."}
        edition = first(world, NOW + 5 * SECOND, **words)
        class_guideline(edition.guideline, audience="partner", by=world.ann, reason="Partners ask.")
    with time_machine.travel(NOW + 60 * SECOND):
        worked()
        worked()
    message = only_mail()
    assert message.subject == "Guideline changes, United States, 22 Jun 2037"
    assert "Fewer removals." in message.body
    assert [name for name, _content, _kind in message.attachments] == ["change-notes_US_2037-06-22_2037-06-22.csv"]
    everything = message.message().as_string() + message.body + message.alternatives[0].content
    assert "Canary" not in everything


def test_an_embargo_goes_out_in_the_subject(world: World) -> None:
    brand = a_list(world, "Brand Integrity", "internal")
    mailbox(brand)
    guideline = first(world, NOW - dt.timedelta(days=1)).guideline
    subscribe(brand, wish(world, later=True), by=world.lia)
    with time_machine.travel(NOW + 10 * SECOND):
        coming(world, guideline, NOW + dt.timedelta(days=2))
    with time_machine.travel(NOW + 60 * SECOND):
        worked()
    assert only_mail().subject.startswith("Embargo until 24 Jun 2037, 05:00 PT: Guideline changes")


def test_sending_by_hand_asks_once_more_and_then_goes_to_everybody_in_the_list(world: World) -> None:
    first(world, NOW - dt.timedelta(days=1))
    brand = a_list(world, "Brand Integrity", "internal")
    page = asked(world.lia, 200, list=brand.pk, market="US", introduction="Dear all").content.decode()
    assert "nobody would be told" in page
    for number in range(2):
        mailbox(brand, f"brand-{number}@example.com")
    page = asked(world.lia, 200, list=brand.pk, market="US", introduction="Dear all").content.decode()
    assert "Send 1 note to Brand Integrity?" in page
    assert "It goes to 2 contacts. Its audience: internal." in page
    assert 'name="introduction" value="Dear all"' in page
    assert not Pack.objects.exists()
    answer = asked(world.lia, 302, list=brand.pk, market="US", introduction="Dear all", sure="on")
    worked()
    assert sorted(to for message in mail.outbox for to in message.to) == ["brand-0@example.com", "brand-1@example.com"]
    page = signed_in(world.lia).get(answer["Location"]).content.decode()
    assert "Where it went" in page
    assert "Send it to" not in page
    mailbox(brand, "late@example.com")
    assert "Send it to 1 contact more" in signed_in(world.lia).get(answer["Location"]).content.decode()


def test_whoever_may_not_send_sends_nothing(world: World) -> None:
    first(world, NOW - dt.timedelta(days=1))
    brand = a_list(world, "Brand Integrity", "internal")
    mailbox(brand)
    asked(world.ann, 403, list=brand.pk, market="US", domain="PR", sure="on")
    worked()
    assert not Delivery.objects.exists()


def test_the_page_of_change_notes_shows_how_the_lists_stand(world: World) -> None:
    first(world, NOW - dt.timedelta(days=1))
    brand = a_list(world, "Brand Integrity", "internal")
    subscribe(brand, wish(world, rhythm="weekly"), by=world.lia)
    page = signed_in(world.lia).get(reverse("change_notes"), JUNE).content.decode()
    assert "Every Monday 09:00 PT, HTML" in page
    assert reverse("new_stakeholder") in page
    assert reverse("new_stakeholder") not in signed_in(world.ann).get(reverse("change_notes"), JUNE).content.decode()


def test_a_second_click_on_send_or_issue_again_is_not_a_second_message(world: World) -> None:
    first(world, NOW - SECOND)
    brand = a_list(world, "Brand Integrity", "internal")
    mailbox(brand)
    with time_machine.travel(NOW + 60 * SECOND):
        for _click in range(2):
            asked(world.lia, 302, list=brand.pk, sure="on", format="md")
        assert Pack.objects.count() == 1
        worked()
        assert len(mail.outbox) == 1
        again = reverse("issue_again", args=[Pack.objects.get().pk])
        for _click in range(2):
            signed_in(world.lia).post(again)
        worked()
    assert len(mail.outbox) == 2
