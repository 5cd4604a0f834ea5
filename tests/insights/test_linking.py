"""“Answered in edition 2”: said by an author, true from the moment that edition takes force, by itself."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.editions import services as editing
from guidelines.editions.models import Edition
from guidelines.frame.refusals import Outdated, WrongState
from guidelines.insights import services
from guidelines.insights.models import Question
from guidelines.insights.queries import linkable_questions, queue, unread
from tests.editions import making as editions
from tests.insights import making
from tests.people import World

Standing = Question.Standing


@pytest.fixture
def edition(world: World) -> Edition:
    return making.in_force(world)


def link(edition: Edition, world: World, *questions: Question) -> bool:
    return services.link(edition, by=world.ann, questions={q.pk for q in questions}, rulings=set())


def standing(question: Question, at: dt.datetime | None = None) -> str:
    question = Question.objects.select_related("answered_in").get(pk=question.pk)
    return question.standing(at or timezone.now())


@pytest.mark.slow
def test_a_question_becomes_an_edition_when_that_edition_takes_force(world: World, edition: Edition) -> None:
    question, begins = making.asked(edition, world.mo), timezone.now() + dt.timedelta(days=2)
    draft = editions.next_draft(edition.guideline, world.ann, summary="Act on counterfeits.")
    assert link(draft, world, question)
    assert not link(draft, world, question)
    editions.published(draft, world, effective_from=begins)
    assert standing(question) == Standing.OPEN
    assert not unread(world.mo).exists()
    with time_machine.travel(begins + dt.timedelta(minutes=1)):
        assert standing(question) == Standing.EDITION
        assert unread(world.mo).exists()
        assert list(queue(world.mo, standing="edition")) == [question]
        assert not queue(world.mo, standing="open").exists()
        services.mark_seen(question, by=world.mo)
        assert not unread(world.mo).exists()
    assert AuditEvent.objects.filter(verb="edition.answers").count() == 1


def test_a_ruling_that_was_ended_meanwhile_is_not_recorded_as_adopted(world: World, edition: Edition) -> None:
    question, ruling = making.asked(edition, world.mo), making.ruled(edition, world.bob)
    draft = editions.next_draft(edition.guideline, world.ann, summary="Act on counterfeits.")
    services.end_ruling(ruling, by=world.bob, reason="The brand answered.")
    with pytest.raises(Outdated, match="Look at the list again"):
        services.link(draft, by=world.ann, questions={question.pk}, rulings={ruling.pk})
    assert not AuditEvent.objects.filter(verb="edition.answers").exists()


def test_the_link_of_a_cancelled_or_discarded_edition_answers_nothing(world: World, edition: Edition) -> None:
    question = making.asked(edition, world.mo)
    draft = editions.next_draft(edition.guideline, world.ann, summary="Act on counterfeits.")
    link(draft, world, question)
    editing.discard(draft, by=world.ann, note="Not now.")
    assert standing(question, timezone.now() + dt.timedelta(days=400)) == Standing.OPEN
    other = editions.next_draft(edition.guideline, world.ann, summary="Act on all counterfeits.")
    assert list(linkable_questions(other, timezone.now())) == [question]
    with pytest.raises(WrongState):
        link(draft, world, question)


@pytest.mark.slow
def test_a_link_is_taken_back_while_the_edition_is_to_come_and_not_after(world: World, edition: Edition) -> None:
    question = making.asked(edition, world.mo)
    draft = editions.next_draft(edition.guideline, world.ann, summary="Act on counterfeits.")
    link(draft, world, question)
    assert link(draft, world)
    second = editions.published(draft, world)
    assert link(second, world, question)
    assert (standing(question), unread(world.mo).count()) == (Standing.EDITION, 1)
    with pytest.raises(WrongState, match="only be added"):
        link(second, world)


@pytest.mark.slow
def test_nobody_joins_what_an_edition_answers(world: World, edition: Edition) -> None:
    question = making.asked(edition, world.mo)
    second = making.next_edition(edition, world, summary="Act on counterfeits.")
    link(second, world, question)
    with pytest.raises(WrongState, match="edition in force answers"):
        services.join(question, by=world.art)


def test_questions_of_another_guideline_cannot_be_linked(world: World, edition: Edition) -> None:
    other = making.in_force(world, title="Knives and blades")
    question = making.asked(other, world.mo)
    with pytest.raises(Outdated):
        link(edition, world, question)
    assert standing(question) == Standing.OPEN
