"""The target rates that hold: of a market and topic the newest, else of a topic above it, else of the market."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guidelines.catalogue.models import Topic
from guidelines.quality.models import Target


@dataclass(frozen=True)
class Aims:
    """The targets of some markets, as shares of 1."""

    rates: dict[tuple[int, int | None], float]
    topics: dict[str, Topic]
    by_key: dict[int, Topic]

    def of(self, market_id: int, codes: Iterable[str]) -> float | None:
        """The target of what lies under these topics: the strictest of theirs. None where the market has none."""
        found = [rate for code in codes if (rate := self._of_topic(market_id, self.topics.get(code))) is not None]
        return min(found) if found else self.rates.get((market_id, None))

    def _of_topic(self, market_id: int, topic: Topic | None) -> float | None:
        while topic is not None:
            if (market_id, topic.pk) in self.rates:
                return self.rates[market_id, topic.pk]
            topic = self.by_key.get(topic.parent_id or 0)
        return None

    def under(self, topic: Topic) -> set[str]:
        """The codes of a topic and of all below it."""
        return {code for code, one in self.topics.items() if topic.pk in self._line(one)}

    def _line(self, topic: Topic) -> set[int]:
        found: set[int] = set()
        at: Topic | None = topic
        while at is not None:
            found.add(at.pk)
            at = self.by_key.get(at.parent_id or 0)
        return found


def aims() -> Aims:
    """Two queries: topics and targets are few."""
    topics = {topic.code: topic for topic in Topic.objects.all()}
    newest: dict[tuple[int, int | None], float | None] = {}
    for market, topic, rate in Target.objects.order_by("pk").values_list("market_id", "topic_id", "rate"):
        newest[market, topic] = None if rate is None else float(rate)
    rates = {key: rate for key, rate in newest.items() if rate is not None}
    return Aims(rates, topics, {topic.pk: topic for topic in topics.values()})
