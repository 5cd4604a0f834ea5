"""The directory: the teams and partners that must know, how each is reached, and what each receives."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import LANGUAGES, Domain, Market
from guidelines.frame.names import NameField
from guidelines.people.models import Person
from guidelines.text.audience import Audience

TOLD = (
    (Audience.INTERNAL.value, _("Internal")),
    (Audience.PARTNER.value, _("Partner")),
    (Audience.PUBLIC.value, _("Public")),
)
"""The classes of those who are told. Nobody is told of what is restricted."""


class RunningQuerySet(models.QuerySet[Any]):
    def running(self) -> RunningQuerySet:
        """What was not ended."""
        return self.filter(ended_at=None)


class Stakeholder(models.Model):
    """A team or a partner that must know: a list of contacts of one audience class. Ended, never deleted."""

    name = NameField(_("name"), max_length=120)
    audience = models.CharField(_("audience"), max_length=10, choices=TOLD, default=Audience.INTERNAL.value)
    market = models.ForeignKey(Market, models.PROTECT, null=True, blank=True, verbose_name=_("market"))
    """Empty for all markets."""
    domain = models.ForeignKey(Domain, models.PROTECT, null=True, blank=True, verbose_name=_("domain"))
    """Empty for all domains."""
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, default="en")
    about = NameField(_("what they need it for"), max_length=300, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RunningQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint("name", name="stakeholder_name_once", condition=Q(ended_at=None)),
            models.CheckConstraint(condition=~Q(audience="restricted"), name="stakeholder_never_restricted"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("stakeholder", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("stakeholder", self.pk)


class Contact(models.Model):
    """One way to reach a stakeholder: a person with an account, a mailbox, or a webhook."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        MAILBOX = "mailbox", _("Mailbox")
        WEBHOOK = "webhook", _("Webhook")

    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    name = NameField(_("name"), max_length=120)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    mailbox = models.EmailField(_("mailbox"), blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    seed = models.CharField(max_length=80, blank=True, editable=False)
    """From this and the portal's own key comes the secret under which a webhook's bodies are signed."""
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RunningQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="person", person__isnull=False, mailbox="", url="")
                | (Q(kind="mailbox", person=None, url="") & ~Q(mailbox=""))
                | (Q(kind="webhook", person=None, mailbox="") & ~Q(url="") & ~Q(seed="")),
                name="contact_is_of_its_kind",
            ),
            *(
                models.UniqueConstraint(
                    "stakeholder", field, name=f"{name}_once_in_a_list", condition=Q(ended_at=None) & ~Q(**empty)
                )
                for name, field, empty in (
                    ("person", F("person"), {"person": None}),
                    ("mailbox", Lower("mailbox"), {"mailbox": ""}),
                    ("webhook", F("url"), {"url": ""}),
                )
            ),
        )

    def __str__(self) -> str:
        return self.name

    def audit_subject(self) -> Subject:
        return Subject("contact", self.pk)


class Subscription(models.Model):
    """What a stakeholder receives without asking: which changes, when, and as which file."""

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", _("At once, major changes only")
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Every week")

    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="subscriptions")
    filter = models.JSONField(default=dict)
    """Markets, domains, topics and significance, as `Question` spells them; no days."""
    rhythm = models.CharField(_("rhythm"), max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    market = models.ForeignKey(Market, models.PROTECT, related_name="+")
    """Whose clock the hour and the weekday are read on."""
    weekday = models.PositiveSmallIntegerField(_("weekday"), default=0, validators=[MaxValueValidator(6)])
    """0 is Monday."""
    hour = models.PositiveSmallIntegerField(_("hour"), default=9, validators=[MaxValueValidator(23)])
    format = models.CharField(_("format"), max_length=5, default="html")
    """The extension of the file that goes with the mail or to the webhook."""
    redline = models.BooleanField(_("with redline"), default=False)
    told_until = models.DateTimeField()
    """Everything that happened before this instant has been put into a pack for it, or was not for it."""
    next_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    """Whose right to export bounds what goes out."""
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RunningQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("ended_at", "next_at")),)
        constraints = (
            models.CheckConstraint(condition=Q(hour__lte=23, weekday__lte=6), name="subscription_hour_and_day_exist"),
        )

    def __str__(self) -> str:
        return f"subscription {self.pk} of {self.stakeholder}"

    def audit_subject(self) -> Subject:
        return Subject("subscription", self.pk)


class Feed(models.Model):
    """A private address under which a program reads the change notes of a stakeholder, as Atom or JSON Feed."""

    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="feeds")
    name = NameField(_("name"), max_length=120)
    filter = models.JSONField(default=dict)
    token_hash = models.CharField(max_length=64, unique=True)
    """sha256 of the secret part of the address; the address itself is shown once."""
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RunningQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    def audit_subject(self) -> Subject:
        return Subject("feed", self.pk)
