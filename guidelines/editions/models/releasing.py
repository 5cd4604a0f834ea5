"""What stands beside published words: suspensions, and bundles that are published together."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.editions.models.edition import Edition
from guidelines.people.models import Person


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    def running(self, at: dt.datetime) -> SuspensionQuerySet:
        return self.filter(Q(until=None) | Q(until__gt=at), since__lte=at, resumed_at=None)


class Suspension(models.Model):
    """“Do not enforce, escalate to …”: the words of an edition stay readable, but nobody decides by them."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="suspensions")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    """When it ends by itself; open when empty."""
    reason = models.TextField(_("reason"), max_length=2000)
    escalate_to = models.CharField(_("escalate to"), max_length=200)
    suspended_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    resumed_at = models.DateTimeField(null=True, blank=True)
    resumed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    resume_reason = models.TextField(blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        ordering = ("since",)
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("since")), name="suspension_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition} suspended"


class Bundle(models.Model):
    """Editions that are published together, all or none."""

    name = models.CharField(_("name"), max_length=200)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    """When it was given up without being published."""

    class Meta:
        ordering = ("-opened_at",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("bundle", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("bundle", self.pk)


class BundleMember(models.Model):
    """An edition in a bundle. Taken out again, never deleted."""

    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="members")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="bundle_members")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("added_at",)
        constraints = (
            models.UniqueConstraint(
                "bundle", "edition", name="edition_once_per_bundle", condition=models.Q(removed_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition} in {self.bundle}"
