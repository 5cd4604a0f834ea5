"""Did the edition help? The counts before and after it took force, of its changed rules and of the others.

A check counts by the edition that judged it: before are those judged by editions that began earlier, after are those
judged by this one. What an emergency or a newer edition judged in between belongs to neither.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from guidelines.editions.models import Edition
from guidelines.editions.queries import in_force_before
from guidelines.people.sessions import Anyone
from guidelines.quality.models import DailyCount
from guidelines.quality.queries.areas import FEWEST
from guidelines.quality.queries.asked import DAY, Period
from guidelines.quality.rights import seen_counts
from guidelines.quality.statistics import Change, Interval, beyond_control
from guidelines.text.diffing import decision_changes
from guidelines.text.pieces import split

WINDOWS = (14, 28, 56, 84)
"""Days on either side that can be chosen."""
USUAL_WINDOW = 28
Counts = tuple[int, int]
"""Errors and checks."""


@dataclass(frozen=True)
class RuleEffect:
    """One rule before and after. `kind` is added, removed, moved, changed or same."""

    rule_id: str
    kind: str
    change: Change

    @property
    def is_known(self) -> bool:
        return is_known(self.change)


@dataclass(frozen=True)
class Week:
    """Seven days, counted from the first day of the edition; `place` is below zero before it."""

    place: int
    start: dt.date
    changed: Counts
    control: Counts


@dataclass(frozen=True)
class Effect:
    """What the counts tell of one edition."""

    edition: Edition
    first_day: dt.date
    """In the market's time; checks of that day lie on both sides, by the edition that judged them."""
    window: int
    before: tuple[int, ...]
    """The numbers of the editions that judged before."""
    compared_with: Edition | None
    """Whose words this edition changed."""
    rules: tuple[RuleEffect, ...]
    changed: Change
    control: Change | None
    """Of the rules that did not change; None where all did, or none did."""
    changes_nothing: bool
    """No rule decides differently: all of them are looked at together."""
    weeks: tuple[Week, ...]
    last_day: dt.date
    """Of the time after: today, the end of the window, or the day before a newer edition began."""

    @property
    def is_known(self) -> bool:
        return is_known(self.changed)

    @property
    def has_control(self) -> bool:
        return self.control is not None and is_known(self.control)

    @property
    def beyond(self) -> Interval | None:
        """By how much the changed rules moved more than the others."""
        return beyond_control(self.changed, self.control) if self.control and self.has_control else None

    @property
    def period(self) -> Period:
        return Period(self.first_day - self.window * DAY, self.first_day + (self.window - 1) * DAY)


def is_known(change: Change) -> bool:
    return min(change.checks_before, change.checks_after) >= FEWEST


@dataclass(frozen=True)
class _Row:
    rule_id: str
    day: dt.date
    is_after: bool
    number: int
    errors: int
    checks: int


def effect_of(person: Anyone, edition: Edition, *, window: int = USUAL_WINDOW, today: dt.date) -> Effect | None:
    """The effect of an edition that has begun; None for one that never did. Three queries."""
    if edition.effective_from is None:
        return None
    first = edition.effective_from.astimezone(edition.guideline.market.zone).date()
    older = in_force_before(edition.guideline, edition.effective_from) or edition.base
    kinds = _kinds(older.source if older else "", edition.source)
    period = Period(first - window * DAY, first + (window - 1) * DAY)
    rows = list(_rows(person, edition, first, period))
    nothing = all(kind == "same" for kind in kinds.values())
    looked_at = {rule for rule, kind in kinds.items() if nothing or kind in ("changed", "moved")}
    others = {rule for rule, kind in kinds.items() if kind == "same"} - looked_at
    after = [row.day for row in rows if row.is_after]
    return Effect(
        edition=edition,
        first_day=first,
        window=window,
        before=tuple(sorted({row.number for row in rows if not row.is_after})),
        compared_with=older,
        rules=tuple(RuleEffect(rule, kind, _change(rows, {rule})) for rule, kind in kinds.items()),
        changed=_change(rows, looked_at),
        control=_change(rows, others) if others else None,
        changes_nothing=nothing,
        weeks=_weeks(rows, first, window, looked_at, others),
        last_day=max(after, default=min(period.until, today)),
    )


def _kinds(old: str, new: str) -> dict[str, str]:
    """What became of each rule, in the deciding order, what is gone last."""
    changes = {change.rule: change.kind for change in decision_changes(old, new)}
    written = [piece.key for piece in split(new) if piece.kind == "rule"]
    gone = [rule for rule, kind in changes.items() if kind == "removed"]
    return {rule: str(changes.get(rule, "same")) for rule in (*written, *gone)}


def _rows(person: Anyone, edition: Edition, first: dt.date, period: Period) -> Iterable[_Row]:
    counts = seen_counts(person, DailyCount).filter(period.where(), guideline=edition.guideline_id).order_by()
    keys = ("rule_id", "day", "edition_id", "edition__number", "edition__effective_from")
    for rule, day, pk, number, begun, errors, checks in counts.values_list(*keys).annotate(
        Sum("errors"), Sum("checks")
    ):
        is_after = pk == edition.pk
        if checks and ((is_after and day >= first) or (begun < edition.effective_from and day <= first)):
            yield _Row(rule, day, is_after, number, errors, checks)


def _change(rows: Iterable[_Row], rules: set[str]) -> Change:
    sums = [0, 0, 0, 0]
    for row in rows:
        if row.rule_id in rules:
            sums[2 if row.is_after else 0] += row.errors
            sums[3 if row.is_after else 1] += row.checks
    return Change(*sums)


def _weeks(
    rows: Iterable[_Row], first: dt.date, window: int, looked_at: set[str], others: set[str]
) -> tuple[Week, ...]:
    sums: dict[tuple[int, bool], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        # What an earlier edition judged on the first day belongs to the last week before.
        place = (row.day - first).days // 7 if row.is_after else min((row.day - first).days // 7, -1)
        if row.rule_id in looked_at or row.rule_id in others:
            counts = sums[place, row.rule_id in looked_at]
            counts[0] += row.errors
            counts[1] += row.checks
    reach = window // 7

    def counts_of(place: int, is_looked_at: bool) -> Counts:
        errors, checks = sums.get((place, is_looked_at), (0, 0))
        return errors, checks

    return tuple(
        Week(place, first + 7 * place * DAY, counts_of(place, True), counts_of(place, False))
        for place in range(-reach, reach)
    )
