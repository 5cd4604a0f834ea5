"""The library: what is in force, what begins soon, and how many there are of each kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db.models import Count, Exists, F, OuterRef, Q

from guidelines.catalogue.models import Domain, Market, Topic
from guidelines.editions.clearances import RESTRICTED
from guidelines.editions.models import Suspension
from guidelines.editions.rights import SOON, visible_editions
from guidelines.frame import clock
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.reading.models import LibraryRow, LibraryTopic
from guidelines.reading.models.library import LibraryQuerySet
from guidelines.text.folding import fold

MOST_WORDS = 12
"""Words of a question that count, as in search: each is looked for in every row, for the list and for every filter."""


@dataclass(frozen=True)
class Question:
    """What a person asks the library for. `at` None is now, with what begins within seven days."""

    at: dt.datetime | None = None
    markets: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    words: str = ""
    newest: bool = False

    @property
    def narrows(self) -> bool:
        return bool(self.markets or self.domains or self.topics or self.words.strip())


@dataclass(frozen=True)
class Choice:
    """One value of a filter, and how many guidelines it leaves."""

    code: str
    name: str
    count: int
    chosen: bool
    depth: int = 0


@dataclass(frozen=True)
class Choices:
    """The filters of the library. Each counts what the others leave."""

    markets: tuple[Choice, ...] = ()
    domains: tuple[Choice, ...] = ()
    topics: tuple[Choice, ...] = ()

    def unknown(self, *asked: tuple[str, ...]) -> list[str]:
        """Of the codes asked for, by market, domain and topic, those in no list: a code that is chosen is offered."""
        sides = (self.markets, self.domains, self.topics)
        return [code for codes, side in zip(asked, sides, strict=True) for code in codes if not _offers(side, code)]


def _offers(side: tuple[Choice, ...], code: str) -> bool:
    return any(choice.code == code for choice in side)


def visible_rows(person: Anyone, now: dt.datetime) -> LibraryQuerySet:
    """The library rows of editions this person may know of. Everything here goes through it."""
    return LibraryRow.objects.filter(edition__in=visible_editions(person, now).order_by().values("pk"))


def binding_as_known(person: Anyone, at: dt.datetime, now: dt.datetime) -> Q:
    """Derived rows in force at an instant, as far ahead as the person may look.

    An end that comes with an edition they may not know of yet must not show either.
    """

    def binding(instant: dt.datetime) -> Q:
        return Q(since__lte=instant, until__gt=instant)

    if at <= now:
        return binding(at)
    held = holdings(person)
    everything, ahead = held.where(Capability.READ_ALL), held.where(Capability.READ)
    return (
        (everything & binding(at))
        | (~everything & ahead & binding(min(at, now + SOON)))
        | (~everything & ~ahead & binding(now))
    )


def rows_for(person: Anyone, question: Question, now: dt.datetime) -> LibraryQuerySet:
    """The rows that answer a question, in order."""
    rows = _filtered(_listed(person, question, now), question)
    rows = with_standing(rows, now).select_related("market", "domain").prefetch_related("topics__topic")
    return rows.order_by("-since", "policy_id") if question.newest else rows.order_by("policy_id", "since")


def with_standing(rows: LibraryQuerySet, now: dt.datetime) -> LibraryQuerySet:
    """The same rows, each with what a reader must know of it: `is_suspended`, `expires_at`, `audience`."""
    suspended = Suspension.objects.running(now).filter(edition=OuterRef("edition"))
    return rows.annotate(
        is_suspended=Exists(suspended), expires_at=F("edition__expires_at"), audience=F("guideline__audience")
    )


def standing_of(row: LibraryRow) -> str:
    """Suspended or temporary, or nothing to say; for rows that came `with_standing`."""
    if getattr(row, "is_suspended", False):
        return "suspended"
    return "emergency" if getattr(row, "expires_at", None) else ""


def is_restricted(row: LibraryRow) -> bool:
    """Whether it is of a guideline that names its readers; for rows that came with their `audience`."""
    return getattr(row, "audience", "") == RESTRICTED


def _listed(person: Anyone, question: Question, now: dt.datetime) -> LibraryQuerySet:
    """In force at the instant asked for; for now also first editions that begin within seven days."""
    rows = visible_rows(person, now)
    if question.at is not None:
        return rows.filter(binding_as_known(person, question.at, now))
    bound = LibraryRow.objects.in_force(now).filter(guideline=OuterRef("guideline"))
    earlier = LibraryRow.objects.filter(guideline=OuterRef("guideline"), since__gt=now, since__lt=OuterRef("since"))
    first = Q(since__gt=now, since__lte=now + SOON) & ~Exists(bound) & ~Exists(earlier)
    return rows.filter(Q(since__lte=now, until__gt=now) | first)


def _filtered(rows: LibraryQuerySet, question: Question) -> LibraryQuerySet:
    if question.markets:
        rows = rows.filter(market__code__in=question.markets)
    if question.domains:
        rows = rows.filter(domain__code__in=question.domains)
    if question.topics:
        rows = rows.filter(pk__in=LibraryTopic.objects.filter(topic__code__in=question.topics).values("row_id"))
    for word in list(dict.fromkeys(fold(question.words).split()))[:MOST_WORDS]:
        rows = rows.filter(folded__contains=word)
    return rows


def choices_for(person: Anyone, question: Question, now: dt.datetime, language: str) -> Choices:
    """The filters with their counts: one query for each, whatever the number of guidelines."""
    listed = _listed(person, question, now)

    def left(freed: Question) -> LibraryQuerySet:
        return _filtered(listed, freed).order_by()

    markets = left(replace(question, markets=())).values_list("market__code").annotate(n=Count("pk"))
    domains = left(replace(question, domains=())).values_list("domain__code").annotate(n=Count("pk"))
    topics = LibraryTopic.objects.filter(row__in=left(replace(question, topics=())).values("pk"))
    counted = topics.values_list("topic__code").annotate(n=Count("row_id"))
    return Choices(
        markets=_choices(Market.objects.all(), dict(markets), question.markets, language),
        domains=_choices(Domain.objects.all(), dict(domains), question.domains, language),
        topics=_topic_choices(dict(counted), question.topics, language),
    )


def _choices(things: object, counts: Mapping[str, int], chosen: tuple[str, ...], language: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(thing.code, thing.named_in(language), counts.get(thing.code, 0), thing.code in chosen)
        for thing in things  # type: ignore[attr-defined]
        if counts.get(thing.code) or thing.code in chosen
    )


def _topic_choices(counts: Mapping[str, int], chosen: tuple[str, ...], language: str) -> tuple[Choice, ...]:
    """The tree of topics, each followed by those below it."""
    below: dict[int | None, list[Topic]] = {}
    for topic in Topic.objects.order_by("code"):
        below.setdefault(topic.parent_id, []).append(topic)
    found: list[Choice] = []

    def add(parent: int | None, depth: int) -> None:
        for topic in below.get(parent, ()):
            if counts.get(topic.code) or topic.code in chosen:
                found.append(
                    Choice(topic.code, topic.named_in(language), counts.get(topic.code, 0), topic.code in chosen, depth)
                )
            add(topic.pk, depth + 1)

    add(None, 0)
    return tuple(found)


def starts_next(person: Anyone, rows: list[LibraryRow], now: dt.datetime) -> dict[int, LibraryRow]:
    """Guideline id → the row of its next edition, where that begins within seven days."""
    coming = (
        visible_rows(person, now).beginning(now, now + SOON).filter(guideline__in=[row.guideline_id for row in rows])
    )
    return {row.guideline_id: row for row in coming.order_by("-since")}


def recently_in_force(
    person: Anyone, *, since: dt.datetime, now: dt.datetime | None = None, most: int = 50, market: str = ""
) -> list[LibraryRow]:
    """What took force since an instant and is in force now, the newest first. Two queries with the holdings."""
    now = now or clock.now()
    rows = own_rows(person, now, market).in_force(now).filter(since__gt=since)
    return list(
        rows.select_related("market", "domain", "edition", "major")
        .defer("edition__source", "major__source")
        .annotate(audience=F("guideline__audience"))
        .order_by("-since", "policy_id")[:most]
    )


def starting_soon(
    person: Anyone, *, now: dt.datetime | None = None, most: int = 50, market: str = ""
) -> list[LibraryRow]:
    """What begins within seven days, the nearest first. `until_then` is the edition number to decide by meanwhile, and
    `until_then_at` until when: several may begin after one another."""
    now = now or clock.now()
    rows: list[LibraryRow] = list(
        own_rows(person, now, market)
        .beginning(now, now + SOON)
        .select_related("market", "domain", "edition", "major")
        .defer("edition__source", "major__source")
        .annotate(audience=F("guideline__audience"))
        .order_by("since", "policy_id")[:most]
    )
    binding = LibraryRow.objects.in_force(now).filter(guideline__in=[row.guideline_id for row in rows])
    current = {pk: (number, until) for pk, number, until in binding.values_list("guideline_id", "number", "until")}
    first = {row.guideline_id: row.since for row in reversed(rows)}
    for row in rows:
        row.until_then, row.until_then_at = current.get(row.guideline_id, (None, first[row.guideline_id]))
    return rows


@dataclass(frozen=True)
class DomainCount:
    """A domain with the number of guidelines in force in it, and its largest topics."""

    code: str
    name: str
    count: int
    topics: tuple[Choice, ...] = field(default=())


def browse_counts(
    person: Anyone, *, now: dt.datetime | None = None, language: str = "en", topics: int = 6
) -> list[DomainCount]:
    """What there is to browse, for the home page: domains with their top topics. Three queries."""
    now = now or clock.now()
    rows = own_rows(person, now).in_force(now).order_by()
    counts = dict(rows.values_list("domain__code").annotate(n=Count("pk")))
    filed = LibraryTopic.objects.filter(row__in=rows.values("pk"), topic__parent=None)
    per_domain = filed.values_list("row__domain__code", "topic__code", "topic__name", "topic__name_vi").annotate(
        n=Count("row_id")
    )
    tops: dict[str, list[Choice]] = {}
    for domain, code, name, vietnamese, n in sorted(per_domain, key=lambda row: (-row[4], row[1])):
        tops.setdefault(domain, []).append(
            Choice(code, vietnamese if language == "vi" and vietnamese else name, n, chosen=False)
        )
    return [
        DomainCount(
            domain.code, domain.named_in(language), counts[domain.code], tuple(tops.get(domain.code, ())[:topics])
        )
        for domain in Domain.objects.filter(code__in=counts)
    ]


def own_rows(person: Anyone, now: dt.datetime, market: str = "") -> LibraryQuerySet:
    """The rows where the person works, or of one market: not everything an insider may read in other markets."""
    rows = visible_rows(person, now).filter(holdings(person).where(Capability.READ))
    return rows.filter(market__code=market) if market else rows
