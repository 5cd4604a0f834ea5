"""Which rules were in force when, as the checks of the demo need it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass

from guidelines.editions.models import Edition, Guideline
from guidelines.editions.queries import periods
from guidelines.text.audience import Audience
from guidelines.text.blocks import RuleBlock, take_apart

_UNREAD = ("change_note", "partner_note", "import_record", "move_note")


@dataclass(frozen=True)
class InForce:
    """An edition while it binds: since when, and the action of each rule."""

    number: int
    since: dt.datetime
    actions: dict[str, str]


@dataclass(frozen=True)
class Timeline:
    """One guideline; None where nothing was in force."""

    policy_id: str
    since: list[dt.datetime]
    editions: list[InForce | None]

    def at(self, instant: dt.datetime) -> InForce | None:
        place = bisect_right(self.since, instant) - 1
        return self.editions[place] if place >= 0 else None

    def rules(self, since: dt.datetime, until: dt.datetime) -> list[str]:
        """Every rule in force at any moment of a stretch of time, in their order."""
        spans = zip(self.since, [*self.since[1:], until], self.editions, strict=True)
        found = [one for begins, ends, one in spans if one and begins < until and ends > since]
        return list(dict.fromkeys(rule for edition in found for rule in edition.actions))


class Rulebook:
    """The guidelines of a market as far as they are published; the rules of an edition are read once."""

    def __init__(self, market: str) -> None:
        self._market = market
        self._actions: dict[int, dict[str, str]] = {}

    def timelines(self) -> list[Timeline]:
        """Without what is restricted: nobody checks it in a feed."""
        found = Guideline.objects.filter(market__code=self._market).exclude(audience=Audience.RESTRICTED.value)
        issued = Edition.objects.issued().filter(guideline__in=found).defer(*_UNREAD).order_by("number")
        by_guideline: dict[int, list[Edition]] = {}
        for edition in issued:
            by_guideline.setdefault(edition.guideline_id, []).append(edition)
        names = found.order_by("policy_id").values_list("pk", "policy_id")
        return [self._timeline(name, by_guideline[pk]) for pk, name in names if pk in by_guideline]

    def _timeline(self, policy_id: str, editions: list[Edition]) -> Timeline:
        spans = periods(editions)
        bound = [
            InForce(span.edition.number, span.since, self._of(span.edition)) if span.edition else None for span in spans
        ]
        return Timeline(policy_id, [span.since for span in spans], bound)

    def _of(self, edition: Edition) -> dict[str, str]:
        if edition.pk not in self._actions:
            self._actions[edition.pk] = {
                part.id: part.passage("action").text.strip()
                for part in take_apart(edition.source).parts
                if isinstance(part, RuleBlock)
            }
        return self._actions[edition.pk]
