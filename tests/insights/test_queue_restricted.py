"""A restricted guideline leaves no trace in the queue, in requirements, their files and their news."""

from __future__ import annotations

import pytest

from guidelines.audit.catching_up import catch_up_all
from guidelines.audit.models import AuditEvent
from guidelines.frame.refusals import Refused, WrongState
from guidelines.insights import services
from guidelines.insights.insight_queries import alike, numbers, queue_of
from guidelines.insights.insight_rights import visible_insights
from guidelines.insights.models import Insight
from guidelines.insights.requirement_queries import joinable_requirements, requirements_of
from guidelines.insights.requirement_rights import visible_requirements
from guidelines.liaison.models import Notification
from guidelines.liaison.notifying.showing import lines
from tests.editions.clearing import named, restricted
from tests.insights.making import asked, in_force
from tests.insights.queueing import noted, required
from tests.insights.test_insight_pages import browser
from tests.insights.test_requirements import today
from tests.people import World
from tests.people.beyond import pam, quinn

CANARY = "Okapi cases are decided by the second rule."
ADDRESSES = (
    *("/insights/?state=", "/requirements/?state=", "/requirements/board/", "/requirements/requirements.csv?state="),
    "/notifications/",
)


@pytest.mark.slow
def test_who_is_not_named_finds_nothing_of_it_and_who_is_finds_all(world: World) -> None:
    edition = in_force(world)
    insight = noted(world, guideline=edition.guideline, words=CANARY)
    asked(edition, world.mo, text=f"{CANARY} Why?")
    requirement = required(world, insight, need=CANARY, owner=world.bob)
    catch_up_all()
    restricted(edition, world.ann)
    named(edition.guideline, world.bob, world.ann)
    for person in (world.mo, world.art, world.eve, world.joe, world.ada, quinn(world), pam(world)):
        assert not visible_insights(person).exists(), person
        assert not visible_requirements(person).exists(), person
        assert numbers(person) == {"new": 0, "assigned": 0, "required": 0, "old": 0}
        client = browser(person)
        for address in (*ADDRESSES, f"/insights/{insight.pk}/", f"/requirements/{requirement.pk}/"):
            assert CANARY not in client.get(address).content.decode(), (person, address)
        assert client.get(f"/insights/{insight.pk}/").status_code == 404
        assert client.get(f"/requirements/{requirement.pk}/").status_code == 404
    assert not AuditEvent.objects.filter(verb="restricted.opened").exists()
    ann = browser(world.ann)
    for address in ADDRESSES[:-1]:
        answer = ann.get(address)
        assert CANARY in answer.content.decode(), address
        assert answer["Cache-Control"] == "no-store", address
    assert AuditEvent.objects.get(verb="restricted.opened").actor_id == world.ann.pk
    assert queue_of(world.bob).count() == 2
    assert requirements_of(world.bob).get() == requirement


def test_an_insight_and_a_requirement_on_it_are_for_those_it_names(world: World) -> None:
    edition = in_force(world)
    insight = noted(world, guideline=edition.guideline)
    asked(edition, world.mo)
    requirement = required(world, insight)
    restricted(edition, world.ann)
    for person in (world.mo, world.art, world.joe):
        assert not visible_insights(person).exists(), person
        assert not visible_requirements(person).exists(), person
    assert (visible_insights(world.ann).count(), visible_requirements(world.ann).get()) == (2, requirement)


def test_nobody_who_is_not_named_works_it(world: World) -> None:
    edition = in_force(world)
    insight = noted(world, guideline=edition.guideline)
    requirement = required(world, noted(world, guideline=edition.guideline, words="B"))
    restricted(edition, world.ann)
    with pytest.raises(Refused):
        services.decline_insight(insight, reason="No.", by=world.art)
    with pytest.raises(Refused):
        services.deliver_requirement(requirement, evidence="Done.", by=world.art)
    with pytest.raises(WrongState):
        services.assign_insight(insight, to=world.art, by=world.ann)
    with pytest.raises(WrongState):
        services.plan_requirement(requirement, owner=world.eve, due_on=today(world), by=world.ann)


def test_what_is_restricted_is_not_added_to_what_others_see(world: World) -> None:
    edition = in_force(world)
    insight = noted(world, guideline=edition.guideline)
    requirement = required(world, noted(world, words="B"))
    restricted(edition, world.ann)
    with pytest.raises(WrongState, match="of its own"):
        services.add_to_requirement(requirement, insight, by=world.ann)
    with pytest.raises(WrongState, match="of its own"):
        required(world, noted(world, words="C"), insight)
    assert visible_requirements(world.art).get() == requirement
    own = required(world, insight, owner=world.ann)
    with pytest.raises(WrongState, match="of its own"):
        services.add_to_requirement(own, noted(world, words="D"), by=world.ann)
    assert set(joinable_requirements(world.ann, noted(world, words="E"))) == {requirement}


def test_nothing_is_merged_into_it_that_others_said(world: World) -> None:
    edition = in_force(world)
    hidden = noted(world, guideline=edition.guideline, words="B")
    insight = noted(world, world.art)
    restricted(edition, world.ann)
    with pytest.raises(WrongState, match="not about the same guideline"):
        services.merge_insight(insight, hidden, by=world.ann)
    with pytest.raises(Refused):
        services.merge_insight(insight, hidden, by=world.art)
    assert not alike(world.art, insight).exists()


def test_no_mail_names_it(world: World) -> None:
    edition = in_force(world)
    insight = noted(world, guideline=edition.guideline)
    restricted(edition, world.ann)
    named(edition.guideline, world.bob, world.ann)
    requirement = required(world, Insight.objects.get(pk=insight.pk), owner=world.bob)
    services.deliver_requirement(requirement, evidence="Done.", by=world.bob)
    catch_up_all()
    rows = Notification.objects.filter(person__in=(world.ann, world.bob), subject_kind="requirement")
    shown = [line.shown for person in (world.ann, world.bob) for line in lines(person, rows.filter(person=person))]
    assert shown
    assert all(one is not None and one.is_restricted for one in shown)
