"""Derived rows of the library: when which edition binds, under which topics, and its text as it is shown.

All of it can be rebuilt from the editions by `manage.py rebuild_reading`; nothing here is evidence.
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from guidelines.catalogue.models import Domain, Market, Topic
from guidelines.editions.models import Edition, Guideline


class LibraryQuerySet(models.QuerySet["LibraryRow"]):
    def in_force(self, at: dt.datetime) -> LibraryQuerySet:
        """The periods that hold this instant."""
        return self.filter(since__lte=at, until__gt=at)

    def beginning(self, after: dt.datetime, by: dt.datetime) -> LibraryQuerySet:
        """The periods that begin after one instant and not after another."""
        return self.filter(since__gt=after, since__lte=by)


class LibraryRow(models.Model):
    """One stretch of time in which an edition is in force; `until` is not part of it.

    An edition has several where an emergency edition ran for a while in between.
    """

    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="library_rows")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="library_rows")
    market = models.ForeignKey(Market, models.PROTECT, related_name="+")
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+")
    policy_id = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    significance = models.CharField(max_length=5)
    digest = models.CharField(max_length=80)
    major = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    """The edition whose decisions these words carry: itself, or for a minor one the major one it stands on."""
    since = models.DateTimeField()
    until = models.DateTimeField()
    published_at = models.DateTimeField()
    folded = models.TextField()
    """Policy ID, aliases and title, folded: what the filter box of the library looks in."""
    until_then: int | None = None
    """The number of the edition that binds meanwhile. No column: `starting_soon` sets it."""
    until_then_at: dt.datetime | None = None
    """When that is over: when this one begins, or another before it. No column either."""

    objects = LibraryQuerySet.as_manager()

    class Meta:
        ordering = ("policy_id", "since")
        constraints = (
            models.UniqueConstraint("guideline", "since", name="one_period_per_beginning"),
            models.CheckConstraint(condition=Q(until__gt=models.F("since")), name="period_ends_after_it_begins"),
        )
        indexes = (
            models.Index(fields=("until", "since")),
            models.Index(fields=("market", "domain", "until", "since")),
        )

    def __str__(self) -> str:
        return f"{self.policy_id} edition {self.number} from {self.since:%Y-%m-%d %H:%M}"

    @property
    def decided_since(self) -> dt.datetime:
        """Since when people decide like this: a minor edition carries what an earlier one began. Needs `major`."""
        return (self.major.effective_from if self.major else None) or self.since


class LibraryTopic(models.Model):
    """A topic of a library row: one it is filed under, or one above that in the tree (`filed` False)."""

    row = models.ForeignKey(LibraryRow, models.CASCADE, related_name="topics")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    filed = models.BooleanField()

    class Meta:
        constraints = (models.UniqueConstraint("row", "topic", name="topic_once_per_row"),)
        indexes = (models.Index(fields=("topic", "row")),)

    def __str__(self) -> str:
        return f"{self.topic_id} of {self.row_id}"


class Page(models.Model):
    """The text of one digest as it is shown: rendered once, with what became of each rule since the base edition."""

    digest = models.CharField(max_length=80)
    renderer = models.CharField(max_length=10)
    base_digest = models.CharField(max_length=80, blank=True)
    rendered = models.TextField()
    """What `Rendered.to_json` gave."""
    changes = models.JSONField(default=dict)
    """Rule ID → new, changed or moved."""
    words = models.PositiveIntegerField(default=0)
    """Of the rules that changed, with their cases; of a first edition all of them."""

    class Meta:
        constraints = (models.UniqueConstraint("digest", "renderer", name="page_once_per_renderer"),)

    def __str__(self) -> str:
        return f"{self.digest} by renderer {self.renderer}"
