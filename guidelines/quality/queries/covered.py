"""How often rules are decided wrongly, for the coverage of rules: of many at once, in the last 28 days."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Sum

from guidelines.frame import clock
from guidelines.insights.analysis.measures import Checked, RuleKey
from guidelines.people.sessions import Anyone
from guidelines.quality.models import DailyCount
from guidelines.quality.queries.asked import Period
from guidelines.quality.rights import seen_counts

MOST_NAMED = 500
"""Guidelines that a query names; where more are asked about, all of them are read."""


def checked_rules(person: Anyone, rules: Collection[RuleKey]) -> dict[RuleKey, Checked]:
    """One query. Days end with today in UTC: markets are half a day apart at most."""
    if not rules:
        return {}
    rows = seen_counts(person, DailyCount).filter(Period.ending(clock.now().date()).where()).order_by()
    guidelines = {guideline for guideline, _rule in rules}
    if len(guidelines) <= MOST_NAMED:
        rows = rows.filter(guideline_id__in=guidelines)
    sums = rows.values_list("guideline_id", "rule_id").annotate(checks=Sum("checks"), errors=Sum("errors"))
    found = {(guideline, rule): Checked(checks, errors) for guideline, rule, checks, errors in sums if checks}
    return {key: found[key] for key in rules if key in found}
