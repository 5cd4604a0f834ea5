"""What analysis reads: rules and mentions of the words that bind, derived; and what was said of two rules, which stays.

All but `LookedAt` can be made anew by `manage.py rebuild_analysis`.
"""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from django.db import models

from guidelines.audit.services import Subject
from guidelines.catalogue.models import Domain, Market
from guidelines.editions.models import Edition, Guideline
from guidelines.people.models import Person

Row = TypeVar("Row", bound="Derived", covariant=True)


class DerivedQuerySet(models.QuerySet[Row]):
    def in_force(self, at: dt.datetime) -> DerivedQuerySet[Row]:
        """What binds at this instant."""
        return self.filter(since__lte=at, until__gt=at)


class Derived(models.Model):
    """A row made of one edition for one stretch of time; `until` is not part of it."""

    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    market = models.ForeignKey(Market, models.PROTECT, related_name="+", db_index=False)
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+", db_index=False)
    policy_id = models.CharField(max_length=20)
    since = models.DateTimeField()
    until = models.DateTimeField()

    objects = DerivedQuerySet.as_manager()

    class Meta:
        abstract = True


class AnalysedRule(Derived):
    """A rule of words that bind now or are to come, in plain text."""

    place = models.PositiveIntegerField()
    """Where it stands in the deciding order."""
    rule = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    """Of its edition."""
    language = models.CharField(max_length=5)
    recipe = models.CharField(max_length=20)
    """Of the renderer and of these rows: what was made by an older one is made again."""
    condition = models.TextField()
    instruction = models.TextField(blank=True)
    action = models.CharField(max_length=40, blank=True)
    severity = models.CharField(max_length=2, blank=True)
    label = models.CharField(max_length=60, blank=True)
    escalation = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    cases = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)
    """sha256 of everything that the rule says."""
    words_since = models.DateTimeField()
    """Since when it says exactly this, without a break."""

    class Meta:
        ordering = ("policy_id", "place")
        constraints = (models.UniqueConstraint("guideline", "since", "place", name="analysed_rule_once"),)
        indexes = (
            models.Index(fields=("market", "domain", "until", "since"), name="insights_rule_place"),
            models.Index(fields=("label", "until"), name="insights_rule_label"),
        )

    def __str__(self) -> str:
        return self.citation

    @property
    def citation(self) -> str:
        return f"{self.policy_id} {self.rule}"


class Mention(Derived):
    """That a passage names something: a label code, an action, a term, a team, another rule, or what it rests on."""

    class Kind(models.TextChoices):
        LABEL = "label"
        ACTION = "action"
        TERM = "term"
        TEAM = "team"
        RULE = "rule"
        BASIS = "basis"

    kind = models.CharField(max_length=6, choices=Kind.choices)
    key = models.CharField(max_length=200)
    """What is named, folded."""
    words = models.CharField(max_length=200)
    """What is named, as it is written there."""
    rule = models.ForeignKey(AnalysedRule, models.CASCADE, null=True, related_name="mentions")
    """The rule in which, or in a case of which, it stands."""
    passage = models.CharField(max_length=4)
    """Where it stands: rule, case, term or text."""
    anchor = models.CharField(max_length=300, blank=True)
    excerpt = models.TextField(blank=True)

    class Meta:
        ordering = ("policy_id", "pk")
        indexes = (models.Index(fields=("kind", "key"), name="insights_mention_key"),)

    def __str__(self) -> str:
        return f"{self.policy_id}: {self.words}"


class LookedAt(models.Model):
    """That somebody looked at two rules side by side and says why both may stand. Holds for these words of both."""

    market = models.ForeignKey(Market, models.PROTECT, related_name="+")
    one = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    one_rule = models.CharField(max_length=10)
    one_digest = models.CharField(max_length=64)
    """Of the words of the rule; those of the edition are its own."""
    two = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    two_rule = models.CharField(max_length=10)
    two_digest = models.CharField(max_length=64)
    reason = models.TextField(max_length=1000)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("one_digest", "two_digest"), name="insights_looked_at"),)

    def __str__(self) -> str:
        return f"{self.one.guideline.policy_id} {self.one_rule}, {self.two.guideline.policy_id} {self.two_rule}"

    def audit_subject(self) -> Subject:
        return Subject("looked_at", self.pk, self.one.guideline.policy_id)
