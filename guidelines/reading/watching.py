"""Whether words in force changed while a page was open: asked once a minute by every open page, so almost free.

A page carries a signed token: a market, a domain and the second it was made. The question needs no session and, but
once in ten seconds for a market and domain in a process, no database: what is kept are the instants at which something
changed there or will, by a deed or by the clock. Only a page whose token one of them outdates asks further, as its
reader, about its own guideline.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from urllib.parse import urlencode

from django.core import signing
from django.core.cache import cache as kept_for_a_while
from django.db.models import Q
from django.urls import reverse

from guidelines.editions.models import Edition, Guideline
from guidelines.reading.marks import Mark, named, turns_between
from guidelines.reading.models import LibraryRow, Pulse

KEPT_SECONDS = 10
SLACK = dt.timedelta(seconds=30)
"""A deed counts this much longer than it should: it was dated before it was committed, and clocks differ."""
DAY = dt.timedelta(days=1)
"""The age from which a token is never fresh, and how far ahead the clock's own changes are kept."""
STANDINGS = ("in_force", "emergency", "suspended")
"""How the words must stand for a page of them to be watched."""
_signer = signing.Signer(salt="guidelines.reading.watching")


class BadToken(Exception):
    """Nobody was given this token."""


@dataclass(frozen=True)
class Watch:
    """What an open page asks with."""

    poll: str
    """The address of the small question; a bare answer says that nothing changed."""
    ask: str
    """The address that tells what became of this guideline."""


@dataclass(frozen=True)
class Watched:
    """Whose words an open page asks about, and how they stood."""

    market_id: int
    domain_id: int
    policy_id: str
    number: int
    standing: str
    marks: str
    """What was pinned on its rules, see `marks.named`."""
    rule: str
    """The rule of a card; empty for a whole page."""

    def from_now(self, now: dt.datetime) -> Watch:
        """To ask with, from this instant on."""
        return Watch(f"{_changes()}?since={token_of(self, now)}", self._ask)

    @cached_property
    def _ask(self) -> str:
        seen = {"standing": self.standing, "marks": self.marks, "rule": self.rule}
        return f"{reverse('changed_since', args=[self.policy_id, self.number])}?{urlencode(seen)}"


@cache
def _changes() -> str:
    return reverse("changes")


def watched(
    guideline: Guideline, edition: Edition, standing: str, marks: Iterable[Mark], rule: str = ""
) -> Watched | None:
    """For the page of words in force, or the card of a rule of them; nothing changes on others."""
    if standing not in STANDINGS:
        return None
    seen = named(mark for mark in marks if rule in ("", mark.rule))
    return Watched(guideline.market_id, guideline.domain_id, guideline.policy_id, edition.number, standing, seen, rule)


def watch_of(
    guideline: Guideline, edition: Edition, standing: str, now: dt.datetime, marks: Iterable[Mark], rule: str = ""
) -> Watch | None:
    found = watched(guideline, edition, standing, marks, rule)
    return found.from_now(now) if found else None


def token_of(guideline: Guideline | Watched, now: dt.datetime) -> str:
    return _signer.sign(f"{guideline.market_id}.{guideline.domain_id}.{int(now.timestamp())}")


def is_outdated(token: str, now: dt.datetime) -> bool:
    """Whether anything changed in the token's market and domain since it was made."""
    try:
        market, domain, second = map(int, _signer.unsign(token).split("."))
    except (signing.BadSignature, ValueError) as error:
        raise BadToken from error
    since = dt.datetime.fromtimestamp(second, dt.UTC)
    if since + DAY < now:
        return True
    return any(since - SLACK < instant <= now for instant in _instants(market, domain, now))


def _instants(market: int, domain: int, now: dt.datetime) -> tuple[dt.datetime, ...]:
    """When something changed there in the last day, or will in the next."""
    key = f"watching:{market}:{domain}"
    found: tuple[dt.datetime, ...] | None = kept_for_a_while.get(key)
    if found is None:
        found = _read(market, domain, now)
        kept_for_a_while.set(key, found, KEPT_SECONDS)
    return found


def _read(market: int, domain: int, now: dt.datetime) -> tuple[dt.datetime, ...]:
    near = (now - DAY - SLACK, now + DAY)
    rows = LibraryRow.objects.filter(market=market, domain=domain, until__gt=near[0])
    bounds = rows.filter(Q(since__range=near) | Q(until__range=near)).values_list("since", "until")
    by_clock = {instant for pair in bounds for instant in pair if near[0] <= instant <= near[1]}
    pulse = Pulse.objects.filter(market=market, domain=domain).values_list("at", flat=True)
    return tuple(sorted({*by_clock, *pulse, *turns_between(market, domain, near)}))
