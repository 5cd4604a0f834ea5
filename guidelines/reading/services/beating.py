"""The pulse of a market and domain: moved by every deed that open pages must hear of."""

from __future__ import annotations

import datetime as dt

from guidelines.audit import followers
from guidelines.audit.models import AuditEvent
from guidelines.editions.models import Guideline
from guidelines.reading.models import Pulse
from guidelines.reading.services.deriving import RENUMBERED, VERBS

HEARD = (*VERBS, "edition.suspended", "edition.resumed")


def follow_with_pulse() -> None:
    for verb in HEARD:
        followers.follow(verb, beat_after)
    for verb in RENUMBERED:
        followers.follow(verb, beat_after_renaming)
    followers.follow("guideline.classed", beat_after_renaming)
    followers.follow("clearance.ended", beat_after_unnaming)


def beat_after_renaming(event: AuditEvent) -> None:
    """The library that a process keeps is looked through by these numbers too."""
    beat(Guideline.objects.get(pk=event.subject_id), event.at)


def beat_after_unnaming(event: AuditEvent) -> None:
    """Whoever is no longer named may have the page open: it asks, and goes."""
    beat(Guideline.objects.get(clearances=event.subject_id), event.at)


def beat_after(event: AuditEvent) -> None:
    """Within the deed: whoever has a page of this market and domain open asks anew. For deeds of editions."""
    beat(Guideline.objects.get(editions=event.subject_id), event.at)


def beat(guideline: Guideline, at: dt.datetime) -> None:
    """Something on the pages of this guideline became another at this instant."""
    Pulse.objects.update_or_create(market_id=guideline.market_id, domain_id=guideline.domain_id, defaults={"at": at})
