"""Source: a named audit feed of a market, and how its files are to be read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import Domain, Market, validate_time_zone
from guidelines.frame.names import NameField
from guidelines.people.models import Person


class DateForm(models.TextChoices):
    """How a feed writes when a decision was made. Without an offset it is in the time zone of the source."""

    ISO = "iso", _("2026-06-08 13:45 or 2026-06-08T13:45:00Z")
    DAY_FIRST = "day_first", _("08/06/2026 13:45, the day first")
    MONTH_FIRST = "month_first", _("06/08/2026 13:45, the month first")
    SECONDS = "seconds", _("Seconds since 1970, such as 1780926300")


class SourceQuerySet(models.QuerySet["Source"]):
    def current(self) -> SourceQuerySet:
        return self.filter(ended_at=None)


class Source(models.Model):
    """A feed of checked decisions. Ended, never deleted; who changed what stands in the record."""

    market = models.ForeignKey(Market, models.PROTECT, related_name="+", verbose_name=_("market"))
    domain = models.ForeignKey(
        Domain, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("domain")
    )
    """Empty for all domains of the market."""
    name = NameField(_("name"), max_length=80)
    time_zone = models.CharField(_("time zone"), max_length=60, validators=[validate_time_zone])
    date_form = models.CharField(_("dates are written"), max_length=12, choices=DateForm.choices, default=DateForm.ISO)
    columns = models.JSONField(default=dict)
    """What the feed calls each of our columns: {"case": "Case ID", …}."""
    words = models.JSONField(default=dict)
    """What its words mean: {"error_class": {"fp": "false_positive"}, "verdict": …, "action": …}, its words folded."""
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint("market", "name", name="source_name_once_per_market", condition=Q(ended_at=None)),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("check_source", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("check_source", self.pk)
