"""Quizzes: questions about the rules of editions, in pools; how people took them, and what they answered."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.catalogue.models import Domain, Market
from guidelines.editions.models import Edition, Guideline
from guidelines.people.models import Person
from guidelines.reading.models import LibraryRow

GRACE = dt.timedelta(seconds=10)
"""How long after the end of the time an answer still counts: a line may be slow, and a clock a little off."""
MOST_CHOICES = 6


class Quiz(models.Model):
    """Questions for those who read in one market and domain. Advice to them: no tool is closed by a result."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    market = models.ForeignKey(Market, models.PROTECT, related_name="+", verbose_name=_("market"))
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+", verbose_name=_("domain"))
    title = models.CharField(_("title"), max_length=160)
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    pass_percent = models.PositiveSmallIntegerField(
        _("pass mark in percent"), default=75, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    tries = models.PositiveSmallIntegerField(
        _("tries"), default=2, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    """How long a try may take; empty without a limit."""
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=("market", "domain", "state")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="draft", opened_at=None, closed_at=None)
                | Q(state="open", opened_at__isnull=False, closed_at=None)
                | Q(state="closed", opened_at__isnull=False, closed_at__isnull=False),
                name="quiz_says_when_it_opened_and_closed",
            ),
            models.CheckConstraint(
                condition=Q(pass_percent__gte=1, pass_percent__lte=100, tries__gte=1), name="quiz_can_be_passed"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("quiz", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("quiz", self.pk)

    def needed(self, asked: int) -> int:
        """How many right answers pass, of so many questions."""
        return max(1, math.ceil(asked * self.pass_percent / 100))


class Pool(models.Model):
    """Questions of a quiz of which each try asks some. 0 asks all of them."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="pools")
    name = models.CharField(_("name"), max_length=80)
    draws = models.PositiveSmallIntegerField(_("questions a try asks"), default=0)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint("quiz", "name", name="pool_once_in_a_quiz"),)

    def __str__(self) -> str:
        return self.name


class ItemQuerySet(models.QuerySet["Item"]):
    def kept(self) -> ItemQuerySet:
        """Without what was taken out while the quiz was a draft."""
        return self.filter(removed_at=None)

    def written_like(self, item: Item) -> ItemQuerySet:
        """The others that the same person wrote into the same pool about the same words, alike in every word."""
        names = ("edition", "pool", "made_by", "kind", "rule_id", "passage", "text", "choices", "right", "why")
        return self.filter(**{name: getattr(item, name) for name in names}).exclude(pk=item.pk)

    def with_current(self, at: dt.datetime) -> ItemQuerySet:
        """Each with `current_major`: the edition whose decisions are in force for its guideline then."""
        binding = LibraryRow.objects.in_force(at).filter(guideline=OuterRef("guideline"))
        return self.annotate(current_major=Subquery(binding.values("major_id")[:1]))

    def up_to_date(self, at: dt.datetime) -> ItemQuerySet:
        """Those whose words decide at that instant; a minor edition since then changes no decision."""
        return self.with_current(at).filter(Q(current_major=F("major")))


class Item(models.Model):
    """One question, bound to a rule and to the edition and digest it was made from. Frozen once the quiz is open."""

    class Kind(models.TextChoices):
        VIOLATING = "violating", _("Does it violate the rule?")
        ACTION = "action", _("Which action?")
        RULE = "rule", _("Which rule?")
        WRITTEN = "written", _("Written")

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="items")
    pool = models.ForeignKey(Pool, models.PROTECT, related_name="items")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="quiz_items")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="quiz_items")
    major = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    """The edition whose decisions these words carry, as in reading."""
    digest = models.CharField(max_length=80)
    rule_id = models.CharField(max_length=10)
    case_number = models.PositiveSmallIntegerField(null=True)
    passage = models.TextField(blank=True)
    """The case that is judged; a written question may have none."""
    text = models.TextField()
    choices = models.JSONField()
    """The answers, as texts, in the order they were written."""
    right = models.PositiveSmallIntegerField()
    """The place of the right one among them, from 0."""
    why = models.TextField(blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    removed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    objects = ItemQuerySet.as_manager()
    current_major: int | None

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("guideline", "rule_id")),)

    def __str__(self) -> str:
        return f"{self.guideline_id} {self.rule_id}: {self.text[:60]}"

    @property
    def is_up_to_date(self) -> bool:
        """For items that came with their `current_major`."""
        return self.current_major == self.major_id

    @property
    def right_choice(self) -> str:
        return str(self.choices[self.right])


class Attempt(models.Model):
    """One try of one person: which questions, in which order, until when. Append-only."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="quiz_attempts", db_index=False)
    number = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=32)
    """From it the questions were drawn and shuffled: the same seed and items give the same paper."""
    paper = models.JSONField()
    """The questions in order, each as its key and the order of its answers: `[[12, [2, 0, 1]], …]`."""
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("started_at", "pk")
        constraints = (models.UniqueConstraint("person", "quiz", "number", name="a_try_has_one_number"),)
        indexes = (models.Index(fields=("ends_at",)),)

    def __str__(self) -> str:
        return f"try {self.number} of {self.person_id} at quiz {self.quiz_id}"

    def get_absolute_url(self) -> str:
        return reverse("attempt", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("attempt", self.pk)

    @property
    def items(self) -> list[int]:
        return [item for item, _order in self.paper]

    def order_of(self, item_id: int) -> list[int]:
        return next(order for item, order in self.paper if item == item_id)

    def is_over(self, at: dt.datetime) -> bool:
        """Whether the time ran out, the grace included."""
        return self.ends_at is not None and at > self.ends_at + GRACE


class Answer(models.Model):
    """What somebody chose for one question of a try. Append-only."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="answers")
    item = models.ForeignKey(Item, models.PROTECT, related_name="answers")
    choice = models.PositiveSmallIntegerField()
    is_right = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.UniqueConstraint("attempt", "item", name="answered_once_in_a_try"),)

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.item_id} {'right' if self.is_right else 'wrong'}"


class Result(models.Model):
    """How a try ended, and the digests of the editions it asked about. Append-only."""

    class End(models.TextChoices):
        ANSWERED = "answered", _("All answered")
        TIME = "time", _("The time ran out")
        CLOSED = "closed", _("The quiz was closed")

    attempt = models.OneToOneField(Attempt, models.PROTECT, related_name="result")
    at = models.DateTimeField()
    end = models.CharField(max_length=8, choices=End.choices)
    right = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    editions: Any = models.JSONField()
    """Of each edition asked about: `{"policy_id", "edition", "digest", "major"}`, the last by key."""

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.right} of {self.asked}"


class RuleTold(models.Model):
    """That a rule whose questions fail was put into the queue of insights. Append-only: once for a rule's words."""

    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="+")
    rule_id = models.CharField(max_length=10)
    major = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("guideline", "rule_id", "major", name="rule_told_once_an_edition"),)

    def __str__(self) -> str:
        return f"{self.guideline_id} {self.rule_id}"
