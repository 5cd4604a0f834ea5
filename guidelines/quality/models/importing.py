"""CheckImport: one file of checked decisions, from its upload to its figures; and the rows that could not be taken."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.frame.jobs import Job, JobQuerySet, JobState
from guidelines.people.models import Person
from guidelines.quality.models.sources import Source

NEVER = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
"""When an import is due that nobody has confirmed yet."""


class CheckImportQuerySet(JobQuerySet):
    def unconfirmed(self) -> CheckImportQuerySet:
        return self.filter(confirmed_at=None, discarded_at=None)

    def kept(self) -> CheckImportQuerySet:
        """Without those that were given up before they began."""
        return self.filter(discarded_at=None)


class CheckImport(Job):
    """A file of a source. Its counters are written with each batch, so that a worker that died goes on where it was."""

    class Standing(models.TextChoices):
        WAITING = "waiting", _("Waits for your confirmation")
        QUEUED = "queued", _("Waits for the worker")
        RUNNING = "running", _("Being brought in")
        DONE = "done", _("Brought in")
        FAILED = "failed", _("Failed")
        DISCARDED = "discarded", _("Given up")

    source = models.ForeignKey(Source, models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=80)
    """`sha256:` and the hexadecimal digest of the bytes."""
    file_size = models.BigIntegerField()
    """In bytes."""
    stored_as = models.CharField(max_length=200, blank=True)
    """Where the file lies until it is brought in or given up; it names people, so it is not kept."""
    mapping = models.JSONField(default=dict)
    """How the file was read: the columns, words, zone and form of dates of the source when it was confirmed."""
    mapping_digest = models.CharField(max_length=64, blank=True)
    all_rows = models.BigIntegerField(default=0)
    done_rows = models.BigIntegerField(default=0)
    """How many rows of the file were read, whatever became of them."""
    done_bytes = models.BigIntegerField(default=0)
    """Where in the stored file the next row begins."""
    taken = models.BigIntegerField(default=0)
    """New checked decisions."""
    known = models.BigIntegerField(default=0)
    """Rows that another file brought before, with nothing new in them."""
    changed = models.BigIntegerField(default=0)
    """Rows that were known and have another verdict now."""
    problems = models.BigIntegerField(default=0)
    unknown = models.JSONField(default=dict)
    """Teams and sites that the file names and the portal does not know, with how many rows: the first of them."""
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    """Between which days of the market its new decisions lie."""
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    discarded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """Empty where it was given up by itself, because nobody confirmed it."""
    discarded_at = models.DateTimeField(null=True)

    objects = CheckImportQuerySet.as_manager()  # type: ignore[misc]  # a job's with more to ask

    class Meta(Job.Meta):
        ordering = ("-uploaded_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                "source",
                "file_digest",
                "mapping_digest",
                name="file_brought_in_once",
                condition=Q(confirmed_at__isnull=False, discarded_at=None),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | (Q(confirmed_by__isnull=False) & ~Q(mapping_digest="")),
                name="confirmed_import_says_who_and_how",
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("check_import", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("check_import", self.pk)

    @property
    def standing(self) -> CheckImport.Standing:
        if self.discarded_at:
            return self.Standing.DISCARDED
        if not self.confirmed_at:
            return self.Standing.WAITING
        return self.Standing(JobState(self.state).value)

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done_rows // self.all_rows) if self.all_rows else 0


class RowProblem(models.Model):
    """A row of a file that could not be taken, and why. Append-only."""

    brought_by = models.ForeignKey(CheckImport, models.PROTECT, related_name="row_problems", db_index=False)
    line = models.BigIntegerField()
    """Of the file, its heading is 1."""
    cells = models.JSONField()
    """The row as it was."""
    code = models.CharField(max_length=30)
    """Which sentence, and with `facts` what it names: it is told in the language of whoever reads it."""
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ("brought_by", "line")
        constraints = (models.UniqueConstraint("brought_by", "line", name="row_problem_once"),)

    def __str__(self) -> str:
        return f"line {self.line}: {self.code}"
