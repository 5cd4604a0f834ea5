"""What a notification shows: found anew whenever it is shown, of what the person may read then, a few queries a page.

A subject that the person can no longer read shows nothing of itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.audit.models import AuditEvent
from guidelines.audit.queries import names_of
from guidelines.liaison.models import Notification
from guidelines.people.models import Person


@dataclass(frozen=True)
class Shown:
    """The words of one notification, for one person, now."""

    sentence: str
    url: str
    policy_id: str = ""
    title: str = ""
    language: str = ""
    """Of the title and the note."""
    note: str = ""
    """What somebody wrote: a reason, a comment, an answer."""
    is_restricted: bool = False
    """Shown in the portal to those it names; no mail names it."""


@dataclass(frozen=True)
class Line:
    """A notification, and what it shows; None where the person can no longer read it."""

    row: Notification
    shown: Shown | None


@dataclass(frozen=True)
class Told:
    """One notification with its event and whoever did the deed."""

    row: Notification
    event: AuditEvent | None
    name: str


Show = Callable[[Person, Sequence[Told]], Mapping[int, Shown]]
_shows: dict[str, Show] = {}


def register(subject_kind: str, show: Show) -> None:
    """Have a function find the words for this kind of subject, by the key of the notification. Call it in `ready`."""
    _shows[subject_kind] = show


def lines(person: Person, rows: Iterable[Notification]) -> list[Line]:
    """These notifications, in their order, with what each shows this person now."""
    told = _told(list(rows))
    shown: dict[int, Shown] = {}
    for kind, show in _shows.items():
        if those := [one for one in told if one.row.subject_kind == kind]:
            shown.update(show(person, those))
    return [Line(one.row, shown.get(one.row.pk)) for one in told]


def _told(rows: list[Notification]) -> list[Told]:
    ids = {row.event_id for row in rows if row.event_id}
    events = AuditEvent.objects.in_bulk(ids) if ids else {}
    names = names_of(event.actor_id for event in events.values()) if events else {}
    found = []
    for row in rows:
        event = events.get(row.event_id or 0)
        name = names.get(event.actor_id or 0, "") if event else ""
        found.append(Told(row, event, name or _("Somebody")))
    return found
