"""CheckedDecision: one decision of a moderator that somebody checked, bound to the rule in force when it was made."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines.editions.models import Edition, Guideline
from guidelines.people.models import Person, Site, Team
from guidelines.quality.models.importing import CheckImport
from guidelines.quality.models.sources import Source


class ErrorClass(models.TextChoices):
    NONE = "", _("Right")
    FALSE_POSITIVE = "false_positive", _("Too strict")
    FALSE_NEGATIVE = "false_negative", _("Missed")
    WRONG_RULE = "wrong_rule", _("Wrong rule")
    TECHNICAL = "technical", _("Technical")


class Outcome(models.TextChoices):
    """The verdict on a check. An overturned check was wrong itself: it leaves the rate."""

    UPHELD = "upheld", _("Upheld")
    DISPUTED = "disputed", _("Disputed")
    OVERTURNED = "overturned", _("Overturned")


class Subject(models.Model):
    """A moderator as the figures know them, by a pseudonym. Who it is stands apart, in `Identity`."""

    code = models.CharField(max_length=64, unique=True)
    """HMAC-SHA256 of their employee ID, in hexadecimal."""
    label = models.CharField(max_length=16, unique=True)
    """The shortest beginning of the code that nobody else has, four digits at least, such as 3F9A."""

    class Meta:
        ordering = ("label",)

    def __str__(self) -> str:
        return gettext("Moderator %(label)s") % {"label": self.label}


class Identity(models.Model):
    """Who a subject is, where the person has an account. Read by `queries/names.py` alone."""

    subject = models.OneToOneField(Subject, models.PROTECT, related_name="identity")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"identity {self.pk}"


class CheckedQuerySet(models.QuerySet["CheckedDecision"]):
    def with_outcome(self) -> CheckedQuerySet:
        """With `outcome`: the newest verdict on each."""
        newest = VerdictChange.objects.filter(decision=models.OuterRef("pk")).order_by("-pk").values("outcome")[:1]
        return self.annotate(outcome=Coalesce(models.Subquery(newest), "first_outcome"))

    def counted(self) -> CheckedQuerySet:
        """Those in the rate: without what was overturned."""
        return self.with_outcome().filter(~Q(outcome=Outcome.OVERTURNED))

    def wrong(self) -> CheckedQuerySet:
        return self.exclude(error_class=ErrorClass.NONE)


class CheckedDecision(models.Model):
    """A checked decision. Append-only: another verdict on it is a row of `VerdictChange`."""

    key = models.UUIDField(unique=True)
    """What makes it the same row in another file: a digest of source, case, instant and moderator."""
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", db_index=False)
    brought_by = models.ForeignKey(CheckImport, models.PROTECT, related_name="+", db_index=False)
    case_ref = models.CharField(max_length=100)
    decided_at = models.DateTimeField()
    day = models.DateField()
    """The day of the decision in the zone of its market."""
    moderator = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", db_index=False)
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+", db_index=False)
    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="+", db_index=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    """The edition in force when it was decided; its digest names the words."""
    rule_id = models.CharField(max_length=10)
    severity = models.CharField(max_length=2, blank=True)
    """Of the rule, in that edition."""
    decided_action = models.CharField(max_length=40)
    right_action = models.CharField(max_length=40)
    error_class = models.CharField(max_length=15, choices=ErrorClass.choices, blank=True)
    """Empty where the decision was right."""
    first_outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.UPHELD)
    """The verdict in the file that brought it; the newest is `with_outcome()`."""

    outcome: str
    """The newest verdict, where `with_outcome()` found it."""

    objects = CheckedQuerySet.as_manager()

    class Meta:
        ordering = ("-decided_at", "-pk")
        indexes = (models.Index(fields=("guideline", "rule_id", "day"), name="quality_checked_area"),)

    def __str__(self) -> str:
        return self.case_ref


class VerdictChange(models.Model):
    """Another verdict on a check that was brought in before. Append-only; the newest counts."""

    decision = models.ForeignKey(CheckedDecision, models.PROTECT, related_name="verdict_changes")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    brought_by = models.ForeignKey(CheckImport, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ("decision", "pk")
        constraints = (models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="outcome_is_known"),)

    def __str__(self) -> str:
        return f"{self.decision_id} {self.outcome}"
