"""A pack by mail: one message for each contact, with the same Message-ID and date at every attempt."""

from __future__ import annotations

import datetime as dt
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import format_datetime
from typing import Any, Protocol

from django.core.mail import EmailMultiAlternatives, get_connection

from guidelines.liaison.delivering.contents import Contents
from guidelines.liaison.delivering.deadline import hung_up_in_time
from guidelines.liaison.delivering.outcomes import NotTaken
from guidelines.liaison.exports import FORMATS
from guidelines.liaison.models import Contact, Reason
from guidelines.liaison.notifying.postbox import mail_is_set, message_id, sending_host


class Letter(Protocol):
    """What is sent by mail once: a delivery of a pack, or of something else that goes to a contact."""

    @property
    def address(self) -> str: ...
    @property
    def key(self) -> object: ...
    @property
    def asked_at(self) -> dt.datetime: ...
    @property
    def contact(self) -> Contact: ...


def send_mail(delivery: Letter, said: Contents) -> str:
    """Hand the message to the mail server."""
    if not mail_is_set():
        raise NotTaken(Reason.NO_MAIL_SERVER, for_good=True)
    with _failures():
        server = get_connection()
        server.open()
        try:
            with hung_up_in_time(getattr(getattr(server, "connection", None), "sock", None)):
                server.send_messages([message(delivery, said)])
        finally:
            with suppress(OSError, smtplib.SMTPException):  # a farewell: it says nothing about the message
                server.close()
    return ""


def message(delivery: Letter, said: Contents) -> EmailMultiAlternatives:
    """The mail. Its headers are made of a checked mailbox, of keys, and of a title on one line."""
    mail = EmailMultiAlternatives(
        subject=said.subject,
        body=said.text,
        to=[delivery.address],
        headers={
            "Message-ID": message_id(delivery.key),
            "Date": format_datetime(delivery.asked_at),
            "Auto-Submitted": "auto-generated",
            "List-Id": f"<stakeholder-{delivery.contact.stakeholder_id}.{sending_host()}>",
            "Content-Language": said.language,
        },
    )
    mail.attach_alternative(said.html, "text/html")
    known = FORMATS.get(said.file.format)
    kind = known.content_type.partition(";")[0] if known else "application/octet-stream"
    mail.attach(said.file.name, bytes(said.file.content), kind)
    return mail


@contextmanager
def _failures() -> Iterator[None]:
    """What a mail server can answer, as what it means: 4xx is for now, 5xx for good."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _refused(Reason.MAILBOX_REFUSED, code, words) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotTaken(Reason.MAIL_REFUSED, str(error), for_good=True) from error
    except smtplib.SMTPAuthenticationError as error:  # somebody mends the password; nothing is wrong with the message
        raise NotTaken(Reason.MAIL_REFUSED, _words(error.smtp_code, error.smtp_error)) from error
    except smtplib.SMTPResponseException as error:
        raise _refused(Reason.MAIL_REFUSED, error.smtp_code, error.smtp_error) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(Reason.MAIL_BROKEN, str(error)) from error


def _refused(reason: Reason, code: int, words: Any) -> NotTaken:
    if 500 <= code < 600:
        return NotTaken(reason, _words(code, words), for_good=True)
    return NotTaken(Reason.MAIL_PUT_OFF, _words(code, words))


def _words(code: int, words: Any) -> str:
    said = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return f"{code} {said}"
