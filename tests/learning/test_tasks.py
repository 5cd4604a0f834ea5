"""Tasks: who assigns what to whom, who is expected to do what, reminders, leave, joiners, and what an edition asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from guidelines.audit.catching_up import catch_up_all
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.learning import expecting, notifying_tasks
from guidelines.learning.assign_rights import names_for, overseen_tasks, tasks_for
from guidelines.learning.models import Task
from guidelines.learning.services import assigning, quiz_making
from guidelines.learning.services.assigning import ForWhom
from guidelines.learning.task_queries import Tally, lines_of, people_of
from guidelines.liaison.models import Kind, Notification
from guidelines.people.models import Leave, Person, Team
from guidelines.people.roles import Role
from tests.editions import making
from tests.learning import quizzing
from tests.people import World, make_person
from tests.people.beyond import tia

Audience = Task.Audience
READERS = ForWhom(Audience.READERS)
DAY = dt.timedelta(days=1)


def may(deed: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            deed()
            transaction.set_rollback(True)
    except Refused:
        return False
    return True


def state_of(task: Task, person: Person, at: dt.datetime | None = None) -> str:
    return next(line.state for line in lines_of(task, at or clock.now()) if line.person == person)


def titles(person: Person, at: dt.datetime | None = None) -> list[str]:
    return [one.title for one in expecting.expected_of(person, at or clock.now())]


@pytest.mark.slow
@pytest.mark.parametrize("role", [*Role, None], ids=[*Role, "system administrator"])
@pytest.mark.parametrize("place", ["here", "in another domain", "in another market"])
def test_what_each_role_does_with_tasks(world: World, role: Role | None, place: str) -> None:
    quiz = quizzing.opened(world)
    task, team = quizzing.assigned(world, quiz), Team.objects.get(members=world.mo)
    market = world.vn if place == "in another market" else world.us
    domain = world.seller if place == "in another domain" else world.product
    person = make_person("X-1", "Xo Dale", role, market, domain) if role else world.root
    could = {"see"} if overseen_tasks(person).filter(pk=task.pk).exists() else set()
    deeds: dict[str, Callable[[], Any]] = {
        "assign": lambda: quizzing.assigned(world, quiz, by=person),
        "assign to a team": lambda: quizzing.assigned(world, quiz, by=person, whom=ForWhom(Audience.TEAM, team=team)),
        "call off": lambda: assigning.call_off(task, by=person, reason="Enough."),
    }
    could |= {name for name, deed in deeds.items() if may(deed)}
    sees = {*Role} - {Role.MODERATOR, Role.LIAISON, Role.STAKEHOLDER}
    here = {"see"} if role in sees else set()
    expected = here | set(deeds) if role == Role.TRAINER else here
    assert could == (expected if role and place == "here" else set())


def test_a_lead_assigns_to_their_own_team_and_to_nobody_else(world: World) -> None:
    lead, quiz = quizzing.lead_of_mo(world), quizzing.opened(world)
    own = Team.objects.get(members=world.mo)
    other = Team.objects.create(name="Shops", site=own.site)
    to = {
        "own team": ForWhom(Audience.TEAM, team=own),
        "one of them": ForWhom(Audience.PEOPLE, people=[world.mo.pk]),
        "another team": ForWhom(Audience.TEAM, team=other),
        "somebody else": ForWhom(Audience.PEOPLE, people=[world.mo.pk, world.ann.pk]),
        "everybody": READERS,
        "a role": ForWhom(Audience.ROLE, role="moderator"),
    }
    could = {
        name for name, whom in to.items() if may(lambda whom=whom: quizzing.assigned(world, quiz, lead, whom=whom))
    }
    assert could == {"own team", "one of them"}


def test_a_task_asks_those_who_read_there_and_are_chosen(world: World) -> None:
    quiz, team = quizzing.opened(world), Team.objects.get(members=world.mo)
    role = quizzing.assigned(world, quiz, whom=ForWhom(Audience.ROLE, role="moderator"))
    of_team = quizzing.assigned(world, quiz, whom=ForWhom(Audience.TEAM, team=team))
    named = quizzing.assigned(world, quiz, whom=ForWhom(Audience.PEOPLE, people=[world.ann.pk, world.vy.pk]))
    everybody = quizzing.assigned(world, quiz)
    assert set(people_of(role)) == {world.mo} == set(people_of(of_team))
    assert set(people_of(named)) == {world.ann}, "Vy reads in another market"
    assert world.joe not in people_of(everybody), "an auditor is asked nothing"
    assert {world.mo, world.ann, world.bob, world.lia} <= set(people_of(everybody))
    for task in (role, of_team, named, everybody):
        for person in (world.mo, world.ann, world.joe, world.vy, world.lia, world.root):
            asked = tasks_for(person).filter(pk=task.pk).exists()
            assert asked is (person in people_of(task)), (task.audience, person)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"reason": " "}, Invalid),
        ({"due_on": dt.date(2020, 1, 1)}, Invalid),
        ({"whom": ForWhom(Audience.PEOPLE)}, Invalid),
        ({"whom": ForWhom(Audience.ROLE, role="king")}, Invalid),
        ({"whom": ForWhom("")}, Invalid),
    ],
)
@pytest.mark.slow
def test_a_task_says_who_why_and_until_when(world: World, given: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        quizzing.assigned(world, **given)


def test_only_an_open_quiz_is_assigned_and_closing_it_ends_the_task(world: World) -> None:
    edition = making.published(making.draft(world), world)
    with pytest.raises(WrongState):
        quizzing.assigned(world, quizzing.drawn(world, edition, title="A draft"))
    quiz = quizzing.opened(world, edition)
    task = quizzing.assigned(world, quiz)
    assert Task.objects.running(clock.now()).filter(pk=task.pk).exists()
    quiz_making.close(quiz, by=tia(world))
    assert not Task.objects.running(clock.now()).filter(pk=task.pk).exists()


def test_a_quiz_is_done_by_passing_it(world: World) -> None:
    quiz = quizzing.opened(world)
    task = quizzing.assigned(world, quiz)
    assert titles(world.mo) == [quiz.title]
    quizzing.taken(quiz, world.mo, 1)
    assert state_of(task, world.mo) == "due"
    assert expecting.open_count(world.mo) == 1
    quizzing.taken(quiz, world.mo, 4)
    assert state_of(task, world.mo) == "done"
    assert [one.state for one in expecting.expected_of(world.mo, clock.now())] == ["done"]


def test_it_is_late_after_the_last_day_in_the_market(world: World) -> None:
    task = quizzing.assigned(world, due_on=quizzing.today(world))
    midnight = dt.datetime.combine(quizzing.today(world) + DAY, dt.time(), world.us.zone)
    assert task.ends == midnight
    assert state_of(task, world.mo, midnight - dt.timedelta(seconds=1)) == "due"
    assert state_of(task, world.mo, midnight) == "late"


def test_nobody_is_chased_on_leave_and_a_joiner_has_thirty_days(world: World) -> None:
    task = quizzing.assigned(world, due_on=quizzing.today(world))
    later = task.ends + DAY
    Leave.objects.create(person=world.mo, first_day=quizzing.today(world), last_day=quizzing.today(world) + 9 * DAY)
    assert state_of(task, world.mo, later) == "leave"
    with clock.pretend(later):
        new = make_person("M-9", "Noa New", Role.MODERATOR, world.us, world.product)
    Person.objects.filter(pk=new.pk).update(joined_at=later)
    assert state_of(task, new, later + 29 * DAY) == "due"
    assert state_of(task, new, later + 32 * DAY) == "late"


def told(person: Person, task: Task) -> int:
    return Notification.objects.filter(person=person, kind=Kind.LEARNING, subject_id=task.pk).count()


@pytest.mark.slow
def test_it_is_called_to_mind_three_days_before_on_the_day_and_weekly_while_late(world: World) -> None:
    Person.objects.update(time_zone="America/Los_Angeles")
    start = quizzing.today(world)
    task = quizzing.assigned(world, due_on=start + 5 * DAY)
    catch_up_all()
    assert told(world.mo, task) == 1
    days = []
    for after in range(30):
        noon = dt.datetime.combine(start + after * DAY, dt.time(12), world.us.zone).astimezone(dt.UTC)
        before = told(world.mo, task)
        with clock.pretend(noon):
            notifying_tasks.remind()
            notifying_tasks.remind()
        days += [after] * (told(world.mo, task) - before)
    assert days == [2, 5, 12, 19, 26]


def test_nobody_is_reminded_of_what_they_did_or_on_leave(world: World) -> None:
    quiz = quizzing.opened(world)
    task = quizzing.assigned(world, quiz, due_on=quizzing.today(world), whom=ForWhom(Audience.ROLE, role="moderator"))
    lou = make_person("M-9", "Lou Ray", Role.MODERATOR, world.us, world.product)
    Person.objects.filter(pk=lou.pk).update(joined_at=task.assigned_at - 90 * DAY)
    Leave.objects.create(person=lou, first_day=quizzing.today(world) - DAY, last_day=quizzing.today(world) + DAY)
    quizzing.taken(quiz, world.mo, 4)
    notifying_tasks.remind_of([task], "UTC", clock.now(), clock.now())
    assert told(world.mo, task) == told(lou, task) == 0


def test_calling_off_says_why_and_is_told_to_those_who_were_asked(world: World) -> None:
    task = quizzing.assigned(world)
    catch_up_all()
    with pytest.raises(Invalid):
        assigning.call_off(task, by=tia(world), reason=" ")
    assigning.call_off(task, by=tia(world), reason="The rule changes anyway.")
    catch_up_all()
    assert titles(world.mo) == []
    unseen = Notification.objects.get(person=world.mo, kind=Kind.LEARNING, subject_id=task.pk, seen_at=None)
    assert "off" in unseen.about
    with pytest.raises(WrongState):
        assigning.call_off(task, by=tia(world), reason="Again")


def test_the_database_refuses_to_change_a_task(world: World) -> None:
    task = quizzing.assigned(world)
    for change in ({"due_on": dt.date(2030, 1, 1)}, {"audience": "role"}, {"reason": "Other"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Task.objects.filter(pk=task.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Task.objects.filter(pk=task.pk)._raw_delete("default")


def test_names_are_shown_to_trainers_and_the_lead_of_the_team(world: World) -> None:
    lead, task = quizzing.lead_of_mo(world), quizzing.assigned(world)
    named = {
        person.name: {line.person for line in lines_of(task, clock.now(), names_for(person)) if line.is_named}
        for person in (tia(world), lead, world.ann, world.joe)
    }
    assert named[lead.name] == {world.mo}
    assert named[world.ann.name] == named[world.joe.name] == set()
    assert world.mo in named[tia(world).name]
    assert len(named[tia(world).name]) > 5
    figures = Tally()
    for line in lines_of(task, clock.now(), names_for(world.ann)):
        figures.add(line)
    assert figures.is_shown, "figures of more than five"
