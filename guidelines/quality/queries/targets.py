"""The target rates that hold: of a topic, else of the nearest topic above it, else of the market."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from guidelines.catalogue.models import Topic
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.quality.models import Target


@dataclass(frozen=True)
class TargetBook:
    """The targets of now: shares of errors by market and topic code; the code "" is every other topic."""

    rates: dict[tuple[int, str], float]
    parents: dict[str, str]
    """The code of the topic above each."""

    def of(self, market_id: int, topic_code: str) -> float | None:
        """The target of a topic in a market; None where nobody set one."""
        code: str | None = topic_code
        while code:
            if (market_id, code) in self.rates:
                return self.rates[(market_id, code)]
            code = self.parents.get(code)
        return self.rates.get((market_id, ""))

    def strictest(self, market_id: int, topic_codes: Iterable[str]) -> float | None:
        """Of a guideline with several topics: the lowest."""
        found = [rate for code in topic_codes if (rate := self.of(market_id, code)) is not None]
        return min(found) if found else self.of(market_id, "")


def current_targets() -> list[Target]:
    """The newest of each market and topic, where it sets one."""
    newest = Target.objects.order_by().values("market", "topic").annotate(newest=Max("pk")).values("newest")
    rows = Target.objects.filter(pk__in=newest, rate__isnull=False)
    return list(rows.select_related("market", "topic", "set_by").order_by("market__name", "topic__code"))


def target_book() -> TargetBook:
    """Two queries."""
    rates = {
        (target.market_id, target.topic.code if target.topic else ""): float(target.rate)
        for target in current_targets()
        if target.rate is not None
    }
    parents = dict(Topic.objects.exclude(parent=None).values_list("code", "parent__code"))
    return TargetBook(rates, parents)


def seen_targets(person: Anyone) -> QuerySet[Target]:
    """What was set in the markets whose figures this person reads, with who set it."""
    markets = holdings(person).market_ids(Capability.SEE_QUALITY)
    rows = Target.objects.select_related("market", "topic", "set_by")
    return rows if markets is None else rows.filter(market__in=markets)
