"""Correction: other words for the change note of an edition that was published. The words it was approved with stay."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.editions.models import Edition
from guidelines.people.models import Person


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def of_these_words(self) -> CorrectionQuerySet:
        """Those made since the edition was published: what was cancelled and approved anew has words of its own."""
        return self.filter(at__gte=F("edition__published_at"))

    def newest(self, editions: models.QuerySet[Edition] | Iterable[Edition]) -> dict[int, Correction]:
        """What counts of these editions, by their keys."""
        rows = self.of_these_words().filter(edition__in=editions).order_by("at", "pk")
        return {correction.edition_id: correction for correction in rows}


class Correction(models.Model):
    """What the change note and the partner wording say from now on. A row is only ever added.

    The newest counts, until the edition is cancelled before it begins.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="corrections")
    note = models.TextField(_("change note"), max_length=4000)
    partner_note = models.TextField(_("partner wording"), max_length=4000, blank=True)
    reason = models.TextField(_("what was wrong"), max_length=1000)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ("edition", "at", "pk")
        get_latest_by = ("at", "pk")

    def __str__(self) -> str:
        return f"correction {self.pk} of {self.edition}"

    def audit_subject(self) -> Subject:
        return Subject("edition", self.edition_id, self.edition.guideline.policy_id, self.edition.number)
