"""Risks and opportunities: scored again and again, answered by actions, shared by programmes."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import Market, Topic
from guidelines.editions.models import Guideline
from guidelines.frame.names import NameField
from guidelines.insights.models import Insight, Question
from guidelines.people.models import Person
from guidelines.programmes.models.programmes import Programme


class Risk(models.Model):
    """What may go wrong, or what may be gained. Its score is the newest of its assessments."""

    class Kind(models.TextChoices):
        RISK = "risk", _("Risk")
        OPPORTUNITY = "opportunity", _("Opportunity")

    class Response(models.TextChoices):
        """What is done about it (after ISO 31000 and common practice for opportunities)."""

        AVOID = "avoid", _("Avoid: do not do what brings it")
        REDUCE = "reduce", _("Reduce: make it less likely or less grave")
        SHARE = "share", _("Share: with another team or partner")
        ACCEPT = "accept", _("Accept: live with it and watch")
        EXPLOIT = "exploit", _("Exploit: make sure that it comes")
        ENHANCE = "enhance", _("Enhance: make it likelier or larger")
        TAKE_TOGETHER = "together", _("Take it together with another team")
        LEAVE = "leave", _("Leave it: watch only")

    kind = models.CharField(max_length=11, choices=Kind.choices)
    number = models.PositiveIntegerField()
    """Counted for each kind, never used again."""
    title = NameField(_("title"), max_length=160)
    text = models.TextField(_("description"), max_length=2000, blank=True)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("topic"))
    market = models.ForeignKey(
        Market, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("market")
    )
    """Where it is felt; empty for all markets of its programmes."""
    response = models.CharField(_("response"), max_length=8, choices=Response.choices)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="risks_owned", verbose_name=_("owner"))
    next_check = models.DateField(_("next check"))
    is_offered = models.BooleanField(_("can be taken by other programmes"), default=False)
    taken_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="taken_as")
    """The opportunity of another programme that this one was made from."""
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.TextField(_("how it ended"), max_length=2000, blank=True)

    class Meta:
        ordering = ("kind", "number")
        constraints = (
            models.UniqueConstraint("kind", "number", name="risk_number_once"),
            models.CheckConstraint(
                condition=Q(kind="risk", response__in=("avoid", "reduce", "share", "accept"), is_offered=False)
                | Q(kind="opportunity", response__in=("exploit", "enhance", "together", "leave")),
                name="response_fits_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, closing_note="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closing_note="")),
                name="closed_risk_says_who_and_how",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("risk", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("risk", self.pk)

    @property
    def code(self) -> str:
        """`K7` for a risk, `O3` for an opportunity. R1, R2, … are rules."""
        return f"{'K' if self.kind == self.Kind.RISK else 'O'}{self.number}"


RISK_RESPONSES = (Risk.Response.AVOID, Risk.Response.REDUCE, Risk.Response.SHARE, Risk.Response.ACCEPT)
OPPORTUNITY_RESPONSES = (
    Risk.Response.EXPLOIT,
    Risk.Response.ENHANCE,
    Risk.Response.TAKE_TOGETHER,
    Risk.Response.LEAVE,
)


class Membership(models.Model):
    """That a programme carries a risk. A risk of several programmes is one risk."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="memberships")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="memberships")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.UniqueConstraint("risk", "programme", name="risk_once_in_a_programme"),)

    def __str__(self) -> str:
        return f"{self.risk_id} in {self.programme_id}"


class Action(models.Model):
    """What somebody does about a risk by a day."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="actions")
    text = NameField(_("action"), max_length=200)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="risk_actions", verbose_name=_("owner"))
    due = models.DateField(_("due"))
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.TextField(_("what came of it"), max_length=1000, blank=True)

    class Meta:
        ordering = ("due", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None, outcome="") | Q(done_on__isnull=False, done_by__isnull=False),
                name="action_done_says_by_whom",
            ),
        )

    def __str__(self) -> str:
        return self.text

    def audit_subject(self) -> Subject:
        return Subject("risk_action", self.pk)

    def standing(self, today: dt.date) -> str:
        if self.done_on:
            return "done"
        return "late" if self.due < today else "open"


_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class Score(models.Model):
    """One assessment: likelihood × impact, each 1 to 5. Append-only; a changed one says what changed it."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="scores")
    likelihood = models.PositiveSmallIntegerField(_("likelihood"), validators=_FIVE)
    impact = models.PositiveSmallIntegerField(_("impact"), validators=_FIVE)
    why = models.TextField(_("what changed it"), max_length=1000, blank=True)
    """The event behind a change, in words."""
    action = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="scores")
    """The action behind a change."""
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(likelihood__gte=1, likelihood__lte=5, impact__gte=1, impact__lte=5),
                name="score_is_five_by_five",
            ),
        )

    def __str__(self) -> str:
        return str(self.value)

    @property
    def value(self) -> int:
        return self.likelihood * self.impact


class Link(models.Model):
    """A rule, a guideline, an insight or a question that a risk has to do with. Ended, never deleted."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="links")
    guideline = models.ForeignKey(Guideline, models.PROTECT, null=True, blank=True, related_name="+")
    rule_id = models.CharField(max_length=10, blank=True)
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="+")
    insight = models.ForeignKey(Insight, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(guideline__isnull=False, question=None, insight=None)
                | Q(guideline=None, question__isnull=False, insight=None, rule_id="")
                | Q(guideline=None, question=None, insight__isnull=False, rule_id=""),
                name="link_leads_to_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("at")), name="risk_link_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"link {self.pk} of risk {self.risk_id}"
