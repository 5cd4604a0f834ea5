"""What people say about an edition before it is decided: comments, suggestions, consultations."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.editions.models.edition import Edition
from guidelines.people.models import Person


class Comment(models.Model):
    """One contribution to a thread. A thread's first comment is bound to a block of the text, or to the whole.

    `block` and `key` name the piece of text it is about (a rule and its ID, a heading, prose), `excerpt` is the source
    of that piece when the comment was made: with them the place is found again after edits.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="comments")
    thread = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(_("comment"), max_length=4000)
    digest = models.CharField(max_length=80)
    block = models.CharField(max_length=10, blank=True)
    key = models.CharField(max_length=200, blank=True)
    excerpt = models.TextField(blank=True)
    blocks_approval = models.BooleanField(_("blocks approval"), default=False)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    mentions = models.ManyToManyField(Person, blank=True, related_name="mentioned_in")

    class Meta:
        ordering = ("at",)
        indexes = (models.Index(fields=("edition", "thread")),)

    def __str__(self) -> str:
        return f"{self.person} on {self.edition}"


class Suggestion(models.Model):
    """Replacement words for one block, offered with a comment. Accepted, its author has written in the edition."""

    comment = models.OneToOneField(Comment, models.PROTECT, related_name="suggestion")
    source = models.TextField(_("replacement"))
    """The words that would stand in the place of the comment's excerpt; empty proposes to delete it."""
    accepted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"suggestion of {self.comment}"


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def reading(self, at: dt.datetime) -> ConsultationQuerySet:
        """Those that let their person read: until their end, answered or not."""
        return self.filter(until__gt=at, ended_at=None)

    def waiting(self, at: dt.datetime) -> ConsultationQuerySet:
        return self.reading(at).filter(answered_at=None)


class Consultation(models.Model):
    """A person of any role was asked to comment on an edition until a moment; until then they may read it."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="consultations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="consultations")
    question = models.TextField(_("question"), max_length=2000, blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    until = models.DateTimeField(_("until"))
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was taken back before its time."""

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at",)
        constraints = (
            models.UniqueConstraint(
                "edition", "person", name="asked_once_at_a_time", condition=models.Q(answered_at=None, ended_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} on {self.edition}"

    def is_open(self, at: dt.datetime) -> bool:
        """Whether an answer is still awaited."""
        return self.answered_at is None and self.ended_at is None and self.until > at
