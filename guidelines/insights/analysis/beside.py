"""The rules of two markets beside each other: what answers the same thing, and what one has and the other lacks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from guidelines.catalogue.models import Market, Topic
from guidelines.editions.models import Guideline
from guidelines.insights.analysis.alike import alike_across, words_of
from guidelines.insights.analysis.rights import visible
from guidelines.insights.models import AnalysedRule
from guidelines.people.sessions import Anyone
from guidelines.reading.models import LibraryTopic


class Why(TextChoices):
    """How two rules were found to answer the same thing; the first that holds."""

    ADAPTED = "adapted", _("Adapted from it")
    CONDITION = "condition", _("Same condition")
    LABEL = "label", _("Same label")


@dataclass(frozen=True)
class Beside:
    """A rule of either market or both, under a topic (its code; empty for none)."""

    topic: str
    one: AnalysedRule | None
    two: AnalysedRule | None
    why: Why | None = None

    @property
    def other_action(self) -> bool:
        return bool(self.one and self.two) and self.one.action != self.two.action  # type: ignore[union-attr]

    @property
    def other_severity(self) -> bool:
        return bool(self.one and self.two) and self.one.severity != self.two.severity  # type: ignore[union-attr]

    @property
    def standing(self) -> str:
        """One of only_one, only_two, differs, same."""
        if self.one is None or self.two is None:
            return "only_one" if self.one else "only_two"
        return "differs" if self.other_action or self.other_severity else "same"


def beside(
    person: Anyone, now: dt.datetime, one: Market, two: Market, *, domain: str = "", topic: str = ""
) -> list[Beside]:
    """Topic by topic, in the deciding order of the first market, then what only the second has. Five queries."""
    topics = _topics(now)
    left, right = (_rules(person, now, market, domain) for market in (one, two))
    if topic:
        left, right = (
            [rule for rule in rules if topic in topics.get(rule.guideline_id, ())] for rules in (left, right)
        )
    return set_side_by_side(left, right, topics, _origins())


def set_side_by_side(
    left: list[AnalysedRule],
    right: list[AnalysedRule],
    topics: Mapping[int, tuple[str, ...]],
    origins: Mapping[int, int],
) -> list[Beside]:
    """The rules of two markets; `topics` are those of each guideline, `origins` which one it was adapted from."""
    matched = _matched(left, right, topics, origins)
    taken = {other.pk for other, _why in matched.values()}
    found = [Beside(_first(topics, rule), rule, *matched.get(rule.pk, (None, None))) for rule in left]
    found += [Beside(_first(topics, rule), None, rule) for rule in right if rule.pk not in taken]
    return sorted(found, key=lambda row: row.topic or "~")


def named_topics(rows: Iterable[Beside]) -> dict[str, Topic]:
    return {topic.code: topic for topic in Topic.objects.filter(code__in={row.topic for row in rows})}


def _rules(person: Anyone, now: dt.datetime, market: Market, domain: str) -> list[AnalysedRule]:
    rows = visible(person, AnalysedRule.objects.in_force(now)).filter(market=market)
    return list(rows.filter(domain__code=domain) if domain else rows)


def _topics(now: dt.datetime) -> dict[int, tuple[str, ...]]:
    """The topics that each guideline in force is filed under, in their order."""
    rows = LibraryTopic.objects.filter(row__since__lte=now, row__until__gt=now, filed=True)
    found: dict[int, tuple[str, ...]] = {}
    for guideline, code in rows.order_by("topic__code").values_list("row__guideline", "topic__code"):
        found[guideline] = (*found.get(guideline, ()), code)
    return found


def _first(topics: Mapping[int, tuple[str, ...]], rule: AnalysedRule) -> str:
    return next(iter(topics.get(rule.guideline_id, ())), "")


Matched = dict[int, tuple[AnalysedRule, Why]]


def _matched(
    left: list[AnalysedRule],
    right: list[AnalysedRule],
    topics: Mapping[int, tuple[str, ...]],
    origins: Mapping[int, int],
) -> Matched:
    """Each rule once: the surest first. The same label in the same topic, with the same action, before any other."""
    found: Matched = {}
    taken: set[int] = set()

    def match(key: Callable[[AnalysedRule], Hashable], why: Why) -> None:
        waiting: dict[Hashable, list[AnalysedRule]] = defaultdict(list)
        for rule in reversed(right):
            if rule.pk not in taken and key(rule) is not None:
                waiting[key(rule)].append(rule)
        for rule in left:
            if rule.pk not in found and waiting.get(key(rule)):
                other = waiting[key(rule)].pop()
                found[rule.pk] = (other, why)
                taken.add(other.pk)

    match(_by_origin(origins), Why.ADAPTED)
    for one, two in _alike(left, right):
        if one.pk not in found and two.pk not in taken:
            found[one.pk] = (two, Why.CONDITION)
            taken.add(two.pk)
    for key in _by_label(topics):
        match(key, Why.LABEL)
    return found


def _origins() -> dict[int, int]:
    """The guideline that each adapted one was copied from."""
    return dict(Guideline.objects.exclude(adapted_from=None).values_list("pk", "adapted_from__guideline"))


def _by_origin(origins: Mapping[int, int]) -> Callable[[AnalysedRule], Hashable]:
    """A guideline and those adapted from it share the key of the oldest; their rules keep their IDs."""
    shared = {*origins, *origins.values()}

    def origin(guideline: int) -> int:
        passed = {guideline}
        while guideline in origins and origins[guideline] not in passed:
            guideline = origins[guideline]
            passed.add(guideline)
        return guideline

    return lambda rule: (origin(rule.guideline_id), rule.rule) if rule.guideline_id in shared else None


def _alike(left: list[AnalysedRule], right: list[AnalysedRule]) -> Iterable[tuple[AnalysedRule, AnalysedRule]]:
    """Only words of one language can be alike, and only rules of one domain decide about the same things."""
    sides = [defaultdict(list), defaultdict(list)]  # type: list[dict[tuple[str, int], list[AnalysedRule]]]
    for side, rules in zip(sides, (left, right), strict=True):
        for rule in rules:
            side[rule.language, rule.domain_id].append(rule)
    for key, ones in sides[0].items():
        twos = sides[1].get(key, [])
        conditions = ([words_of(rule.condition) for rule in rules] for rules in (ones, twos))
        yield from ((ones[a], twos[b]) for a, b in alike_across(*conditions))


def _by_label(topics: Mapping[int, tuple[str, ...]]) -> Iterable[Callable[[AnalysedRule], Hashable]]:
    """Keys from the narrowest to the widest."""

    def labelled(rule: AnalysedRule, *more: Hashable) -> Hashable:
        return (rule.label, rule.domain_id, *more) if rule.label else None

    yield lambda rule: labelled(rule, _first(topics, rule), rule.action, rule.severity)
    yield lambda rule: labelled(rule, _first(topics, rule), rule.action)
    yield lambda rule: labelled(rule, _first(topics, rule))
    yield lambda rule: labelled(rule, rule.action)
    yield labelled
