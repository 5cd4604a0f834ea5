"""The rules behind a number: a list narrowed by place, by what is written in them, and by what they lack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from guidelines.insights.analysis import measures
from guidelines.insights.analysis.coverage import OLD
from guidelines.insights.analysis.measures import Checked
from guidelines.insights.analysis.rights import visible
from guidelines.insights.models import AnalysedRule
from guidelines.insights.models.analysing import DerivedQuerySet
from guidelines.people.sessions import Anyone
from guidelines.reading.models import LibraryTopic

NO_TOPIC = "-"
"""Written for what is filed under no topic."""
Rules = DerivedQuerySet[AnalysedRule]


@dataclass(frozen=True)
class Wanted:
    """Which rules; empty is all. `only` is one of without_cases, old, open, checked."""

    market: str = ""
    domain: str = ""
    topic: str = ""
    only: str = ""


@dataclass(frozen=True)
class Entry:
    """A rule in a list, with what is known about it."""

    rule: AnalysedRule
    days: int
    """Since its words changed last."""
    is_old: bool
    checked: Checked | None
    open: int


def rules_for(person: Anyone, now: dt.datetime, wanted: Wanted) -> Rules:
    rows = visible(person, AnalysedRule.objects.in_force(now)).select_related("market", "domain", "guideline")
    for name in ("market", "domain"):
        if code := getattr(wanted, name):
            rows = rows.filter(**{f"{name}__code": code})
    rows = _under(rows, wanted.topic, now) if wanted.topic else rows
    if wanted.only == "without_cases":
        rows = rows.filter(cases=0)
    if wanted.only == "old":
        rows = rows.filter(words_since__lt=now - OLD)
    if wanted.only in ("open", "checked"):
        rows = rows.filter(pk__in=_known(person, rows, wanted.only))
    return rows


def _under(rows: Rules, topic: str, now: dt.datetime) -> Rules:
    filed = LibraryTopic.objects.filter(row__guideline=OuterRef("guideline"), row__since__lte=now, row__until__gt=now)
    if topic == NO_TOPIC:
        return rows.exclude(Exists(filed))
    return rows.filter(Exists(filed.filter(topic__code=topic)))


def _known(person: Anyone, rows: Rules, what: str) -> list[int]:
    """The rules of which something is open, or which were checked."""
    keys = {(guideline, rule): pk for pk, guideline, rule in rows.order_by().values_list("pk", "guideline", "rule")}
    if what == "checked":
        return [keys[key] for key in measures.checked(person, set(keys)) if key in keys]
    found = measures.open_insights(person, {guideline for guideline, _rule in keys})
    whole = {guideline for guideline, rule in found if (guideline, rule) not in keys}
    return [pk for key, pk in keys.items() if key in found or key[0] in whole]


def entries(person: Anyone, now: dt.datetime, rules: Iterable[AnalysedRule]) -> list[Entry]:
    """With what is known of each: asked once for all."""
    rules = list(rules)
    checked = measures.checked(person, {(rule.guideline_id, rule.rule) for rule in rules})
    found = measures.open_insights(person, {rule.guideline_id for rule in rules})
    return [
        Entry(
            rule=rule,
            days=(now - rule.words_since).days,
            is_old=now - rule.words_since > OLD,
            checked=checked.get((rule.guideline_id, rule.rule)),
            open=found.get((rule.guideline_id, rule.rule), 0),
        )
        for rule in rules
    ]
