"""Acknowledgement: the evidence that somebody read the words of an edition. Append-only."""

from __future__ import annotations

from django.db import models

from guidelines.editions.models import Edition
from guidelines.people.models import Person


class Acknowledgement(models.Model):
    """“I have read edition 4”: one person about one digest, by themself."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="acknowledgements", db_index=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="acknowledgements")
    digest = models.CharField(max_length=80)
    major = models.ForeignKey(Edition, models.PROTECT, related_name="acknowledgements_of_its_decisions")
    """The major edition whose decisions these words carry; the edition itself unless that is minor."""
    in_set = models.CharField(max_length=80, blank=True)
    """The digest of the set it was acknowledged with, as “since your last shift” has it; empty by itself."""
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        constraints = (models.UniqueConstraint("person", "digest", name="acknowledged_once"),)
        indexes = (models.Index(fields=("person", "major")),)

    def __str__(self) -> str:
        return f"{self.person} has read {self.edition}"
