"""The queue of insights and the requirements of the demo’s year: what said that a guideline should change, and what
came of it. The story is in `story/findings.py`; questions and requests put themselves into the queue.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import Max
from django.utils import translation

from guidelines.catalogue.models import Domain, Market
from guidelines.demo.chronicle import Cast, Happening
from guidelines.demo.dates import MarketDays
from guidelines.demo.story.findings import findings
from guidelines.demo.story.found import Found
from guidelines.editions.models import Edition, Guideline
from guidelines.insights import services
from guidelines.insights.models import Insight, Raising, Requirement, Source
from guidelines.insights.services import Need, Signal
from guidelines.quality.models import DailyCount
from guidelines.quality.queries.areas import Ref, area_of
from guidelines.quality.queries.asked import Kind, Period, Question
from guidelines.quality.services.raising import raise_area


class Improving:
    """Plays the findings through the services, each at its moment; `key` names what later ones speak of."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._insights: dict[str, Insight] = {}
        self._requirements: dict[str, Requirement] = {}

    def play(self, found: Found) -> None:
        deed = getattr(self, f"_{found.deed}")
        deed(found)

    def _area(self, found: Found) -> None:
        """An analyst opens an insight from the newest four weeks of which there are figures."""
        by, market = self._cast[found.by], _market(found.where)
        newest = DailyCount.objects.filter(guideline__market=market).aggregate(day=Max("day"))["day"]
        period = Period.ending(newest)
        ref = Ref(Kind.RULE, (found.where, found.rule))
        area, _areas = area_of(by, Question(period, market=market), ref)
        assert area is not None, f"{ref} was checked in {period}"
        with translation.override(by.language):
            self._insights[found.key] = raise_area(area, period, market=market, by=by, common=found.text)

    def _note(self, found: Found) -> None:
        market, domain, *number = found.where.split("-")
        signal = Signal(
            source=found.kind or Source.NOTE,
            market=Market.objects.get(code=market),
            domain=Domain.objects.get(code=domain),
            words=found.text,
            guideline=Guideline.objects.get(policy_id=found.where) if number else None,
            rule_id=found.rule,
            severity=found.severity,
        )
        self._insights[found.key] = services.open_insight(signal, by=self._cast[found.by] if found.by else None)

    def _meet(self, found: Found) -> None:
        """What came into the queue by itself: the insight that says these words."""
        raising = Raising.objects.filter(words__startswith=found.text).order_by("pk").first()
        assert raising is not None, f"“{found.text}” is in the queue"
        self._insights[found.key] = raising.insight

    def _assign(self, found: Found) -> None:
        by = self._cast[found.by]
        services.assign_insight(self._insights[found.key], to=self._cast[found.to or found.by], by=by)

    def _merge(self, found: Found) -> None:
        services.merge_insight(self._insights[found.key], self._insights[found.to], by=self._cast[found.by])

    def _reply(self, found: Found) -> None:
        services.answer_insight(self._insights[found.key], text=found.text, by=self._cast[found.by])

    def _refuse(self, found: Found) -> None:
        services.decline_insight(self._insights[found.key], reason=found.text, by=self._cast[found.by])

    def _require(self, found: Found) -> None:
        """`to` names the owner, `where` the markets and a domain, such as `US VN` or `US-CC`."""
        *places, domain = found.where.split("-") if "-" in found.where else (found.where, "")
        need = Need(
            kind=found.kind,
            need=found.text,
            why=found.why,
            markets=[Market.objects.get(code=code) for code in places[0].split()],
            owner=self._cast[found.to or found.by],
            domain=Domain.objects.filter(code=domain).first(),
        )
        insights = [self._insights[key] for key in found.of]
        self._requirements[found.key] = services.open_requirement(need, insights, by=self._cast[found.by])

    def _plan(self, found: Found) -> None:
        made, by = self._requirements[found.key], self._cast[found.by]
        services.plan_requirement(made, owner=self._cast[found.to or found.by], due_on=found.due, by=by)

    def _start(self, found: Found) -> None:
        services.start_requirement(self._requirements[found.key], by=self._cast[found.by])

    def _link(self, found: Found) -> None:
        edition = Edition.objects.get(guideline__policy_id=found.where, number=found.number)
        services.answer_requirement(self._requirements[found.key], edition, by=self._cast[found.by])

    def _deliver(self, found: Found) -> None:
        facts: dict[str, Any] = {"evidence": found.text, "by": self._cast[found.by]}
        services.deliver_requirement(self._requirements[found.key], **facts)

    def _drop(self, found: Found) -> None:
        services.decline_requirement(self._requirements[found.key], reason=found.text, by=self._cast[found.by])


def _market(policy_id: str) -> Market:
    return Market.objects.get(code=policy_id.split("-")[0])


def improving(now: dt.datetime, cast: Cast) -> Iterator[Happening]:
    player = Improving(cast)
    for found in findings(MarketDays("US", now), MarketDays("VN", now)):
        yield Happening(found.at, partial(player.play, found))
    yield Happening(now - dt.timedelta(hours=3), services.gather)
