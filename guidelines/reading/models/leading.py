"""What a team lead does about reading: reminders, and briefings in a huddle. Both are only ever added."""

from __future__ import annotations

from django.db import models

from guidelines.editions.models import Edition
from guidelines.people.models import Person, Team


class Reminder(models.Model):
    """“Your lead asks you to read edition 4.” It asks nothing that the edition does not ask by itself."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="reminders", db_index=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="reminders")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        indexes = (models.Index(fields=("person", "edition", "at")),)

    def __str__(self) -> str:
        return f"{self.person} was reminded of {self.edition}"


class Briefing(models.Model):
    """Somebody was told these words in a huddle. Not an acknowledgement: they still read and acknowledge themself."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="briefings", db_index=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="briefings")
    digest = models.CharField(max_length=80)
    team = models.ForeignKey(Team, models.PROTECT, related_name="briefings")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        indexes = (models.Index(fields=("person", "edition", "at")),)

    def __str__(self) -> str:
        return f"{self.person} was briefed on {self.edition}"
