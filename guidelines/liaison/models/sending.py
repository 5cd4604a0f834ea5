"""Delivery: one pack on its way to one contact."""

from __future__ import annotations

from django.db import models

from guidelines.audit.services import Subject
from guidelines.frame.jobs import Job
from guidelines.liaison.models.packing import Pack
from guidelines.liaison.models.stakeholders import Contact
from guidelines.people.models import Person


class Delivery(Job):
    """A pack goes to a contact once. Its key names it to the far side, so that a second copy can be told."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="deliveries")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="deliveries")
    key = models.CharField(max_length=64, unique=True)
    """The idempotency key of a webhook, and the left half of a mail's Message-ID: the same at every attempt."""
    address = models.CharField(max_length=500)
    """Where it went, as the contact stood then."""
    answer = models.CharField(max_length=300, blank=True)
    """What the far side said when it took it."""
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """Who sent it; empty for a subscription."""
    asked_at = models.DateTimeField()

    class Meta(Job.Meta):
        ordering = ("-asked_at", "-pk")
        constraints = (models.UniqueConstraint("pack", "contact", name="a_pack_goes_to_a_contact_once"),)

    def __str__(self) -> str:
        return f"delivery {self.pk}"

    def audit_subject(self) -> Subject:
        return Subject("delivery", self.pk)
