"""What a subscription was not told yet: every change once, at the moment it is to be heard of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from guidelines.editions.models import Edition
from guidelines.editions.rights import SOON as AHEAD
from guidelines.frame.zones import zone_of
from guidelines.liaison.calling_off import without_those_not_told
from guidelines.liaison.directory import why_not_tell
from guidelines.liaison.happenings import BEGINNINGS, Happening, Kind
from guidelines.liaison.keys import note_key
from guidelines.liaison.models import CalledOff, Feed, Stakeholder, Subscription
from guidelines.liaison.queries import answer, exportable_markets
from guidelines.liaison.questions import MOST_DAYS, Question
from guidelines.liaison.services.refusing import MOST_NOTES
from guidelines.text.audience import Audience

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Telling:
    """A pack to be made: the question, and the notes of its days that are told another time or were told."""

    question: Question
    left_out: tuple[str, ...]


def tellings(subscription: Subscription, until: dt.datetime) -> list[Telling]:
    """The packs that tell everything up to `until` that was not told. One as a rule, none when nothing happened."""
    chosen = untold(subscription, until)
    found: list[Telling] = []
    for start in range(0, len(chosen), MOST_NOTES):
        some = chosen[start : start + MOST_NOTES]
        wanted = {note_key(one) for one in some}
        found += [_telling(subscription, days, until, wanted) for days in _parts(subscription, some, until)]
    return found


def untold(subscription: Subscription, until: dt.datetime) -> tuple[Happening, ...]:
    audience = Audience(subscription.stakeholder.audience)
    later = bool(subscription.filter.get("includes_later"))
    since = min(subscription.told_until, _oldest(subscription, until))
    wide = _question(subscription, since.date() - DAY, (until + (AHEAD if later else DAY)).date())
    found = answer(subscription.made_by, wide, until, audience).happenings
    due = (one for one in found if _is_due(subscription, one, until, later=later))
    return without_those_not_told(subscription.stakeholder, due)


def silent(made: Subscription | Feed) -> bool:
    """Whether nothing goes out because its maker may no longer keep that list: with fewer rights some would be lost."""
    return why_not_tell(made.made_by, made.stakeholder.market_id, made.stakeholder.domain_id) is not None


def happened(since: dt.datetime, until: dt.datetime) -> bool:
    """Whether anything at all began, ended, was published or called off between two instants: one cheap question."""
    times = Q()
    for field in ("effective_from", "withdrawn_at", "expires_at", "published_at"):
        times |= Q(**{f"{field}__gte": since, f"{field}__lt": until})
    times |= Q(effective_from__gte=since + AHEAD, effective_from__lt=until + AHEAD)
    off = CalledOff.objects.filter(edition=OuterRef("pk"), at__gte=since, at__lt=until)
    issued = Edition.objects.issued().filter(times)
    return Edition.objects.filter(Q(pk__in=issued.values("pk")) | Exists(off)).exists()


def scope_question(
    made: Subscription | Feed, since: dt.date, until: dt.date, *, significance: str, later: bool
) -> Question:
    """What somebody subscribed to, asked of some days: of the list's market and domain, or all its maker may export."""
    chosen: dict[str, Any] = made.filter
    stakeholder: Stakeholder = made.stakeholder
    market, domain = stakeholder.market, stakeholder.domain
    every = [market.code] if market else exportable_markets(made.made_by).values_list("code", flat=True)
    markets = chosen.get("markets") or every
    domains = chosen.get("domains") or ([domain.code] if domain else ())
    return Question(
        since=since,
        until=until,
        markets=tuple(sorted(markets)),
        domains=tuple(sorted(domains)),
        significance=significance,
        topics=(chosen["topic"],) if chosen.get("topic") else (),
        later=later,
        language=stakeholder.language,
    )


def _question(subscription: Subscription, since: dt.date, until: dt.date) -> Question:
    at_once = subscription.rhythm == Subscription.Rhythm.AT_ONCE
    significance = "major" if at_once else subscription.filter.get("significance", "")
    later = bool(subscription.filter.get("includes_later"))
    return scope_question(subscription, since, until, significance=significance, later=later)


def _oldest(subscription: Subscription, until: dt.datetime) -> dt.datetime:
    """What was published since the last time may have begun long before: the importer brings in the past."""
    brought = Edition.objects.issued().filter(published_at__gte=subscription.told_until, published_at__lt=until)
    first = brought.order_by("effective_from").values_list("effective_from", flat=True).first()
    return first or until


def _is_due(subscription: Subscription, happening: Happening, until: dt.datetime, *, later: bool) -> bool:
    at = _told_at(subscription, happening, later=later)
    return at is not None and subscription.told_until <= at < until


def _told_at(subscription: Subscription, happening: Happening, *, later: bool) -> dt.datetime | None:
    """When the change is to be heard of: by those who want what starts later as soon as a liaison sees it coming."""
    published, at = happening.edition.published_at, happening.at
    if happening.kind not in BEGINNINGS or published is None:
        return at
    seen = max(published, at - AHEAD)
    if later and subscription.made_at <= seen < at:
        return seen
    return None if happening.kind is Kind.STARTS else max(at, published)


def _parts(
    subscription: Subscription, chosen: Sequence[Happening], until: dt.datetime
) -> Iterator[tuple[dt.date, dt.date]]:
    """The days of each pack: those that went by, and those of what begins; more than fit in one question are split."""
    if not chosen:
        return
    days = sorted({_day(one) for one in chosen})
    zone = zone_of(subscription.market.time_zone)
    passed = [at.astimezone(zone).date() for at in (subscription.told_until, until)]
    first, last = min(days[0], passed[0]), max(days[-1], passed[1])
    if (last - first).days < MOST_DAYS:
        yield first, last
        return
    while days:
        part = [day for day in days if (day - days[0]).days < MOST_DAYS]
        yield part[0], part[-1]
        days = days[len(part) :]


def _telling(
    subscription: Subscription, days: tuple[dt.date, dt.date], until: dt.datetime, wanted: set[str]
) -> Telling:
    question = _question(subscription, *days)
    audience = Audience(subscription.stakeholder.audience)
    keys = (note_key(one) for one in answer(subscription.made_by, question, until, audience).happenings)
    return Telling(question, tuple(key for key in keys if key not in wanted))


def _day(happening: Happening) -> dt.date:
    """The day beside which it is printed."""
    return happening.at.astimezone(zone_of(happening.edition.guideline.market.time_zone)).date()
