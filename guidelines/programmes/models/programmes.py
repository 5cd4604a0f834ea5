"""Programme: work across markets and domains with an aim, an owner and milestones, and what it holds."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import Domain, Market
from guidelines.frame.names import NameField
from guidelines.people.models import Person


class Programme(models.Model):
    """An aim that several guidelines serve. Ended with a closing note, never deleted."""

    name = NameField(_("name"), max_length=120)
    aim = models.TextField(_("aim"), max_length=2000)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="programmes_owned", verbose_name=_("owner"))
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.TextField(_("closing note"), max_length=4000, blank=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint("name", name="programme_name_once", condition=Q(ended_at=None)),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, closing_note="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(closing_note="")),
                name="ended_programme_says_who_and_how",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programme", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("programme", self.pk)

    def day(self, at: dt.datetime) -> dt.date:
        """The day it is where its owner is: its plans are kept in days of that calendar."""
        return at.astimezone(self.owner.zone).date()


class Place(models.Model):
    """A market, and a domain or all, that a programme is about: the scope of its rights and of its figures."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="places")
    market = models.ForeignKey(Market, models.PROTECT, related_name="+")
    domain = models.ForeignKey(Domain, models.PROTECT, null=True, blank=True, related_name="+")
    """Empty for all domains."""
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("market__name", "domain__code")
        constraints = (
            models.UniqueConstraint(
                "programme", "market", "domain", name="place_once_in_a_programme", condition=Q(ended_at=None)
            ),
            models.UniqueConstraint(
                "programme",
                "market",
                name="market_once_in_a_programme",
                condition=Q(ended_at=None, domain=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.market.code} {self.domain.code if self.domain else ''}".strip()


class Milestone(models.Model):
    """Something to be reached by a day: as planned at first, as expected now, and when it was done."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="milestones")
    name = NameField(_("milestone"), max_length=160)
    planned = models.DateField(_("planned for"))
    now = models.DateField(_("now expected"))
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("planned", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None) | Q(done_on__isnull=False, done_by__isnull=False),
                name="milestone_done_says_by_whom",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("milestone", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("milestone", self.pk)

    def standing(self, today: dt.date) -> str:
        """`done`, `late` when its day is over, `at_risk` when it slipped behind its plan, else `on_plan`."""
        if self.done_on:
            return "done"
        if self.now < today:
            return "late"
        return "at_risk" if self.now > self.planned else "on_plan"


class Move(models.Model):
    """That a milestone is expected on another day than before, and why. Append-only."""

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="moves")
    before = models.DateField()
    after = models.DateField()
    reason = models.TextField(_("reason"), max_length=1000)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(before=models.F("after")), name="milestone_moves_to_another_day"),
        )

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
