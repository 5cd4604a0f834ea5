"""Sending the mails that were made: each by a lease, tried again with growing pauses, never again once it is taken."""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from contextlib import suppress
from time import monotonic

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from guidelines.frame import clock, jobs
from guidelines.liaison.models import NotificationMail
from guidelines.liaison.notifying.by_the_day import tell_the_day
from guidelines.liaison.notifying.gathering import gather
from guidelines.liaison.notifying.letters import letter
from guidelines.liaison.notifying.postbox import mail_is_set
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone

logger = logging.getLogger(__name__)
SECONDS = 20.0
"""How long one turn sends, so that other work has its turn too."""
AT_A_TIME = 100
REFUSED = 500
"""From this answer on a mail server says: not now and not later."""
OUR_FAULT = (
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPSenderRefused,
)
"""What somebody mends in the settings; no mail is given up for it before its last pause."""


def turn() -> None:
    """The sweep: what the day brings, the mails whose time has come, and their sending."""
    now = clock.now()
    tell_the_day(now)
    gather(now)
    if mail_is_set():
        send_due(now)


def send_due(now: dt.datetime) -> None:
    """The mails that are due, over one connection, until the time of a turn is over or the server is away."""
    due = NotificationMail.objects.due(now).order_by("due_at", "pk").values_list("pk", flat=True)[:AT_A_TIME]
    keys, ends = list(due), monotonic() + SECONDS
    if not keys:
        return
    post = get_connection()
    with suppress(OSError):  # the first mail tries again, and has the reason written down
        post.open()
    try:
        for pk in keys:
            if monotonic() > ends or not send(pk, post):
                break
    finally:
        post.close()


def send(pk: int, post: BaseEmailBackend | None = None) -> bool:
    """One mail; False when the server is away and others need not be tried now."""
    mail = jobs.claim(NotificationMail, pk)
    if mail is None:
        return True
    try:
        written = letter(mail)
        if written is None:
            jobs.finish(mail, lines=0)
            return True
        message, lines = written
        (post or get_connection()).send_messages([message])
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()), (0, b""))
        jobs.fail(mail, _answer(code, words), for_good=code >= REFUSED, address=mail.person.email)
    except smtplib.SMTPResponseException as refused:
        is_ours = isinstance(refused, OUR_FAULT)
        said = _answer(refused.smtp_code, refused.smtp_error)
        jobs.fail(mail, said, for_good=refused.smtp_code >= REFUSED and not is_ours)
        return not is_ours
    except OSError as away:
        jobs.fail(mail, _("The mail server can’t be reached: %(reason)s") % {"reason": away or type(away).__name__})
        return False
    except Exception as failure:
        logger.exception("A mail of notifications could not be written: %s", pk)
        jobs.fail(mail, f"{type(failure).__name__}: {failure}")
    else:
        _sent(mail, lines)
    return True


@transaction.atomic
def _sent(mail: NotificationMail, lines: int) -> None:
    if jobs.finish(mail, lines=lines, address=mail.person.email):
        mail.notifications.filter(mailed_at=None).update(mailed_at=clock.now())


def _answer(code: int, words: bytes | str) -> str:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    return _("The mail server said: %(code)d %(words)s") % {"code": code, "words": said}


def shown(mail: NotificationMail) -> str:
    """A mail as the queue's page names it: never what is in it."""
    return _("Notifications for %(name)s") % {"name": mail.person.name}


def seen_by(person: Anyone) -> Q:
    """Those who administer: why it failed may name the person's mailbox."""
    return Q() if holdings(person).may_somewhere(Capability.ADMINISTER) else Q(pk__in=[])


def page_of(mail: NotificationMail) -> str:
    return reverse("person", args=[mail.person.employee_id])
