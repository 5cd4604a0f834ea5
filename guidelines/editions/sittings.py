"""Who else has a draft open in the editor, and since when; and who was there until a moment ago."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.editions.models import Edition, Sitting
from guidelines.frame import clock
from guidelines.frame.times import clock_in_zone, in_zone
from guidelines.frame.zones import zone_of
from guidelines.people.models import Person

GONE_AFTER = dt.timedelta(minutes=2)
"""Without a beat for so long, somebody is no longer there."""
REMEMBERED_FOR = dt.timedelta(hours=2)
"""So long after leaving, somebody is still named: what they wrote is fresh."""


@dataclass(frozen=True)
class Other:
    """Somebody else at a draft. `text` says it in the market's time."""

    name: str
    since: dt.datetime
    seen_at: dt.datetime
    is_here: bool
    text: str


def said_at(instant: dt.datetime, zone: str) -> str:
    """`09:41 PT`; with its date when that was not today in the market."""
    is_today = instant.astimezone(zone_of(zone)).date() == clock.now().astimezone(zone_of(zone)).date()
    return clock_in_zone(instant, zone) if is_today else in_zone(instant, zone)


def others_at(edition: Edition, but: Person) -> list[Other]:
    """Who else is writing in a draft, and who was until lately; those who are here come first."""
    now = clock.now()
    sittings = (
        Sitting.objects.filter(edition=edition, seen_at__gt=now - REMEMBERED_FOR)
        .exclude(person=but)
        .select_related("person")
    )
    found = [_other(sitting, edition, now) for sitting in sittings]
    return sorted(found, key=lambda other: (not other.is_here, other.since))


def _other(sitting: Sitting, edition: Edition, now: dt.datetime) -> Other:
    is_here = sitting.seen_at > now - GONE_AFTER
    sentence = _("%(name)s is editing since %(at)s") if is_here else _("%(name)s was editing until %(at)s")
    at = clock_in_zone(sitting.since if is_here else sitting.seen_at, edition.guideline.market.time_zone)
    text = sentence % {"name": sitting.person.name, "at": at}
    return Other(sitting.person.name, sitting.since, sitting.seen_at, is_here, text)
