"""Training materials: decks and handouts made from an edition, their save points, and the approval of their words."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import LANGUAGES
from guidelines.editions.models import Edition
from guidelines.frame.names import NameField
from guidelines.people.models import Person


class Material(models.Model):
    """A deck or a handout about one edition. Its words are its newest save point; readers see the approved ones."""

    class Kind(models.TextChoices):
        DECK = "deck", _("Deck")
        HANDOUT = "handout", _("Handout")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        APPROVED = "approved", _("Approved")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="materials")
    """What it was made from."""
    edition_digest = models.CharField(max_length=80)
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    title = NameField(_("title"), max_length=160)
    """Of its newest words, for lists."""
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    moved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    """Why it was sent back; empty again once it is submitted anew."""

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=("draft", "in_review", "approved")), name="material_state"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("material", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("material", self.pk, self.edition.guideline.policy_id, self.edition.number)

    @property
    def is_deck(self) -> bool:
        return self.kind == self.Kind.DECK


class MaterialWords(models.Model):
    """One save point of a material: its words as they were saved. Append-only."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="save_points")
    number = models.PositiveIntegerField()
    title = NameField(max_length=160)
    source = models.TextField()
    digest = models.CharField(max_length=80)
    saved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint("material", "number", name="save_point_of_a_material_once"),)

    def __str__(self) -> str:
        return f"material {self.material_id}, save point {self.number}"


class MaterialApproval(models.Model):
    """The signature of one person, who wrote none of it, on the words of one save point. Append-only."""

    words = models.OneToOneField(MaterialWords, models.PROTECT, related_name="approval")
    digest = models.CharField(max_length=80)
    approved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    note = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ("-approved_at", "-pk")

    def __str__(self) -> str:
        return f"approval of {self.words_id}"
