"""What the owner of a guideline is told of: new questions about it, and interim rulings that others pin on its rules.

Only an owner who may answer there is told: one who left, or whom a restricted guideline does not name, is not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from guidelines.audit.models import AuditEvent
from guidelines.editions.models import Guideline
from guidelines.frame import clock
from guidelines.frame.times import mine_and_market
from guidelines.insights.models import Question, Ruling
from guidelines.insights.models import QuestionQuerySet as Questions
from guidelines.insights.models import RulingQuerySet as Rulings
from guidelines.insights.notifying import excerpt
from guidelines.insights.queries import pinned_now
from guidelines.insights.rights import answerable, visible_questions, visible_rulings, why_not_answer, why_not_end
from guidelines.liaison.models import Kind, Notification
from guidelines.liaison.models.notifying import NotificationQuerySet
from guidelines.liaison.notifying import showing, telling
from guidelines.liaison.notifying.showing import Shown, Told
from guidelines.liaison.notifying.telling import News, these
from guidelines.people.models import Person

ASKED, RULED = "question_asked", "ruling_made"
"""Subjects: a question on a guideline of one's own, and an interim ruling on one of its rules."""


def register() -> None:
    telling.register(asked, "question.asked")
    telling.register(ruled, "ruling.made")
    telling.register(answered, "question.answered")
    telling.register(ended, "ruling.ended")
    telling.register(handed_over, "guideline.handed_over")
    showing.register(ASKED, questions)
    showing.register(RULED, rulings)


def asked(event: AuditEvent) -> Iterable[News]:
    return _of_questions(Question.objects.filter(pk=event.subject_id), event)


def ruled(event: AuditEvent) -> Iterable[News]:
    return _of_rulings(Ruling.objects.filter(pk=event.subject_id), event)


def answered(event: AuditEvent) -> Iterable[News]:
    """An answered question waits for no owner any more."""
    _unseen(ASKED).filter(subject_id=event.subject_id).update(seen_at=event.at)
    return ()


def ended(event: AuditEvent) -> Iterable[News]:
    """A ruling that was ended neither."""
    _unseen(RULED).filter(subject_id=event.subject_id).update(seen_at=event.at)
    return ()


def handed_over(event: AuditEvent) -> Iterable[News]:
    """What waited for one owner waits for the next, who may have been it before."""
    asked_here = Question.objects.filter(guideline=event.subject_id)
    ruled_here = Ruling.objects.filter(guideline=event.subject_id)
    for subject, here in (
        (ASKED, asked_here.values_list("pk", flat=True)),
        (RULED, ruled_here.values_list("pk", flat=True)),
    ):
        _unseen(subject).filter(subject_id__in=here, person=event.data["before"]).update(seen_at=event.at)
    return [*_of_questions(asked_here, event), *_of_rulings(ruled_here, event)]


def _unseen(subject: str) -> NotificationQuerySet:
    return Notification.objects.filter(subject_kind=subject, seen_at=None)


def _of_questions(rows: Questions, event: AuditEvent) -> list[News]:
    waiting = rows.open(_now(event)).exclude(asked_by=F("guideline__owner"))
    return _news(Kind.QUESTION, ASKED, waiting.filter(_does_not_wait_yet(ASKED)), event)


def _of_rulings(rows: Rulings, event: AuditEvent) -> list[News]:
    running = rows.running(_now(event)).exclude(made_by=F("guideline__owner"))
    return _news(Kind.RULING, RULED, running.filter(_does_not_wait_yet(RULED)), event)


def _does_not_wait_yet(subject: str) -> Q:
    """Where the owner was told and has not looked, they need not be told again."""
    return ~Q(Exists(_unseen(subject).filter(subject_id=OuterRef("pk"), person=OuterRef("guideline__owner"))))


def _news(kind: Kind, subject: str, rows: QuerySet[Question] | QuerySet[Ruling], event: AuditEvent) -> list[News]:
    """All of them are on one guideline."""
    found: list[Question | Ruling] = [*rows.select_related("guideline__owner").order_by("pk")]
    owner = _owner(found[0].guideline) if found else these([])
    return [News(kind, (subject, one.pk), owner, f"{kind} {one.pk} event {event.pk}") for one in found]


def _now(event: AuditEvent) -> dt.datetime:
    """Never before the deed, by whichever machine's clock it was done."""
    return max(clock.now(), event.at)


def _owner(guideline: Guideline) -> QuerySet[Person]:
    return these([] if why_not_answer(guideline.owner, guideline) else [guideline.owner_id])


def questions(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    """Who asks is named to those who may answer."""
    rows = visible_questions(person).filter(pk__in={one.row.subject_id for one in told}).select_related("asked_by")
    found = {question.pk: question for question in rows}
    mine = set(Question.objects.filter(answerable(person), pk__in=found).values_list("pk", flat=True))
    shown = {}
    for one in told:
        if question := found.get(one.row.subject_id):
            name = question.asked_by.name if question.pk in mine else _("Somebody")
            shown[one.row.pk] = _shown(question, _asks(question, name), question.get_absolute_url())
    return shown


def _asks(question: Question, name: str) -> str:
    about = _("%(name)s asks about rule %(rule)s.") if question.rule_id else _("%(name)s asks about the guideline.")
    sentences = [about % {"name": name, "rule": question.rule_id}]
    if question.standing(clock.now()) != Question.Standing.OPEN:
        sentences.append(_("The question is answered."))
    return " ".join(sentences)


def rulings(person: Person, told: Sequence[Told]) -> Mapping[int, Shown]:
    """With the way to end those that still hold, for whoever may."""
    rows, now = visible_rulings(person).filter(pk__in={one.row.subject_id for one in told}), clock.now()
    found, holding = {ruling.pk: ruling for ruling in rows}, {ruling.pk for ruling in pinned_now(rows, now)}
    shown = {}
    for one in told:
        if ruling := found.get(one.row.subject_id):
            holds = ruling.pk in holding
            ends = holds and why_not_end(person, ruling, now) is None
            shown[one.row.pk] = _shown(ruling, _pins(ruling, person, holds=holds, ends=ends), _page(ruling, ends=ends))
    return shown


def _pins(ruling: Ruling, person: Person, *, holds: bool, ends: bool) -> str:
    pinned = _("%(name)s pinned an interim ruling on rule %(rule)s until %(until)s.") % {
        "name": ruling.made_by.name,
        "rule": ruling.rule_id,
        "until": mine_and_market(ruling.until, person.time_zone, ruling.guideline.market.time_zone),
    }
    rest = _("You can end it.") if ends else "" if holds else _("It holds no longer.")
    return f"{pinned} {rest}".strip()


def _page(ruling: Ruling, *, ends: bool) -> str:
    """Where it is ended, or the rule it is about."""
    if ends:
        return reverse("end_ruling", args=[ruling.pk])
    return f"{reverse('guideline', args=[ruling.guideline.policy_id])}#{ruling.rule_id.lower()}"


def _shown(said: Question | Ruling, sentence: str, url: str) -> Shown:
    guideline = said.guideline
    return Shown(
        sentence,
        url,
        guideline.policy_id,
        said.edition.title,
        guideline.language,
        excerpt(said.text),
        is_restricted=guideline.is_restricted,
    )
