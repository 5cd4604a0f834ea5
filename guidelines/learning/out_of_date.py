"""Whether words that were taught are still the words to teach: derived whenever it is shown, never stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from guidelines.editions.lifecycle import State
from guidelines.editions.models import Edition
from guidelines.editions.rights import visible_editions
from guidelines.people.sessions import Anyone


@dataclass(frozen=True)
class Bound:
    """Something that stands on an edition since a moment: what is published later makes it out of date at once, what
    was published before it only when it takes force."""

    edition: Edition
    since: dt.datetime


@dataclass(frozen=True)
class Stale:
    """That an edition is no longer what to teach, and what came instead, if anything did."""

    edition: Edition
    newer: Edition | None
    has_begun: bool = False
    """Whether the newer one is in force; else it starts later."""


def stale(person: Anyone, bound: Iterable[Bound], now: dt.datetime) -> dict[Bound, Stale]:
    """Those that are out of date, as far as this person may know: one query however many they are."""
    wanted = list(bound)
    keys = {one.edition.guideline_id for one in wanted}
    if not keys:
        return {}
    rows = visible_editions(person, now).filter(guideline__in=keys, state=State.PUBLISHED)
    rows = rows.filter(Q(expires_at=None) | Q(expires_at__gt=now)).defer("source").order_by("effective_from")
    issued: dict[int, list[Edition]] = {}
    for edition in rows:
        issued.setdefault(edition.guideline_id, []).append(edition)
    found = ((one, _stale(one, issued.get(one.edition.guideline_id, []), now)) for one in wanted)
    return {one: mark for one, mark in found if mark}


def _stale(one: Bound, issued: list[Edition], now: dt.datetime) -> Stale | None:
    start = one.edition.effective_from
    later = [edition for edition in issued if start and edition.effective_from and edition.effective_from > start]
    begun = [edition for edition in later if edition.effective_from and edition.effective_from <= now]
    if begun:
        return Stale(one.edition, begun[-1], has_begun=True)
    fresh = [edition for edition in later if edition.published_at and edition.published_at > one.since]
    if fresh:
        return Stale(one.edition, fresh[0])
    expired = one.edition.expires_at is not None and one.edition.expires_at <= now
    return Stale(one.edition, None) if one.edition.state != State.PUBLISHED or expired else None
