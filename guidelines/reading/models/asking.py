"""What people look for by other words than the guidelines use: synonyms, and searches that found nothing."""

from __future__ import annotations

from django.db import models

from guidelines.audit import services as audit
from guidelines.catalogue.models import Market
from guidelines.people.models import Person


class SynonymList(models.Model):
    """Ways to say the same in one market. Ended, never changed or deleted: the record names it."""

    market = models.ForeignKey(Market, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-added_at",)

    def __str__(self) -> str:
        return ", ".join(synonym.text for synonym in self.synonyms.all())

    def audit_subject(self) -> audit.Subject:
        return audit.Subject("synonyms", self.pk)


class Synonym(models.Model):
    """One of the ways, as it was written, and folded as search compares it."""

    list = models.ForeignKey(SynonymList, models.CASCADE, related_name="synonyms")
    text = models.CharField(max_length=60)
    folded = models.CharField(max_length=120, db_index=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text


class MissedSearch(models.Model):
    """A question that found nothing in a market: on how many days, and when last. No name and no hour is kept."""

    market = models.ForeignKey(Market, models.CASCADE, related_name="+")
    text = models.CharField(max_length=80)
    count = models.PositiveIntegerField(default=1)
    last_on = models.DateField(db_index=True)

    class Meta:
        ordering = ("-count", "-last_on", "text")
        constraints = (models.UniqueConstraint(fields=("market", "text"), name="missed_once_per_market"),)

    def __str__(self) -> str:
        return self.text
