"""CalledOff: that an edition which was published was cancelled before it began, with the words it had then."""

from __future__ import annotations

from django.db import models

from guidelines.editions.models import Edition


class CalledOff(models.Model):
    """Written with the deed, never changed: the edition forgets when it was to begin, and its words may change."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="called_off")
    at = models.DateTimeField(db_index=True)
    since = models.DateTimeField()
    """From when on it could be told: since it was called off before, or was opened."""
    was_from = models.DateTimeField()
    """When it was to begin."""
    reason = models.TextField(blank=True)
    title = models.CharField(max_length=200)
    significance = models.CharField(max_length=5)
    topic_codes = models.JSONField(default=list)
    note_audience = models.CharField(max_length=10)
    change_note = models.TextField(blank=True)
    partner_note = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.edition} called off"
