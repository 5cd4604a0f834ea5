"""Writing evidence: one event for each deed, in the deed's own transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import transaction

from guidelines.audit import followers
from guidelines.audit.models import ActorName, AuditEvent, AuditHead
from guidelines.frame import clock


@dataclass(frozen=True)
class Subject:
    """What a deed was done to, in plain columns."""

    kind: str
    id: int
    policy_id: str = ""
    edition_number: int | None = None


class Named(Protocol):
    """Whoever acts: a person with an id and a name."""

    pk: Any
    name: str


class HasSubject(Protocol):
    def audit_subject(self) -> Subject: ...


def moment() -> dt.datetime:
    """The instant of the deed under way, in UTC: later than every event so far.

    Locks the head of the chain, so call it after all other locks of the deed are held.
    """
    return _next_instant(_locked_head())


@transaction.atomic
def record(
    verb: str,
    *,
    by: Named | None,
    subject: HasSubject,
    digest: str = "",
    at: dt.datetime | None = None,
    **data: Any,
) -> AuditEvent:
    """Append one event to the chain, then tell the followers that go with the deed.

    `at` is the instant that `moment()` gave earlier in the same transaction; without it the clock is read here.
    """
    head = _locked_head()
    what = subject.audit_subject()
    event = AuditEvent(
        id=head.last_id + 1,
        at=at or _next_instant(head),
        verb=verb,
        actor_id=by.pk if by else None,
        subject_kind=what.kind,
        subject_id=what.id,
        policy_id=what.policy_id,
        edition_number=what.edition_number,
        digest=digest,
        data=data,
        previous_hash=head.last_hash,
    )
    event.hash = event.computed_hash()
    event.save(force_insert=True)
    head.last_id, head.last_at, head.last_hash = event.id, event.at, event.hash
    head.save()
    if by:
        ActorName.objects.get_or_create(actor_id=by.pk, defaults={"name": by.name})
    followers.tell(event)
    return event


def blank_actor_name(actor_id: int) -> None:
    """Remove a person's name from the record's side table; the events keep the id and stay proven."""
    ActorName.objects.filter(actor_id=actor_id).update(name="")


def _locked_head() -> AuditHead:
    head = AuditHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        AuditHead.objects.get_or_create(pk=1)
        head = AuditHead.objects.select_for_update().get(pk=1)
    return head


def _next_instant(head: AuditHead) -> dt.datetime:
    now = clock.now()
    if head.last_at is None:
        return now
    return max(now, head.last_at + dt.timedelta(microseconds=1))
