"""Report: what a programme says of a period; frozen with its digest when it is issued, and where it went."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import LANGUAGES
from guidelines.frame.jobs import Job
from guidelines.liaison.models import Contact, Reason
from guidelines.people.models import Person
from guidelines.programmes.models.programmes import Programme


class Report(models.Model):
    """A draft until it is issued; from then on its content is a text that nothing changes."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    zone = models.CharField(max_length=60)
    """The days are those of this time zone: the owner’s, when the report was begun."""
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, default="en")
    narrative = models.TextField(_("what the owner says"), max_length=8000, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    content = models.TextField(blank=True)
    """Canonical JSON of everything it says, written when it is issued."""
    digest = models.CharField(max_length=80, blank=True)
    """`sha256:` and the hexadecimal digest of the content in UTF-8."""
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    """The second person who agreed that it may go to partners."""
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint("programme", "number", name="report_number_once"),
            models.UniqueConstraint("programme", name="one_report_under_way", condition=Q(issued_at=None)),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="report_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(issued_at=None, issued_by=None, content="", digest="")
                | (Q(issued_at__isnull=False, issued_by__isnull=False) & ~Q(content="") & ~Q(digest="")),
                name="issued_report_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None, agreed_at=None)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False, issued_at__isnull=False),
                name="report_agreed_when_issued",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("issued_by")), name="report_agreed_by_another"
            ),
        )

    def __str__(self) -> str:
        return gettext("Report %(number)d") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("programme_report", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("programme_report", self.pk)

    @property
    def is_issued(self) -> bool:
        return self.issued_at is not None

    @property
    def said(self) -> dict[str, Any]:
        """What an issued report says."""
        found: dict[str, Any] = json.loads(self.content)
        return found


class ReportWriter(models.Model):
    """That somebody wrote what the owner says, here or in the report that this one corrects. Append-only."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="writers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("person", "report", name="writes_once_in_a_report"),)

    def __str__(self) -> str:
        return f"{self.person_id} wrote in report {self.report_id}"


class ReportDelivery(Job):
    """An issued report on its way to one contact of the directory, with one key at every attempt."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="deliveries")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    format = models.CharField(max_length=5)
    file_digest = models.CharField(max_length=80, blank=True)
    """Of the bytes that went out."""
    address = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    """What the far side said: when it took it, or why it did not."""
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta(Job.Meta):
        ordering = ("-asked_at", "-pk")
        constraints = (models.UniqueConstraint("report", "contact", name="a_report_goes_to_a_contact_once"),)

    def __str__(self) -> str:
        return f"report delivery {self.pk}"

    def audit_subject(self) -> Subject:
        return Subject("report_delivery", self.pk)
