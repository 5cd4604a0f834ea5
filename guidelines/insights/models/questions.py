"""Questions from the floor, who asks them, their answers, and interim rulings on rules."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.audit.services import Subject
from guidelines.editions.lifecycle import State
from guidelines.editions.models import Edition, Guideline
from guidelines.people.models import Person

LONGEST_RULING = dt.timedelta(days=14)
"""How long an interim ruling may run; the database refuses a longer one."""

ISSUED = (State.PUBLISHED, State.WITHDRAWN)


def in_an_edition(at: dt.datetime, prefix: str = "") -> Q:
    """An edition that answers the question has taken force by then."""
    edition = f"{prefix}answered_in__"
    return Q(**{f"{edition}state__in": ISSUED, f"{edition}effective_from__lte": at})


class QuestionQuerySet(models.QuerySet["Question"]):
    """The three states follow from what was answered, and from the clock: no job can miss them."""

    def open(self, at: dt.datetime) -> QuestionQuerySet:
        return self.filter(answered_at=None).exclude(in_an_edition(at))

    def answered(self, at: dt.datetime) -> QuestionQuerySet:
        return self.exclude(answered_at=None).exclude(in_an_edition(at))

    def became_an_edition(self, at: dt.datetime) -> QuestionQuerySet:
        return self.filter(in_an_edition(at))


class Question(models.Model):
    """What somebody could not decide by the words in force. It keeps the edition and digest it was asked on."""

    class Kind(models.TextChoices):
        DECIDE = "decide", _("I don’t know how to decide a case")
        CONTRADICT = "contradict", _("Two rules contradict each other")
        WRONG = "wrong", _("Something is wrong or out of date")

    class Standing(models.TextChoices):
        OPEN = "open", _("Open")
        ANSWERED = "answered", _("Answered")
        EDITION = "edition", _("Became an edition")

    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="questions")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=80)
    rule_id = models.CharField(max_length=10, blank=True)
    """Empty for the guideline as a whole."""
    passage = models.TextField(_("passage"), max_length=600, blank=True)
    kind = models.CharField(_("what kind?"), max_length=12, choices=Kind.choices, default=Kind.DECIDE)
    text = models.TextField(_("question"), max_length=1000)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    """The instant of the newest answer."""
    answered_in = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="questions_answered")
    """The edition whose author says that it answers this; it does so from the moment it takes force."""
    linked_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at",)
        indexes = (models.Index(fields=("guideline", "rule_id")), models.Index(fields=("asked_by", "asked_at")))
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_in=None, linked_at=None) | Q(answered_in__isnull=False, linked_at__isnull=False),
                name="question_linked_says_when",
            ),
        )

    def __str__(self) -> str:
        return f"question {self.pk} on {self.guideline} {self.rule_id}".strip()

    def get_absolute_url(self) -> str:
        return reverse("question", args=[self.pk])

    def audit_subject(self) -> Subject:
        return Subject("question", self.pk, self.guideline.policy_id, self.edition.number)

    @property
    def newest_answer(self) -> Answer | None:
        """Read with `answers` and their people prefetched, where there are many."""
        answers = list(self.answers.all())
        return answers[-1] if answers else None

    def standing(self, at: dt.datetime) -> Question.Standing:
        edition = self.answered_in
        if edition and edition.state in ISSUED and edition.effective_from and edition.effective_from <= at:
            return self.Standing.EDITION
        return self.Standing.ANSWERED if self.answered_at else self.Standing.OPEN


class AskerQuerySet(models.QuerySet["Asker"]):
    def unread(self, at: dt.datetime) -> AskerQuerySet:
        """Those who were told something and have not looked since."""
        never = Q(seen_at=None)
        answered = Q(question__answered_at__isnull=False) & (never | Q(seen_at__lt=F("question__answered_at")))
        later = Q(seen_at__lt=F("question__answered_in__effective_from")) | Q(seen_at__lt=F("question__linked_at"))
        return self.filter(answered | (in_an_edition(at, "question__") & (never | later)))


class Asker(models.Model):
    """Somebody who asks a question: its first asker, or one of those who joined. All of them are told the answer."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="askers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="questions")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    """When they last opened the question. No evidence, only for what is shown as new."""

    objects = AskerQuerySet.as_manager()

    class Meta:
        ordering = ("at",)
        constraints = (models.UniqueConstraint("question", "person", name="asks_a_question_once"),)

    def __str__(self) -> str:
        return f"{self.person} asks {self.question_id}"


class RulingQuerySet(models.QuerySet["Ruling"]):
    def running(self, at: dt.datetime) -> RulingQuerySet:
        """Neither over nor ended at that instant. What shows depends on the words in force too: see `pinned_on`."""
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=at), made_at__lte=at, until__gt=at)


class Ruling(models.Model):
    """How a rule is to be read until an edition says it: an answer that is pinned on the rule for all, for a time.

    It interprets. `action` is the rule's own, kept as evidence that the ruling gave it no other.
    """

    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="rulings")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=80)
    rule_id = models.CharField(max_length=10)
    rule_words = models.TextField()
    """What decides in the rule as it stood: see `words.deciding_words`."""
    action = models.CharField(max_length=40, blank=True)
    text = models.TextField(_("ruling"), max_length=600)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateTimeField(_("until"))
    adopted_in = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="rulings_adopted")
    """The edition whose author says that it adopts this ruling; it closes it from the moment it takes force."""
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField(_("reason"), max_length=600, blank=True)

    objects = RulingQuerySet.as_manager()

    class Meta:
        ordering = ("until",)
        constraints = (
            models.CheckConstraint(condition=Q(until__gt=F("made_at")), name="ruling_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="ended_ruling_says_who_and_why",
            ),
        )
        indexes = (models.Index(fields=("guideline", "until")),)

    def __str__(self) -> str:
        return f"ruling {self.pk} on {self.guideline} {self.rule_id}"

    def audit_subject(self) -> Subject:
        return Subject("ruling", self.pk, self.guideline.policy_id, self.edition.number)


class RulingWords(models.Model):
    """The words of one edition that a ruling holds for. Written with the ruling, and with each later publication."""

    ruling = models.ForeignKey(Ruling, models.PROTECT, related_name="words")
    digest = models.CharField(max_length=80)

    class Meta:
        constraints = (models.UniqueConstraint("digest", "ruling", name="ruling_holds_once_for_words"),)

    def __str__(self) -> str:
        return f"{self.ruling_id} on {self.digest[:10]}"


class Answer(models.Model):
    """What somebody answered, on the words in force then. `ruling` where the answer is one. Append-only."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(_("answer"), max_length=2000)
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=80, blank=True)
    ruling = models.ForeignKey(Ruling, models.PROTECT, null=True, blank=True, related_name="answers")

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"answer to {self.question_id}"
