"""Edition: one issue of a guideline, its words and its way from draft to force."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.editions.lifecycle import State
from guidelines.editions.models.guideline import AUDIENCES, Guideline
from guidelines.frame.refusals import Frozen
from guidelines.people.models import Person
from guidelines.text.attachments import attachment_names
from guidelines.text.digest import Words, digest

WORD_FIELDS = (
    "title",
    "summary",
    "source",
    "topic_codes",
    "change_note",
    "significance",
    "note_audience",
    "partner_note",
)
"""The columns that hold the words. Editable in a draft only."""
FIXED_FIELDS = ("guideline", "guideline_id", "number", "base", "base_id", "import_record")
TIME_FIELDS = ("effective_from", "published_at", "expires_at", "withdrawn_at")
MOVE_FIELDS = ("state", "digest", "last_move", "moved_at", "moved_by", "moved_by_id", "move_note")


class Significance(models.TextChoices):
    MINOR = "minor", _("Minor: nobody decides differently")
    MAJOR = "major", _("Major: decisions change")


NOTE_AUDIENCES = AUDIENCES[:3]
"""The classes of a change note. In a restricted guideline none is wider than restricted."""


class Audience(models.TextChoices):
    """Who must acknowledge that they have read an edition."""

    NOBODY = "nobody", _("Nobody")
    READERS = "readers", _("Everybody who reads it")
    ROLES = "roles", _("Only these roles")


class EditionQuerySet(models.QuerySet["Edition"]):
    def update(self, **values: Any) -> int:
        """Refuses what only a draft's save or a move may change."""
        forbidden = {*WORD_FIELDS, *FIXED_FIELDS, *TIME_FIELDS, *MOVE_FIELDS} & set(values)
        if forbidden:
            raise Frozen(f"Editions change by their moves only, not by an update of {', '.join(sorted(forbidden))}.")
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Frozen("Editions are never deleted. Discard the draft.")

    def issued(self) -> EditionQuerySet:
        """Editions that were published and not cancelled: what readers can meet at some instant."""
        return self.filter(state__in=(State.PUBLISHED, State.WITHDRAWN))

    def begun(self, at: dt.datetime) -> EditionQuerySet:
        return self.issued().filter(effective_from__lte=at)

    def unexpired(self, at: dt.datetime) -> EditionQuerySet:
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=at))

    def in_force(self, at: dt.datetime) -> EditionQuerySet:
        """The words that bind at an instant: of each guideline the last begun, unless it was withdrawn by then."""
        standing = Edition.objects.begun(at).unexpired(at)
        later = standing.filter(guideline=OuterRef("guideline"), effective_from__gt=OuterRef("effective_from"))
        return self.begun(at).unexpired(at).exclude(withdrawn_at__lte=at).filter(~Exists(later))

    def scheduled(self, at: dt.datetime) -> EditionQuerySet:
        return self.filter(state=State.PUBLISHED, effective_from__gt=at)


class Edition(models.Model):
    """One issue of a guideline. Its words are frozen from the moment it is submitted; its number is never reused."""

    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)

    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), max_length=600, blank=True)
    source = models.TextField(_("text"), blank=True)
    topic_codes = models.JSONField(_("topics"), default=list, blank=True)
    change_note = models.TextField(_("change note"), max_length=4000, blank=True)
    significance = models.CharField(
        _("significance"), max_length=5, choices=Significance.choices, default=Significance.MAJOR
    )
    note_audience = models.CharField(
        _("who is told the change note"), max_length=10, choices=NOTE_AUDIENCES, default="internal"
    )
    partner_note = models.TextField(_("partner wording"), max_length=4000, blank=True)
    """What partners are told instead of a change note that is not for them."""
    digest = models.CharField(max_length=80)

    base = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="drafts_on_it")
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    effective_from = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    last_move = models.CharField(max_length=20, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    moved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    move_note = models.TextField(blank=True)
    wished_from = models.DateTimeField(_("wished start"), null=True, blank=True)
    """When its writers would like it to begin. Blocks nothing, and is not part of the words."""
    acknowledged_by = models.CharField(
        _("acknowledged by"), max_length=8, choices=Audience.choices, default=Audience.NOBODY
    )
    acknowledging_roles = models.JSONField(default=list, blank=True)
    acknowledge_until = models.DateTimeField(_("acknowledged until"), null=True, blank=True)
    import_record = models.JSONField(null=True, blank=True)
    """What an import found beside the text (front matter, waived blockers). Not part of the words."""

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("guideline", "-number")
        constraints = (
            models.UniqueConstraint("guideline", "number", name="edition_number_once"),
            models.UniqueConstraint("guideline", "effective_from", name="one_beginning_per_instant"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="state_is_known"),
            models.CheckConstraint(
                condition=Q(
                    state__in=("published", "withdrawn"), effective_from__isnull=False, published_at__isnull=False
                )
                | Q(~Q(state__in=("published", "withdrawn")), effective_from=None, published_at=None, expires_at=None),
                name="issued_editions_have_their_times",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | Q(~Q(state="withdrawn"), withdrawn_at=None),
                name="withdrawn_editions_say_when",
            ),
            models.CheckConstraint(
                condition=Q(note_audience__in=("public", "partner", "internal")), name="note_audience_is_known"
            ),
        )
        indexes = (models.Index(fields=("state", "effective_from")),)

    def __str__(self) -> str:
        return gettext("%(policy_id)s edition %(number)d") % {"policy_id": self.guideline, "number": self.number}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses to write other words over frozen ones; the database's triggers refuse it too."""
        frozen: list[Any] | None = getattr(self, "_frozen", None)
        if frozen is not None and self._word_values() != frozen:
            raise Frozen(_("The words of this edition are frozen. Open a new edition to change them."))
        super().save(*args, **kwargs)
        self._freeze()

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.guideline.policy_id, self.number])

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any) -> Edition:
        edition = super().from_db(db, field_names, values, **options)
        edition._freeze()
        return edition

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Frozen("Editions are never deleted. Discard the draft.")

    def words(self) -> Words:
        """Everything the digest covers."""
        return Words(
            policy_id=self.guideline.policy_id,
            edition_number=self.number,
            language=self.guideline.language,
            title=self.title,
            summary=self.summary,
            source=self.source,
            topics=tuple(sorted(self.topic_codes)),
            change_note=self.change_note,
            significance=self.significance,
            attachments=attachment_names(self.source),
            note_audience=self.note_audience,
            partner_note=self.partner_note,
        )

    def computed_digest(self) -> str:
        return digest(self.words())

    def audit_subject(self) -> Subject:
        return Subject("edition", self.pk, self.guideline.policy_id, self.number)

    @property
    def changes_requested(self) -> bool:
        """A draft that a reviewer sent back and nobody submitted since."""
        return self.state == State.DRAFT and self.last_move == "request_changes"

    @property
    def work_state(self) -> str:
        """The key of its state on the pages of those who work on it; what readers see depends on the clock."""
        return "changes_requested" if self.changes_requested else self.state

    def _word_values(self) -> list[Any]:
        return [getattr(self, field) for field in WORD_FIELDS]

    def _freeze(self) -> None:
        """Remember the words of an edition that is no draft, to notice a change of them at the next save."""
        partial = self.get_deferred_fields() & {*WORD_FIELDS, "state"}
        self._frozen = None if partial or self.state == State.DRAFT else copy.deepcopy(self._word_values())
