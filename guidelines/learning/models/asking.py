"""Requests for training: what somebody wants taught, and why, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import Domain, Market
from guidelines.editions.models import Guideline
from guidelines.frame.names import NameField
from guidelines.learning.models.sessions import Session
from guidelines.people.models import Person


class TrainingRequestQuerySet(models.QuerySet["TrainingRequest"]):
    def open(self) -> TrainingRequestQuerySet:
        return self.filter(session=None, declined_at=None, taken_at=None)

    def taken_up(self) -> TrainingRequestQuerySet:
        return self.filter(session=None, declined_at=None, taken_at__isnull=False)

    def answered(self) -> TrainingRequestQuerySet:
        return self.filter(session__isnull=False)

    def declined(self) -> TrainingRequestQuerySet:
        return self.filter(declined_at__isnull=False)


class TrainingRequest(models.Model):
    """What somebody wants to be taught. Taken up, declined with a reason, or answered with a session."""

    class Standing(models.TextChoices):
        OPEN = "open", _("Open")
        TAKEN_UP = "taken_up", _("Taken up")
        ANSWERED = "answered", _("Answered with a session")
        DECLINED = "declined", _("Declined")

    market = models.ForeignKey(Market, models.PROTECT, related_name="+", verbose_name=_("market"))
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+", verbose_name=_("domain"))
    guideline = models.ForeignKey(Guideline, models.PROTECT, null=True, related_name="+")
    topic = NameField(_("topic"), max_length=160)
    why = models.TextField(_("why"), max_length=2000)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="training_requests")
    asked_at = models.DateTimeField()
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="requests")
    answered_at = models.DateTimeField(null=True)

    objects = TrainingRequestQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = (models.Index(fields=("market", "domain", "asked_at")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(declined_at=None, declined_by=None, reason="")
                | (Q(declined_at__isnull=False, declined_by__isnull=False, session=None) & ~Q(reason="")),
                name="declined_training_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(session=None, answered_at=None) | Q(session__isnull=False, answered_at__isnull=False),
                name="answered_training_says_when",
            ),
        )

    def __str__(self) -> str:
        return self.topic

    def get_absolute_url(self) -> str:
        return reverse("training_request", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("training_request", self.pk, self.guideline.policy_id if self.guideline else "")

    @property
    def standing(self) -> TrainingRequest.Standing:
        if self.session_id:
            return self.Standing.ANSWERED
        if self.declined_at:
            return self.Standing.DECLINED
        return self.Standing.TAKEN_UP if self.taken_at else self.Standing.OPEN
