"""Reads of this room: what was asked before, what waits for whom, which rulings run where."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from guidelines.editions.models import Edition, Guideline
from guidelines.frame import clock
from guidelines.insights import waiting
from guidelines.insights.models import Answer, Asker, Question, Ruling, RulingWords
from guidelines.insights.models import QuestionQuerySet as Questions
from guidelines.insights.models import RulingQuerySet as Rulings
from guidelines.insights.rights import answerable, reads_somewhere, visible_questions
from guidelines.insights.rights import visible_rulings as visible
from guidelines.people.models import Person

MOST_ALIKE = 10
"""How many earlier questions on a rule are shown before a new one is sent."""


def with_askers(questions: Questions) -> Questions:
    """Each with how many people ask it (`asking`)."""
    counted = Asker.objects.filter(question=OuterRef("pk")).order_by().values("question")
    number = Subquery(counted.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return questions.annotate(asking=Coalesce(number, 0))


def asked_before(person: Person, guideline: Guideline, rule_id: str) -> list[Question]:
    """Open and answered questions on the rule, the newest first, each with its answers and whether I ask it."""
    now = clock.now()
    rows = visible_questions(person).filter(guideline=guideline, rule_id=rule_id)
    still = rows.open(now) | rows.answered(now)
    mine = Asker.objects.filter(question=OuterRef("pk"), person_id=person.pk)
    found = with_askers(still).annotate(is_mine=Exists(mine)).prefetch_related("answers__person", "answers__ruling")
    return list(found.order_by("-asked_at")[:MOST_ALIKE])


def queue(person: Person, *, standing: str = "", mine: bool = False, narrowed: Q | None = None) -> Questions:
    """The questions this person may see, the newest first; `mine` are those they ask."""
    rows, now = visible_questions(person), clock.now()
    states = {"open": rows.open, "answered": rows.answered, "edition": rows.became_an_edition}
    if standing in states:
        rows = states[standing](now)
    if mine:
        rows = rows.filter(Exists(Asker.objects.filter(question=OuterRef("pk"), person_id=person.pk)))
    return with_askers(rows.filter(narrowed or Q())).select_related("asked_by").order_by("-asked_at")


def unread(person: Person) -> QuerySet[Asker]:
    """The questions of this person that were answered, or became an edition, since they last looked."""
    rows = Asker.objects.filter(person_id=person.pk, question__in=visible_questions(person).order_by().values("pk"))
    return rows.unread(clock.now()).select_related("question__guideline__market", "question__answered_in")


def to_answer(person: Person) -> Questions:
    """The open questions that wait for this person: those they may answer and do not ask themselves."""
    asks = Asker.objects.filter(question=OuterRef("pk"), person_id=person.pk)
    return visible_questions(person).open(clock.now()).filter(answerable(person)).exclude(Exists(asks))


def waiting_count(person: Any) -> int:
    """How much waits for this person: answers to read, and questions to answer."""
    if not reads_somewhere(person):
        return 0
    return waiting.kept(person.pk, lambda: _count(person))


def _count(person: Person) -> int:
    now, mine = clock.now(), Asker.objects.filter(question=OuterRef("pk"), person_id=person.pk)
    to_read, waits = Q(Exists(mine.unread(now))), _open(now) & answerable(person) & ~Q(Exists(mine))
    return visible_questions(person).filter(to_read | waits).order_by().count()


def _open(now: dt.datetime) -> Q:
    return Q(pk__in=Question.objects.open(now).order_by().values("pk"))


@dataclass(frozen=True)
class Pinned:
    """A running ruling as it is read on its rule."""

    id: int
    rule: str
    text: str
    by: str
    is_owner: bool
    at: dt.datetime
    until: dt.datetime
    questions: int
    zone: str


def pinned_on(edition: Edition, at: dt.datetime, rule_id: str = "") -> tuple[Pinned, ...]:
    """The rulings that run on the words of an edition at an instant, in one query."""
    rows = Ruling.objects.on(edition).running(at).filter(**({"rule_id": rule_id} if rule_id else {}))
    counted = Answer.objects.filter(ruling=OuterRef("pk")).order_by().values("ruling").annotate(n=Count("pk"))
    columns = ("pk", "rule_id", "text", "made_by__name", "made_by_id", "made_at", "until")
    answers = Subquery(counted.values("n"), output_field=IntegerField())
    guideline = edition.guideline
    return tuple(
        Pinned(pk, rule, text, by, by_id == guideline.owner_id, made, until, n or 0, guideline.market.time_zone)
        for pk, rule, text, by, by_id, made, until, n in rows.annotate(n=answers)
        .order_by("made_at")
        .values_list(*columns, "n")
    )


def running_rulings(person: Person) -> Rulings:
    """The rulings that are pinned on a rule in force now and that this person may read, the first to end first."""
    return pinned_now(visible(person), clock.now()).order_by("until")


def pinned_now(rulings: Rulings, now: dt.datetime) -> Rulings:
    """Those of them that run, on words that are in force."""
    binding = Edition.objects.in_force(now).filter(guideline=OuterRef("guideline"))
    words = RulingWords.objects.filter(ruling=OuterRef(OuterRef("pk"))).values("digest")
    held, adopting = binding.filter(digest__in=words), binding.filter(pk=OuterRef("adopted_in"))
    return rulings.running(now).filter(Exists(held)).exclude(Exists(adopting))


def on_my_guidelines(person: Person) -> Rulings:
    """The rulings that run on the guidelines this person owns."""
    return running_rulings(person).filter(guideline__owner_id=person.pk)


def linkable_questions(edition: Edition, now: dt.datetime) -> Questions:
    """What the edition may answer: open and answered questions of its guideline that no other edition answers."""
    rows = Question.objects.filter(guideline=edition.guideline_id).select_related("guideline", "edition")
    mine = Q(answered_in=edition.pk)
    free = Q(pk__in=(rows.open(now) | rows.answered(now)).filter(answered_in=None).values("pk"))
    given_up = Q(answered_in__state__in=("discarded", "withdrawn"))
    return with_askers(rows.filter(mine | free | given_up)).order_by("rule_id", "-asked_at")


def linkable_rulings(edition: Edition, now: dt.datetime) -> Rulings:
    """What the edition may adopt: running rulings of its guideline that no other edition adopts."""
    rows = Ruling.objects.filter(guideline=edition.guideline_id).select_related("guideline", "edition", "made_by")
    free = Q(adopted_in=None) | Q(adopted_in__state__in=("discarded", "withdrawn"))
    running = Q(pk__in=rows.running(now).filter(free).values("pk"))
    return rows.filter(Q(adopted_in=edition.pk) | running).order_by("rule_id", "until")
