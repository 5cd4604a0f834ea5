"""Target: which error rate a market aims at, for a topic or for all that have none of their own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from guidelines.audit.services import Subject
from guidelines.catalogue.models import Market, Topic
from guidelines.people.models import Person


class Target(models.Model):
    """A target as somebody set it. Append-only: the newest of a market and topic counts, the others are its history."""

    market = models.ForeignKey(Market, models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+")
    """Empty: of every topic that has no target, nor any topic above it."""
    rate = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    """Errors / checks, such as 0.0500; empty where the target was taken away."""
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("market", "topic", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(rate=None) | Q(rate__gt=0, rate__lt=1), name="target_is_a_share"),
        )

    def __str__(self) -> str:
        return f"{self.market_id} {self.topic_id}: {self.rate}"

    def audit_subject(self) -> Subject:
        return Subject("target", self.pk)
