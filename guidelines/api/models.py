"""The tokens that open the read API, and where they open it."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import Domain, Market
from guidelines.frame.names import NameField
from guidelines.people.models import Person


class Resource(models.TextChoices):
    """What a token opens."""

    RULES = "rules", _("Rules at any moment")
    GUIDELINES = "guidelines", _("Guidelines and their editions")
    RECEIPTS = "receipts", _("Receipts")
    CHANGE_NOTES = "change_notes", _("Change notes")
    REQUESTS = "requests", _("Its own requests, and making them")


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def running(self, at: dt.datetime) -> AccessTokenQuerySet:
        return self.filter(ended_at=None, expires_at__gt=at)


class AccessToken(models.Model):
    """What another program shows to read here. Only the hash of its secret is kept. Ended, never deleted."""

    name = NameField(_("name"), max_length=80)
    purpose = NameField(_("purpose"), max_length=300)
    prefix = models.CharField(max_length=12)
    """How the secret begins, to recognise it by."""
    secret_hash = models.CharField(max_length=64, unique=True)
    resources = models.JSONField(default=list)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    """The last day, in UTC, on which it was shown."""
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="token_expires_after_it_is_made"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def audit_subject(self) -> Subject:
        return Subject("access_token", self.pk)


class TokenScope(models.Model):
    """One market or all, in one domain or all, in which a token reads what moderators there may read."""

    token = models.ForeignKey(AccessToken, models.PROTECT, related_name="scopes")
    market = models.ForeignKey(Market, models.PROTECT, null=True, related_name="+")
    domain = models.ForeignKey(Domain, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            # NULLs are distinct on SQLite whatever is asked, so "all" counts as 0.
            models.UniqueConstraint("token", Coalesce("market", 0), Coalesce("domain", 0), name="scope_once_per_token"),
        )

    def __str__(self) -> str:
        return f"{self.market or 'all markets'}, {self.domain or 'all domains'}"
