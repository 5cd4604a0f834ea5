"""The effect of an edition as its page shows it: lines for its rules, and the chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guidelines.frame.charts.interval_bar import Bar, interval_bar
from guidelines.frame.charts.over_time import OverTime, Point, Stretch, over_time
from guidelines.frame.shares import percent
from guidelines.quality.lines import FEWEST_A_WEEK, day_and_month
from guidelines.quality.queries.effects import Counts, Effect, is_known
from guidelines.quality.statistics import Change, Interval, wilson
from guidelines.quality.tables import kind_words

REACH = 0.2
"""Differences beyond twenty points stand on the edge of their column."""


@dataclass(frozen=True)
class ChangeLine:
    """A rule, or several together, before and after."""

    name: str
    kind: str
    change: Change
    before: Interval
    after: Interval
    difference: Interval | None
    """None where either side has no checks."""
    bar: SafeString | str
    is_known: bool


def change_line(change: Change, name: str = "", kind: str = "") -> ChangeLine:
    has_both = bool(change.checks_before and change.checks_after)
    difference = change.difference if has_both else None
    return ChangeLine(
        name=name,
        kind=kind,
        change=change,
        before=change.before,
        after=change.after,
        difference=difference,
        bar=_bar(difference) if difference else "",
        is_known=is_known(change),
    )


def _bar(difference: Interval) -> SafeString:
    tone = "ok" if difference.high < 0 else "danger" if difference.low > 0 else "neutral"
    bar = Bar(difference.low, difference.estimate, difference.high, least=-REACH, most=REACH, mark=0.0, tone=tone)
    return interval_bar(bar)


def rule_lines(effect: Effect) -> list[ChangeLine]:
    """Those that changed first, then the others, each in deciding order."""
    words = kind_words()
    ordered = sorted(effect.rules, key=lambda rule: rule.kind == "same")
    return [change_line(rule.change, rule.rule_id, words[rule.kind]) for rule in ordered]


def chart_of(effect: Effect) -> SafeString:
    """Weekly rates on both sides, with the rules that did not change as dashes and diamonds."""
    weeks, change = effect.weeks, effect.changed
    cut = sum(1 for week in weeks if week.place < 0)
    before = _points([week.changed for week in weeks[:cut]], 0)
    after = _points([week.changed for week in weeks[cut:]], cut)
    control = _points([week.control for week in weeks], 0)
    return over_time(
        OverTime(
            "effect",
            _("Error rate by week before and after edition %(number)d") % {"number": effect.edition.number},
            _described(effect),
            [day_and_month(week.start) for week in weeks],
            Stretch(
                before,
                _side(_editions(effect), change.errors_before, change.checks_before),
                change.before.estimate if change.checks_before else None,
            ),
            after=Stretch(after, _after_label(effect), change.after.estimate if change.checks_after else None),
            control=Stretch(control) if effect.has_control else None,
            cut=cut,
        )
    )


def _points(counts: Sequence[Counts], first: int) -> list[Point]:
    rates = [
        (first + place, wilson(errors, checks))
        for place, (errors, checks) in enumerate(counts)
        if checks >= FEWEST_A_WEEK
    ]
    return [Point(place, rate.estimate, rate.low, rate.high) for place, rate in rates]


def _editions(effect: Effect) -> str:
    if not effect.before:
        return _("Before")
    if len(effect.before) == 1:
        return _("Edition %(number)d") % {"number": effect.before[0]}
    return _("Editions %(numbers)s") % {"numbers": ", ".join(str(number) for number in effect.before)}


def _side(name: str, errors: int, checks: int) -> str:
    if not checks:
        return _("%(edition)s: no checks") % {"edition": name}
    return _("%(edition)s: mean %(rate)s") % {"edition": name, "rate": percent(errors / checks)}


def _after_label(effect: Effect) -> str:
    facts = {"number": effect.edition.number, "day": day_and_month(effect.first_day)}
    change = effect.changed
    return _side(_("Edition %(number)d from %(day)s") % facts, change.errors_after, change.checks_after)


def _described(effect: Effect) -> str:
    change = effect.changed
    if not (change.checks_before and change.checks_after):
        return _("There are checks on one side only. The table below has every rule.")
    return _(
        "The rate was %(was)s in %(before)d checks before, and %(is)s in %(after)d checks after. "
        "The table below has every rule."
    ) % {
        "was": percent(change.before.estimate),
        "is": percent(change.after.estimate),
        "before": change.checks_before,
        "after": change.checks_after,
    }
