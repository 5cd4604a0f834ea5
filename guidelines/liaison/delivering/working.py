"""The worker's part: take what is due, try it once, and write down what became of it.

The row says `running` before anything leaves the house and `done` right after the far side took it. A worker that dies
between the two leaves a lease; the attempt after it carries the same key, so the far side can tell the copy.
"""

from __future__ import annotations

import logging
import time
from contextlib import suppress

from django.db import OperationalError, transaction

from guidelines.audit import services as audit
from guidelines.frame import clock
from guidelines.frame.jobs import JobState, claim, fail, finish
from guidelines.liaison.delivering.contents import Contents, contents
from guidelines.liaison.delivering.mail import send_mail
from guidelines.liaison.delivering.outcomes import NotTaken, one_line
from guidelines.liaison.delivering.webhook import send_webhook
from guidelines.liaison.models import Contact, Delivery, Reason
from guidelines.liaison.packs import narrowed_in

logger = logging.getLogger(__name__)
AT_ONCE = 50
SECONDS = 5.0
"""After so long the worker looks at its other work."""
TRIES_TO_WRITE = (0.0, 1.0, 2.0, 4.0, 8.0)
"""A message that was taken must be written down, however busy the database is: else it goes out twice."""
ON_THEIR_PAGE = "On their page; they have no mail address."


def deliver_due(seconds: float = SECONDS) -> int:
    """A sweep: try what is due for some seconds; how many attempts that were."""
    end, tried = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        due = list(Delivery.objects.due(clock.now()).order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
        mine = 0
        for pk in due:
            if time.monotonic() >= end:
                break
            mine += deliver(pk)
        tried += mine
        if not mine:
            break
    return tried


def deliver(pk: int) -> bool:
    """One attempt; False where it is not due, or somebody else is at it."""
    delivery = claim(Delivery, pk)
    if delivery is None:
        return False
    try:
        said = contents(delivery.pack)
        answer = _handed_over(delivery, said)
    except NotTaken as not_taken:
        put_back(delivery, not_taken)
    except Exception:
        logger.exception("A delivery broke on our side: %s", pk)
        put_back(delivery, NotTaken(Reason.BROKEN))
    else:
        _taken(delivery, said, answer)
    return True


def _handed_over(delivery: Delivery, said: Contents) -> str:
    """What the far side said when it took the message."""
    contact = delivery.contact
    if contact.ended_at or contact.stakeholder.ended_at or (contact.person and not contact.person.is_active):
        raise NotTaken(Reason.CONTACT_ENDED, for_good=True)
    if narrowed_in(delivery.pack).exists():
        raise NotTaken(Reason.NARROWED, for_good=True)
    if contact.kind == Contact.Kind.WEBHOOK:
        return send_webhook(delivery, said)
    if not delivery.address:
        return ON_THEIR_PAGE
    return send_mail(delivery, said)


def put_back(delivery: Delivery, failure: NotTaken) -> None:
    error = f"{failure.reason.label} {failure.words}".strip()
    columns = {"reason": failure.reason, "answer": failure.words}
    fail(delivery, error, for_good=failure.for_good, rest=failure.rest, **columns)


def _taken(delivery: Delivery, said: Contents, answer: str) -> None:
    for pause in TRIES_TO_WRITE:
        time.sleep(pause)
        with suppress(OperationalError):
            write_down(delivery, said, answer)
            return
    logger.error("Delivery %s was taken and could not be written down. It may go out again, with its key.", delivery.pk)


@transaction.atomic
def write_down(delivery: Delivery, said: Contents, answer: str) -> None:
    """It was taken, whoever may have the lease by now: he who comes second finds his own gone."""
    columns = {"answer": one_line(answer), "reason": ""}
    if not finish(delivery, **columns):
        late = Delivery.objects.filter(pk=delivery.pk).exclude(state=JobState.DONE)
        end = {"lease": None, "leased_until": None, "ended_at": clock.now(), "error": ""}
        if not late.update(state=JobState.DONE, **end, **columns):
            return
    audit.record(
        "delivery.sent",
        by=None,
        subject=delivery,
        digest=said.file.digest,
        pack=delivery.pack_id,
        stakeholder=delivery.contact.stakeholder_id,
        contact=delivery.contact_id,
        key=delivery.key,
        attempts=delivery.attempts,
    )
