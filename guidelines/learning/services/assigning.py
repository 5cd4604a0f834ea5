"""Tasks: assigned by hand with a day and a reason, chosen for an edition, called off with a reason, and done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.audit import services as audit
from guidelines.catalogue.models import Domain, Market
from guidelines.editions.clearances import RESTRICTED
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.reasons import refuse
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, NotFound, Outdated, WrongState
from guidelines.learning.assign_rights import tasks_for, why_not_assign, why_not_call_off, why_not_choose
from guidelines.learning.material_rights import visible_materials
from guidelines.learning.models import Material, Quiz, Session, Task, TaskDone, TaskPerson
from guidelines.learning.quiz_rights import visible_quizzes
from guidelines.learning.rights import visible_sessions
from guidelines.learning.services._words import said
from guidelines.people.models import Person, Team
from guidelines.people.roles import Role

FURTHEST = dt.timedelta(days=366)
MOST_DAYS = 90
LONGEST = 1000
Kind, Audience = Task.Kind, Task.Audience


@dataclass(frozen=True)
class ForWhom:
    """Who is asked."""

    audience: str
    role: str = ""
    team: Team | None = None
    people: Collection[int] = field(default_factory=tuple)


@dataclass(frozen=True)
class Thing:
    """What is to be done: one of these, and nothing for a notice or an acknowledgement."""

    quiz: Quiz | None = None
    material: Material | None = None
    session: Session | None = None

    @property
    def kind(self) -> str:
        return Kind.QUIZ if self.quiz else Kind.MATERIAL if self.material else Kind.SESSION


@transaction.atomic
def assign(
    thing: Thing, whom: ForWhom, *, market: Market, domain: Domain, due_on: dt.date, reason: str, by: Person
) -> Task:
    """Ask people to take a quiz, read a material or come to a session, until a day, and say why."""
    now = audit.moment()
    people = Person.objects.filter(pk__in=whom.people, is_active=True)
    refuse(why_not_assign(by, market.pk, domain.pk, audience=whom.audience, team=whom.team, people=people))
    _refuse_unless_ready(thing, market, domain, by)
    _refuse_unless_somebody(whom, people.count())
    today = now.astimezone(market.zone).date()
    if not today <= due_on <= today + FURTHEST:
        raise Invalid(_("Choose a day from today on, within a year."))
    why = said(reason, most=LONGEST, missing=_("Write the reason. Everybody who is asked reads it."))
    task = Task(market=market, domain=domain, due_on=due_on, reason=why, assigned_by=by, assigned_at=now)
    _refuse_again(task, thing, whom, {person.pk for person in people})
    return _kept(task, thing, thing.kind, whom, people=list(people))


def _refuse_again(task: Task, thing: Thing, whom: ForWhom, people: Collection[int]) -> None:
    """A second click asks nobody twice: all of it is what this person assigned before, and it stands."""
    same: dict[str, Any] = {"due_on": task.due_on, "reason": task.reason, "assigned_by": task.assigned_by}
    same |= {"quiz": thing.quiz, "material": thing.material, "session": thing.session, "audience": whom.audience}
    same |= {"role": whom.role} if whom.audience == Audience.ROLE else {}
    same |= {"team": whom.team} if whom.audience == Audience.TEAM else {}
    for before in Task.objects.standing().filter(**same):
        named = set(TaskPerson.objects.filter(task=before).values_list("person_id", flat=True))
        if whom.audience != Audience.PEOPLE or named == people:
            raise WrongState(_("You have assigned exactly this already. It is in the list of tasks."))


def _kept(task: Task, thing: Thing, kind: str, whom: ForWhom, people: Collection[Person] = ()) -> Task:
    task.kind, task.quiz, task.material, task.session = kind, thing.quiz, thing.material, thing.session
    task.audience, task.role = whom.audience, whom.role if whom.audience == Audience.ROLE else ""
    task.team = whom.team if whom.audience == Audience.TEAM else None
    task.save(force_insert=True)
    if whom.audience == Audience.PEOPLE:
        TaskPerson.objects.bulk_create(TaskPerson(task=task, person=person) for person in people)
    facts: dict[str, Any] = {
        "kind": kind,
        "thing": task.thing.pk,
        "audience": task.audience,
        "role": task.role,
        "team": task.team_id,
        "people": sorted(person.pk for person in people) if whom.audience == Audience.PEOPLE else [],
        "due_on": task.due_on.isoformat() if task.due_on else None,
        "days": task.days,
    }
    digest = task.edition.digest if task.edition else ""
    audit.record(
        "task.assigned",
        by=task.assigned_by,
        subject=task,
        at=task.assigned_at,
        digest=digest,
        note=task.reason,
        **facts,
    )
    return task


@transaction.atomic
def choose(
    edition: Edition, kind: str, thing: Thing, whom: ForWhom, *, days: int, by: Person, seen: str | None = None
) -> Task | None:
    """What a major edition asks of its readers from its start on; an empty kind is nothing.

    A new choice takes the place of the one before, which stays in the record as called off. `seen` is the choice on
    the screen, where there was one: nobody takes the place of what they did not read.
    """
    Guideline.objects.select_for_update().get(pk=edition.guideline_id)
    now = audit.moment()
    edition = Edition.objects.select_related("guideline__market", "guideline__domain").get(pk=edition.pk)
    refuse(why_not_choose(by, edition, fresh=True))
    if seen is not None and seen != seen_of(edition):
        raise Outdated(_("This was chosen anew after you opened the page. Look at the choice beside, then keep yours."))
    guideline = edition.guideline
    if kind in (Kind.QUIZ, Kind.SESSION):
        if thing.kind != kind or (thing.quiz is None and thing.session is None):
            raise Invalid(_("Choose the quiz.") if kind == Kind.QUIZ else _("Choose the session."))
        _refuse_unless_ready(thing, guideline.market, guideline.domain, by)
    elif kind not in ("", Kind.NOTICE, Kind.ACKNOWLEDGEMENT):
        raise Invalid(_("Choose what the edition asks."))
    if not 0 <= days <= MOST_DAYS:
        raise Invalid(_("It is due between 0 and %(most)d days after its start.") % {"most": MOST_DAYS})
    _refuse_unless_somebody(whom, 0)
    for before in Task.objects.standing().filter(edition=edition).select_related("edition__guideline", "market"):
        _call_off(before, by, now, _("Another choice was made for this edition."))
    if not kind:
        return None
    task = Task(market=guideline.market, domain=guideline.domain, edition=edition, days=days)
    task.assigned_by, task.assigned_at = by, audit.moment()
    return _kept(task, thing if kind in (Kind.QUIZ, Kind.SESSION) else Thing(), kind, whom)


def seen_of(edition: Edition) -> str:
    """What the form of the choice says that it was opened on."""
    standing = Task.objects.standing().filter(edition=edition).order_by("pk").last()
    return str(standing.pk if standing else 0)


@transaction.atomic
def call_off(task: Task, *, by: Person, reason: str) -> Task:
    """Nobody is asked any more. Those who were read the reason."""
    now = audit.moment()
    task = Task.objects.select_related("market", "edition__guideline").get(pk=task.pk)
    refuse(why_not_call_off(by, task, fresh=True))
    _call_off(task, by, now, said(reason, most=LONGEST, missing=_("Write the reason. Those who were asked read it.")))
    return task


def _call_off(task: Task, by: Person, now: dt.datetime, reason: str) -> None:
    task.called_off_by, task.called_off_at, task.why_off = by, now, reason
    task.save(update_fields=["called_off_by", "called_off_at", "why_off"])
    audit.record("task.called_off", by=by, subject=task, at=now, note=reason)


@transaction.atomic
def read_it(task: Task, *, by: Person) -> TaskDone:
    """“I have read it”: a material, by whom it asks. Once is enough."""
    now = audit.moment()
    task = _asked_of(task, by, now)
    if task.material is None:
        raise Invalid(_("Only a material is marked as read. A quiz and a session tell by themselves."))
    before = task.done.filter(person=by).first()
    if before is not None:
        return before
    words = task.material.save_points.filter(approval__isnull=False).order_by("-number").first()
    made = TaskDone.objects.create(task=task, person=by, digest=words.digest if words else "", at=now)
    audit.record("task.done", by=by, subject=task, at=now, digest=made.digest)
    return made


def _asked_of(task: Task, by: Person, now: dt.datetime) -> Task:
    rows = tasks_for(by).filter(pk=task.pk)
    if not rows.exists():
        raise NotFound(_("There is no such task for you."))
    found = rows.filter(pk__in=Task.objects.running(now).values("pk")).first()
    if found is None:
        raise WrongState(_("This task is asked of nobody now."))
    return found


def _refuse_unless_ready(thing: Thing, market: Market, domain: Domain, by: Person) -> None:
    """What is assigned is there to be done, and of this market and domain."""
    if thing.quiz is not None:
        place, missing = _of_quiz(thing.quiz, by)
    elif thing.material is not None:
        place, missing = _of_material(thing.material, by)
    elif thing.session is not None:
        place, missing = _of_session(thing.session, by)
    else:
        raise Invalid(_("Choose what is to be done."))
    if missing:
        raise WrongState(missing)
    if place != (market.pk, domain.pk):
        raise Invalid(_("It is of another market or domain. Choose one of this."))


def _of_quiz(quiz: Quiz, by: Person) -> tuple[tuple[int, int], str]:
    """Where it is for, and why it can't be assigned."""
    if not visible_quizzes(by).filter(pk=quiz.pk).exists():
        raise NotFound(_("There is no such quiz that you can see."))
    missing = "" if quiz.state == Quiz.State.OPEN else _("Only an open quiz can be assigned.")
    return (quiz.market_id, quiz.domain_id), missing


