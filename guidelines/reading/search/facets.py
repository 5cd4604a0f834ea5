"""The filters of search with their counts, from one list of how many passages fit where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from guidelines.frame.plain_sql import rows
from guidelines.reading.queries.library import Choice, Choices
from guidelines.reading.search.results import Filters

MOST_UNCOUNTED = 100
"""For how many choices of filters they are kept without counts."""


class Heap(NamedTuple):
    """Passages of one market and domain, filed under the same topics. A tuple: each question makes hundreds."""

    market: str
    domain: str
    topics: frozenset[str]
    held: int
    place: tuple[int, int] = (0, 0)
    """The keys of market and domain."""

    def holding(self, count: int) -> Heap:
        """The same with so many passages that fit."""
        return Heap(self.market, self.domain, self.topics, count, self.place)

    def fits(self, filters: Filters) -> bool:
        return (
            (not filters.markets or self.market in filters.markets)
            and (not filters.domains or self.domain in filters.domains)
            and (not filters.topics or not self.topics.isdisjoint(filters.topics))
        )


@dataclass(frozen=True, eq=False)
class Heaps:
    """The heaps that somebody may read, by their keys."""

    kept: Mapping[int, Heap]
    _uncounted: dict[tuple[Filters, str], Choices] = field(default_factory=dict)

    def holding(self, counts: Mapping[int, int]) -> list[Heap]:
        """Those in which so many passages fit. One that a deed made a moment ago is not among what is known."""
        return [self.kept[key].holding(count) for key, count in counts.items() if key in self.kept]

    def under(self, filters: Filters) -> list[int]:
        """The keys of those that the filters leave."""
        return [key for key, heap in self.kept.items() if heap.fits(filters)]

    def uncounted(self, filters: Filters, names: Names, language: str) -> Choices:
        """The filters where nothing is counted: they offer all there is, so they are made once."""
        found = self._uncounted.get((filters, language))
        if found is None:
            found = choices([heap.holding(1) for heap in self.kept.values()], filters, names, language)
            if len(self._uncounted) >= MOST_UNCOUNTED:
                self._uncounted.clear()
            self._uncounted[filters, language] = found
        return found


def fitting(heaps: Iterable[Heap], filters: Filters) -> Iterable[Heap]:
    return [heap for heap in heaps if heap.fits(filters)] if filters else heaps


def counted(heaps: Iterable[Heap], filters: Filters = Filters()) -> int:  # noqa: B008 - it is frozen
    return sum(heap.held for heap in fitting(heaps, filters))


@dataclass(frozen=True)
class Named:
    """A row of a list, with as much as a filter shows."""

    pk: int
    code: str
    name: str
    name_vi: str
    parent_id: int | None

    def named_in(self, language: str) -> str:
        return self.name_vi if language == "vi" and self.name_vi else self.name


# Topics first: from a column of nothing but NULL, PostgreSQL would take the parent for a text.
_NAMES = """
SELECT 'topic', id, code, name, name_vi, parent_id FROM catalogue_topic
UNION ALL SELECT 'market', id, code, name, name_vi, NULL FROM catalogue_market
UNION ALL SELECT 'domain', id, code, name, name_vi, NULL FROM catalogue_domain
"""


@dataclass(frozen=True)
class Names:
    """The lists that the filters are made of: markets by name, domains and topics by code."""

    markets: Mapping[int, Named]
    domains: Mapping[int, Named]
    topics: Sequence[Named]

    @classmethod
    def read(cls) -> Names:
        """One query. Every market and domain, since rows may lie in one that was retired."""
        found: dict[str, list[Named]] = {"market": [], "domain": [], "topic": []}
        for kind, *columns in rows(_NAMES):
            found[kind].append(Named(*columns))
        markets = sorted(found["market"], key=lambda market: market.name)
        domains, topics = (sorted(found[kind], key=lambda row: row.code) for kind in ("domain", "topic"))
        return cls({row.pk: row for row in markets}, {row.pk: row for row in domains}, topics)


def known_heaps(names: Names) -> dict[int, Heap]:
    """All heaps there are, without counts."""
    return {
        pk: Heap(names.markets[market].code, names.domains[domain].code, frozenset(filing.split()), 0, (market, domain))
        for pk, market, domain, filing in rows("SELECT id, market_id, domain_id, filing FROM reading_searchheap")
    }


def choices(heaps: Sequence[Heap], filters: Filters, names: Names, language: str) -> Choices:
    """Each filter counts what the others leave."""
    markets = _counts(heaps, replace(filters, markets=()), lambda heap: (heap.market,))
    domains = _counts(heaps, replace(filters, domains=()), lambda heap: (heap.domain,))
    topics = _counts(heaps, replace(filters, topics=()), lambda heap: heap.topics)
    return Choices(
        markets=_flat(names.markets.values(), markets, filters.markets, language),
        domains=_flat(names.domains.values(), domains, filters.domains, language),
        topics=_tree(names.topics, topics, filters.topics, language),
    )


def _counts(heaps: Iterable[Heap], filters: Filters, values: Callable[[Heap], Iterable[str]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for heap in fitting(heaps, filters):
        for value in values(heap):
            found[value] += heap.held
    return found


def _flat(things: Iterable[Named], counts: Counter[str], chosen: tuple[str, ...], language: str) -> tuple[Choice, ...]:
    return tuple(
        _choice(thing, thing.code, counts, chosen, language)
        for thing in things
        if counts[thing.code] or thing.code in chosen
    )


def _choice(
    thing: Named, code: str, counts: Counter[str], chosen: tuple[str, ...], language: str, depth: int = 0
) -> Choice:
    return Choice(code, thing.named_in(language), counts[code], code in chosen, depth)


def _tree(topics: Iterable[Named], counts: Counter[str], chosen: tuple[str, ...], language: str) -> tuple[Choice, ...]:
    """The topics, each followed by those below it."""
    below: dict[int | None, list[Named]] = {}
    for topic in topics:
        below.setdefault(topic.parent_id, []).append(topic)
    found: list[Choice] = []

    def add(parent: int | None, depth: int) -> None:
        for topic in below.get(parent, ()):
            if counts[topic.code] or topic.code in chosen:
                found.append(_choice(topic, topic.code, counts, chosen, language, depth))
            add(topic.pk, depth + 1)

    add(None, 0)
    return tuple(found)
