"""The filters of search with their counts, from one list of how many passages fit where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from guidelines.catalogue.models import Domain, ListRow, Market, Topic
from guidelines.reading.queries.library import Choice, Choices
from guidelines.reading.search.results import Filters


@dataclass(frozen=True)
class Heap:
    """Passages of one market and domain, filed under the same topics."""

    market: str
    domain: str
    topics: frozenset[str]
    count: int

    def fits(self, filters: Filters) -> bool:
        return (
            (not filters.markets or self.market in filters.markets)
            and (not filters.domains or self.domain in filters.domains)
            and (not filters.topics or not self.topics.isdisjoint(filters.topics))
        )


def counted(heaps: Iterable[Heap], filters: Filters) -> int:
    return sum(heap.count for heap in heaps if heap.fits(filters))


@dataclass(frozen=True)
class Names:
    """The lists that the filters are made of."""

    markets: Mapping[int, Market]
    domains: Mapping[int, Domain]
    topics: Sequence[Topic]

    @classmethod
    def read(cls) -> Names:
        """Three queries. Every market and domain, since rows may lie in one that was retired."""
        return cls(
            {market.pk: market for market in Market.objects.all()},
            {domain.pk: domain for domain in Domain.objects.all()},
            list(Topic.objects.order_by("code")),
        )


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
    for heap in heaps:
        if heap.fits(filters):
            for value in values(heap):
                found[value] += heap.count
    return found


def _flat(
    things: Iterable[Market | Domain], counts: Counter[str], chosen: tuple[str, ...], language: str
) -> tuple[Choice, ...]:
    return tuple(
        _choice(thing, thing.code, counts, chosen, language)
        for thing in things
        if counts[thing.code] or thing.code in chosen
    )


def _choice(
    thing: ListRow, code: str, counts: Counter[str], chosen: tuple[str, ...], language: str, depth: int = 0
) -> Choice:
    return Choice(code, thing.named_in(language), counts[code], code in chosen, depth)


def _tree(topics: Iterable[Topic], counts: Counter[str], chosen: tuple[str, ...], language: str) -> tuple[Choice, ...]:
    """The topics, each followed by those below it."""
    below: dict[int | None, list[Topic]] = {}
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
