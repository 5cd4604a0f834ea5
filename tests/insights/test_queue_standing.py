"""Where an insight stands, what can be done with it there, and what a merge takes along."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.catalogue.models import Topic
from guidelines.frame.refusals import Refusal, WrongState
from guidelines.insights import services
from guidelines.insights.insight_rights import visible_insights
from guidelines.insights.models import Insight
from guidelines.people.roles import Role
from tests.editions import making
from tests.insights.making import asked, in_force, next_edition
from tests.insights.queueing import noted, refused, required, stands
from tests.insights.test_queue import DEEDS
from tests.insights.test_requests import NEED, made
from tests.people import World, make_person

Standing = Insight.Standing


def closed(world: World) -> dict[str, Insight]:
    """One insight at each standing."""
    found = {str(standing): noted(world, words=f"Of {standing}") for standing in Standing}
    services.assign_insight(found["assigned"], to=world.eve, by=world.ann)
    services.merge_insight(found["merged"], found["new"], by=world.ann)
    services.answer_insight(found["answered"], text="R2.", by=world.ann)
    services.decline_insight(found["declined"], reason="No.", by=world.ann)
    required(world, found["required"])
    return {name: Insight.objects.get(pk=one.pk) for name, one in found.items()}


@pytest.mark.slow
def test_each_deed_is_possible_where_the_table_says(world: World) -> None:
    there = closed(world)
    assert {name: stands(one) for name, one in there.items()} == {name: name for name in there}
    for standing in (*Standing.values, "open"):
        names = {"new", "assigned", "required"} if standing == "open" else {standing}
        rows = Insight.objects.standing(standing, timezone.now())
        assert {one.pk for one in rows} == {there[name].pk for name in names}, standing
    worked_on = {**DEEDS, "require": lambda w, i, p: required(w, i, by=p)}
    for name, insight in there.items():
        for deed in sorted({*worked_on} - {"say"}):
            expected = None if name in ("new", "assigned") else WrongState
            assert refused(worked_on[deed], world, insight, world.bob) is expected, (name, deed)


def test_an_insight_closes_when_the_edition_that_answers_its_question_takes_force(world: World) -> None:
    edition = in_force(world)
    question = asked(edition, world.mo)
    insight = Insight.objects.get()
    begins = timezone.now() + dt.timedelta(days=4)
    draft = making.next_draft(edition.guideline, world.ann)
    services.link(draft, by=world.ann, questions={question.pk}, rulings=set())
    assert stands(insight) == Standing.NEW
    making.published(draft, world, effective_from=begins)
    insight.refresh_from_db()
    assert insight.standing(begins - dt.timedelta(seconds=1)) == Standing.NEW
    assert insight.standing(begins) == Standing.ANSWERED
    assert Insight.objects.answered(begins).get() == insight
    assert not Insight.objects.open(begins).exists()
    services.link(draft, by=world.ann, questions=set(), rulings=set())
    insight.refresh_from_db()
    assert insight.standing(begins) == Standing.NEW


def test_an_insight_closes_with_its_request_in_the_way_of_the_request(world: World) -> None:
    edition = in_force(world)
    answered, declined = made(world, guideline=edition.guideline), made(world, text="Forbid all of it.")
    services.answer_in(answered, next_edition(edition, world), by=world.ann)
    services.decline(declined, by=world.ann, reason="The law allows it.")
    found = {one.text: one for one in Insight.objects.all()}
    assert stands(found[NEED["text"]]) == Standing.ANSWERED
    assert stands(found["Forbid all of it."]) == Standing.DECLINED
    assert found["Forbid all of it."].reason == "The law allows it."


def test_an_insight_that_others_share_outlives_a_declined_request(world: World) -> None:
    request = made(world)
    noted(world, words=NEED["text"])
    services.decline(request, by=world.ann, reason="No.")
    assert (Insight.objects.get().said, stands(Insight.objects.get())) == (2, Standing.NEW)


# Merging


def test_whoever_said_a_merged_one_comes_along(world: World) -> None:
    edition = in_force(world)
    asked(edition, world.mo, text="What is a usual price?")
    first = Insight.objects.get()
    second = noted(world, guideline=edition.guideline, words="R2 needs a price list.")
    third = noted(world, world.art, words="A price list, please.")
    services.merge_insight(third, first, by=world.bob)
    services.merge_insight(Insight.objects.get(pk=first.pk), second, by=world.bob)
    second.refresh_from_db()
    assert second.said == 3
    assert {one.person for one in second.raisings.all()} == {world.ann, world.art, world.mo}
    assert set(Insight.objects.filter(merged_into=second)) == {first, third}
    assert set(visible_insights(world.mo)) == {first, second}
    mia = make_person("A-098", "Mia Sol", Role.MODERATOR, world.us, world.product)
    asked(edition, mia, text="What is a usual price?")
    second.refresh_from_db()
    assert second.said == 4, "what is said in the words of a merged one counts where that went"


def test_what_is_said_of_one_guideline_is_never_merged_into_what_is_said_of_another(world: World) -> None:
    one, other = in_force(world).guideline, making.draft(world, title="Knives").guideline
    about = noted(world, guideline=one)
    for into, words in (
        (noted(world, guideline=other, words="B"), "not about the same guideline"),
        (noted(world, words="C"), "not about the same guideline"),
        (about, "into itself"),
        (noted(world, world.van, market=world.vn, domain=world.product, words="D"), "only into an insight"),
    ):
        with pytest.raises(Refusal, match=words):
            services.merge_insight(about, into, by=world.ann)


def test_only_who_can_work_it_is_assigned_to_it(world: World) -> None:
    insight = noted(world)
    for person in (world.mo, world.van, world.joe):
        with pytest.raises(WrongState, match="can’t work insights"):
            services.assign_insight(insight, to=person, by=world.ann)
    services.assign_insight(insight, to=world.bob, by=world.ann)
    with pytest.raises(WrongState, match="already"):
        services.assign_insight(insight, to=world.bob, by=world.ann)


def test_topic_and_severity_are_set_and_put_on_record(world: World) -> None:
    insight = noted(world)
    topic = Topic.objects.get(code="counterfeit")
    services.sort_insight(insight, topic=topic, severity="S1", by=world.bob)
    event = AuditEvent.objects.get(verb="insight.sorted")
    assert (event.data, event.actor_id) == ({"topic": "counterfeit", "severity": "S1"}, world.bob.pk)
    with pytest.raises(WrongState, match="Nothing was changed"):
        services.sort_insight(insight, topic=topic, severity="S1", by=world.bob)
