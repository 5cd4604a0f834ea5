"""Requirements: what one insight or several ask to be done, by whom and by when, and what was delivered."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import Domain, Market
from guidelines.editions.models import Edition, Guideline
from guidelines.insights.models.questions import ISSUED, in_an_edition
from guidelines.people.models import Person


def delivered(at: dt.datetime, prefix: str = "") -> Q:
    """Somebody said what was delivered, or the edition that answers it has taken force by then."""
    return Q(**{f"{prefix}delivered_at__isnull": False}) | in_an_edition(at, prefix)


class RequirementQuerySet(models.QuerySet["Requirement"]):
    """Where a requirement stands follows from what was done with it, and from the clock: no job can miss it."""

    def delivered(self, at: dt.datetime) -> RequirementQuerySet:
        return self.filter(delivered(at))

    def declined(self, at: dt.datetime) -> RequirementQuerySet:
        return self.exclude(declined_at=None).exclude(delivered(at))

    def open(self, at: dt.datetime) -> RequirementQuerySet:
        """Neither delivered nor declined."""
        return self.filter(declined_at=None).exclude(delivered(at))

    def in_work(self, at: dt.datetime) -> RequirementQuerySet:
        return self.open(at).filter(Q(started_at__isnull=False) | Q(answered_in__isnull=False))

    def planned(self, at: dt.datetime) -> RequirementQuerySet:
        return self.open(at).filter(started_at=None, answered_in=None).exclude(planned_at=None)

    def new(self, at: dt.datetime) -> RequirementQuerySet:
        return self.open(at).filter(started_at=None, answered_in=None, planned_at=None)

    def standing(self, standing: str, at: dt.datetime) -> RequirementQuerySet:
        """Those that stand there; every one for a name that is no standing."""
        found: dict[str, RequirementQuerySet] = {
            Requirement.Standing.NEW: self.new(at),
            Requirement.Standing.PLANNED: self.planned(at),
            Requirement.Standing.IN_WORK: self.in_work(at),
            Requirement.Standing.DELIVERED: self.delivered(at),
            Requirement.Standing.DECLINED: self.declined(at),
            "open": self.open(at),
        }
        return found.get(standing, self.all())


class Requirement(models.Model):
    """What is to be done. A guideline is answered by an edition, from the moment it takes force; anything else is
    delivered when somebody says what was.
    """

    class Kind(models.TextChoices):
        GUIDELINE = "guideline", _("Guideline")
        TOOL = "tool", _("Tool")
        TRAINING = "training", _("Training")
        STAFFING = "staffing", _("Staffing")
        PARTNER = "partner", _("Partner")

    class Standing(models.TextChoices):
        NEW = "new", _("New")
        PLANNED = "planned", _("Planned")
        IN_WORK = "in_work", _("In work")
        DELIVERED = "delivered", _("Delivered")
        DECLINED = "declined", _("Declined")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    need = models.TextField(_("what is needed"), max_length=2000)
    why = models.TextField(_("business reason"), max_length=2000)
    market = models.ForeignKey(Market, models.PROTECT, related_name="+", verbose_name=_("market"))
    """The one on whose calendar it is due; `markets` holds every market it is for, this one too."""
    domain = models.ForeignKey(Domain, models.PROTECT, null=True, related_name="+", verbose_name=_("domain"))
    guideline = models.ForeignKey(Guideline, models.PROTECT, null=True, related_name="requirements")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="requirements", verbose_name=_("owner"))
    due_on = models.DateField(_("due"), null=True)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    planned_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    answered_in = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="requirements_answered")
    """The edition that answers it; it does so from the moment it takes force."""
    linked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    linked_at = models.DateTimeField(null=True)
    delivered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    delivered_at = models.DateTimeField(null=True)
    evidence = models.TextField(_("what was delivered"), max_length=2000, blank=True)
    evidence_link = models.URLField(_("link"), max_length=500, blank=True)
    evidence_edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    declined_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        indexes = (models.Index(fields=("market", "domain")), models.Index(fields=("owner", "due_on")))
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_in=None, linked_at=None, linked_by=None)
                | Q(answered_in__isnull=False, linked_at__isnull=False, linked_by__isnull=False),
                name="requirement_linked_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(delivered_at=None, delivered_by=None, evidence="", evidence_link="", evidence_edition=None)
                | (Q(delivered_at__isnull=False, delivered_by__isnull=False) & ~Q(evidence="")),
                name="delivered_requirement_says_who_and_what",
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None, declined_by=None, reason="")
                | (Q(declined_at__isnull=False, declined_by__isnull=False) & ~Q(reason="")),
                name="declined_requirement_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None) | Q(delivered_at=None), name="requirement_ends_in_one_way"
            ),
        )

    def __str__(self) -> str:
        return f"requirement {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("requirement", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("requirement", self.pk, self.guideline.policy_id if self.guideline else "")

    def standing(self, at: dt.datetime) -> Requirement.Standing:
        edition = self.answered_in
        begun = edition and edition.state in ISSUED and edition.effective_from and edition.effective_from <= at
        if self.delivered_at or begun:
            return self.Standing.DELIVERED
        if self.declined_at:
            return self.Standing.DECLINED
        if self.started_at or edition:
            return self.Standing.IN_WORK
        return self.Standing.PLANNED if self.planned_at else self.Standing.NEW


class RequirementMarket(models.Model):
    """A market that a requirement is for. Never changed."""

    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="markets")
    market = models.ForeignKey(Market, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint("requirement", "market", name="market_once_in_a_requirement"),)

    def __str__(self) -> str:
        return str(self.market)
