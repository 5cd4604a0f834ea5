"""What says by itself that a guideline should change: questions, requests and searches that found nothing.

Questions and requests come with the deed. `gather` takes up whatever was there before, and the searches, which are no
deed of anybody; it is run every hour, by hand with `manage.py gather_insights`, and again without harm.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from guidelines.audit import followers
from guidelines.audit import services as audit
from guidelines.audit.models import AuditEvent
from guidelines.catalogue.models import Topic
from guidelines.frame import clock
from guidelines.insights.models import Asker, Insight, Question, Raising, Source, StakeholderRequest
from guidelines.insights.services.opening import Reference, Signal, take
from guidelines.insights.words import rules_in
from guidelines.people.models import Person
from guidelines.reading.models import MissedSearch
from guidelines.reading.search.missed import KEPT
from guidelines.text.folding import fold

QUESTION, REQUEST, SEARCH = "question", "request", "search"
"""Kinds of references."""
SEARCHED_ON = 3
"""On so many days a search found nothing before it is an insight: fewer may be a slip, or a name of somebody."""


def follow_to_the_queue() -> None:
    """Say it in the queue with the deed, and close it there as it is closed in its own way."""
    followers.follow("question.asked", question_asked)
    followers.follow("question.joined", question_joined)
    followers.follow("edition.answers", edition_answers)
    followers.follow("request.made", request_made)
    followers.follow("request.linked", request_linked)
    followers.follow("request.declined", request_declined)
    followers.follow("synonyms.added", synonyms_added)


def question_asked(event: AuditEvent) -> None:
    _take_question(_questions().get(pk=event.subject_id))


def question_joined(event: AuditEvent) -> None:
    question = _questions().get(pk=event.subject_id)
    asker = Asker.objects.select_related("person").get(question=question, person_id=event.actor_id or 0)
    take(signal_of_question(question), by=asker.person, at=asker.at)


def _questions() -> QuerySet[Question]:
    return Question.objects.select_related("guideline__market", "guideline__domain", "edition", "asked_by")


def _take_question(question: Question) -> None:
    signal = signal_of_question(question)
    for asker in question.askers.select_related("person"):
        take(signal, by=asker.person, at=asker.at)
    if question.answered_in_id:
        _insights_of(QUESTION, question.pk).update(answered_in=question.answered_in_id)


def signal_of_question(question: Question) -> Signal:
    """A flag says that something is wrong; a question that something is unclear."""
    rule = rules_in(question.edition.source).get(question.rule_id) if question.rule_id else None
    is_flag = question.kind != Question.Kind.DECIDE
    return Signal(
        source=Source.FLAG if is_flag else Source.QUESTION,
        market=question.guideline.market,
        guideline=question.guideline,
        rule_id=question.rule_id,
        topic=Topic.objects.filter(code__in=question.edition.topic_codes[:1]).first(),
        severity=rule.severity if rule else "",
        words=question.text,
        reference=Reference(QUESTION, question.pk, "question"),
    )


def edition_answers(event: AuditEvent) -> None:
    """The questions of an edition were chosen, or chosen anew: their insights close with it, and with no other."""
    questions = Question.objects.filter(answered_in=event.subject_id).values("pk")
    raised = Raising.objects.filter(insight=OuterRef("pk"), reference_kind=QUESTION, reference_id__in=questions)
    requested = StakeholderRequest.objects.filter(answered_in=event.subject_id).values("pk")
    asked = Raising.objects.filter(insight=OuterRef("pk"), reference_kind=REQUEST, reference_id__in=requested)
    Insight.objects.filter(Exists(raised)).update(answered_in=event.subject_id)
    linked = Insight.objects.filter(answered_in=event.subject_id)
    linked.exclude(Exists(raised)).exclude(Exists(asked)).update(answered_in=None)


def request_made(event: AuditEvent) -> None:
    _take_request(_requests().get(pk=event.subject_id))


def _requests() -> QuerySet[StakeholderRequest]:
    return StakeholderRequest.objects.select_related("market", "domain", "guideline__market", "asked_by")


def _take_request(request: StakeholderRequest) -> None:
    signal = Signal(
        source=Source.REQUEST,
        market=request.market,
        domain=request.domain,
        guideline=request.guideline,
        rule_id=request.rule_id if request.guideline else "",
        words=request.text,
        reference=Reference(REQUEST, request.pk, "request"),
        name=request.source,
    )
    take(signal, by=request.asked_by, at=request.asked_at)
    if request.answered_in_id:
        _insights_of(REQUEST, request.pk).update(answered_in=request.answered_in_id)


def request_linked(event: AuditEvent) -> None:
    _insights_of(REQUEST, event.subject_id).update(answered_in=event.data["edition"])


def request_declined(event: AuditEvent) -> None:
    """Its insight is declined with it, where nobody else said the same and nothing was decided about it."""
    request = StakeholderRequest.objects.get(pk=event.subject_id)
    _insights_of(REQUEST, request.pk).filter(answered_in=_never_linked(request)).update(answered_in=None)
    others = Raising.objects.filter(insight=OuterRef("pk")).exclude(reference_kind=REQUEST, reference_id=request.pk)
    alone = Insight.objects.undecided(event.at).exclude(Exists(others))
    found = alone.filter(pk__in=_insights_of(REQUEST, request.pk).values("pk"))
    facts = {"declined_at": event.at, "declined_by": request.declined_by, "reason": request.reason}
    Insight.objects.filter(pk__in=list(found.values_list("pk", flat=True))).update(**facts)


def _never_linked(request: StakeholderRequest) -> int:
    """The edition that was to answer it; a request that is declined names none any more."""
    named = AuditEvent.objects.filter(verb="request.linked", subject_kind=REQUEST, subject_id=request.pk)
    newest = named.order_by("-id").first()
    return int(newest.data["edition"]) if newest else 0


def _insights_of(kind: str, key: int) -> QuerySet[Insight]:
    raised = Raising.objects.filter(insight=OuterRef("pk"), reference_kind=kind, reference_id=key)
    return Insight.objects.filter(Exists(raised))


def synonyms_added(event: AuditEvent) -> None:
    """What was looked for by other words is found by them now."""
    words = {fold(text) for text in event.data["texts"]}
    by = Person.objects.filter(pk=event.actor_id or 0).first()
    rows = Insight.objects.undecided(event.at).filter(market__code=event.data["market"], source=Source.SEARCH)
    others = Raising.objects.filter(insight=OuterRef("pk")).exclude(source=Source.SEARCH)
    for insight in rows.exclude(Exists(others)) if by else ():
        if fold(insight.text) in words:
            answer = _("Search finds it now, by a synonym: %(words)s.") % {"words": ", ".join(event.data["texts"])}
            insight.answered_at, insight.answered_by, insight.answer = event.at, by, answer[:2000]
            insight.save(update_fields=["answered_at", "answered_by", "answer"])


def gather() -> int:
    """Take up what no deed brought: how many there were."""
    now = clock.now()
    open_questions = Question.objects.open(now).exclude(_heard(QUESTION)).values("pk")
    questions = list(_questions().filter(pk__in=open_questions).order_by("pk"))
    undecided = StakeholderRequest.objects.open(now) | StakeholderRequest.objects.taken_up(now)
    requests = list(_requests().filter(pk__in=undecided.exclude(_heard(REQUEST)).values("pk")).order_by("pk"))
    for question in questions:
        _locked(partial(_take_question, question))
    for request in requests:
        _locked(partial(_take_request, request))
    return len(questions) + len(requests) + _searches(now)


def _heard(kind: str) -> Exists:
    return Exists(Raising.objects.filter(reference_kind=kind, reference_id=OuterRef("pk")))


@transaction.atomic
def _locked(take_it: Callable[[], None]) -> None:
    """One at a time, so that no deed waits for long."""
    audit.moment()
    take_it()


def _searches(now: dt.datetime) -> int:
    """Searches that found nothing on several days, and on how many more since."""
    since = now.date() - dt.timedelta(days=KEPT)
    rows = MissedSearch.objects.filter(count__gte=SEARCHED_ON, last_on__gte=since).select_related("market")
    known = dict(Raising.objects.filter(reference_kind=SEARCH).values_list("reference_id", "times"))
    found = 0
    for row in rows:
        if row.pk not in known:
            found += _take_search(row, now)
        elif row.count > known[row.pk]:
            _searched_again(row, now)
    return found


@transaction.atomic
def _take_search(row: MissedSearch, now: dt.datetime) -> int:
    audit.moment()
    signal = Signal(Source.SEARCH, row.market, row.text, reference=Reference(SEARCH, row.pk, "synonyms", ()))
    return int(take(signal, by=None, at=now, times=row.count)[1])


@transaction.atomic
def _searched_again(row: MissedSearch, now: dt.datetime) -> None:
    audit.moment()
    raising = Raising.objects.select_related("insight").get(reference_kind=SEARCH, reference_id=row.pk, person=None)
    more = row.count - raising.times
    if more > 0:
        Raising.objects.filter(pk=raising.pk).update(times=row.count)
        Insight.objects.filter(pk=raising.insight_id).update(said=F("said") + more, last_at=now)
