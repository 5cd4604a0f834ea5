"""Insights: that a guideline should change, whoever or whatever says so, and who said the same."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import Domain, Market, Topic
from guidelines.editions.models import Edition, Guideline
from guidelines.insights.models.questions import ISSUED, in_an_edition
from guidelines.insights.models.requirement import Requirement, delivered
from guidelines.people.models import Person


class Source(models.TextChoices):
    """What says that a guideline should change."""

    QUESTION = "question", _("Question")
    FLAG = "flag", _("Flag")
    SEARCH = "search", _("Search that found nothing")
    AREA = "area", _("Struggling area")
    REQUEST = "request", _("Request")
    INCIDENT = "incident", _("Incident")
    NOTE = "note", _("Note")
    QUIZ = "quiz", _("Quiz")


class Severity(models.TextChoices):
    """That of the rule, or what whoever says it judges."""

    S1 = "S1", _("S1, critical")
    S2 = "S2", _("S2, high")
    S3 = "S3", _("S3, medium")
    S4 = "S4", _("S4, low")


def answered(at: dt.datetime) -> Q:
    """In words, by an edition in force, or by a requirement that was delivered."""
    by_requirement = delivered(at, "requirement__")
    return Q(answered_at__isnull=False) | in_an_edition(at) | by_requirement


class InsightQuerySet(models.QuerySet["Insight"]):
    """Where an insight stands follows from what was done with it, and from the clock: no job can miss it."""

    def unmerged(self) -> InsightQuerySet:
        return self.filter(merged_into=None)

    def merged(self) -> InsightQuerySet:
        return self.exclude(merged_into=None)

    def answered(self, at: dt.datetime) -> InsightQuerySet:
        return self.unmerged().filter(answered(at))

    def declined(self, at: dt.datetime) -> InsightQuerySet:
        said_no = Q(declined_at__isnull=False) | Q(requirement__declined_at__isnull=False)
        return self.unmerged().exclude(answered(at)).filter(said_no)

    def open(self, at: dt.datetime) -> InsightQuerySet:
        """What is not closed: new, assigned, or in a requirement."""
        rows = self.unmerged().filter(declined_at=None, answered_at=None, requirement__declined_at=None)
        return rows.exclude(in_an_edition(at)).exclude(delivered(at, "requirement__"))

    def required(self, at: dt.datetime) -> InsightQuerySet:
        return self.open(at).exclude(requirement=None)

    def undecided(self, at: dt.datetime) -> InsightQuerySet:
        """What waits to be worked: new, or assigned to somebody."""
        return self.open(at).filter(requirement=None)

    def standing(self, standing: str, at: dt.datetime) -> InsightQuerySet:
        """Those that stand there; every one for a name that is no standing."""
        found: dict[str, InsightQuerySet] = {
            Insight.Standing.NEW: self.undecided(at).filter(assigned_to=None),
            Insight.Standing.ASSIGNED: self.undecided(at).exclude(assigned_to=None),
            Insight.Standing.REQUIRED: self.required(at),
            Insight.Standing.ANSWERED: self.answered(at),
            Insight.Standing.DECLINED: self.declined(at),
            Insight.Standing.MERGED: self.merged(),
            "open": self.open(at),
        }
        return found.get(standing, self.all())


class Insight(models.Model):
    """One reason to change a guideline, in the words in which it was said first. What is said again of the same rule
    in the same words is counted here.
    """

    class Standing(models.TextChoices):
        NEW = "new", _("New")
        ASSIGNED = "assigned", _("Assigned")
        REQUIRED = "required", _("In a requirement")
        ANSWERED = "answered", _("Answered")
        DECLINED = "declined", _("Declined")
        MERGED = "merged", _("Merged")

    source = models.CharField(_("source"), max_length=10, choices=Source.choices)
    """Of what said it first."""
    market = models.ForeignKey(Market, models.PROTECT, related_name="+", verbose_name=_("market"))
    domain = models.ForeignKey(Domain, models.PROTECT, null=True, related_name="+", verbose_name=_("domain"))
    guideline = models.ForeignKey(Guideline, models.PROTECT, null=True, related_name="insights")
    rule_id = models.CharField(max_length=10, blank=True)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+", verbose_name=_("topic"))
    severity = models.CharField(_("severity"), max_length=2, choices=Severity.choices, blank=True)
    text = models.TextField(_("what should change"), max_length=2000)
    likeness = models.CharField(max_length=64, db_index=True)
    """The same for the same words about the same rule: see `wording.likeness`."""
    said = models.PositiveIntegerField(default=0)
    """How many times, by all who said it, here and in what was merged into it."""
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    """When it was said last."""
    assigned_to = models.ForeignKey(Person, models.PROTECT, null=True, related_name="insights_assigned")
    assigned_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    """Never itself a merged one."""
    requirement = models.ForeignKey(Requirement, models.PROTECT, null=True, related_name="insights")
    answered_in = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    """The edition that answers the question or request it came from; it does so from the moment it takes force."""
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    declined_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)

    objects = InsightQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        indexes = (
            models.Index(fields=("market", "domain", "opened_at")),
            models.Index(fields=("guideline", "rule_id")),
            models.Index(fields=("assigned_to", "opened_at")),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(assigned_to=None, assigned_at=None)
                | Q(assigned_to__isnull=False, assigned_at__isnull=False),
                name="assigned_insight_says_when",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="answered_insight_says_who_and_what",
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None, declined_by=None, reason="")
                | (Q(declined_at__isnull=False, declined_by__isnull=False) & ~Q(reason="")),
                name="declined_insight_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(declined_at=None), name="insight_is_closed_in_one_way"
            ),
        )

    def __str__(self) -> str:
        return f"insight {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("insight", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("insight", self.pk, self.guideline.policy_id if self.guideline else "")

    def standing(self, at: dt.datetime) -> Insight.Standing:
        """Read with `requirement__answered_in` and `answered_in`, where there are many."""
        if self.merged_into_id:
            return self.Standing.MERGED
        wanted = self.requirement.standing(at) if self.requirement else None
        edition = self.answered_in
        begun = edition and edition.state in ISSUED and edition.effective_from and edition.effective_from <= at
        if self.answered_at or begun or wanted == Requirement.Standing.DELIVERED:
            return self.Standing.ANSWERED
        if self.declined_at or wanted == Requirement.Standing.DECLINED:
            return self.Standing.DECLINED
        if wanted:
            return self.Standing.REQUIRED
        return self.Standing.ASSIGNED if self.assigned_to_id else self.Standing.NEW


class Raising(models.Model):
    """That somebody, or the portal itself, said it: when, in which words, and where the evidence stands.

    `insight` is where it counts and moves when that one is merged; nothing else of it ever changes but how often a
    search was made.
    """

    insight = models.ForeignKey(Insight, models.PROTECT, related_name="raisings")
    raised_on = models.ForeignKey(Insight, models.PROTECT, related_name="+")
    """The insight it opened or joined at first."""
    source = models.CharField(max_length=10, choices=Source.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="raisings")
    """Empty for what the portal found itself."""
    name = models.CharField(max_length=80, blank=True)
    """Of the program that said it."""
    at = models.DateTimeField()
    words = models.TextField(max_length=2000)
    times = models.PositiveIntegerField(default=1)
    reference_kind = models.CharField(max_length=20, blank=True)
    reference_id = models.BigIntegerField(null=True)
    url_name = models.CharField(max_length=60, blank=True)
    """Of the page on which the evidence stands; that page asks for its own rights."""
    url_args = models.JSONField(default=list)

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("reference_kind", "reference_id")), models.Index(fields=("person", "at")))
        constraints = (
            models.UniqueConstraint(
                "reference_kind",
                "reference_id",
                "person",
                name="raised_once_by_a_person",
                condition=~Q(reference_kind="") & Q(person__isnull=False),
            ),
            models.UniqueConstraint(
                "reference_kind",
                "reference_id",
                name="raised_once_by_the_portal",
                condition=~Q(reference_kind="") & Q(person=None),
            ),
            models.CheckConstraint(
                condition=Q(reference_kind="", reference_id=None)
                | (~Q(reference_kind="") & Q(reference_id__isnull=False)),
                name="raising_names_evidence_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} on {self.raised_on_id}"

    @property
    def address(self) -> str:
        """Where the evidence stands; empty where it has no page."""
        try:
            return reverse(self.url_name, args=self.url_args) if self.url_name else ""
        except NoReverseMatch:
            return ""
