"""Training sessions: planned for words of an edition, who is invited, who came, and what they said of it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import LANGUAGES, Domain, Market
from guidelines.editions.models import Edition
from guidelines.frame.names import NameField
from guidelines.people.models import Person, Team


class SessionQuerySet(models.QuerySet["Session"]):
    """Where a session stands follows from its times and the clock."""

    def upcoming(self, at: dt.datetime) -> SessionQuerySet:
        """Those that run or are still to come; without those called off."""
        return self.filter(ends_at__gt=at, called_off_at=None)

    def past(self, at: dt.datetime) -> SessionQuerySet:
        return self.filter(ends_at__lte=at, called_off_at=None)

    def called_off(self) -> SessionQuerySet:
        return self.exclude(called_off_at=None)


class Session(models.Model):
    """A time at which somebody teaches people of one market and domain; called off with a reason, never deleted."""

    class Standing(models.TextChoices):
        UPCOMING = "upcoming", _("Upcoming")
        RUNNING = "running", _("Running now")
        PAST = "past", _("Past")
        CALLED_OFF = "called_off", _("Called off")

    market = models.ForeignKey(Market, models.PROTECT, related_name="+", verbose_name=_("market"))
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+", verbose_name=_("domain"))
    topic = NameField(_("topic"), max_length=160)
    about = models.TextField(_("what it is about"), max_length=4000, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, default="en")
    trainer = models.ForeignKey(Person, models.PROTECT, related_name="sessions_held", verbose_name=_("trainer"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = NameField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    capacity = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    """How many can come; nothing where anybody can."""
    audience_roles = models.JSONField(default=list)
    """Codes of the roles that are invited; whoever holds one of them in this market and domain."""
    audience_teams = models.ManyToManyField(Team, related_name="+")
    """Only people of these teams; none named is every team."""
    planned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """Its name in calendars, for life."""
    sequence = models.PositiveIntegerField(default=0)
    """How often it was changed: calendars take the highest."""
    called_off_at = models.DateTimeField(null=True)
    called_off_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    """Why it was called off."""

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "pk")
        indexes = (models.Index(fields=("market", "domain", "starts_at")),)
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(called_off_at=None, called_off_by=None, reason="")
                | (Q(called_off_at__isnull=False, called_off_by__isnull=False) & ~Q(reason="")),
                name="session_called_off_says_who_and_why",
            ),
        )

    def __str__(self) -> str:
        return self.topic

    def get_absolute_url(self) -> str:
        return reverse("session", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("session", self.pk)

    def standing(self, at: dt.datetime) -> Session.Standing:
        if self.called_off_at:
            return self.Standing.CALLED_OFF
        if at >= self.ends_at:
            return self.Standing.PAST
        return self.Standing.RUNNING if at >= self.starts_at else self.Standing.UPCOMING


class Taught(models.Model):
    """That a session teaches the words of an edition, by its digest, from one change of the plan to another."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="taught")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=80)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    """When the plan was changed so that it is taught no longer."""

    class Meta:
        ordering = ("edition__guideline__policy_id", "pk")
        constraints = (
            models.UniqueConstraint("session", "edition", name="session_teaches_once", condition=Q(until=None)),
        )

    def __str__(self) -> str:
        return f"session {self.session_id}: edition {self.edition_id}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def standing(self) -> InvitationQuerySet:
        """Those that were not taken back."""
        return self.filter(removed_at=None)

    def seated(self) -> InvitationQuerySet:
        return self.filter(removed_at=None, seated_at__isnull=False)

    def waiting(self) -> InvitationQuerySet:
        """Those who said yes and have no seat yet, whoever said so first before the others."""
        return self.filter(removed_at=None, answer="yes", seated_at=None).order_by("answered_at", "pk")


class Invitation(models.Model):
    """That a person is asked to a session, what they answered, whether they have a seat, and whether they came."""

    class Answer(models.TextChoices):
        NONE = "", _("No answer yet")
        YES = "yes", _("Yes")
        NO = "no", _("No")

    session = models.ForeignKey(Session, models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_name = models.BooleanField(default=False)
    """Added one by one, and not because the audience of the session holds them."""
    removed_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    seated_at = models.DateTimeField(null=True)
    attended = models.BooleanField(null=True)
    """Whether they came; nothing until somebody ticked the list."""
    ticked_at = models.DateTimeField(null=True)
    ticked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("person__name", "pk")
        constraints = (
            models.UniqueConstraint("session", "person", name="invited_once"),
            models.CheckConstraint(condition=Q(seated_at=None) | Q(answer="yes"), name="a_seat_is_for_who_said_yes"),
            models.CheckConstraint(
                condition=Q(attended=None, ticked_at=None) | Q(attended__isnull=False, ticked_at__isnull=False),
                name="attendance_says_when",
            ),
        )
        indexes = (models.Index(fields=("person", "session")),)

    def __str__(self) -> str:
        return f"{self.person_id} at session {self.session_id}"

    @property
    def is_waiting(self) -> bool:
        return self.answer == self.Answer.YES and self.seated_at is None and self.removed_at is None


class Feedback(models.Model):
    """What somebody who came says of a session. Append-only; shown without the name, and only among enough others."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="feedback")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    score = models.PositiveSmallIntegerField()
    """From 1 (useless) to 5 (very useful)."""
    text = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("session", "person", name="feedback_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="feedback_from_1_to_5"),
        )

    def __str__(self) -> str:
        return f"feedback on session {self.session_id}"


class FollowUp(models.Model):
    """What the trainer wrote down after a session: a note, or a point that stays open until somebody settles it."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="follow_ups")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(max_length=2000)
    is_open_point = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    insight_id = models.BigIntegerField(null=True)
    """The insight it became, by its plain key."""

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="settled_point_says_who",
            ),
        )

    def __str__(self) -> str:
        return f"follow-up of session {self.session_id}"
