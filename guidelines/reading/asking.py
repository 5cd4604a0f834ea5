"""What a reading page asks of its reader: the acknowledgement of these words, or when it was given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.editions.models import Edition
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.reading.banners import Clock, clock_of
from guidelines.reading.queries.duties import asks, major_of
from guidelines.reading.queries.guideline import KnownGuideline
from guidelines.reading.queries.path import came_before


@dataclass(frozen=True)
class Asked:
    """An edition that asks this person to acknowledge it: the sentence, and whether it is done."""

    sentence: str
    is_done: bool
    is_late: bool


def asked_of(known: KnownGuideline, edition: Edition, person: Anyone) -> Asked | None:
    """None where nothing is asked."""
    major = asking_major(known, edition, person)
    if major is None:
        return None
    until = None if came_before(person, major.effective_from, known.now) else major.acknowledge_until
    return asked(until, acknowledged_at(major), known.now, person.name, clock_of(person, known))


def acknowledged_at(major: Edition | None) -> dt.datetime | None:
    """When the person first acknowledged words with these decisions; of an edition from `known_guideline`."""
    return getattr(major, "acknowledged_at", None)


def asking_major(known: KnownGuideline, edition: Edition, person: Anyone) -> Edition | None:
    """The edition whose acknowledgement these words ask of everybody who holds what this person does."""
    binds_or_will = edition == known.binding or known.standing(edition) == "scheduled"
    guideline = known.guideline
    major = major_of(edition, {issued.pk: issued for issued in known.editions if issued.published_at})
    if not binds_or_will or not asks(major, holdings(person), guideline.market_id, guideline.domain_id):
        return None
    return major


def asked(until: dt.datetime | None, done_at: dt.datetime | None, now: dt.datetime, name: str, clock: Clock) -> Asked:
    """What is said to somebody who is asked."""
    if done_at is not None:
        facts = {"name": name, "moment": clock.both(done_at)}
        return Asked(_("Acknowledged by %(name)s, %(moment)s.") % facts, is_done=True, is_late=False)
    if until is None:
        return Asked(_("Acknowledge it once you have read what changed."), is_done=False, is_late=False)
    is_late = until <= now
    form = _("Late: it was to be acknowledged by %(moment)s.") if is_late else _("Acknowledge by %(moment)s.")
    return Asked(form % {"moment": clock.both(until)}, is_done=False, is_late=is_late)