def _of_material(material: Material, by: Person) -> tuple[tuple[int, int], str]:
    if not visible_materials(by).filter(pk=material.pk).exists():
        raise NotFound(_("There is no such material that you can see."))
    guideline = material.edition.guideline
    ready = material.state == Material.State.APPROVED and not guideline.is_restricted
    return (guideline.market_id, guideline.domain_id), "" if ready else _("Only an approved material can be assigned.")


def _of_session(session: Session, by: Person) -> tuple[tuple[int, int], str]:
    if not visible_sessions(by).filter(pk=session.pk).exists():
        raise NotFound(_("There is no such session that you can see."))
    comes = session.called_off_at is None and session.ends_at > clock.now()
    missing = "" if comes else _("Only a session that is still to come can be assigned.")
    if session.taught.filter(edition__guideline__audience=RESTRICTED).exists():
        missing = _("A session about a restricted guideline is assigned to nobody: invite the people it names.")
    return (session.market_id, session.domain_id), missing


def _refuse_unless_somebody(whom: ForWhom, people: int) -> None:
    if whom.audience not in Audience.values:
        raise Invalid(_("Choose for whom it is."))
    if whom.audience == Audience.ROLE and whom.role not in Role.values:
        raise Invalid(_("Choose the role that is asked."))
    if whom.audience == Audience.TEAM and whom.team is None:
        raise Invalid(_("Choose the team that is asked."))
    if whom.audience == Audience.PEOPLE and not people:
        raise Invalid(_("Name the people who are asked."))
