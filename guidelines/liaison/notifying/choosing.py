"""How a person wants to hear of each kind. A preference, not a deed: nothing to record."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.frame import clock
from guidelines.frame.refusals import Invalid
from guidelines.liaison.models import Kind, Notification, NotificationChoice, Rhythm
from guidelines.liaison.models.notifying import AT_ONCE, NEVER_MUTED
from guidelines.liaison.notifying.counting import forget
from guidelines.people.models import Person


def default(kind: Kind) -> Rhythm:
    return Rhythm.AT_ONCE if kind in AT_ONCE else Rhythm.DAILY


def offered(kind: Kind) -> list[Rhythm]:
    """What somebody must do is mailed once a day at least."""
    return [rhythm for rhythm in Rhythm if rhythm != Rhythm.NEVER or kind not in NEVER_MUTED]


def choices(person: Person) -> dict[Kind, Rhythm]:
    chosen = dict(NotificationChoice.objects.filter(person=person).values_list("kind", "rhythm"))
    return {kind: Rhythm(chosen.get(kind, default(kind))) for kind in Kind}


@transaction.atomic
def choose(person: Person, wanted: Mapping[Kind, Rhythm]) -> None:
    """Keep it, for what comes and for what waits for its mail."""
    for kind, rhythm in wanted.items():
        if rhythm not in offered(kind):
            raise Invalid(_("“%(kind)s” can’t be muted: choose at once or once a day.") % {"kind": kind.label})
        NotificationChoice.objects.update_or_create(person=person, kind=kind, defaults={"rhythm": rhythm})
        Notification.objects.filter(person=person, kind=kind).to_mail().update(rhythm=rhythm)


def see(person: Person, pk: int) -> None:
    """This person has looked at one of their notifications."""
    Notification.objects.filter(person=person, pk=pk, seen_at=None).update(seen_at=clock.now())
    forget(person.pk)


def see_all(person: Person) -> int:
    """And at all that have come."""
    now = clock.now()
    seen = Notification.objects.filter(person=person).unseen(now).update(seen_at=now)
    forget(person.pk)
    return seen
