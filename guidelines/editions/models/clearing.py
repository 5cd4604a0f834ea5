"""Clearance: that a named person may read a restricted guideline."""

from __future__ import annotations

from django.db import models

from guidelines.audit.services import Subject
from guidelines.editions.models.guideline import Guideline
from guidelines.people.models import Person


class Clearance(models.Model):
    """One person, one restricted guideline, from when to when. Ended, never changed or deleted."""

    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="clearances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="clearances")
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    """Whoever named them; of whoever restricted the guideline, themself."""
    given_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("given_at", "pk")
        constraints = (
            models.UniqueConstraint("guideline", "person", name="cleared_once", condition=models.Q(ended_at=None)),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="somebody_ended_it",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} may read {self.guideline}"

    def audit_subject(self) -> Subject:
        return Subject("clearance", self.pk, self.guideline.policy_id)
