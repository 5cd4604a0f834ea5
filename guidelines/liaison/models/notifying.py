"""Notifications: that something happened which one person is to know. Their words are stored nowhere."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guidelines.frame.jobs import Job
from guidelines.people.models import Person


class Kind(models.TextChoices):
    """What a notification is about, as people choose how they hear of it."""

    REVIEW = "review", _("Asked to review or comment")
    CHANGES = "changes", _("Changes requested")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("New to read and acknowledge")
    MENTIONED = "mentioned", _("Mentioned")
    ANSWERED = "answered", _("Question answered")
    QUESTION = "question", _("Question on your guideline")
    RULING = "ruling", _("Interim ruling on your guideline")
    DUE = "due", _("Due soon")
    OVERDUE = "overdue", _("Overdue")
    REQUEST = "request", _("Request answered, declined or in force")
    INSIGHT = "insight", _("Insight assigned, answered or declined")
    REQUIREMENT = "requirement", _("Requirement due or delivered")
    QUALITY = "quality", _("Checked decisions read in")
    TRAINING = "training", _("Training session: invited, moved or called off")
    LEARNING = "learning", _("Learning assigned, due or late")
    PROGRAMME = "programme", _("Programme: risk, action or report due")


class Rhythm(models.TextChoices):
    """When a mail is sent."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    NEVER = "never", _("No mail")


AT_ONCE = frozenset({Kind.REVIEW, Kind.CHANGES, Kind.MENTIONED, Kind.ANSWERED, Kind.RULING})
"""What is mailed at once unless the person chose otherwise; everything else is, once a day."""
NEVER_MUTED = frozenset({Kind.PUBLISHED, Kind.DUE, Kind.OVERDUE})
"""What somebody must do: a mail once a day at least."""


class NotificationChoice(models.Model):
    """How one person wants to hear of one kind. Without it the default holds. A preference, no evidence."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="notification_choices")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint("person", "kind", name="one_choice_of_a_kind"),
            models.CheckConstraint(
                condition=~Q(kind__in=("due", "overdue", "published"), rhythm="never"), name="duties_are_never_muted"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} {self.rhythm}"


class NotificationMail(Job):
    """One mail to one person: everything of one batch. Its row is the truth of whether it went out."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="notification_mails")
    batch = models.CharField(max_length=40)
    """`day 2026-06-13` in the person's own days, or `at` and an instant: a batch is made once."""
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """The left half of its Message-ID: the same at every attempt, so that a second copy can be told."""
    made_at = models.DateTimeField()
    address = models.EmailField(blank=True)
    """Where it went."""
    lines = models.PositiveIntegerField(default=0)
    """How many notifications it named; 0 where nothing was left to tell when it was sent."""

    class Meta(Job.Meta):
        ordering = ("-made_at", "-pk")
        constraints = (models.UniqueConstraint("person", "batch", name="a_batch_is_mailed_once"),)

    def __str__(self) -> str:
        return f"mail {self.pk} to {self.person_id}"

    @property
    def is_daily(self) -> bool:
        return self.batch.startswith("day ")


class NotificationQuerySet(models.QuerySet["Notification"]):
    def shown(self, at: dt.datetime) -> NotificationQuerySet:
        """What has come by then: what starts later is told when it may be read."""
        return self.filter(shown_from__lte=at)

    def unseen(self, at: dt.datetime) -> NotificationQuerySet:
        return self.shown(at).filter(seen_at=None)

    def to_mail(self) -> NotificationQuerySet:
        """What no mail was made for, and what its person has not seen meanwhile."""
        return self.filter(mail=None, seen_at=None).exclude(rhythm=Rhythm.NEVER)


class Notification(models.Model):
    """One person is told of one thing. The subject is named by plain columns: what is shown of it is asked when it is
    shown, of what the person may read then.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="notifications", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    about = models.CharField(max_length=60)
    """What is told once: an event, or a day that came."""
    event_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    detail = models.BigIntegerField(null=True)
    """The comment, the answer: what of the subject it is about."""
    made_at = models.DateTimeField()
    shown_from = models.DateTimeField()
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices)
    seen_at = models.DateTimeField(null=True)
    mail = models.ForeignKey(NotificationMail, models.PROTECT, null=True, related_name="notifications")
    mailed_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ("-shown_from", "-pk")
        constraints = (models.UniqueConstraint("person", "kind", "about", name="told_once"),)
        indexes = (
            models.Index(fields=("person", "-shown_from")),
            models.Index(fields=("person", "shown_from"), condition=Q(seen_at=None), name="notification_unseen"),
            models.Index(
                fields=("rhythm", "shown_from"), condition=Q(seen_at=None, mail=None), name="notification_to_mail"
            ),
            models.Index(fields=("subject_kind", "subject_id")),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} {self.about}"
