"""The words that the writing checks watch for, kept by policy managers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import LANGUAGES
from guidelines.people.models import Person


class WatchWord(models.Model):
    """A phrase that two moderators read differently, and what may be written instead. Ended, never deleted."""

    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES)
    phrase = models.CharField(_("phrase"), max_length=100)
    """In small letters and one form of Unicode, as it is looked for."""
    instead = models.CharField(_("write instead"), max_length=200, blank=True)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    """Nobody for those the product comes with."""
    added_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("language", "phrase")
        constraints = (
            models.UniqueConstraint("language", "phrase", name="watched_once", condition=models.Q(ended_at=None)),
        )

    def __str__(self) -> str:
        return self.phrase

    def audit_subject(self) -> Subject:
        return Subject("watchword", self.pk)
