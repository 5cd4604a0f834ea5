"""Mails of notifications before a real mail server: taken, refused, away."""

from __future__ import annotations

import email
import email.policy
import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from guidelines.frame.jobs import JobState
from guidelines.liaison.models import NotificationMail
from guidelines.liaison.notifying import mailing
from guidelines.people.models import Person
from tests.liaison.notifying import give_mailboxes, told
from tests.liaison.test_notification_mails import MINUTE, after
from tests.liaison.test_telling import submit
from tests.people import World


@pytest.fixture
def world(world: World) -> World:
    give_mailboxes(world)
    return world


class Sink:
    """A mail server that keeps what it takes, and refuses what it is told to."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.says = "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.says.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.says

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken.append(envelope.content)
        return "250 OK"


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    found = Sink()
    controller = Controller(found, hostname="127.0.0.1", port=0)
    controller.port = _free_port()
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", controller.port, False
    yield found
    controller.stop()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_a_mail_server_takes_it_and_a_mail_program_reads_it(world: World, time_machine: Any, sink: Sink) -> None:
    Person.objects.filter(pk=world.bob.pk).update(language="vi")
    submit(world)
    told(world)
    time_machine.move_to(timezone.now() + MINUTE, tick=True)
    mailing.turn()
    read = [email.message_from_bytes(raw, policy=email.policy.default) for raw in sink.taken]
    message = next(one for one in read if one["To"] == "bob@portal.example")
    assert isinstance(message, EmailMessage)
    assert message["Message-ID"].startswith("<")
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain
    assert html
    assert "Ann Rivera" in plain.get_content()
    assert "Ann Rivera" in html.get_content()
    assert message["Auto-Submitted"] == "auto-generated"
    assert not message.defects


@pytest.mark.parametrize(
    ("says", "state"), [("550 5.1.1 No such mailbox", JobState.FAILED), ("450 4.2.1 Try later", JobState.QUEUED)]
)
def test_a_refusal_for_good_ends_it_and_another_is_tried_again(
    world: World, time_machine: Any, sink: Sink, says: str, state: JobState
) -> None:
    sink.says = says
    submit(world)
    told(world)
    time_machine.move_to(timezone.now() + MINUTE, tick=True)
    mailing.turn()
    mail = NotificationMail.objects.get(person=world.bob)
    assert (mail.state, mail.error.startswith("The mail server said: ")) == (state, True)
    assert says[4:9] in mail.error
    sink.says = "250 OK"
    time_machine.move_to(timezone.now() + 2 * MINUTE, tick=True)
    mailing.turn()
    assert len(sink.taken) == (0 if state == JobState.FAILED else 2)


def test_a_server_that_is_away_is_asked_once_a_turn(world: World, time_machine: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", _free_port(), False
    submit(world)
    told(world)
    time_machine.move_to(timezone.now() + MINUTE, tick=True)
    mailing.turn()
    tried = NotificationMail.objects.filter(attempts=1)
    assert [mail.state for mail in tried] == [JobState.QUEUED]
    assert "can’t be reached" in tried[0].error
    assert NotificationMail.objects.filter(attempts=0).count() == 1


def test_a_password_that_is_refused_gives_up_no_mail(world: World, time_machine: Any, monkeypatch: Any) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise smtplib.SMTPAuthenticationError(535, b"Bad password")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    submit(world)
    told(world)
    after(time_machine, MINUTE)
    mail = NotificationMail.objects.get(attempts=1)
    assert (mail.state, mail.error) == (JobState.QUEUED, "The mail server said: 535 Bad password")
