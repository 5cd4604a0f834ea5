"""Counts of checked decisions by the day, kept with every batch; `manage.py recount_checks` makes them anew.

In all of them `day` is a day of the market, `checks` are those in the rate (without what was overturned), `errors` are
those of them that were wrong, and the rate is errors / checks.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from guidelines.editions.models import Edition, Guideline
from guidelines.people.models import Site, Team

FIGURES = (
    "checks",
    "errors",
    "false_positives",
    "false_negatives",
    "wrong_rules",
    "technicals",
    "disputed",
    "overturned",
)


class Figures(models.Model):
    """The columns that are counted."""

    checks = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    false_positives = models.PositiveIntegerField(default=0)
    false_negatives = models.PositiveIntegerField(default=0)
    wrong_rules = models.PositiveIntegerField(default=0)
    technicals = models.PositiveIntegerField(default=0)
    disputed = models.PositiveIntegerField(default=0)
    """Checks in the rate whose verdict is disputed."""
    overturned = models.PositiveIntegerField(default=0)
    """Checks that left the rate."""

    class Meta:
        abstract = True


class DailyCount(Figures):
    """One day of one rule, as an edition had it."""

    day = models.DateField()
    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="+", db_index=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    rule_id = models.CharField(max_length=10)
    severity = models.CharField(max_length=2, blank=True)

    class Meta:
        ordering = ("day", "guideline", "rule_id")
        constraints = (models.UniqueConstraint("edition", "rule_id", "day", name="daily_count_once"),)
        indexes = (
            models.Index(fields=("day",), name="quality_daily_day"),
            models.Index(fields=("guideline", "day"), name="quality_daily_guideline"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.rule_id}: {self.errors} of {self.checks}"


class DailyTeamCount(Figures):
    """The same, split by who decided: a site or none that is known, a team or none that is known."""

    day = models.DateField()
    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="+", db_index=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    rule_id = models.CharField(max_length=10)
    severity = models.CharField(max_length=2, blank=True)
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ("day", "guideline", "rule_id")
        constraints = (
            # NULLs are distinct on SQLite whatever is asked, so "not known" counts as 0.
            models.UniqueConstraint(
                "edition", "rule_id", "day", Coalesce("site", 0), Coalesce("team", 0), name="daily_team_count_once"
            ),
        )
        indexes = (
            models.Index(fields=("day",), name="quality_team_day"),
            models.Index(fields=("guideline", "day"), name="quality_team_guideline"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.rule_id}: {self.errors} of {self.checks}"


class DailyConfusion(models.Model):
    """One day of one rule: how often one action was taken where another was right. Only errors in the rate."""

    day = models.DateField()
    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="+", db_index=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    rule_id = models.CharField(max_length=10)
    decided_action = models.CharField(max_length=40)
    right_action = models.CharField(max_length=40)
    error_class = models.CharField(max_length=15)
    errors = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("day", "guideline", "rule_id")
        constraints = (
            models.UniqueConstraint(
                "edition",
                "rule_id",
                "day",
                "decided_action",
                "right_action",
                "error_class",
                name="daily_confusion_once",
            ),
            models.CheckConstraint(condition=~Q(error_class=""), name="confusion_is_an_error"),
        )
        indexes = (
            models.Index(fields=("day",), name="quality_confusion_day"),
            models.Index(fields=("guideline", "day"), name="quality_confusion_guideline"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.rule_id}: {self.decided_action} for {self.right_action}"
