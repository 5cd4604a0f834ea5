"""Tasks: what people are expected to do by a day, because an edition asks it or somebody assigned it."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import Domain, Market
from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.frame.zones import zone_of
from guidelines.learning.models.materials import Material
from guidelines.learning.models.quizzes import Quiz
from guidelines.learning.models.sessions import Session
from guidelines.people.models import Person, Team
from guidelines.people.roles import Role
from guidelines.reading.models import LibraryRow


class TaskQuerySet(models.QuerySet["Task"]):
    """Whether a task is asked follows from the clock, the edition and the thing itself: no job can miss it."""

    def standing(self) -> TaskQuerySet:
        return self.filter(called_off_at=None)

    def running(self, at: dt.datetime) -> TaskQuerySet:
        """What is asked at that instant. An edition asks as long as its decisions are in force."""
        binding = LibraryRow.objects.in_force(at).filter(major=OuterRef("edition"))
        can_be_done = (
            Q(kind=Task.Kind.NOTICE)
            | Q(kind=Task.Kind.ACKNOWLEDGEMENT)
            | Q(quiz__state=Quiz.State.OPEN)
            | Q(material__state=Material.State.APPROVED)
            | Q(session__isnull=False, session__called_off_at=None)
        )
        return self.standing().filter(can_be_done).filter(Q(edition=None) | Q(Exists(binding)))


class Task(models.Model):
    """One thing that is expected of some people: assigned by a person with a day, or by an edition and its start.

    Called off with a reason, never deleted; another choice for an edition calls off the one before.
    """

    class Kind(models.TextChoices):
        NOTICE = "notice", _("Notice")
        ACKNOWLEDGEMENT = "ack", _("Acknowledgement")
        QUIZ = "quiz", _("Quiz")
        MATERIAL = "material", _("Material")
        SESSION = "session", _("Training session")

    class Audience(models.TextChoices):
        READERS = "readers", _("Everybody who reads there")
        ROLE = "role", _("One role")
        TEAM = "team", _("One team")
        PEOPLE = "people", _("People by name")

    market = models.ForeignKey(Market, models.PROTECT, related_name="+", verbose_name=_("market"))
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+", verbose_name=_("domain"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    quiz = models.ForeignKey(Quiz, models.PROTECT, null=True, related_name="tasks")
    material = models.ForeignKey(Material, models.PROTECT, null=True, related_name="tasks")
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="tasks")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="tasks")
    """The edition that asks it, from its start on; nothing where a person assigned it."""
    audience = models.CharField(_("for whom"), max_length=7, choices=Audience.choices)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("due on"), null=True)
    """The last day, in the market."""
    days = models.PositiveSmallIntegerField(_("days after its start"), null=True)
    """Of an edition: how many days after its start it is due."""
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    assigned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    called_off_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    called_off_at = models.DateTimeField(null=True)
    why_off = models.TextField(_("reason"), max_length=1000, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ("-assigned_at", "-pk")
        indexes = (models.Index(fields=("market", "domain", "called_off_at")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="quiz", quiz__isnull=False, material=None, session=None)
                | Q(kind="material", material__isnull=False, quiz=None, session=None)
                | Q(kind="session", session__isnull=False, quiz=None, material=None)
                | Q(kind__in=("notice", "ack"), edition__isnull=False, quiz=None, material=None, session=None),
                name="task_names_what_is_to_be_done",
            ),
            models.CheckConstraint(
                condition=Q(edition=None, due_on__isnull=False, days=None) & ~Q(reason="")
                | Q(edition__isnull=False, due_on=None, days__isnull=False),
                name="task_says_until_when",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at=None, called_off_by=None, why_off="")
                | (Q(called_off_at__isnull=False, called_off_by__isnull=False) & ~Q(why_off="")),
                name="task_called_off_says_who_and_why",
            ),
            models.UniqueConstraint("edition", name="an_edition_asks_one_thing", condition=Q(called_off_at=None)),
        )

    def __str__(self) -> str:
        return f"task {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("task", args=[self.pk])

    def audit_subject(self) -> Subject:
        if self.edition is None:
            return Subject("task", self.pk)
        return Subject("task", self.pk, self.edition.guideline.policy_id, self.edition.number)

    @property
    def thing(self) -> Quiz | Material | Session | Edition:
        found = self.quiz or self.material or self.session or self.edition
        assert found is not None, "the database holds no task without one"
        return found

    @property
    def begins(self) -> dt.datetime:
        """When it is asked first."""
        start = self.edition.effective_from if self.edition else None
        return max(start, self.assigned_at) if start else self.assigned_at

    @property
    def last_day(self) -> dt.date:
        """The day it is due, in the market."""
        if self.due_on:
            return self.due_on
        return self.begins.astimezone(self.market.zone).date() + dt.timedelta(days=self.days or 0)

    @property
    def ends(self) -> dt.datetime:
        """The instant from which it is late: the end of that day in the market."""
        return end_of(self.last_day, self.market.time_zone)

    @property
    def is_past(self) -> bool:
        """Whether whoever has not done it is late, but for joiners, who have days of their own."""
        return self.ends <= clock.now()


def end_of(day: dt.date, zone: str) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone_of(zone)).astimezone(dt.UTC)


class TaskPerson(models.Model):
    """Somebody a task names. Append-only."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint("person", "task", name="named_once_in_a_task"),)

    def __str__(self) -> str:
        return f"{self.person_id} in task {self.task_id}"


class TaskDone(models.Model):
    """“I have read it”, of a material. Append-only; a quiz and a session tell by themselves who has done them."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="done")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=80, blank=True)
    """Of the words that were read."""
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("person", "task", name="task_done_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} has done task {self.task_id}"
