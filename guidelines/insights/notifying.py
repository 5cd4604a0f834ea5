"""Who is told of answers, and the words of it: everybody who asks a question, of each answer and of the edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from guidelines.audit.models import AuditEvent
from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.insights.models import Answer, Question
from guidelines.insights.rights import visible_questions
from guidelines.liaison.models import Kind, Notification
from guidelines.liaison.notifying import showing, telling
from guidelines.liaison.notifying.edition_words import LONGEST_NOTE
from guidelines.liaison.notifying.showing import Shown, Told
from guidelines.liaison.notifying.telling import News
from guidelines.people.models import Person

QUESTION, BECAME = "question", "question_edition"
"""Subjects: a question that was answered in words, and one that an edition answers."""


def register() -> None:
    telling.register(answered, "question.answered")
    telling.register(became_an_edition, "edition.answers", "edition.published", "edition.enforced")
    telling.register(taken_back, "edition.cancelled")
    showing.register(QUESTION, answers)
    showing.register(BECAME, editions)


def answered(event: AuditEvent) -> Iterable[News]:
    people = Person.objects.filter(questions__question=event.subject_id)
    yield News(Kind.ANSWERED, (QUESTION, event.subject_id), people, detail=event.data["answer"])


def became_an_edition(event: AuditEvent) -> Iterable[News]:
    """Told when it takes force, whether it was linked before or after it was published."""
    start = begins(event.subject_id)
    if start is None:
        return
    for question in Question.objects.filter(answered_in=event.subject_id):
        about = f"question {question.pk} {start.isoformat()}"
        people = Person.objects.filter(questions__question=question.pk)
        yield News(Kind.ANSWERED, (BECAME, question.pk), people, about, event.subject_id, start)


def taken_back(event: AuditEvent) -> Iterable[News]:
    """An edition that was cancelled answers nothing yet."""
    rows = Notification.objects.filter(subject_kind=BECAME, detail=event.subject_id, seen_at=None)
    rows.update(seen_at=event.at)
    return ()


def begins(edition_id: int) -> dt.datetime | None:
    """When a published edition takes force; None for one that is not published."""
    rows = Edition.objects.issued().filter(pk=edition_id)
    found: dt.datetime | None = rows.values_list("effective_from", flat=True).first()
    return found


def answers(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    found = _questions(person, told)
    texts = dict(Answer.objects.filter(pk__in=[one.row.detail for one in told]).values_list("pk", "text"))
    return {
        one.row.pk: _shown(question, _answered(one.name, question.rule_id), texts[one.row.detail])
        for one in told
        if (question := found.get(one.row.subject_id)) and one.row.detail in texts
    }


def _answered(name: str, rule: str) -> str:
    if not rule:
        return _("%(name)s answered your question.") % {"name": name}
    return _("%(name)s answered your question about rule %(rule)s.") % {"name": name, "rule": rule}


def editions(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    found, now = _questions(person, told), clock.now()
    sentence = _("Edition %(number)d answers your question. It is in force.")
    return {
        one.row.pk: _shown(question, sentence % {"number": question.answered_in.number}, question.text)
        for one in told
        if (question := found.get(one.row.subject_id))
        and question.answered_in
        and question.standing(now) == Question.Standing.EDITION
    }


def _questions(person: Person, told: Sequence[Told]) -> dict[int, Question]:
    rows = visible_questions(person).filter(pk__in={one.row.subject_id for one in told})
    return {question.pk: question for question in rows}


def _shown(question: Question, sentence: str, note: str) -> Shown:
    guideline = question.guideline
    return Shown(
        sentence,
        question.get_absolute_url(),
        guideline.policy_id,
        question.edition.title,
        guideline.language,
        excerpt(note),
        is_restricted=guideline.audience == "restricted",
    )


def excerpt(text: str, most: int = LONGEST_NOTE) -> str:
    """As much of it as a notification shows."""
    return text if len(text) <= most else f"{text[:most].rstrip()}…"
