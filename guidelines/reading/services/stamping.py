"""Stamping: each deed that may change a reading page says so, in its own transaction."""

from __future__ import annotations

from collections.abc import Iterable

from guidelines.audit import followers
from guidelines.audit.models import AuditEvent
from guidelines.editions.models import Guideline
from guidelines.reading.models import Stamp

QUIET = frozenset(
    {"edition.acknowledged", "edition.saved", "edition.commented", "edition.image_added", "question.asked"}
    | {"question.joined", "edition.consulted", "edition.answered"}
    | {"restricted.opened", "clearance.given", "clearance.ended"}
)
"""Deeds that no reader of the words sees. Every other deed on a guideline counts, unless its room says otherwise."""
FOR_ALL = ("list.", "person.corrected")
"""Deeds whose names stand on the pages of many guidelines: markets, domains, topics, owners, approvers."""

SEARCH = " search"
"""The name under which the newest deed on the index of search is stamped. No guideline's number begins with a space."""

_quiet_rooms: set[str] = set()


def quiet(*beginnings: str) -> None:
    """Say that no deed whose verb begins so shows on a reading page. Call it in `AppConfig.ready`."""
    _quiet_rooms.update(beginnings)


def follow_every_deed() -> None:
    followers.follow(followers.ANY, stamp)


def stamp(event: AuditEvent) -> None:
    """Mark the pages that this deed may have changed."""
    if event.verb in QUIET or event.verb.startswith(tuple(_quiet_rooms)):
        return
    if event.policy_id:
        # A page names the guidelines that its own goes before, once a reader may know of them.
        before = Guideline.objects.filter(precedes__policy_id=event.policy_id).values_list("policy_id", flat=True)
        names = {event.policy_id, *before}
    elif event.verb.startswith(FOR_ALL):
        names = {""}
    else:
        return
    mark(names, event)


def mark(names: Iterable[str], event: AuditEvent) -> None:
    """Say that this is the newest deed on what is kept under these names."""
    stamps = [Stamp(policy_id=name, event=event.id) for name in sorted(names)]
    Stamp.objects.bulk_create(stamps, update_conflicts=True, unique_fields=["policy_id"], update_fields=["event"])
