"""Coverage: for each topic, market and domain how many rules bind, how old they are, and what is known about them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from guidelines.catalogue.models import Domain, Market, Topic
from guidelines.insights.analysis import measures
from guidelines.insights.analysis.measures import NONE_CHECKED, Checked, RuleKey
from guidelines.insights.analysis.rights import visible
from guidelines.insights.models import AnalysedRule
from guidelines.people.sessions import Anyone
from guidelines.reading.models import LibraryTopic

OLD = dt.timedelta(days=365)
"""A rule whose words stayed the same for longer asks for another look."""
Place = tuple[int, int, int]
"""Topic, domain and market by their keys; the topic 0 is none."""


class Counted(NamedTuple):
    """A rule as it is counted."""

    guideline: int
    rule: str
    market: int
    domain: int
    words_since: dt.datetime
    cases: int


@dataclass
class Tally:
    """One cell of the matrix."""

    rules: int = 0
    cases: int = 0
    without_cases: int = 0
    old: int = 0
    open: int = 0
    checked: Checked = NONE_CHECKED
    ages: list[int] = field(default_factory=list)
    """Days since the words of each rule changed last."""
    elsewhere: str = ""
    """Where there is no rule here: "market" for another market of this domain, "domain" for another domain alone."""

    @property
    def median_days(self) -> int:
        return int(median(self.ages)) if self.ages else 0

    @property
    def is_gap(self) -> bool:
        return self.elsewhere == "market"


@dataclass(frozen=True)
class Line:
    """A topic in one domain, with a cell for every market."""

    topic: Topic | None
    domain: Domain
    cells: tuple[tuple[Market, Tally], ...]
    has_below: bool
    """Whether the topic has topics below it."""


@dataclass(frozen=True)
class Coverage:
    """The whole matrix, with its sums: each rule counts once there, under however many topics it stands."""

    lines: tuple[Line, ...]
    total: Tally
    gaps: int


def coverage(
    person: Anyone,
    now: dt.datetime,
    *,
    markets: Iterable[Market],
    domains: Iterable[Domain],
    under: Topic | None = None,
) -> Coverage:
    """Of the topics just below one, or of the topmost. Six queries, however many rules there are."""
    markets, domains = list(markets), list(domains)
    topics, filed = _topics(now, under)
    rows = visible(person, AnalysedRule.objects.in_force(now)).order_by()
    rows = rows.filter(market__in=markets, domain__in=domains)
    if under is not None:
        rows = rows.filter(guideline__in=filed)
    columns = ("guideline_id", "rule", "market_id", "domain_id", "words_since", "cases")
    rules = [Counted(*row) for row in rows.values_list(*columns)]
    known = _Known(person, rules, now)
    cells: dict[Place, Tally] = defaultdict(Tally)
    total = Tally()
    for rule in rules:
        known.count(rule, total)
        for topic in filed.get(rule.guideline, ()) or (0,):
            known.count(rule, cells[topic, rule.domain, rule.market])
    _mark_gaps(cells, [*topics, None], domains, markets)
    lines = _lines(cells, topics, domains, markets, under)
    return Coverage(lines, total, sum(tally.is_gap for line in lines for _market, tally in line.cells))


class _Known:
    """What is known about rules beside their words: asked once for all of them."""

    def __init__(self, person: Anyone, rules: list[Counted], now: dt.datetime) -> None:
        self.now = now
        self.checked = measures.checked(person, {(rule.guideline, rule.rule) for rule in rules})
        self.open = measures.open_insights(person, {rule.guideline for rule in rules})
        # What is asked about a guideline as a whole counts with its first rule: once.
        first: dict[int, RuleKey] = {}
        for rule in rules:
            first.setdefault(rule.guideline, (rule.guideline, rule.rule))
        own = {(rule.guideline, rule.rule) for rule in rules}
        self.moved: dict[RuleKey, int] = defaultdict(int)
        for key, number in self.open.items():
            if key[0] in first:
                self.moved[key if key in own else first[key[0]]] += number

    def count(self, rule: Counted, tally: Tally) -> None:
        age, key = self.now - rule.words_since, (rule.guideline, rule.rule)
        tally.rules += 1
        tally.cases += rule.cases
        tally.without_cases += not rule.cases
        tally.old += age > OLD
        tally.ages.append(age.days)
        tally.open += self.moved.get(key, 0)
        if key in self.checked:
            tally.checked += self.checked[key]


def _topics(now: dt.datetime, under: Topic | None) -> tuple[list[Topic], dict[int, set[int]]]:
    """The topics of the rows, and under which of them each guideline in force stands."""
    topics = list(Topic.objects.filter(parent=under).order_by("code"))
    rows = LibraryTopic.objects.filter(row__since__lte=now, row__until__gt=now).order_by()
    wanted = [topic.pk for topic in topics]
    filed: dict[int, set[int]] = defaultdict(set)
    for guideline, topic in rows.filter(topic__in=wanted).values_list("row__guideline", "topic"):
        filed[guideline].add(topic)
    if under is not None:
        for guideline in rows.filter(topic=under).values_list("row__guideline", flat=True):
            filed.setdefault(guideline, set())
    return topics, dict(filed)


def _mark_gaps(
    cells: dict[Place, Tally], topics: list[Topic | None], domains: list[Domain], markets: list[Market]
) -> None:
    """Empty cells say where else there is a rule. Rules without a topic leave no gap."""
    for topic in (topic.pk for topic in topics if topic):
        has = {
            (domain.pk, market.pk) for domain in domains for market in markets if (topic, domain.pk, market.pk) in cells
        }
        for domain in domains:
            in_domain = any(place[0] == domain.pk for place in has)
            for market in markets:
                if (domain.pk, market.pk) not in has and has:
                    cells[topic, domain.pk, market.pk] = Tally(elsewhere="market" if in_domain else "domain")


def _lines(
    cells: dict[Place, Tally],
    topics: list[Topic],
    domains: list[Domain],
    markets: list[Market],
    under: Topic | None,
) -> tuple[Line, ...]:
    parents = set(Topic.objects.filter(parent__in=topics).values_list("parent", flat=True))
    found = []
    for domain in domains:
        for topic in (*topics, None):
            row = tuple(
                (market, cells.get((topic.pk if topic else 0, domain.pk, market.pk), Tally())) for market in markets
            )
            # A retired topic, and the row of what stands directly above, are shown where something is in them.
            if (topic and not topic.retired) or any(tally.rules for _market, tally in row):
                found.append(Line(topic, domain, row, bool(topic and topic.pk in parents)))
    return tuple(found)
