"""Reads for the change notes: who may export what, what happened in those days, what decides differently."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Q, QuerySet

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.clearances import not_restricted
from guidelines.editions.models import Edition
from guidelines.editions.models.edition import EditionQuerySet
from guidelines.editions.rights import visible_editions
from guidelines.liaison.calling_off import called_off, heard_by, packs_for
from guidelines.liaison.fitting import Filter, fits, with_subtopics
from guidelines.liaison.happenings import Happening, Kind, happenings
from guidelines.liaison.heard import Heard, corrections_of, heard
from guidelines.liaison.questions import Question
from guidelines.liaison.redlines import RedlineLine, redline_of
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.text.audience import Audience
from guidelines.text.audience_of import projected
from guidelines.text.diffing import DecisionChange, decision_changes

Pair = tuple[int | None, int | None]
"""Two editions by id, what was in force before and after; None where nothing was."""


@dataclass(frozen=True)
class Found:
    """The answer to a question in its order, and how many changes start later and were left out."""

    happenings: tuple[Happening, ...]
    left_out: int
    heard: dict[int, Heard] = field(default_factory=dict)
    """What the audience hears of each edition, by its id."""


@dataclass(frozen=True)
class Differences:
    """What differs between two editions, for one audience."""

    decisions: tuple[DecisionChange, ...] = ()
    redline: tuple[RedlineLine, ...] = ()


NO_DIFFERENCES = Differences()


def may_export(person: Any) -> bool:
    """Whether the person may export change notes anywhere."""
    return isinstance(person, Anyone) and holdings(person).may_somewhere(Capability.EXPORT)


def exportable_markets(person: Person) -> QuerySet[Market]:
    """The markets whose notes the person may export, retired ones too: their past stays true."""
    ids = holdings(person).market_ids(Capability.EXPORT)
    markets = Market.objects.order_by("code")
    return markets if ids is None else markets.filter(pk__in=ids)


def exportable_domains(person: Person) -> QuerySet[Domain]:
    """The domains the person may export in some market."""
    exporting = (holding for holding in holdings(person).held if Capability.EXPORT in holding.capabilities)
    held: set[Any] = {holding.domain_id for holding in exporting}
    domains = Domain.objects.order_by("code")
    return domains if None in held else domains.filter(pk__in=held)


def answer(person: Person, question: Question, now: dt.datetime, audience: Audience = Audience.INTERNAL) -> Found:
    """What happened in the days asked for, in what the person may export and the audience may know of.

    An edition that is not for the audience is as if it had never been: neither told nor counted, nor named as what was
    before. A withdrawal or an end always changes decisions: asked for major changes only, they are in; for minor ones,
    not.
    """
    markets = list(Market.objects.filter(code__in=question.markets))
    spans = {market.pk: question.span(market.time_zone) for market in markets}
    topics = frozenset[str]().union(*with_subtopics(question.topics).values())
    asked = Filter(topics=topics, significance=question.significance)
    wanted: list[Happening] = []
    timelines = _timelines(person, question, spans, now)
    told = _heard(timelines, now, audience)
    for timeline in filter(None, ([edition for edition in whole if edition.pk in told] for whole in timelines)):
        start, end = spans[timeline[0].guideline.market_id]
        wanted += [
            happening
            for happening in happenings(timeline, now)
            if start <= happening.at < end and fits(happening.edition, asked, happening.kind)
        ]
    off = called_off(person, Capability.EXPORT, spans, now, packs_for(audience), question.domains)
    wanted += [one for one in heard_by(off, audience) if fits(one.edition, asked, one.kind)]
    kept = [happening for happening in wanted if question.later or happening.kind is not Kind.STARTS]
    return Found(tuple(sorted(kept, key=lambda happening: happening.order)), len(wanted) - len(kept), told)


def how_many(person: Person, question: Question, now: dt.datetime) -> int:
    """How many editions begin in those days, without reading one; topics, which are lists, are not looked at."""
    if question.topics:
        return 0
    markets = Market.objects.filter(code__in=question.markets)
    within = Q(pk__in=[])
    for market in markets:
        start, end = question.span(market.time_zone)
        within |= Q(guideline__market=market, effective_from__gte=start, effective_from__lt=end)
    rows = _exportable(person, now).filter(within)
    if question.domains:
        rows = rows.filter(guideline__domain__code__in=question.domains)
    if question.significance:
        rows = rows.filter(significance=question.significance)
    return rows.count() if question.later else rows.filter(effective_from__lte=now).count()


def _heard(timelines: Iterable[list[Edition]], now: dt.datetime, audience: Audience) -> dict[int, Heard]:
    editions = {edition.pk: edition for timeline in timelines for edition in timeline}
    corrections = corrections_of(editions.keys(), now)
    words = {pk: heard(edition, corrections.get(pk, ()), audience) for pk, edition in editions.items()}
    return {pk: one for pk, one in words.items() if one is not None}


def differences(
    person: Person, pairs: Iterable[Pair], now: dt.datetime, audience: Audience, *, redline: bool = False
) -> dict[Pair, Differences]:
    """What an audience may be told of how two editions differ: one query, one guideline in memory at a time."""
    by_new: dict[int | None, set[Pair]] = defaultdict(set)
    for pair in pairs:
        by_new[pair[1]].add(pair)
    ids = {pk for group in by_new.values() for pair in group for pk in pair if pk is not None}
    rows = _exportable(person, now).filter(pk__in=ids).order_by("guideline_id", "pk")
    texts = rows.values_list("guideline_id", "pk", "source", "guideline__audience").iterator(chunk_size=100)
    found: dict[Pair, Differences] = {}
    for _guideline, group in groupby(texts, key=itemgetter(0)):
        sources: dict[int | None, str] = {None: ""}
        for _id, pk, source, around in group:
            sources[pk] = projected(source, audience, guideline=Audience(around))
        for new in filter(None, sources):
            for pair in by_new[new]:
                old = sources.get(pair[0], "")
                marked = redline_of(old, sources[new]) if redline else ()
                found[pair] = Differences(decision_changes(old, sources[new]), marked)
    return found


def _exportable(person: Person, now: dt.datetime) -> EditionQuerySet:
    """The issued editions that the person sees and may export. Everything in this room is fetched through it.

    A restricted guideline is in no file, whoever makes it.
    """
    scope = holdings(person).where(Capability.EXPORT, "guideline__market", "guideline__domain")
    return visible_editions(person, now).issued().filter(scope, not_restricted("guideline"), published_at__lte=now)


def _timelines(
    person: Person, question: Question, spans: dict[int, tuple[dt.datetime, dt.datetime]], now: dt.datetime
) -> list[list[Edition]]:
    issued = _exportable(person, now)
    if question.domains:
        issued = issued.filter(guideline__domain__code__in=question.domains)
    return timelines(issued, spans, now)


def timelines(
    issued: EditionQuerySet, spans: dict[int, tuple[dt.datetime, dt.datetime]], now: dt.datetime
) -> list[list[Edition]]:
    """Of these editions, those of each guideline in which something happened between the instants of its market."""
    touched = issued.filter(_in_those_days(spans)).values("guideline_id")
    # Texts may be large and are needed for the pairs that are shown only; `differences` reads those.
    editions = issued.filter(guideline__in=touched).defer("source", "summary", "import_record")
    rows = editions.order_by("guideline_id", "effective_from")
    grouped = groupby(rows, key=lambda edition: edition.guideline_id)
    return [[_as_it_was(edition, now) for edition in group] for _id, group in grouped]


def _as_it_was(edition: Edition, at: dt.datetime) -> Edition:
    """The edition before it was withdrawn, where that was done after the moment that is told of. Never saved."""
    if edition.withdrawn_at and edition.moved_at and edition.moved_at > at:
        edition.withdrawn_at = None
    return edition


def _in_those_days(spans: dict[int, tuple[dt.datetime, dt.datetime]]) -> Q:
    wanted = Q(pk__in=[])
    for market, (start, end) in spans.items():
        times = Q()
        for time in ("effective_from", "withdrawn_at", "expires_at"):
            times |= Q(**{f"{time}__gte": start, f"{time}__lt": end})
        wanted |= Q(guideline__market_id=market) & times
    return wanted
