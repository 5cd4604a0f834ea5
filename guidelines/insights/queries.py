"""Reads of this room: what was asked before, what waits for whom, which rulings run where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connections, router
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from guidelines.editions.clearances import not_restricted
from guidelines.editions.models import Edition, Guideline
from guidelines.frame import clock
from guidelines.frame.stored import instant_to
from guidelines.insights.models import Asker, Question, Ruling, RulingWords
from guidelines.insights.models import QuestionQuerySet as Questions
from guidelines.insights.models import RulingQuerySet as Rulings
from guidelines.insights.rights import answerable, visible_questions
from guidelines.insights.rights import visible_rulings as visible
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone

MOST_ALIKE = 10
"""How many earlier questions on a rule are shown before a new one is sent."""


def with_askers(questions: Questions) -> Questions:
    """Each with how many people ask it (`asking`)."""
    counted = Asker.objects.filter(question=OuterRef("pk")).order_by().values("question")
    number = Subquery(counted.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return questions.annotate(asking=Coalesce(number, 0))


def asked_before(person: Anyone, guideline: Guideline, rule_id: str) -> list[Question]:
    """Open and answered questions on the rule, the newest first, each with its answers and whether I ask it."""
    now = clock.now()
    rows = visible_questions(person).filter(guideline=guideline, rule_id=rule_id)
    still = rows.open(now) | rows.answered(now)
    mine = Asker.objects.filter(question=OuterRef("pk"), person_id=person.pk)
    found = with_askers(still).annotate(is_mine=Exists(mine)).prefetch_related("answers__person", "answers__ruling")
    return list(found.order_by("-asked_at")[:MOST_ALIKE])


def queue(person: Anyone, *, standing: str = "", mine: bool = False, narrowed: Q | None = None) -> Questions:
    """The questions this person may see, the newest first; `mine` are those they ask."""
    rows, now = visible_questions(person), clock.now()
    states = {"open": rows.open, "answered": rows.answered, "edition": rows.became_an_edition}
    if standing in states:
        rows = states[standing](now)
    if mine:
        rows = rows.filter(Exists(Asker.objects.filter(question=OuterRef("pk"), person_id=person.pk)))
    found = with_askers(rows.filter(narrowed or Q())).select_related("asked_by").order_by("-asked_at")
    return found.prefetch_related("answers__person")


def unread(person: Anyone) -> QuerySet[Asker]:
    """The questions of this person that were answered, or became an edition, since they last looked."""
    rows = Asker.objects.filter(person_id=person.pk, question__in=visible_questions(person).order_by().values("pk"))
    rows = rows.unread(clock.now()).select_related("question__guideline__market", "question__answered_in")
    newest = F("question__answered_at").desc(nulls_last=True)
    return rows.prefetch_related("question__answers__person").order_by(newest, "-question__linked_at")


def to_answer(person: Anyone) -> Questions:
    """The open questions that wait for this person: those they may answer and do not ask themselves."""
    asks = Asker.objects.filter(question=OuterRef("pk"), person_id=person.pk)
    return visible_questions(person).open(clock.now()).filter(answerable(person)).exclude(Exists(asks))


# In plain SQL, as it is asked for everybody's navigation; mostly there is no news, and no guideline of one's own.
_NEWS = (
    "EXISTS (SELECT 1 FROM insights_asker a JOIN insights_question q ON q.id = a.question_id "
    "LEFT JOIN editions_edition e ON e.id = q.answered_in_id WHERE a.person_id = %s AND ("
    "(q.answered_at IS NOT NULL AND (a.seen_at IS NULL OR a.seen_at < q.answered_at)) OR (e.effective_from <= %s "
    "AND (a.seen_at IS NULL OR a.seen_at < e.effective_from OR a.seen_at < q.linked_at))))"
)
_OWNS = "EXISTS (SELECT 1 FROM editions_guideline WHERE owner_id = %s)"
ABOUT_ME = f"{_NEWS} OR {_OWNS}"
"""Whether anything of this room may wait for whoever answers by no role; `facts_about` are its parameters."""


def anything(person: Anyone) -> tuple[bool, bool]:
    """Whether this person may have news of their questions, and whether they own a guideline."""
    database = connections[router.db_for_read(Asker)]
    with database.cursor() as cursor:
        cursor.execute(f"SELECT {_NEWS}, {_OWNS}", facts_about(person.pk))  # none of it is anybody's words
        has_news, owns = cursor.fetchone()
    return bool(has_news), bool(owns)


def facts_about(person_id: int) -> list[Any]:
    return [person_id, instant_to(clock.now()), person_id]


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
    language: str
    """In which it is written: that of its guideline."""


# In plain SQL, as it is asked with every read: to have it written by the ORM took ten times as long (0.8 ms).
_PINNED = (
    "SELECT r.id, r.rule_id, r.text, r.made_at, r.until, r.made_by_id, p.name AS by_name, "
    "(SELECT count(*) FROM insights_answer a WHERE a.ruling_id = r.id) AS answered "
    "FROM insights_rulingwords w JOIN insights_ruling r ON r.id = w.ruling_id "
    "JOIN people_person p ON p.id = r.made_by_id "
    "WHERE w.digest = %s AND r.made_at <= %s AND r.until > %s AND (r.ended_at IS NULL OR r.ended_at > %s) "
    "AND (r.adopted_in_id IS NULL OR r.adopted_in_id <> %s) ORDER BY r.made_at"
)


def pinned_on(edition: Edition, at: dt.datetime, rule_id: str = "") -> tuple[Pinned, ...]:
    """The rulings that run on the words of an edition at an instant, in one query: those made for these words,
    neither over nor ended, and not adopted by them."""
    moment = connections[router.db_for_read(Ruling)].ops.adapt_datetimefield_value(at)
    rows = Ruling.objects.raw(_PINNED, [edition.digest, moment, moment, moment, edition.pk])
    return tuple(_pinned(row, edition) for row in rows if rule_id in ("", row.rule_id))


def _pinned(row: Any, edition: Edition) -> Pinned:
    guideline = edition.guideline
    return Pinned(
        id=row.pk,
        rule=row.rule_id,
        text=row.text,
        by=row.by_name,
        is_owner=row.made_by_id == guideline.owner_id,
        at=row.made_at,
        until=row.until,
        questions=row.answered,
        zone=guideline.market.time_zone,
        language=guideline.language,
    )


def running_rulings(person: Anyone) -> Rulings:
    """The rulings that are pinned on a rule in force now and that this person may read, the first to end first."""
    return pinned_now(visible(person), clock.now()).order_by("until")


def pinned_since(person: Anyone, since: dt.datetime) -> Rulings:
    """Those of the person's own markets and domains that were made since then, the newest first; none that few read."""
    here = holdings(person).where(Capability.READ, "guideline__market", "guideline__domain")
    rows = running_rulings(person).filter(here, not_restricted("guideline"), made_at__gt=since)
    return rows.order_by("-made_at")


def pinned_now(rulings: Rulings, now: dt.datetime) -> Rulings:
    """Those of them that run, on words that are in force."""
    binding = Edition.objects.in_force(now).filter(guideline=OuterRef("guideline"))
    words = RulingWords.objects.filter(ruling=OuterRef(OuterRef("pk"))).values("digest")
    held, adopting = binding.filter(digest__in=words), binding.filter(pk=OuterRef("adopted_in"))
    return rulings.running(now).filter(Exists(held)).exclude(Exists(adopting))


def endings(market: int, domain: int, near: tuple[dt.datetime, dt.datetime]) -> Iterable[dt.datetime]:
    """When rulings of a market and domain are over by the clock: open pages ask then."""
    rows = Ruling.objects.filter(guideline__market=market, guideline__domain=domain, until__range=near)
    return rows.filter(ended_at=None).order_by().values_list("until", flat=True)


def on_my_guidelines(person: Anyone) -> Rulings:
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
