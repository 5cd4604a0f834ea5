"""Guideline: the controlled document, for life."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import LANGUAGES, Domain, Market
from guidelines.people.models import Person
from guidelines.text.audience import Audience

AUDIENCES = (
    (Audience.PUBLIC.value, _("Public")),
    (Audience.PARTNER.value, _("Partner")),
    (Audience.INTERNAL.value, _("Internal")),
    (Audience.RESTRICTED.value, _("Restricted")),
)
"""The classes as a form offers them."""


class Guideline(models.Model):
    """The controlled document: a policy ID for life, in one market, one domain and one language."""

    market = models.ForeignKey(Market, models.PROTECT, related_name="guidelines")
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="guidelines")
    number = models.PositiveIntegerField()
    policy_id = models.CharField(max_length=20, unique=True)
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="guidelines_owned")
    review_months = models.PositiveSmallIntegerField(
        _("review every"), default=6, validators=[MinValueValidator(1), MaxValueValidator(36)]
    )
    audience = models.CharField(_("audience"), max_length=10, choices=AUDIENCES, default=Audience.INTERNAL.value)
    """Who may know that it exists. Nothing inside it is told to anybody wider; restricted is for named people alone."""
    stub_instruction = models.CharField(_("instruction"), max_length=300, blank=True)
    """All that somebody is told of a restricted guideline who is not named: one sentence, in its language."""
    precedes = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="preceded_by")
    source_path = models.CharField(max_length=300, blank=True)
    adapted_from = models.ForeignKey(
        "editions.Edition", models.PROTECT, null=True, blank=True, related_name="adaptations"
    )
    """The edition of another market's guideline that this one was copied from, or last brought up to."""
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ("policy_id",)
        constraints = (
            models.UniqueConstraint("market", "domain", "number", name="number_once_per_market_and_domain"),
            models.UniqueConstraint(
                "market", "domain", "source_path", name="source_path_once", condition=~models.Q(source_path="")
            ),
            models.CheckConstraint(
                condition=~models.Q(audience=Audience.RESTRICTED.value) | ~models.Q(stub_instruction=""),
                name="restricted_says_what_to_do",
            ),
        )

    def __str__(self) -> str:
        return self.policy_id

    @property
    def is_restricted(self) -> bool:
        return self.audience == Audience.RESTRICTED

    def audit_subject(self) -> Subject:
        return Subject("guideline", self.pk, self.policy_id)


LONGEST_ALIAS = 60


class GuidelineAlias(models.Model):
    """A number the guideline had before; it still leads here."""

    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="aliases")
    alias = models.CharField(max_length=LONGEST_ALIAS, unique=True)

    class Meta:
        ordering = ("alias",)

    def __str__(self) -> str:
        return self.alias


class PolicyNumber(models.Model):
    """The highest number given in a market and domain. Its row is the lock under which the next is given."""

    market = models.ForeignKey(Market, models.PROTECT)
    domain = models.ForeignKey(Domain, models.PROTECT)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint("market", "domain", name="one_counter_per_market_and_domain"),)

    def __str__(self) -> str:
        return f"{self.market.code}-{self.domain.code} {self.last}"
