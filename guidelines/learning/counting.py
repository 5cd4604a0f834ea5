"""What waits for a person in this room, kept for some seconds: every page's navigation and home show it.

Most people have nothing of it. The query that finds the person says so (`people/asides.py`), and then nothing is asked.
"""

from __future__ import annotations

from typing import Any

from guidelines.audit import followers
from guidelines.audit.models import AuditEvent
from guidelines.frame import clock
from guidelines.frame.counts import Counts
from guidelines.frame.stored import instant_to
from guidelines.learning.rights import FEEDBACK_OPEN
from guidelines.people import asides
from guidelines.people.asides import Aside
from guidelines.people.models import Person
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone
from guidelines.reading.queries.duties import ASKED_AS_READERS
from guidelines.reading.services import VERBS

tasks: Counts[int] = Counts()
"""How many tasks are open."""
sessions: Counts[bool] = Counts()
"""Whether any session may be theirs to come to, to hold, or to say how it was; kept only where there is none."""

_ROLES = ", ".join(["%s"] * len(ASKED_AS_READERS))
# No more than a first look: it passes by restricted guidelines, and whether an edition is in force yet or still.
_MAY_HAVE_TASKS = (
    "EXISTS (SELECT 1 FROM people_assignment a JOIN learning_task t "  # noqa: S608  # no part of it is anybody's words
    "ON (a.market_id IS NULL OR a.market_id = t.market_id) AND (a.domain_id IS NULL OR a.domain_id = t.domain_id) "
    f"WHERE a.person_id = %s AND a.ended_at IS NULL AND a.role IN ({_ROLES}) "
    "AND t.called_off_at IS NULL AND t.kind IN ('quiz', 'material', 'session') "
    "AND (t.audience = 'readers' OR (t.audience = 'role' AND t.role = a.role) "
    "OR (t.audience = 'team' AND t.team_id = (SELECT team_id FROM people_person WHERE id = %s)) "
    "OR (t.audience = 'people' AND "
    "EXISTS (SELECT 1 FROM learning_taskperson n WHERE n.person_id = %s AND n.task_id = t.id))) "
    "AND NOT EXISTS (SELECT 1 FROM learning_taskdone d WHERE d.person_id = %s AND d.task_id = t.id) "
    "AND NOT EXISTS (SELECT 1 FROM learning_invitation i WHERE i.person_id = %s AND i.session_id = t.session_id "
    "AND i.attended) "
    "AND NOT EXISTS (SELECT 1 FROM learning_attempt b JOIN learning_result r ON r.attempt_id = b.id "
    "WHERE b.person_id = %s AND b.quiz_id = t.quiz_id AND r.passed))"
)
_MAY_HAVE_SESSIONS = (
    "(EXISTS (SELECT 1 FROM learning_invitation i JOIN learning_session s ON s.id = i.session_id "
    "WHERE i.person_id = %s AND i.removed_at IS NULL AND s.called_off_at IS NULL AND s.ends_at > %s) "
    "OR EXISTS (SELECT 1 FROM learning_session s WHERE s.trainer_id = %s AND s.called_off_at IS NULL "
    "AND s.ends_at > %s))"
)


def _of_tasks(person_id: Any) -> list[Any]:
    return [person_id, *sorted(ASKED_AS_READERS), *[person_id] * 5]


def _of_sessions(person_id: Any) -> list[Any]:
    since = instant_to(clock.now() - FEEDBACK_OPEN)
    return [person_id, since, person_id, since]


def _told_of_tasks(person: Person, found: bool, begun: int) -> None:
    if not found:
        tasks.tell(person.pk, holdings(person), 0, begun)


def _told_of_sessions(person: Person, found: bool, begun: int) -> None:
    if not found:
        sessions.tell(person.pk, holdings(person), False, begun)


MAY_HAVE_TASKS = Aside("may_have_tasks", _MAY_HAVE_TASKS, _of_tasks, _told_of_tasks, begun=tasks.begun)
MAY_HAVE_SESSIONS = Aside(
    "may_have_sessions", _MAY_HAVE_SESSIONS, _of_sessions, _told_of_sessions, begun=sessions.begun
)


def may_have_sessions(person: Anyone) -> bool:
    """Without a query; what is not known may be."""
    return sessions.known(person.pk, holdings(person)) is not False


FOR_ALL = (
    *("task.assigned", "task.called_off", "quiz.opened", "quiz.closed", "material.saved", "material.approved"),
    *("session.planned", "session.changed", "session.called_off", "session.invited", "session.taken_back"),
    *("session.attendance", "guideline.classed", "clearance.given", "clearance.ended", "person.moved", *VERBS),
)
"""The deeds after which something else may wait for anybody. Roles are not among them: other rights count anew."""
OWN = ("task.done", "quiz.finished", "session.answered", "session.feedback")
"""Those after which something else waits for whoever did them."""


def start() -> None:
    asides.register(MAY_HAVE_TASKS)
    asides.register(MAY_HAVE_SESSIONS)
    for verb in FOR_ALL:
        followers.follow(verb, _forget_all)
    for verb in OWN:
        followers.follow(verb, _forget_theirs)


def _forget_all(event: AuditEvent) -> None:
    tasks.forget_all()
    sessions.forget_all()


def _forget_theirs(event: AuditEvent) -> None:
    if event.actor_id is not None:
        tasks.forget(event.actor_id)
        sessions.forget(event.actor_id)
