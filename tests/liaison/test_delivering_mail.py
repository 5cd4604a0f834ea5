"""A pack by mail: what it says, and what the mail server's answers mean."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import pytest
import time_machine
from django.core import mail
from pytest_django import Settings

from benchmarks.packing import pack
from benchmarks.sinks import Sink, mail_sink
from guidelines.audit.models import AuditEvent
from guidelines.frame.jobs import PAUSES, JobState
from guidelines.frame.refusals import WrongState
from guidelines.liaison.delivering.contents import contents
from guidelines.liaison.models import PackFile, Reason
from guidelines.liaison.services.contacts import add_person, end_contact
from guidelines.liaison.services.sending import repeat, send
from tests.liaison.making import NOW
from tests.liaison.sending import a_list, mailbox, once, only_delivery, only_mail, sent, tried
from tests.people import World


@pytest.fixture
def server(settings: Settings, request: pytest.FixtureRequest) -> Iterator[Sink]:
    """A real mail server that misbehaves as the test asks for."""
    with mail_sink(once(getattr(request, "param", ""))) as (sink, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        yield sink


def misbehaving(*faults: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("server", faults, indirect=True)


def test_a_mail_holds_the_pack_in_words_and_as_the_file_that_was_asked_for(world: World) -> None:
    mailbox(a_list(world))
    sent(a_list(world, "Operations", "internal"))
    assert not mail.outbox, "A list without contacts is told nothing."
    stakeholder = a_list(world, "Brand Integrity")
    mailbox(stakeholder)
    sent(stakeholder, "Guideline changes, United States, 8 to 22 June 2026")
    delivery = tried(only_delivery())
    message = only_mail()
    assert (delivery.state, delivery.error, delivery.attempts) == (JobState.DONE, "", 1)
    assert message.subject == "Guideline changes, United States, 8 to 22 June 2026"
    assert message.to == ["notes@agency.example.com"]
    assert "US-CC-0142 edition 4" in message.body
    assert [(words.mimetype, "<html" in words.content) for words in message.alternatives] == [("text/html", True)]
    assert [(name, kind) for name, _content, kind in message.attachments] == [("change-notes_US.html", "text/html")]


def test_headers_say_that_a_program_wrote_and_which_list_and_delivery_it_is(world: World) -> None:
    stakeholder = a_list(world)
    mailbox(stakeholder)
    sent(stakeholder)
    delivery = tried(only_delivery())
    headers = only_mail().message()
    assert headers["Message-ID"] == f"<{delivery.key}@localhost>"
    assert headers["Date"] == "Mon, 22 Jun 2037 12:00:00 +0000"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Id"] == f"<stakeholder-{stakeholder.pk}.localhost>"


def test_an_embargo_stands_in_the_subject(world: World) -> None:
    made = pack(a_list(world), world.lia, "Guideline changes", formats=("md", "html"))
    notes = [
        {"do_not_share_before": f"2037-06-2{day}T07:00:00Z", "moment": {"time_zone": "America/Los_Angeles"}}
        for day in (4, 6, 5)
    ]
    PackFile.objects.create(
        pack=made, format="json", name="x.json", content=json.dumps({"notes": notes}).encode(), digest="sha256:0"
    )
    assert contents(made).subject == "Embargo until 26 Jun 2037, 00:00 PT: Guideline changes"


def test_a_long_pack_is_in_the_file_alone_and_the_mail_says_so(world: World) -> None:
    stakeholder = a_list(world)
    mailbox(stakeholder)
    made = pack(stakeholder, world.lia, "Guideline\r\nBcc: all@example.com", formats=("md",))
    PackFile.objects.create(
        pack=made, format="html", name="long.html", content=b"<p>" + b"x" * 200_000, digest="sha256:0"
    )
    made.formats = ["html", "md"]
    made.save()
    send(made, world.lia)
    tried(only_delivery())
    message = only_mail()
    assert message.subject == "Guideline Bcc: all@example.com", "A title is one line, whatever stands in it."
    assert "long.html" in message.alternatives[0].content
    assert "x" * 100 not in message.alternatives[0].content


def test_a_person_with_a_mail_address_has_it_by_mail_and_one_without_reads_it_here(world: World) -> None:
    stakeholder = a_list(world, "Trainers", "internal")
    world.ann.email = "ann@example.com"
    world.ann.save()
    for person in (world.ann, world.mo, world.bob):
        add_person(stakeholder, person, by=world.lia)
    made = sent(stakeholder)
    tried(made.deliveries.get(contact__person=world.ann))
    assert only_mail().to == ["ann@example.com"]
    assert set(made.deliveries.values_list("state", "answer")) == {
        ("done", ""),
        ("done", "On their page; they have no mail address."),
    }


def test_the_same_mailbox_under_two_contacts_gets_one_copy(world: World) -> None:
    stakeholder = a_list(world, "Trainers", "internal")
    world.ann.email = "Ann@example.com"
    world.ann.save()
    add_person(stakeholder, world.ann, by=world.lia)
    mailbox(stakeholder, "ann@example.com")
    made = sent(stakeholder)
    assert made.deliveries.count() == 1


def test_what_was_sent_is_not_sent_again(world: World) -> None:
    stakeholder = a_list(world)
    mailbox(stakeholder)
    made = sent(stakeholder)
    delivery = tried(only_delivery())
    assert send(made, world.lia) == 0
    with pytest.raises(WrongState, match="This delivery has not failed"):
        repeat(delivery, by=world.lia)
    tried(delivery)
    only_mail()
    mailbox(stakeholder, "newcomer@example.com")
    assert send(made, world.lia) == 1, "Who came later has not had it."


def test_a_sent_delivery_is_in_the_record_with_the_digest_of_its_file(world: World) -> None:
    stakeholder = a_list(world)
    contact = mailbox(stakeholder)
    made = sent(stakeholder)
    delivery = tried(only_delivery())
    event = AuditEvent.objects.get(verb="delivery.sent")
    assert event.digest == made.files.get(format="html").digest
    assert (event.actor_id, event.data["pack"], event.data["contact"]) == (None, made.pk, contact.pk)
    assert event.data["key"] == delivery.key
    assert "agency" not in json.dumps(event.data), "Addresses stay out of what can never be taken away."


@pytest.mark.slow
@misbehaving("forbidden")
def test_a_mailbox_that_refuses_has_failed_for_good_until_somebody_tries_again(server: Sink, world: World) -> None:
    stakeholder = a_list(world)
    mailbox(stakeholder)
    sent(stakeholder)
    delivery = tried(only_delivery())
    assert (delivery.state, delivery.reason, delivery.attempts) == (JobState.FAILED, Reason.MAIL_REFUSED, 1)
    assert delivery.answer == "550 No such mailbox"
    repeat(delivery, by=world.lia)
    assert tried(delivery).state == JobState.DONE
    assert [copy.key for copy in server.taken] == [delivery.key]
    assert AuditEvent.objects.filter(verb="delivery.repeated", actor_id=world.lia.pk).count() == 1


@pytest.mark.slow
@misbehaving("refused", "dropped")
def test_what_was_put_off_rests_and_goes_out_once(server: Sink, world: World) -> None:
    stakeholder = a_list(world)
    mailbox(stakeholder)
    sent(stakeholder)
    delivery = tried(only_delivery())
    assert (delivery.state, delivery.attempts, server.taken) == (JobState.QUEUED, 1, [])
    assert tried(delivery).attempts == 1, "It rests."
    with time_machine.travel(NOW + PAUSES[0] + dt.timedelta(seconds=30)):
        assert tried(delivery).state == JobState.DONE
    assert [copy.key for copy in server.taken] == [delivery.key]


@pytest.mark.slow
@misbehaving("answer lost")
def test_a_copy_after_a_lost_answer_carries_the_same_message_id_and_date(server: Sink, world: World) -> None:
    stakeholder = a_list(world)
    mailbox(stakeholder)
    sent(stakeholder)
    delivery = tried(only_delivery())
    assert (delivery.state, delivery.reason) == (JobState.QUEUED, Reason.MAIL_BROKEN)
    with time_machine.travel(NOW + PAUSES[0] + dt.timedelta(seconds=30)):
        tried(delivery)
    first, then = server.taken
    assert (first.key, first.digest, first.headers["Date"]) == (then.key, then.digest, then.headers["Date"])


def test_without_a_mail_server_nothing_goes_out_and_the_row_says_whom_to_ask(world: World, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    stakeholder = a_list(world)
    mailbox(stakeholder)
    sent(stakeholder)
    delivery = tried(only_delivery())
    assert (delivery.state, delivery.error) == (JobState.FAILED, "No mail server is set. Ask your administrator.")


def test_a_mail_server_that_is_away_is_tried_again_with_growing_pauses(world: World, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    stakeholder = a_list(world)
    mailbox(stakeholder)
    sent(stakeholder)
    delivery, rests = only_delivery(), []
    at = NOW + dt.timedelta(minutes=1)
    for _attempt in range(len(PAUSES)):
        with time_machine.travel(at, tick=False):
            tried(delivery)
        assert (delivery.state, delivery.reason) == (JobState.QUEUED, Reason.MAIL_BROKEN)
        rests.append(delivery.due_at - at)
        at = delivery.due_at
    with time_machine.travel(at, tick=False):
        assert tried(delivery).state == JobState.FAILED
    assert tuple(rests) == PAUSES


def test_what_waits_for_a_contact_that_was_ended_is_not_sent(world: World) -> None:
    stakeholder = a_list(world)
    contact = mailbox(stakeholder)
    sent(stakeholder)
    end_contact(contact, by=world.lia)
    delivery = tried(only_delivery())
    assert (delivery.state, delivery.reason, mail.outbox) == (JobState.FAILED, Reason.CONTACT_ENDED, [])
    with pytest.raises(WrongState, match="This contact was ended"):
        repeat(delivery, by=world.lia)
