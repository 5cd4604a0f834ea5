"""How much waits for a person under each label of this room: one query at most for all of it, and mostly none."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Func, IntegerField, OuterRef, QuerySet, Subquery

from guidelines.frame import clock
from guidelines.insights import waiting
from guidelines.insights.insight_rights import WORKING, worked, works_queue
from guidelines.insights.models import Asker, Insight, Question, StakeholderRequest
from guidelines.insights.models import QuestionQuerySet as Questions
from guidelines.insights.queries import ABOUT_ME, facts_about, unread
from guidelines.insights.request_rights import handled, handles_requests
from guidelines.insights.rights import answerable, reads_somewhere
from guidelines.insights.waiting import NOTHING, Waiting
from guidelines.people.asides import Aside
from guidelines.people.models import Person
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone

_PARTS = ("insights", "answers", "questions", "requests")
WORK = (Capability.ANSWER, Capability.WRITE, WORKING)
"""With any of these something may wait for a person by their role, and not by what they asked or own."""


def waiting_of(person: Any) -> Waiting:
    """Everything that waits for this person in this room."""
    if not isinstance(person, Anyone) or not person.pk:
        return NOTHING
    return waiting.kept(person.pk, holdings(person), lambda: _counted(person))


def assigned_count(person: Any) -> int:
    """How many insights wait for this person to work them."""
    return waiting_of(person).insights


def questions_count(person: Any) -> int:
    """How many answers wait to be read, and questions to be answered."""
    return waiting_of(person).questions


def requests_count(person: Any) -> int:
    """How many requests nobody has taken up, for those who could."""
    return waiting_of(person).requests


def all_count(person: Any) -> int:
    """Everything that waits under the label of those who see the queue."""
    return waiting_of(person).all


def _counted(person: Anyone) -> Waiting:
    """Each kind that this person can have, as a part of one query."""
    now, parts = clock.now(), dict[str, QuerySet[Any]]()
    if works_queue(person):
        parts["insights"] = Insight.objects.undecided(now).filter(worked(person), assigned_to=person.pk)
    if reads_somewhere(person):
        parts["answers"], parts["questions"] = unread(person), _to_answer(person)
    if handles_requests(person):
        parts["requests"] = StakeholderRequest.objects.open(now).filter(handled(person))
    if not parts:
        return NOTHING
    one = Person.objects.filter(pk=person.pk).order_by()
    found = one.values(**{f"of_{name}": _number(rows) for name, rows in parts.items()}).get()
    # A part that can hold nothing is no number.
    number: dict[str, Any] = {name: found.get(f"of_{name}") or 0 for name in _PARTS}
    return Waiting(number["insights"], number["answers"] + number["questions"], number["requests"])


def _number(rows: QuerySet[Any]) -> Subquery:
    counted = rows.order_by().annotate(n=Func("pk", function="COUNT", output_field=IntegerField()))
    return Subquery(counted.values("n"))


def _to_answer(person: Anyone) -> Questions:
    """What `to_answer` holds; whoever may answer reads there, so this asks nothing about rights to read."""
    asks = Asker.objects.filter(question=OuterRef("pk"), person_id=person.pk)
    return Question.objects.open(clock.now()).filter(answerable(person)).exclude(Exists(asks))


def _told(person: Person, found: bool, begun: int) -> None:
    """Most people have nothing waiting: said once they are known, it need not be counted."""
    held = holdings(person)
    if not found and not any(held.may_somewhere(one) for one in WORK):
        waiting.nothing_for(person.pk, held, begun)


WAITING = Aside("has_waiting", f"({ABOUT_ME})", facts_about, _told, begun=waiting.begun)
