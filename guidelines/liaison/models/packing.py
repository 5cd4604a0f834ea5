"""Pack: the change notes of one question for one audience, made once, and kept for ever when they were sent."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import Domain, Market
from guidelines.editions.models import Edition
from guidelines.frame.jobs import Job, JobQuerySet, JobState
from guidelines.liaison.models.stakeholders import TOLD, Stakeholder, Subscription
from guidelines.people.models import Person
from guidelines.text.audience import Audience

NEVER = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
"""When a pack is due that waits for a second person."""


class PackQuerySet(JobQuerySet):
    def within(self, scope: Q) -> PackQuerySet:
        """The packs all of whose places are in a scope, which names `market` and `domain` of a place."""
        beyond = PackPlace.objects.filter(pack=OuterRef("pk")).exclude(scope)
        return self.filter(~Exists(beyond))

    def all_open(self, scope: Q) -> PackQuerySet:
        """The packs in which everything is open to somebody, as a condition on `edition__guideline` of a note."""
        return self.filter(~Exists(PackNote.objects.filter(pack=OuterRef("pk")).exclude(scope)))

    def failed(self) -> PackQuerySet:
        """What went wrong; what a second person declined did not."""
        return self.filter(state=JobState.FAILED, declined_at=None)

    def waiting(self) -> PackQuerySet:
        """For a second person."""
        return self.filter(state=JobState.QUEUED, due_at=NEVER)


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
    agreed_to = models.CharField(max_length=80, blank=True)
    """The digest of what was on the second person's screen: nothing else is made."""
    declined_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=1000, blank=True)
    """What the second person said, to agree or to decline."""

    objects = PackQuerySet.as_manager()  # type: ignore[misc]  # a job's with more to ask

    class Meta(Job.Meta):
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("asked_by")), name="pack_agreed_by_another"
            ),
            models.CheckConstraint(condition=Q(declined_by=None) | Q(agreed_by=None), name="pack_agreed_or_declined"),
            models.CheckConstraint(
                condition=~Q(state="done")
                | Q(audience="internal")
                | Q(redline=False, inside=False)
                | Q(agreed_by__isnull=False),
                name="nobody_tells_outsiders_more_alone",
            ),
        )

    def __str__(self) -> str:
        return f"pack {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("pack", args=[self.pk])

    @property
    def needs_agreement(self) -> bool:
        """Whether it tells an outsider more than notes, so that a second person must agree."""
        return self.audience != Audience.INTERNAL.value and (self.redline or self.inside)

    @property
    def is_waiting(self) -> bool:
        return self.state == JobState.QUEUED and self.due_at == NEVER

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


class PackPlace(models.Model):
    """A market and a domain that a pack tells of: whoever may export there may see it. Never changed."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="places")
    market = models.ForeignKey(Market, models.PROTECT, related_name="+")
    domain = models.ForeignKey(Domain, models.PROTECT, null=True, related_name="+")
    """Empty for all domains."""

    class Meta:
        constraints = (models.UniqueConstraint("pack", "market", "domain", name="place_once_in_a_pack"),)

    def __str__(self) -> str:
        return f"{self.market} {self.domain or ''}".strip()


class PackNote(models.Model):
    """That a pack which was made holds a note. Never changed, never deleted."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="held")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="held_in")
    kind = models.CharField(max_length=10)
    """What happened to the edition."""

    class Meta:
        ordering = ("pack", "pk")
        constraints = (models.UniqueConstraint("pack", "edition", "kind", name="note_once_in_a_pack"),)

    def __str__(self) -> str:
        return f"{self.edition} {self.kind}"
