"""RuleBook: which rule of a market was in force at an instant, in memory. A guideline is read when it is first cited.

A decision is judged by the words in force when it was made, never by today's: emergency editions that ran for a while,
gaps after a withdrawal and suspensions are all in the timeline.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace

from django.db.models import Q

from guidelines.catalogue.models import Market
from guidelines.editions.models import Edition, Guideline, Suspension
from guidelines.editions.queries import FOR_EVER, periods
from guidelines.quality.importing.keeping import remember
from guidelines.quality.importing.troubles import Trouble
from guidelines.reading.models import SearchRow
from guidelines.reading.models.search import Kind
from guidelines.text.audience import Audience
from guidelines.text.blocks import RuleBlock, take_apart

_UNREAD = ("source", "change_note", "partner_note", "import_record", "move_note")
_CITED = re.compile(r"(?P<guideline>\S+?)[\s#:/,]+(?P<rule>[Rr][1-9]\d{0,3})\b")
_RULE = re.compile(r"[Rr][1-9]\d{0,3}")
_NUMBER = re.compile(r"[A-Z]{2,4}-[A-Z]{2,4}-\d+", re.IGNORECASE)


@dataclass(frozen=True)
class Bound:
    """A rule as an edition had it."""

    guideline: int
    policy_id: str
    edition: int
    number: int
    rule_id: str
    severity: str
    is_restricted: bool = False


@dataclass
class Timeline:
    """One guideline: what was in force since when (None: nothing), and when it was suspended."""

    guideline: int
    policy_id: str
    domain: int
    since: list[dt.datetime]
    editions: list[tuple[int, int] | None]
    """The key and the number of each."""
    is_restricted: bool = False
    suspended: list[tuple[int, dt.datetime, dt.datetime]] = field(default_factory=list)

    def at(self, instant: dt.datetime) -> tuple[int, int] | None:
        place = bisect_right(self.since, instant) - 1
        return self.editions[place] if place >= 0 else None

    def is_suspended(self, edition: int, instant: dt.datetime) -> bool:
        found = self.suspended
        return bool(found) and any(one == edition and since <= instant < until for one, since, until in found)


class RuleBook:
    """The rules of one market through time; of one domain where the source is of one."""

    def __init__(self, market: Market, domain_id: int | None = None) -> None:
        self._market, self._domain = market, domain_id
        self._timelines: dict[str, Timeline | None] = {}
        self._rules: dict[int, dict[str, tuple[str, str]]] = {}
        self._cited: dict[tuple[str, str], tuple[Timeline, str]] = {}
        self._bounds: dict[tuple[int, str], Bound] = {}
        self._labels: dict[str, list[Timeline]] = {}
        self._restricted: list[Timeline] | None = None

    def bind(self, cited: str, guideline: str, at: dt.datetime) -> Bound | Trouble:
        """The rule that a row cites: by guideline and rule, or by its label."""
        found = self._found(cited, guideline, at)
        if isinstance(found, Trouble) and found.guideline is not None:
            return replace(found, facts={**found.facts, **as_unknown(cited, guideline, at)})
        return found

    def _found(self, cited: str, guideline: str, at: dt.datetime) -> Bound | Trouble:
        known = self._cited.get((cited, guideline))
        if known is not None:
            return self._of(*known, at)
        match = _CITED.match(cited)
        if guideline and _RULE.fullmatch(cited):
            return self._by_rule(cited, guideline, guideline, cited.upper(), at)
        if match:
            return self._by_rule(cited, guideline, match["guideline"], match["rule"].upper(), at)
        if _RULE.fullmatch(cited) or _NUMBER.fullmatch(cited):
            return Trouble("citation", {"text": cited[:80]})
        return self._by_label(cited, guideline, at)

    def _by_rule(self, cited: str, column: str, name: str, rule_id: str, at: dt.datetime) -> Bound | Trouble:
        timeline = self._timeline(name)
        if timeline is None:
            return Trouble("guideline", {"text": name[:60]})
        remember(self._cited, (cited, column), (timeline, rule_id))
        return self._of(timeline, rule_id, at)

    def _of(self, timeline: Timeline, rule_id: str, at: dt.datetime) -> Bound | Trouble:
        found = self._in_force(timeline, at)
        if isinstance(found, Trouble):
            return found
        bound = self._bound(timeline, found, rule_id)
        if bound is None:
            facts = {"policy_id": timeline.policy_id, "number": found[1], "rule": rule_id}
            return Trouble("no_rule", facts, timeline.guideline)
        return bound

    def _in_force(self, timeline: Timeline, at: dt.datetime) -> tuple[int, int] | Trouble:
        if self._domain is not None and timeline.domain != self._domain:
            return Trouble("domain", {"policy_id": timeline.policy_id}, timeline.guideline)
        edition = timeline.at(at)
        if edition is not None and not timeline.is_suspended(edition[0], at):
            return edition
        code = "not_in_force" if edition is None else "suspended"
        return Trouble(code, {"policy_id": timeline.policy_id, "at": at.isoformat()}, timeline.guideline)

    def _by_label(self, label: str, guideline: str, at: dt.datetime) -> Bound | Trouble:
        """Exactly one rule in force then must have had it. One that everybody knows goes before restricted ones: else a
        row would tell of those.
        """
        if guideline:
            one = self._timeline(guideline)
            if one is None:
                return Trouble("guideline", {"text": guideline[:60]})
            among = [one]
        else:
            among = self._with_label(label)
        every = [bound for timeline in among for bound in self._labelled(timeline, label, at)]
        found = [bound for bound in every if not bound.is_restricted] or every
        if len(found) == 1:
            return found[0]
        code = "label_several" if found else "label_unknown"
        told_of = found[0].guideline if found else among[0].guideline if guideline else None
        return Trouble(code, {"text": label[:80], "at": at.isoformat()}, told_of)

    def _labelled(self, timeline: Timeline, label: str, at: dt.datetime) -> list[Bound]:
        edition = self._in_force(timeline, at)
        if isinstance(edition, Trouble):
            return []
        names = [rule_id for rule_id, (_severity, one) in self._rules_of(edition[0]).items() if one == label]
        return [bound for name in names if (bound := self._bound(timeline, edition, name))]

    def _bound(self, timeline: Timeline, edition: tuple[int, int], rule_id: str) -> Bound | None:
        key = (edition[0], rule_id)
        bound = self._bounds.get(key)
        if bound is None and (rule := self._rules_of(edition[0]).get(rule_id)):
            facts = (timeline.guideline, timeline.policy_id, *edition, rule_id, rule[0], timeline.is_restricted)
            bound = self._bounds[key] = Bound(*facts)
        return bound

    def _rules_of(self, edition_id: int) -> dict[str, tuple[str, str]]:
        """Severity and label of every rule of an edition."""
        rules = self._rules.get(edition_id)
        if rules is None:
            source = Edition.objects.values_list("source", flat=True).get(pk=edition_id)
            rules = self._rules[edition_id] = {
                part.id: (part.passage("severity").text.strip(), part.passage("label").text.strip())
                for part in take_apart(source).parts
                if isinstance(part, RuleBlock)
            }
        return rules

    def _timeline(self, name: str) -> Timeline | None:
        """By its number or one that it had before."""
        if name not in self._timelines:
            named = Q(policy_id__iexact=name) | Q(aliases__alias__iexact=name)
            guideline = Guideline.objects.filter(named, market=self._market).order_by("pk").first()
            if guideline and guideline.policy_id != name:
                remember(self._timelines, name, self._timeline(guideline.policy_id))
            else:
                remember(self._timelines, name, _timeline_of(guideline) if guideline else None)
        return self._timelines[name]

    def _with_label(self, label: str) -> list[Timeline]:
        """The guidelines that ever had a rule with this label. Restricted ones are in no index: all of them."""
        if label not in self._labels:
            rows = SearchRow.objects.filter(market=self._market, kind=Kind.RULE, label=label).order_by()
            names = rows.values_list("policy_id", flat=True).distinct()
            found = [timeline for name in names if (timeline := self._timeline(name))]
            remember(self._labels, label, found + self._all_restricted())
        return self._labels[label]

    def _all_restricted(self) -> list[Timeline]:
        if self._restricted is None:
            rows = Guideline.objects.filter(market=self._market, audience=Audience.RESTRICTED.value)
            names = rows.values_list("policy_id", flat=True)
            self._restricted = [timeline for name in names if (timeline := self._timeline(name))]
        return self._restricted


def _timeline_of(guideline: Guideline) -> Timeline:
    """Three queries: it, its editions, and their suspensions."""
    editions = guideline.editions.issued().select_related("guideline").defer(*_UNREAD)
    spans = periods(editions)
    suspensions = Suspension.objects.filter(edition__guideline=guideline)
    ends = [(one.edition_id, one.since, min(one.until or FOR_EVER, one.resumed_at or FOR_EVER)) for one in suspensions]
    return Timeline(
        guideline.pk,
        guideline.policy_id,
        guideline.domain_id,
        [span.since for span in spans],
        [(span.edition.pk, span.edition.number) if span.edition else None for span in spans],
        guideline.is_restricted,
        ends,
    )


def as_unknown(cited: str, guideline: str, at: dt.datetime) -> dict[str, str]:
    """What is said of a citation that leads nowhere: the same is said to whoever may not know where it leads."""
    match = _CITED.match(cited)
    if name := match["guideline"] if match else guideline:
        return {"neutral": "guideline", "cited": name[:60]}
    return {"neutral": "label_unknown", "cited": cited[:80], "at": at.isoformat()}
