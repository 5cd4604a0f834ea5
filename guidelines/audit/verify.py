"""Proving the record: the chain and its head, the triggers, and whatever higher rooms register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from guidelines.audit import triggers
from guidelines.audit.models import FIRST_HASH, AuditEvent, AuditHead


@dataclass(frozen=True)
class Finding:
    """One thing the verification says. A `broken` finding makes the whole verification fail."""

    sentence: str
    broken: bool = True


Check = Callable[[], Iterable[Finding]]

_checks: list[Check] = []


def register(check: Check) -> None:
    if check not in _checks:
        _checks.append(check)


def verify() -> Iterator[Finding]:
    """Every finding, the chain's first."""
    yield from _chain()
    yield from (Finding(f"The trigger {name} is missing or was changed.") for name in triggers.missing(connection))
    for check in _checks:
        yield from check()


def _chain() -> Iterator[Finding]:
    """The first broken row, if any: after it nothing further can be proved."""
    previous_hash, previous_id, previous_at = FIRST_HASH, 0, None
    for event in AuditEvent.objects.order_by("id").iterator(chunk_size=2000):
        fault = _fault(event, previous_id, previous_hash)
        if fault:
            yield Finding(f"Event {event.id} ({event.verb}): {fault}")
            return
        previous_id, previous_hash, previous_at = event.id, event.hash, event.at
    head = AuditHead.objects.filter(pk=1).first()
    if head and (head.last_id, head.last_hash) != (previous_id, previous_hash):
        yield Finding(f"The head of the chain is at event {head.last_id}, but the newest event is {previous_id}.")
    if head and head.last_at != previous_at:
        yield Finding(f"The head of the chain says {head.last_at}, but the newest event was at {previous_at}.")
    if head is None and previous_id:
        yield Finding("The head of the chain is gone.")


def _fault(event: AuditEvent, previous_id: int, previous_hash: str) -> str:
    if event.id != previous_id + 1:
        return f"event {previous_id + 1} is missing before it."
    if event.previous_hash != previous_hash:
        return "it does not carry the hash of the event before it."
    if event.hash != event.computed_hash():
        return "its words do not match its hash."
    return ""
