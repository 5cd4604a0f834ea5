"""Reading the record: the deeds on one subject, with the names of those who did them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from guidelines.audit.models import ActorName, AuditEvent


@dataclass(frozen=True)
class DeedLine:
    """One deed as a person reads it. `actor` is empty for the command line and for a name that was blanked."""

    verb: str
    actor: str
    at: dt.datetime
    digest: str
    data: dict[str, Any]


def deeds_on(kind: str, subject_id: int, limit: int = 50) -> list[DeedLine]:
    """The newest deeds on a subject, newest first: two queries however many there are."""
    events = list(AuditEvent.objects.filter(subject_kind=kind, subject_id=subject_id).order_by("-id")[:limit])
    names = names_of(event.actor_id for event in events)
    return [
        DeedLine(event.verb, names.get(event.actor_id or 0, ""), event.at, event.digest, event.data) for event in events
    ]


def names_of(actors: Iterable[int | None]) -> dict[int, str]:
    """The names that belong to these ids; empty where they were blanked."""
    found = ActorName.objects.filter(actor_id__in={actor for actor in actors if actor is not None})
    return dict(found.values_list("actor_id", "name"))
