"""Rules of one market that contradict or repeat each other, and whose guidelines say nothing of which goes first.

Inside one guideline the first rule that fits decides, so only rules of two guidelines are set beside each other.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from guidelines.catalogue.models import Market
from guidelines.editions.models import Guideline
from guidelines.insights.analysis.alike import Words, alike_pairs, likeness, words_of
from guidelines.insights.analysis.rights import visible
from guidelines.insights.models import AnalysedRule, LookedAt
from guidelines.people.sessions import Anyone

MOST_IN_A_LABEL = 300
"""Of a label with more rules in one market only the first are set beside each other."""
Side = tuple[int, str, str]
"""A rule with its words: guideline, ID, digest."""


class Why(TextChoices):
    """Why two rules are set beside each other; the first that holds."""

    CONTRADICTS = "contradicts", _("Same condition, another action")
    LABEL = "label", _("Same label, another action")
    REPEATS = "repeats", _("Same condition, same action")


ORDER = {why: place for place, why in enumerate(Why)}


@dataclass(frozen=True)
class Pair:
    """Two rules side by side."""

    one: AnalysedRule
    two: AnalysedRule
    why: Why
    percent: int
    """How much of their conditions is the same, in hundredths."""
    looked: LookedAt | None = None

    @property
    def sides(self) -> frozenset[Side]:
        return frozenset((side_of(self.one), side_of(self.two)))

    @property
    def same_label(self) -> bool:
        return bool(self.one.label) and self.one.label == self.two.label

    @property
    def other_severity(self) -> bool:
        return self.one.severity != self.two.severity


def side_of(rule: AnalysedRule) -> Side:
    return rule.guideline_id, rule.rule, rule.digest


def pairs(person: Anyone, now: dt.datetime, market: Market, *, domain: str = "") -> list[Pair]:
    """The worst first. Three queries."""
    rows = visible(person, AnalysedRule.objects.in_force(now)).filter(market=market)
    if domain:
        rows = rows.filter(domain__code=domain)
    rules = list(rows)
    found = set_beside(rules, _preceding())
    looked = _looked_at(market)
    shown = [Pair(one.one, one.two, one.why, one.percent, looked.get(one.sides)) for one in found]
    return sorted(shown, key=lambda pair: (ORDER[pair.why], -pair.percent, pair.one.policy_id, pair.one.place))


def set_beside(rules: Sequence[AnalysedRule], preceding: frozenset[tuple[int, int]]) -> list[Pair]:
    """Those that contradict or repeat each other; `preceding` are pairs of guidelines of which one goes first."""
    words = [words_of(rule.condition) for rule in rules]
    found: dict[tuple[int, int], Pair] = {}
    for a, b in alike_pairs(words):
        if _may_clash(rules[a], rules[b], preceding):
            why = Why.REPEATS if rules[a].action == rules[b].action else Why.CONTRADICTS
            found[a, b] = _pair(rules, words, a, b, why)
    for a, b in _other_actions(rules, words, preceding):
        found.setdefault((min(a, b), max(a, b)), _pair(rules, words, min(a, b), max(a, b), Why.LABEL))
    return list(found.values())


def _pair(rules: Sequence[AnalysedRule], words: Sequence[Words], a: int, b: int, why: Why) -> Pair:
    return Pair(rules[a], rules[b], why, round(100 * likeness(words[a], words[b])))


def _may_clash(one: AnalysedRule, two: AnalysedRule, preceding: frozenset[tuple[int, int]]) -> bool:
    guidelines = one.guideline_id, two.guideline_id
    return guidelines[0] != guidelines[1] and guidelines not in preceding and guidelines[::-1] not in preceding


def _other_actions(
    rules: Sequence[AnalysedRule], words: Sequence[Words], preceding: frozenset[tuple[int, int]]
) -> Iterable[tuple[int, int]]:
    """Rules that do something else than most with their label, each beside the one of those that is most like it."""
    labelled: dict[str, list[int]] = defaultdict(list)
    for place, rule in enumerate(rules):
        if rule.label and rule.action:
            labelled[rule.label].append(place)
    for places in labelled.values():
        usual = _usual_action(rules, places)
        most = [place for place in places if rules[place].action == usual][:MOST_IN_A_LABEL]
        for place in (place for place in places[:MOST_IN_A_LABEL] if rules[place].action != usual):
            near = [other for other in most if _may_clash(rules[place], rules[other], preceding)]
            if near:
                yield place, max(near, key=lambda other: (likeness(words[place], words[other]), -other))


def _usual_action(rules: Sequence[AnalysedRule], places: list[int]) -> str:
    counted = Counter(rules[place].action for place in places)
    return min(counted, key=lambda action: (-counted[action], action))


def _preceding() -> frozenset[tuple[int, int]]:
    """The guidelines that say which of them goes first."""
    rows = Guideline.precedes.through.objects.order_by().values_list("from_guideline_id", "to_guideline_id")
    return frozenset(rows)


def _looked_at(market: Market) -> dict[frozenset[Side], LookedAt]:
    """What was said last of each pair, by its two sides with their words."""
    rows = LookedAt.objects.filter(market=market).select_related("one", "two", "by").order_by("at", "pk")
    rows = rows.defer("one__source", "two__source")
    return {
        frozenset(
            (
                (row.one.guideline_id, row.one_rule, row.one_digest),
                (row.two.guideline_id, row.two_rule, row.two_digest),
            )
        ): row
        for row in rows
    }
