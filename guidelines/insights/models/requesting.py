"""Stakeholder requests: what somebody outside the writing needs of the guidelines, and what came of it."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import Domain, Market
from guidelines.editions.models import Edition, Guideline
from guidelines.insights.models.questions import ISSUED, in_an_edition
from guidelines.people.models import Person


class RequestQuerySet(models.QuerySet["StakeholderRequest"]):
    """Where a request stands follows from what was done with it, and from the clock: no job can miss it."""

    def answered(self, at: dt.datetime) -> RequestQuerySet:
        return self.filter(in_an_edition(at))

    def declined(self, at: dt.datetime) -> RequestQuerySet:
        return self.exclude(declined_at=None).exclude(in_an_edition(at))

    def taken_up(self, at: dt.datetime) -> RequestQuerySet:
        return self._undecided(at).filter(Q(taken_at__isnull=False) | Q(answered_in__isnull=False))

    def open(self, at: dt.datetime) -> RequestQuerySet:
        return self._undecided(at).filter(taken_at=None, answered_in=None)

    def _undecided(self, at: dt.datetime) -> RequestQuerySet:
        return self.filter(declined_at=None).exclude(in_an_edition(at))


class StakeholderRequest(models.Model):
    """What somebody needs, and why. Made by a person, or by a program with its token (`source`)."""

    class Standing(models.TextChoices):
        OPEN = "open", _("Open")
        TAKEN_UP = "taken_up", _("Taken up")
        ANSWERED = "answered", _("Answered in an edition")
        DECLINED = "declined", _("Declined")

    market = models.ForeignKey(Market, models.PROTECT, related_name="+", verbose_name=_("market"))
    domain = models.ForeignKey(
        Domain, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("domain")
    )
    guideline = models.ForeignKey(Guideline, models.PROTECT, null=True, blank=True, related_name="requests")
    rule_id = models.CharField(max_length=10, blank=True)
    text = models.TextField(_("what is needed"), max_length=2000)
    why = models.TextField(_("why"), max_length=2000)
    wanted_by = models.DateField(_("wanted by"), null=True, blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="requests")
    source = models.CharField(max_length=80, blank=True)
    """The name of the token by which a program asked; empty for a person."""
    source_id = models.BigIntegerField(null=True)
    """Its key, plain: tokens live nearer the roof."""
    key = models.CharField(max_length=80, blank=True)
    """What the program calls its request, so that the same one sent twice is made once."""
    asked_at = models.DateTimeField()
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    answered_in = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="requests_answered")
    """The edition that answers it; it does so from the moment it takes force."""
    linked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    linked_at = models.DateTimeField(null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = (models.Index(fields=("market", "domain")), models.Index(fields=("asked_by", "asked_at")))
        constraints = (
            models.CheckConstraint(
                condition=Q(asked_by__isnull=False, source="", source_id=None, key="")
                | (Q(asked_by=None, source_id__isnull=False) & ~Q(source="")),
                name="request_says_who_asks",
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None, declined_by=None, reason="")
                | (Q(declined_at__isnull=False, declined_by__isnull=False) & ~Q(reason="")),
                name="declined_request_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(answered_in=None, linked_at=None, linked_by=None)
                | Q(answered_in__isnull=False, linked_at__isnull=False, linked_by__isnull=False),
                name="request_linked_says_who_and_when",
            ),
            models.UniqueConstraint("source_id", "key", name="request_of_a_program_once", condition=~Q(key="")),
        )

    def __str__(self) -> str:
        return f"request {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("request", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("request", self.pk, self.guideline.policy_id if self.guideline else "")

    @property
    def asker(self) -> str:
        """Who asks, by name."""
        return self.asked_by.name if self.asked_by else self.source

    def standing(self, at: dt.datetime) -> StakeholderRequest.Standing:
        edition = self.answered_in
        if edition and edition.state in ISSUED and edition.effective_from and edition.effective_from <= at:
            return self.Standing.ANSWERED
        if self.declined_at:
            return self.Standing.DECLINED
        return self.Standing.TAKEN_UP if self.taken_at or edition else self.Standing.OPEN


class Remark(models.Model):
    """What somebody says about a request. Append-only."""

    request = models.ForeignKey(StakeholderRequest, models.PROTECT, related_name="remarks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(_("comment"), max_length=2000)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"remark on {self.request_id}"
