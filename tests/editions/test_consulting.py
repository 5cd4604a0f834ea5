"""People of any role who are asked about an edition: what they may read, say and not do."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.editions import services
from guidelines.editions.models import Consultation, Edition
from guidelines.editions.rights import visible_editions, why_not
from guidelines.frame.refusals import Invalid, Refused, WrongState
from tests.editions import making
from tests.editions.pages import address, signed_in, text
from tests.editions.test_discussing import HOUR, asked, on_rule
from tests.people import World


@pytest.fixture
def edition(world: World) -> Edition:
    return making.draft(world)


@pytest.mark.slow
def test_somebody_who_is_asked_reads_that_draft_and_no_other(world: World, edition: Edition) -> None:
    other = making.draft(world, title="Other")
    assert not visible_editions(world.mo).filter(pk=edition.pk).exists()
    question = asked(edition, world)
    assert set(visible_editions(world.mo)) == {edition}
    page = text(signed_in(world.mo).get(address("consulted", edition)))
    assert "Can you apply R2?" in page
    assert "Can you apply R2?" in text(signed_in(world.mo).get(reverse("home")))
    assert signed_in(world.mo).get(address("consulted", other)).status_code == 404
    services.end_consultation(question, by=world.ann)
    assert not visible_editions(world.mo).exists()


def test_their_time_ends_with_the_moment_that_was_set(world: World, edition: Edition) -> None:
    question = asked(edition, world)
    end = question.until
    assert visible_editions(world.mo, end - dt.timedelta(seconds=1)).filter(pk=edition.pk).exists()
    assert not visible_editions(world.mo, end).filter(pk=edition.pk).exists()


def test_their_right_ends_with_the_discussion(world: World, edition: Edition) -> None:
    asked(edition, world, world.vy)
    making.published(edition, world)
    assert not visible_editions(world.vy).filter(pk=edition.pk).exists()


@pytest.mark.slow
def test_they_comment_and_answer_and_change_nothing_else(world: World, edition: Edition) -> None:
    question = asked(edition, world)
    thread = on_rule(edition, world.mo)
    services.reply(thread, by=world.mo, text="For example watches.")
    services.answer(question, by=world.mo, text="Yes, with the price tool.")
    for move in ("save", "submit", "approve", "publish", "discard"):
        assert why_not(world.mo, move, edition) is not None
    for name in ("draft", "review", "publish", "save_points"):
        assert signed_in(world.mo).get(address(name, edition)).status_code in (302, 403)
    event = AuditEvent.objects.latest("id")
    assert (event.verb, event.actor_id, event.data["note"]) == (
        "edition.answered",
        world.mo.pk,
        "Yes, with the price tool.",
    )


def test_an_answer_is_given_once_by_the_person_who_was_asked(world: World, edition: Edition) -> None:
    question = asked(edition, world)
    with pytest.raises(Refused):
        services.answer(question, by=world.ann, text="For her: yes.")
    with pytest.raises(Invalid, match="Write your answer"):
        services.answer(question, by=world.mo, text=" ")
    services.answer(question, by=world.mo, text="Yes.")
    with pytest.raises(WrongState):
        services.answer(question, by=world.mo, text="No.")


@pytest.mark.slow
def test_their_answers_stay_with_the_edition_when_it_is_published(world: World, edition: Edition) -> None:
    services.answer(asked(edition, world), by=world.mo, text="Yes, with the price tool.")
    making.published(edition, world)
    assert "Yes, with the price tool." in text(signed_in(world.bob).get(address("review", edition)))


def test_nobody_is_asked_twice_at_a_time_or_in_the_past(world: World, edition: Edition) -> None:
    asked(edition, world)
    with pytest.raises(WrongState, match="asked already"):
        asked(edition, world)
    with pytest.raises(Invalid, match="before it begins"):
        services.consult(edition, by=world.ann, person=world.vy, until=timezone.now() - HOUR)
    with pytest.raises(Invalid, match="works here"):
        services.consult(edition, by=world.ann, person=world.root, until=timezone.now() + HOUR)


@pytest.mark.slow
def test_a_manager_asks_somebody_by_name_and_they_answer_on_their_page(world: World, edition: Edition) -> None:
    until = (timezone.now() + dt.timedelta(days=3)).strftime("%Y-%m-%dT09:00")
    ann, url = signed_in(world.ann), address("consultations", edition)
    page = ann.post(url, {"person": "Nobody Here", "until": until})
    assert page.status_code == 422
    assert "Nobody Here" in text(page)
    assert "is asked." in text(ann.post(url, {"person": world.lia.name.lower(), "until": until}, follow=True))
    question = Consultation.objects.get()
    assert question.person == world.lia
    lia = signed_in(world.lia)
    own = reverse("consultation", args=[edition.guideline.policy_id, edition.number, question.pk])
    assert "Your answer is kept" in text(lia.post(own, {"action": "answer", "answer": "Fine."}, follow=True))
    assert "Fine." in text(ann.get(address("review", edition)))
