"""The care of guidelines: starting points for new ones, verdicts of the periodic review, who is editing."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import LANGUAGES, Domain
from guidelines.editions.models.edition import Edition
from guidelines.editions.models.guideline import Guideline
from guidelines.people.models import Person


class GuidelineTemplate(models.Model):
    """A starting point for new guidelines of a domain, kept by its policy managers. Ended, never deleted."""

    domain = models.ForeignKey(Domain, models.PROTECT, related_name="guideline_templates", verbose_name=_("domain"))
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, default="en")
    name = models.CharField(_("name"), max_length=200)
    purpose = models.CharField(_("when to use it"), max_length=300, blank=True)
    source = models.TextField(_("text"))
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("domain", "name")
        constraints = (
            models.UniqueConstraint(
                "domain", "language", "name", name="template_name_once", condition=models.Q(ended_at=None)
            ),
        )

    def __str__(self) -> str:
        return self.name

    def audit_subject(self) -> Subject:
        return Subject("template", self.pk)


class Verdict(models.Model):
    """The outcome of one periodic review of a guideline, on the words in force then. Append-only."""

    class Kind(models.TextChoices):
        KEEP = "keep", _("Keep: the words are still right")
        REVISE = "revise", _("Revise: a new edition is needed")
        WITHDRAW = "withdraw", _("Withdraw: the guideline is no longer needed")

    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="verdicts")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="verdicts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(_("verdict"), max_length=10, choices=Kind.choices)
    note = models.TextField(_("reason"), max_length=2000, blank=True)
    digest = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"{self.kind} {self.guideline}"


class Sitting(models.Model):
    """Somebody has a draft open in the editor. No evidence: only to tell others who else is writing."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="sittings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ("since",)
        constraints = (models.UniqueConstraint("edition", "person", name="one_sitting_per_person_and_draft"),)

    def __str__(self) -> str:
        return f"{self.person} at {self.edition}"
