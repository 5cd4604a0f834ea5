"""Subscription to the reports of a programme: a contact of the directory that receives each one when it is issued."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from guidelines.audit.services import Subject
from guidelines.liaison.models import Contact
from guidelines.people.models import Person
from guidelines.programmes.models.programmes import Programme


class ReportSubscription(models.Model):
    """What a contact receives without anybody sending it. Ended, never deleted; another format is another one."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="subscriptions")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    format = models.CharField(max_length=5)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("made_at", "pk")
        constraints = (
            models.UniqueConstraint(
                "programme", "contact", name="subscribed_once_to_a_programme", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="ended_report_subscription_says_by_whom",
            ),
        )

    def __str__(self) -> str:
        return f"contact {self.contact_id} receives the reports of programme {self.programme_id}"

    def audit_subject(self) -> Subject:
        return Subject("report_subscription", self.pk)
