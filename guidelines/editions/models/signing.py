"""What an approval asks for: checklists, signatures by function, and the round of review with its due date."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guidelines.catalogue.models import Domain, Topic
from guidelines.editions.models.edition import Edition
from guidelines.people.models import Person


class ChecklistItem(models.Model):
    """One question a reviewer answers before approving in a domain. Ended, never deleted."""

    domain = models.ForeignKey(Domain, models.PROTECT, related_name="checklist")
    text = models.CharField(_("question"), max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("domain", "position", "pk")

    def __str__(self) -> str:
        return self.text


class RequiredSignature(models.Model):
    """Editions on this topic need a signature by this function too, such as legal. Ended, never deleted."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="required_signatures")
    function = models.CharField(_("function"), max_length=120)
    """As in `Assignment.function`, compared without regard to case."""
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("topic", "function")
        constraints = (
            models.UniqueConstraint(
                "topic", "function", name="signature_once_per_topic", condition=models.Q(ended_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.topic}: {self.function}"


class ReviewRound(models.Model):
    """One stay of an edition in review: since when, due when, and who took it on."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="rounds")
    began_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="claimed_rounds")
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("began_at",)
        constraints = (
            models.UniqueConstraint("edition", name="one_round_at_a_time", condition=Q(ended_at=None)),
            models.CheckConstraint(
                condition=Q(claimed_by=None, claimed_at=None) | Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="claims_say_who_and_when",
            ),
        )

    def __str__(self) -> str:
        return f"review of {self.edition}"
