"""Pack: the change notes of one question for one audience, made once, and kept for ever when they were sent."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.frame.jobs import Job
from guidelines.liaison.models.stakeholders import TOLD, Stakeholder, Subscription
from guidelines.people.models import Person


class Pack(Job):
    """A question, an audience, and what a person decided about it. Its files are written in the background."""

    question = models.JSONField()
    """As `Question.as_data` spells it."""
    audience = models.CharField(_("audience"), max_length=10, choices=TOLD)
    introduction = models.TextField(_("introduction"), max_length=4000, blank=True)
    left_out = models.JSONField(default=list)
    """The notes that were taken out by hand, by their keys."""
    redline = models.BooleanField(_("with redline"), default=False)
    inside = models.BooleanField(_("with internal wording"), default=False)
    """For a partner, and only when a second person agreed: the notes as internal teams read them."""
    formats = models.JSONField(default=list)
    """The extensions of the files to be written."""
    at = models.DateTimeField()
    """The state of the record that it tells of: the same question at the same instant gives the same bytes."""
    title = models.CharField(max_length=300, blank=True)
    notes = models.JSONField(default=list)
    """The keys of the notes in it, in their order; known when it is made."""
    done_steps = models.PositiveIntegerField(default=0)
    all_steps = models.PositiveIntegerField(default=0)
    """How far the worker is."""
    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, null=True, blank=True, related_name="packs")
    """To whom it is sent; empty for a download."""
    subscription = models.ForeignKey(Subscription, models.PROTECT, null=True, blank=True, related_name="packs")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    """The pack that this one was issued in place of."""
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Job.Meta):
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("asked_by")), name="pack_agreed_by_another"
            ),
        )

    def __str__(self) -> str:
        return f"pack {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("pack", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("pack", self.pk)


class PackFile(models.Model):
    """One file of a pack, as it left the house. Never changed, never deleted."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="files")
    format = models.CharField(max_length=5)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    digest = models.CharField(max_length=80)
    """`sha256:` and the hexadecimal digest of the bytes."""

    class Meta:
        ordering = ("pack", "format")
        constraints = (models.UniqueConstraint("pack", "format", name="one_file_of_a_format_in_a_pack"),)

    def __str__(self) -> str:
        return self.name
