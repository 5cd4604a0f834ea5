"""The figures of a report, each counted of the record: what it counts, what it leaves out, and who may see its rows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from guidelines.editions import services as edition_services
from guidelines.editions.models import Audience
from guidelines.insights import services as insights
from guidelines.learning import services as learning
from guidelines.learning.models import Task
from guidelines.learning.services import assigning
from guidelines.learning.services.assigning import ForWhom
from guidelines.people.models import Person
from guidelines.programmes.figures import FIGURES, Found, Period
from guidelines.programmes.figures.shown import lines
from guidelines.programmes.models import Programme
from guidelines.quality import services as quality
from guidelines.reading.services import acknowledge
from tests.editions import making as editions
from tests.editions.clearing import restricted
from tests.insights.making import asked, in_force
from tests.insights.queueing import noted, required
from tests.learning import quizzing
from tests.learning.making import after, moderators, planned
from tests.people import World
from tests.people.beyond import quinn, tia
from tests.programmes.making import at, programme
from tests.quality.making import brought, row, source, wrong


def later(count: float) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=count)


def found(code: str, home: Programme, first: float = -30, last: float = 30) -> Found:
    return FIGURES[code].compute(home, Period(later(first), later(last)), timezone.now())


def value(code: str, home: Programme, first: float = -30, last: float = 30) -> float | None:
    return found(code, home, first, last).value


def test_figures_are_counted_from_the_record_of_its_places(world: World) -> None:
    home = programme(world)
    assert {code: value(code, home) for code in ("in_force", "draft_to_force", "acknowledged", "emergencies")} == {
        "in_force": 0,
        "draft_to_force": None,
        "acknowledged": None,
        "emergencies": 0,
    }
    edition = in_force(world)
    editions.published(editions.draft(world, by=world.van, market=world.vn), world, by=world.van, reviewer=world.binh)
    question = asked(edition, world.mo)
    assert value("in_force", home) == 1, "Việt Nam is none of its places"
    assert value("draft_to_force", home) == 0
    assert value("review", home) == 0
    assert value("questions_answered", home) == 0
    insights.answer(question, by=world.ann, text="The last price in the brand’s own shop.")
    assert value("questions_answered", home) == 1
    assert value("in_force", home, -30, -1) == 0, "nothing was in force then"


def test_acknowledged_on_time_counts_every_person_who_was_asked(world: World) -> None:
    home = programme(world)
    until = later(3)
    asking = edition_services.Acknowledging(Audience.READERS, until=until)
    edition = editions.published(editions.draft(world), world, acknowledging=asking)
    acknowledge(edition, by=world.mo, seen=edition.digest)
    period = Period(later(-1), until + dt.timedelta(days=1))
    share = FIGURES["acknowledged"].compute(home, period, timezone.now())
    assert share.numerator == 1
    assert share.denominator is not None
    assert share.denominator > 1
    assert share.rows[0].word == f"1/{share.denominator}"
    assert share.value == round(100 / share.denominator, 1)


def test_a_restricted_guideline_is_counted_for_nobody(world: World) -> None:
    home, edition = programme(world), in_force(world)
    asked(edition, world.mo)
    restricted(edition, world.ann)
    assert {code for code in FIGURES if value(code, home)} == set()


def test_emergency_editions_are_counted_apart(world: World) -> None:
    home = programme(world)
    edition = editions.draft(world)
    edition_services.enforce_now(edition, by=world.bob, seen=edition.digest, note="A wave of fakes.")
    assert (value("emergencies", home), value("draft_to_force", home)) == (1, None)


def test_insights_are_open_until_they_are_answered_declined_or_their_requirement_is_delivered(world: World) -> None:
    home = programme(world)
    one, two, three = (noted(world, words=f"Rule {number} is unclear.") for number in (1, 2, 3))
    assert (value("insights_open", home), value("insights_answered", home)) == (3, 0)
    insights.answer_insight(one, text="R2 says it.", by=world.ann)
    insights.decline_insight(two, reason="It is meant so.", by=world.ann)
    wanted = required(world, three)
    assert (value("insights_open", home), value("insights_answered", home)) == (1, 1)
    insights.deliver_requirement(wanted, evidence="A new form.", by=world.ann)
    assert (value("insights_open", home), value("insights_answered", home)) == (0, 2)
    assert value("insights_open", home, -30, -1) == 0, "none was opened by then"


@pytest.mark.slow
def test_the_error_rate_is_of_checked_decisions_and_its_rows_say_how_many(world: World) -> None:
    home, edition = programme(world), in_force(world)
    assert value("error_rate", home) is None
    assert value("above_target", home) is None
    quality.set_target(world.us, None, Decimal("0.05"), by=quinn(world))
    with at(later(0.01)):
        checked = [row(case=f"R-{number}") for number in range(60)] + [wrong(case=f"W-{n}") for n in range(20)]
        brought(source(world), checked)
    rate = found("error_rate", home)
    assert (rate.value, rate.numerator, rate.denominator) == (25.0, 20, 80)
    assert [(one.kind, one.id, one.word) for one in rate.rows] == [("edition", edition.pk, "20/80")]
    assert [one.word for one in found("above_target", home).rows] == ["R1 20/80"]
    restricted(edition, world.ann)
    assert value("error_rate", home) is None


@pytest.mark.slow
def test_training_is_counted_when_it_was_held_and_ticked(world: World) -> None:
    home, session = programme(world), planned(world)
    learning.invite_audience(session, by=tia(world))
    assert value("sessions_held", home, -5, 1) == 0
    with after(session):
        assert FIGURES["sessions_held"].compute(home, Period(later(-1), later(9)), timezone.now()).value == 1
        assert value("trained", home) is None
        learning.tick(session, [world.mo.pk], by=tia(world))
        share = found("trained", home)
    assert (share.value, share.numerator, share.denominator) == (100, 1, 1)
    assert [one.name for one in lines(tia(world), [(r.kind, r.id, r.word) for r in share.rows])] == [session.topic]


def six(world: World) -> list[Person]:
    """Mo and five more moderators."""
    return [world.mo, *moderators(world, 5)]


def test_tasks_done_counts_people_whose_last_day_is_in_the_period(world: World) -> None:
    home, quiz, people = programme(world), quizzing.opened(world), six(world)
    whom = ForWhom(Task.Audience.PEOPLE, people=[person.pk for person in people])
    due = quizzing.assigned(world, quiz, whom=whom, due_on=quizzing.today(world))
    later_on = quizzing.assigned(world, quiz, whom=whom, due_on=quizzing.today(world) + dt.timedelta(days=60))
    alone = ForWhom(Task.Audience.PEOPLE, people=[world.mo.pk])
    quizzing.assigned(world, quizzing.opened(world, quiz.items.all()[0].edition), whom=alone)
    quizzing.taken(quiz, world.mo, 4)
    quizzing.taken(quiz, people[1], 0)
    share = found("tasks_done", home)
    assert (share.value, share.numerator, share.denominator) == (16.7, 1, 6)
    assert [(row.kind, row.id, row.word) for row in share.rows] == [("task", due.pk, "1/6")], "not the task of one"
    assert value("tasks_done", home, -30, -2) is None, "no last day is in it"
    both = found("tasks_done", home, -30, 90)
    assert [row.id for row in both.rows] == [due.pk, later_on.pk]
    assert [line.name for line in lines(tia(world), [(r.kind, r.id, r.word) for r in share.rows])] == [
        "Quiz: Counterfeit listings"
    ]
    assert lines(world.vy, [(r.kind, r.id, r.word) for r in share.rows]) == []
    assigning.call_off(due, by=tia(world), reason="No need.")
    assert value("tasks_done", home) is None


def test_quizzes_passed_counts_a_person_once_with_the_best_try(world: World) -> None:
    home, quiz, people = programme(world), quizzing.opened(world), six(world)
    quizzing.taken(quiz, people[0], 0)
    for person in people[1:4]:
        quizzing.taken(quiz, person, 4)
    assert value("quizzes_passed", home) is None, "of four it would tell how one of them did"
    for person in people[4:]:
        quizzing.taken(quiz, person, 0)
    assert found("quizzes_passed", home).numerator == 3
    quizzing.taken(quiz, people[0], 4)
    share = found("quizzes_passed", home)
    assert (share.value, share.numerator, share.denominator) == (66.7, 4, 6)
    assert [(row.kind, row.id, row.word) for row in share.rows] == [("quiz", quiz.pk, "4/6")]
    assert value("quizzes_passed", home, -30, -1) is None
    restricted(quiz.items.all()[0].edition, world.ann)
    assert value("quizzes_passed", home) is None


def test_every_figure_of_an_empty_place_is_none_or_nothing(world: World) -> None:
    in_force(world)
    home = programme(world, places=((world.us, world.seller),))
    for code, figure in FIGURES.items():
        empty = found(code, home)
        assert not empty.value, code
        assert empty.rows == ()
        assert str(figure.definition).endswith(".")
