"""Who is told of insights and requirements, when, and that nobody is told what they may not know."""

from __future__ import annotations

import datetime as dt

from django.core.cache import caches
from django.utils import timezone

from guidelines.audit.catching_up import catch_up_all
from guidelines.editions import services as editions
from guidelines.frame import clock
from guidelines.insights import notifying_due, services
from guidelines.insights.models import Insight
from guidelines.liaison.models import Kind, Notification
from guidelines.liaison.notifying.showing import lines
from guidelines.people.models import Person
from tests.editions import making
from tests.insights.making import asked, in_force
from tests.insights.queueing import noted, required
from tests.insights.test_requirements import DONE, today
from tests.people import World
from tests.people.beyond import pam


def told(person: Person, kind: str, at: dt.datetime | None = None) -> list[str]:
    """The sentences and notes that a person reads at that moment."""
    catch_up_all()
    with clock.pretend(at or timezone.now()):
        rows = Notification.objects.filter(person=person, kind=kind).shown(clock.now()).order_by("pk")
        shown = [line.shown for line in lines(person, rows)]
    return [f"{one.sentence} {one.note}".strip() for one in shown if one]


def test_whoever_it_is_assigned_to_is_told_and_whoever_said_it_what_was_answered(world: World) -> None:
    insight = noted(world, world.art)
    services.assign_insight(insight, to=world.bob, by=world.ann)
    services.answer_insight(insight, text="R2 says it.", by=world.bob)
    assert told(world.bob, Kind.INSIGHT) == ["Ann Rivera assigned an insight to you."]
    assert told(world.art, Kind.INSIGHT) == ["Bob Stone answered what you said. R2 says it."]
    assert told(world.ann, Kind.INSIGHT) == []


def test_everybody_who_said_any_of_it_is_told_what_was_delivered(world: World) -> None:
    asked(in_force(world), world.mo)
    merged = Insight.objects.get()
    into = noted(world, pam(world), guideline=merged.guideline)
    services.merge_insight(merged, into, by=world.ann)
    requirement = required(world, into)
    services.deliver_requirement(requirement, evidence=DONE, by=world.art)
    for person in (world.mo, pam(world)):
        assert told(person, Kind.REQUIREMENT) == [f"Art Cole delivered what you asked for. {DONE}"]
    assert told(world.vy, Kind.REQUIREMENT) == []


def test_an_edition_that_delivers_is_told_when_it_takes_force_and_not_where_it_is_cancelled(world: World) -> None:
    edition = in_force(world)
    asked(edition, world.mo)
    requirement = required(world, Insight.objects.get(), kind="guideline")
    draft = making.next_draft(edition.guideline, world.ann)
    services.answer_requirement(requirement, draft, by=world.ann)
    begins = timezone.now() + dt.timedelta(days=4)
    published = making.published(draft, world, effective_from=begins)
    assert told(world.mo, Kind.REQUIREMENT) == []
    said = "What you asked for is delivered: the edition is in force."
    assert told(world.mo, Kind.REQUIREMENT, begins) == [said]
    editions.cancel(published, by=world.ann, note="Not yet.")
    assert told(world.mo, Kind.REQUIREMENT, begins) == []


def test_its_owner_is_told_that_it_is_theirs_and_of_a_new_day(world: World) -> None:
    requirement = required(world)
    services.plan_requirement(requirement, owner=world.eve, due_on=today(world, 9), by=world.bob)
    assert told(world.art, Kind.REQUIREMENT) == ["Ann Rivera made you the owner of a requirement."]
    assert told(world.eve, Kind.REQUIREMENT) == ["Bob Stone planned a requirement that you own."]


def test_its_owner_is_told_once_that_it_is_due_and_once_that_it_is_late(world: World) -> None:
    requirement = required(world, due_on=today(world, 3))
    words = []
    for days in (0, 1, 2, 4, 5):
        morning = dt.datetime.combine(today(world, days), dt.time(8, 30), tzinfo=world.us.zone)
        for _twice in range(2):
            caches["shared"].clear()
            with clock.pretend(morning):
                notifying_due.tell_due()
        words.append([line.split(" on ")[0] for line in told(world.art, Kind.REQUIREMENT, morning)[1:]])
    due, late = "A requirement that you own is due", "A requirement that you own was due"
    assert words == [[], [due], [due], [late], [late]]
    services.deliver_requirement(requirement, evidence=DONE, by=world.ann)
    assert [line for line in told(world.art, Kind.REQUIREMENT) if "due" in line] == []


def test_who_said_the_same_as_a_question_is_told_when_its_edition_takes_force(world: World) -> None:
    edition = in_force(world)
    question = asked(edition, world.mo)
    noted(world, world.art, guideline=edition.guideline, rule_id="R2", words=question.text)
    draft = making.next_draft(edition.guideline, world.ann)
    services.link(draft, by=world.ann, questions={question.pk}, rulings=set())
    making.published(draft, world)
    assert told(world.art, Kind.INSIGHT) == ["What you said is answered: the edition is in force."]
    assert told(world.mo, Kind.INSIGHT) == []
    assert len(told(world.mo, Kind.ANSWERED)) == 1


def test_who_asked_reads_about_which_rule_the_answer_is(world: World) -> None:
    edition = in_force(world)
    for rule, text in (("R2", "Does R2 hold for gifts?"), ("", "Is a toy a good?")):
        services.answer(asked(edition, world.mo, text, rule_id=rule), by=world.ann, text="Yes.")
    assert told(world.mo, Kind.ANSWERED) == [
        "Ann Rivera answered your question about rule R2. Yes.",
        "Ann Rivera answered your question. Yes.",
    ]
