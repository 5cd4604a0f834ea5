"""What a reading page asks of its reader: the acknowledgement of these words, or when it was given."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.editions.models import Edition
from guidelines.people.models import Person
from guidelines.people.scopes import holdings
from guidelines.reading.banners import clock_of
from guidelines.reading.queries.duties import acknowledged_at, asks, major_of, standing
from guidelines.reading.queries.guideline import KnownGuideline


@dataclass(frozen=True)
class Asked:
    """An edition that asks this person to acknowledge it: the sentence, and whether it is done."""

    sentence: str
    is_done: bool
    is_late: bool


def asked_of(known: KnownGuideline, edition: Edition, person: Person) -> Asked | None:
    """None where nothing is asked. One query where something is, none where not."""
    binds_or_will = edition == known.binding or known.standing(edition) == "scheduled"
    guideline = known.guideline
    major = major_of(edition, {issued.pk: issued for issued in known.editions if issued.published_at})
    if not binds_or_will or not asks(major, holdings(person), guideline.market_id, guideline.domain_id):
        return None
    found, clock = standing(major.acknowledge_until, acknowledged_at(person, major), known.now), clock_of(person, known)
    if found.at is not None:
        facts = {"name": person.name, "moment": clock.both(found.at)}
        return Asked(_("Acknowledged by %(name)s, %(moment)s.") % facts, is_done=True, is_late=False)
    if found.until is None:
        return Asked(_("Acknowledge it once you have read what changed."), is_done=False, is_late=False)
    form = (
        _("Late: it was to be acknowledged by %(moment)s.")
        if found.state == "late"
        else _("Acknowledge by %(moment)s.")
    )
    return Asked(form % {"moment": clock.both(found.until)}, is_done=False, is_late=found.state == "late")
