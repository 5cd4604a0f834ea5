"""People, where they work, and what they may do."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import LANGUAGES, Domain, Market, validate_time_zone
from guidelines.frame.names import NameField
from guidelines.people.roles import Role


class Site(models.Model):
    """A place where moderators work, and the company that runs it."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = NameField(_("name"), max_length=120)
    company = NameField(_("company"), max_length=120, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, validators=[validate_time_zone])
    forbids_staying = models.BooleanField(
        _("nobody stays signed in"),
        default=False,
        help_text=_("For shared computers. A sign-in ends with the browser, and after the hours below."),
    )
    session_hours = models.PositiveSmallIntegerField(
        _("hours a sign-in lasts there"), default=10, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    locks_when_idle = models.BooleanField(
        _("locks when nobody uses it"),
        default=False,
        help_text=_("For shared computers. After the minutes below the page is covered until the password is given."),
    )
    idle_minutes = models.PositiveSmallIntegerField(
        _("minutes until it locks"), default=20, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def shares_computers(self) -> bool:
        return self.forbids_staying or self.locks_when_idle


class Team(models.Model):
    """A group of moderators at a site, with a lead."""

    name = NameField(_("name"), max_length=120)
    site = models.ForeignKey(Site, models.PROTECT, related_name="teams", verbose_name=_("site"))
    lead = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="teams_led", verbose_name=_("lead")
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ("name",)
        constraints = (models.UniqueConstraint("site", "name", name="team_name_once_per_site"),)

    def __str__(self) -> str:
        return f"{self.name}, {self.site.name}"


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, employee_id: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(employee_id=employee_id.strip().upper(), **fields)
        person.set_password(password)
        person.full_clean(exclude=["password"])
        person.save(using=self._db)
        return person

    def create_superuser(self, employee_id: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(employee_id, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. People are deactivated when they leave, never deleted: the record names them."""

    employee_id = models.CharField(
        _("employee ID"), max_length=40, unique=True, validators=[RegexValidator(r"^[A-Z0-9][A-Z0-9._-]*\Z")]
    )
    email = models.EmailField(_("mail address"), blank=True)
    name = NameField(_("name"), max_length=200)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("team")
    )
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[validate_time_zone])
    theme = models.CharField(
        _("theme"),
        max_length=5,
        blank=True,
        choices=(("", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))),
    )
    keys_on = models.BooleanField(_("single-key shortcuts"), default=True)
    is_active = models.BooleanField(_("works here"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    left_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PersonManager()

    USERNAME_FIELD = "employee_id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name",)
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="mail_address_once",
                condition=~Q(email=""),
                violation_error_message=_("Another person has this mail address."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def on_shared_computer(self) -> bool:
        """Whether the site's rules for computers that several people use hold for this person."""
        return self.team is not None and self.team.site.shares_computers

    def audit_subject(self) -> Subject:
        return Subject("person", self.pk)


class Leave(models.Model):
    """Days on which a person is away."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="leaves", verbose_name=_("person"))
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        ordering = ("-first_day",)
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")),
                name="leave_ends_after_it_begins",
                violation_error_message=_("A leave ends on or after the day it begins."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.first_day} to {self.last_day}"


class Presence(models.Model):
    """The shift of a person: since when, last seen when, and when the one before ended. No evidence."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="presence")
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    signed_out_at = models.DateTimeField(null=True)
    last_ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person} since {self.since:%Y-%m-%d %H:%M}"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def running(self, at: dt.datetime) -> DelegationQuerySet:
        return self.filter(since__lte=at, until__gt=at, ended_at=None)


class Delegation(models.Model):
    """For the time of a leave, somebody reviews in the place of a policy reviewer. Ended, never deleted.

    It lends the right to review and no other; four eyes are asked of the one who signs.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(Person, models.PROTECT, related_name="delegated_to")
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    granted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ("-since",)
        constraints = (
            models.CheckConstraint(condition=Q(until__gt=models.F("since")), name="delegation_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(person=models.F("delegate")), name="nobody_delegates_to_themselves"),
        )

    def __str__(self) -> str:
        return f"{self.delegate} for {self.person}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def current(self) -> AssignmentQuerySet:
        return self.filter(ended_at=None)


class Assignment(models.Model):
    """One role of one person, in one market or all, in one domain or all. Ended, never deleted."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    market = models.ForeignKey(Market, models.PROTECT, null=True, blank=True, verbose_name=_("market"))
    domain = models.ForeignKey(Domain, models.PROTECT, null=True, blank=True, verbose_name=_("domain"))
    function = NameField(_("function"), max_length=120, blank=True)
    granted_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ("person", "role")
        constraints = (
            # NULLs are distinct on SQLite whatever is asked, so "all" counts as 0.
            models.UniqueConstraint(
                "person",
                "role",
                Coalesce("market", 0),
                Coalesce("domain", 0),
                name="role_once_per_scope",
                condition=Q(ended_at=None),
                violation_error_message=_("This person already holds this role here."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.scope}"

    @property
    def scope(self) -> str:
        """Where the role holds, in words, such as “United States, Seller”."""
        market = self.market.local_name if self.market else _("all markets")
        domain = self.domain.local_name if self.domain else _("all domains")
        return f"{market}, {domain}"
