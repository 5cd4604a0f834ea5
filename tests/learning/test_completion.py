"""Completion of any number of tasks: all of them are counted, in as few questions to the database as two of them."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guidelines.editions.services import Acknowledging
from guidelines.frame import clock
from guidelines.learning import notifying_tasks
from guidelines.learning.asked import Asked
from guidelines.learning.hiding import FEWEST
from guidelines.learning.models import Task
from guidelines.learning.services import assigning
from guidelines.learning.services.assigning import ForWhom, Thing
from guidelines.learning.task_queries import lines_of, people_of
from guidelines.learning.views.reports import report_of
from guidelines.people.models import Person, Team
from guidelines.people.roles import Role
from tests.editions import making
from tests.editions.clearing import named, restricted
from tests.editions.pages import signed_in
from tests.learning import quizzing
from tests.people import World, make_person
from tests.people.beyond import tia

MANY = 70


def acknowledging(world: World, who: str) -> Task:
    """Of an edition that asks its readers, moderators alone, nobody, or those whom its restriction names."""
    audience, roles = ("readers" if who == "restricted" else who), ("moderator",) if who == "roles" else ()
    wanted = Acknowledging(audience, roles)
    edition = making.published(making.draft(world, title=f"For {who}"), world, acknowledging=wanted)
    task = assigning.choose(edition, "ack", Thing(), ForWhom(Task.Audience.READERS), days=3, by=world.ann)
    assert task is not None
    if who == "restricted":
        restricted(edition, world.ann)
        named(edition.guideline, world.mo, world.ann)
    return Task.objects.select_related("edition__guideline", "market", "domain").get(pk=task.pk)


def tasks_in(file: bytes) -> set[str]:
    return {row["task"] for row in csv.DictReader(io.StringIO(file.decode("utf-8-sig")))}


@pytest.mark.slow
def test_seventy_tasks_are_all_counted_shown_and_exported_with_as_many_queries_as_two(world: World) -> None:
    quiz, trainer = quizzing.opened(world), signed_in(tia(world))
    whom = ForWhom(Task.Audience.PEOPLE, people=(world.mo.pk,))
    first = [
        quizzing.assigned(world, quiz, due_on=quizzing.today(world), whom=whom, reason=f"First {n}.") for n in range(2)
    ]
    with clock.pretend(first[0].ends + dt.timedelta(hours=1)):
        trainer.get("/learning/completion/")
        with CaptureQueriesContext(connection) as two:
            trainer.get("/learning/completion/")
    made = first + [
        quizzing.assigned(world, quiz, due_on=quizzing.today(world), whom=whom, reason=f"Then {n}.")
        for n in range(MANY - 2)
    ]
    with clock.pretend(first[0].ends + dt.timedelta(hours=1)):
        with CaptureQueriesContext(connection) as many:
            page = trainer.get("/learning/completion/").content.decode()
        file = trainer.get("/learning/completion.csv").content
    assert len(many) == len(two)
    assert f"{MANY} running tasks together" in page
    assert f'<dd class="toned tone-danger">{MANY}</dd>' in page
    assert page.count(">Mo Diallo<") == 25, "the rest stands on the next pages"
    assert tasks_in(file) == {str(task.pk) for task in made}


def test_many_tasks_ask_whom_each_of_them_asks_alone(world: World) -> None:
    quiz, team = quizzing.opened(world), Team.objects.get(members=world.mo)
    audiences = (
        ForWhom(Task.Audience.READERS),
        ForWhom(Task.Audience.ROLE, role="moderator"),
        ForWhom(Task.Audience.ROLE, role="trainer"),
        ForWhom(Task.Audience.TEAM, team=team),
        ForWhom(Task.Audience.PEOPLE, people=(world.mo.pk, world.lia.pk)),
    )
    tasks = [quizzing.assigned(world, quiz, whom=whom) for whom in audiences]
    tasks += [acknowledging(world, who) for who in ("readers", "roles", "nobody", "restricted")]
    asked = Asked(tasks, Person.objects.all())
    for task in tasks:
        alone = set(people_of(task).values_list("pk", flat=True))
        assert asked.by(task) == alone == {line.person.pk for line in lines_of(task, clock.now())}, task.audience
    assert len({frozenset(asked.by(task)) for task in tasks}) > 4, "they ask different people"


def test_reminding_of_many_tasks_asks_the_database_no_more_where_nobody_is_to_be_reminded(world: World) -> None:
    quiz, asked = quizzing.opened(world), []
    for count in (2, 20):
        tasks = [quizzing.assigned(world, quiz, reason=f"{count} {n}") for n in range(count)]
        with CaptureQueriesContext(connection) as queries:
            notifying_tasks.remind_of(tasks, "UTC", clock.now(), clock.now())
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_many_tasks_of_one_person_tell_nobody_without_names_how_they_do(world: World) -> None:
    quiz, alone = quizzing.opened(world), ForWhom(Task.Audience.PEOPLE, people=(world.mo.pk,))
    for n in range(FEWEST):
        quizzing.assigned(world, quiz, whom=alone, reason=f"Errors {n}.")
    told = "1 person: too few to show"
    assert told in signed_in(world.ann).get("/learning/completion/").content.decode()
    assert told not in signed_in(tia(world)).get("/learning/completion/").content.decode()


def test_a_lead_who_knows_all_but_one_by_name_is_told_no_figure_of_them_together(world: World) -> None:
    quiz, lead = quizzing.opened(world), quizzing.lead_of_mo(world)
    team = Team.objects.get(members=world.mo)
    own = [make_person(f"M-{n}", f"Mo{n} Dale", Role.MODERATOR, world.us, world.product) for n in range(60, 64)]
    Person.objects.filter(pk__in=[one.pk for one in own]).update(team=team)
    other = make_person("M-70", "Xo Dale", Role.MODERATOR, world.us, world.product)
    keys = tuple(one.pk for one in (*own, other))
    task = quizzing.assigned(world, quiz, whom=ForWhom(Task.Audience.PEOPLE, people=keys))
    total = report_of(lead, [task], "market", clock.now())["total"]
    assert (total.all, len(total.unnamed), total.is_shown) == (5, 1, False)
