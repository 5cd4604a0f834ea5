"""Evidence beside an edition: who wrote in it and who signed it. Both are append-only."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.editions.models.edition import Edition
from guidelines.people.models import Person


class Contribution(models.Model):
    """One save by one person that changed the words. Four eyes rest on these rows."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("Opened")
        SAVED = "saved", _("Saved")
        RESTORED = "restored", _("Restored")
        REBASED = "rebased", _("Rebased")
        IMPORTED = "imported", _("Imported")
        MERGED = "merged", _("Merged")
        SUGGESTED = "suggested", _("Suggested")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="contributions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="contributions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    digest = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        indexes = (models.Index(fields=("edition", "person")),)

    def __str__(self) -> str:
        return f"{self.person} {self.kind} {self.edition}"


class Approval(models.Model):
    """A signature of one person on one digest. It never survives a change of words: then it names another digest."""

    class Kind(models.TextChoices):
        APPROVED = "approved", _("Approved")
        RATIFIED = "ratified", _("Ratified")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="approvals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="approvals")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.APPROVED)
    digest = models.CharField(max_length=80)
    note = models.TextField(blank=True)
    function = models.CharField(max_length=120, blank=True)
    """For which function it was given, such as legal; empty for the policy reviewer's own."""
    on_behalf_of = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    """Whose role the signer held as a delegate."""
    checklist = models.JSONField(default=list, blank=True)
    """The questions that were answered with yes, as they were worded."""
    agreed = models.JSONField(default=list, blank=True)
    """The rows of the decision diff that were agreed one by one."""
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"{self.person} {self.kind} {self.edition}"
