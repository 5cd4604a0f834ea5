"""Requirements: who opens, keeps and delivers them, where they stand, and what closes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.editions import services as editions
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, Outdated, Refused, WrongState
from guidelines.insights import services
from guidelines.insights.models import Insight, Requirement
from guidelines.insights.requirement_queries import linkable_requirements, requirement_lines, requirements_of
from guidelines.insights.requirement_rights import visible_requirements
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.insights.making import asked, in_force
from tests.insights.queueing import noted, refused, required, stands
from tests.people import World, make_person
from tests.people.beyond import pam, quinn

Standing = Requirement.Standing
DONE = "The guide is in the case tool since Monday."


def today(world: World, days: int = 0) -> dt.date:
    return timezone.now().astimezone(world.us.zone).date() + dt.timedelta(days=days)


# Written from issue 6: who keeps requirements of US products. Their owner, whoever it is, begins and delivers.
KEEPS = {"open", "see", "plan", "start", "deliver", "decline", "answer", "add"}
ROLES: dict[Role, set[str]] = {
    Role.MODERATOR: set(),
    Role.TEAM_LEAD: set(),
    Role.POLICY_MANAGER: KEEPS,
    Role.POLICY_REVIEWER: KEEPS,
    Role.LIAISON: set(),
    Role.STAKEHOLDER: set(),
    Role.TRAINER: {"see"},
    Role.QUALITY_ANALYST: {"see"},
    Role.PROGRAMME_MANAGER: KEEPS,
    Role.MARKET_ADMINISTRATOR: {"see"},
    Role.AUDITOR: {"see"},
}


def deeds(world: World, tool: Requirement, guide: Requirement) -> dict[str, Callable[[Person], Any]]:
    """Everything that is done with requirements; an edition answers those for a guideline alone."""
    edition = in_force(world)
    another, third = noted(world, words=f"To {tool.pk}"), noted(world, words=f"Too {tool.pk}")
    return {
        "open": lambda p: required(world, another, by=p),
        "plan": lambda p: services.plan_requirement(tool, owner=world.art, due_on=today(world, 3), by=p),
        "start": lambda p: services.start_requirement(tool, by=p),
        "deliver": lambda p: services.deliver_requirement(tool, evidence=DONE, by=p),
        "decline": lambda p: services.decline_requirement(tool, reason="No.", by=p),
        "answer": lambda p: services.answer_requirement(guide, edition, by=p),
        "add": lambda p: services.add_to_requirement(tool, third, by=p),
    }


def both(world: World) -> tuple[Requirement, Requirement]:
    return required(world), required(world, noted(world, words="For a guideline"), kind="guideline")


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role))
def test_each_role_does_what_the_table_says_and_nothing_elsewhere(world: World, role: Role) -> None:
    tool, guide = both(world)
    does = deeds(world, tool, guide)

    def allowed(person: Person) -> set[str]:
        sees = {"see"} if visible_requirements(person).filter(pk=tool.pk).exists() else set()
        return sees | {name for name, deed in does.items() if refused(deed, person) is None}

    assert allowed(make_person("H-1", "Here", role, world.us, world.product)) == ROLES[role]
    for market, domain in ((world.us, world.seller), (world.vn, world.product)):
        elsewhere = make_person(f"E-{market.code}{domain.code}", "Elsewhere", role, market, domain)
        assert allowed(elsewhere) == set(), (market, domain)


def test_its_owner_begins_and_delivers_and_keeps_nothing_else(world: World) -> None:
    analyst = quinn(world)
    tool, guide = required(world, owner=analyst), required(world, noted(world, words="B"), kind="guideline")
    may_do = {name for name, deed in deeds(world, tool, guide).items() if refused(deed, analyst) is None}
    assert may_do == {"start", "deliver"}


def test_everybody_sees_what_came_of_what_they_said(world: World) -> None:
    asked(in_force(world), world.mo)
    requirement = required(world, Insight.objects.get())
    assert visible_requirements(world.mo).get() == requirement
    assert not visible_requirements(world.vy).exists()


def test_one_for_two_markets_is_for_those_who_work_both(world: World) -> None:
    with pytest.raises(Refused, match="Việt Nam"):
        required(world, noted(world, words="A"), markets=[world.us, world.vn])
    everywhere = make_person("P-9", "Pia Everywhere", Role.PROGRAMME_MANAGER)
    insights = [noted(world), noted(world, world.van, market=world.vn, domain=world.product)]
    made = required(world, *insights, by=everywhere, markets=[world.us, world.vn])
    assert visible_requirements(world.van).get() == visible_requirements(world.ann).get() == made
    with pytest.raises(Invalid, match="Choose that market, too"):
        required(world, noted(world, world.van, market=world.vn, words="B"), by=everywhere, markets=[world.us])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"need": " "}, "Write what is needed"),
        ({"why": ""}, "Write the business reason"),
        ({"markets": []}, "Choose a market"),
        ({"kind": "wish"}, "Choose what kind"),
        ({"due_on": dt.date(2020, 1, 1)}, "Choose a day from today on"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(world: World, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        required(world, **changes)


def test_its_owner_sees_it(world: World) -> None:
    for person in (world.mo, world.van):
        with pytest.raises(WrongState, match="can’t own it"):
            required(world, noted(world, words=person.name), owner=person)
    requirement = required(world, owner=pam(world))
    with pytest.raises(WrongState, match="can’t own it"):
        services.plan_requirement(requirement, owner=world.mo, due_on=today(world), by=world.ann)


# Where it stands


def each(world: World) -> dict[str, Requirement]:
    """One at each standing; those that go on ask for a tool."""
    found = {str(standing): required(world, noted(world, words=f"Of {standing}")) for standing in Standing}
    services.plan_requirement(found["planned"], owner=world.art, due_on=today(world, 9), by=world.ann)
    services.start_requirement(found["in_work"], by=world.art)
    services.deliver_requirement(found["delivered"], evidence=DONE, by=world.art)
    services.decline_requirement(found["declined"], reason="It costs too much.", by=world.ann)
    return {name: Requirement.objects.get(pk=one.pk) for name, one in found.items()}


@pytest.mark.slow
def test_each_deed_is_possible_where_the_table_says(world: World) -> None:
    there = each(world)
    assert {name: stands(one) for name, one in there.items()} == {name: name for name in there}
    going_on = {"new", "planned", "in_work"}
    for standing in (*Standing.values, "open"):
        rows = Requirement.objects.standing(standing, timezone.now())
        assert {one.pk for one in rows} == {there[n].pk for n in (going_on if standing == "open" else {standing})}
    for name, requirement in there.items():
        for deed, does in deeds(world, requirement, requirement).items():
            if deed in ("open", "answer"):
                continue
            possible = name in going_on and (name, deed) != ("in_work", "start")
            assert refused(does, world.ann) is (None if possible else WrongState), (name, deed)


def test_a_guideline_is_delivered_when_its_edition_takes_force_and_its_insights_close(world: World) -> None:
    edition = in_force(world)
    insight = noted(world, guideline=edition.guideline)
    requirement = required(world, insight, kind="guideline")
    draft = making.next_draft(edition.guideline, world.ann)
    services.answer_requirement(requirement, draft, by=world.ann)
    assert stands(requirement) == Standing.IN_WORK
    begins = timezone.now() + dt.timedelta(days=4)
    published = making.published(draft, world, effective_from=begins)
    before, requirement = stands(requirement), Requirement.objects.get(pk=requirement.pk)
    assert (before, requirement.standing(begins)) == (Standing.IN_WORK, Standing.DELIVERED)
    assert Insight.objects.get(pk=insight.pk).standing(begins) == Insight.Standing.ANSWERED
    assert Insight.objects.answered(begins).exists()
    editions.cancel(published, by=world.ann, note="Not yet.")
    assert Requirement.objects.get(pk=requirement.pk).standing(begins) == Standing.IN_WORK
    assert Requirement.objects.in_work(begins).exists()


def test_a_guideline_is_not_delivered_by_words(world: World) -> None:
    requirement = required(world, kind="guideline")
    with pytest.raises(WrongState, match="delivered by an edition"):
        services.deliver_requirement(requirement, evidence=DONE, by=world.art)
    with pytest.raises(WrongState, match="“guideline” alone"):
        services.answer_requirement(required(world, noted(world, words="B")), in_force(world), by=world.ann)


def test_anything_else_is_delivered_with_evidence(world: World) -> None:
    requirement = required(world)
    for more, words in (
        ({"evidence": " "}, "Write what was delivered"),
        ({"link": "javascript:alert(1)"}, "This is not an address"),
        ({"link": "ftp://example.com/x"}, "This is not an address"),
    ):
        with pytest.raises(Invalid, match=words):
            services.deliver_requirement(requirement, **{"evidence": DONE, "by": world.art, **more})
    edition = in_force(world)
    link = "https://tools.example.com/guide"
    services.deliver_requirement(requirement, evidence=DONE, link=link, edition=edition, by=world.art)
    kept = Requirement.objects.get()
    assert (kept.evidence, kept.evidence_link, kept.evidence_edition) == (DONE, link, edition)
    assert stands(Insight.objects.get()) == Insight.Standing.ANSWERED


def test_a_declined_one_closes_its_insights_with_its_reason(world: World) -> None:
    requirement = required(world)
    services.decline_requirement(requirement, reason="It costs too much.", by=world.ann)
    assert stands(Insight.objects.get()) == Insight.Standing.DECLINED
    assert Insight.objects.declined(timezone.now()).exists()


def test_owner_and_day_change_on_record(world: World) -> None:
    requirement = required(world)
    services.plan_requirement(requirement, owner=world.art, due_on=today(world, 9), by=world.ann)
    services.plan_requirement(requirement, owner=world.eve, due_on=today(world, 20), by=world.bob)
    first, second = AuditEvent.objects.filter(verb="requirement.planned").order_by("pk")
    assert (first.data["due"], second.data["was"]["due"]) == (str(today(world, 9)),) * 2
    assert (second.data["name"], second.actor_id) == ("Eve Park", world.bob.pk)
    with pytest.raises(WrongState, match="Nothing was changed"):
        services.plan_requirement(requirement, owner=world.eve, due_on=today(world, 20), by=world.ann)
    with pytest.raises(Invalid, match="Choose the day"):
        services.plan_requirement(requirement, owner=world.eve, due_on=None, by=world.ann)


def test_it_is_late_when_its_day_is_over_in_its_market(world: World) -> None:
    required(world, due_on=today(world, 1))
    begins = dt.datetime.combine(today(world, 2), dt.time(), tzinfo=world.us.zone)
    for moment, late_by in ((begins - dt.timedelta(minutes=1), 0), (begins, 1)):
        with clock.pretend(moment):
            (line,) = requirement_lines(world.ann, requirements_of(world.ann))
            assert (line.late_by, line.is_soon) == (late_by, not late_by)
            assert requirements_of(world.ann, state="late").exists() is bool(late_by)


# The edition that answers it, said on the draft


def test_the_author_says_on_the_draft_which_requirements_it_answers(world: World) -> None:
    edition = in_force(world)
    draft = making.next_draft(edition.guideline, world.ann)
    guide = required(world, noted(world, guideline=edition.guideline), kind="guideline")
    required(world, noted(world, words="A tool"))
    other = making.draft(world, title="Knives").guideline
    required(world, noted(world, words="Another", guideline=other), kind="guideline")
    elsewhere = noted(world, world.van, market=world.vn, words="Elsewhere")
    required(world, elsewhere, by=world.van, kind="guideline", markets=[world.vn], owner=world.binh)
    assert list(linkable_requirements(world.ann, draft, timezone.now())) == [guide]
    nothing: dict[str, Any] = {"by": world.ann, "questions": set(), "rulings": set()}
    assert services.link(draft, requirements={guide.pk}, **nothing)
    assert not services.link(draft, **nothing), "without requirements they stay as they are"
    assert Requirement.objects.get(pk=guide.pk).answered_in == draft
    with pytest.raises(Outdated):
        services.link(draft, requirements={999}, **nothing)
    assert services.link(draft, requirements=set(), **nothing)
    assert stands(guide) == Standing.NEW
    services.link(draft, requirements={guide.pk}, **nothing)
    making.published(draft, world)
    assert stands(guide) == Standing.DELIVERED
    with pytest.raises(WrongState, match="were told"):
        services.link(draft, requirements=set(), **nothing)


# Evidence


def test_the_database_keeps_what_was_opened_and_how_it_ended(world: World) -> None:
    there = each(world)
    rows = Requirement.objects.filter
    for change in (
        lambda: rows(pk=there["new"].pk).update(need="Another need"),
        lambda: rows(pk=there["planned"].pk).update(planned_at=None),
        lambda: rows(pk=there["in_work"].pk).update(started_at=None),
        lambda: rows(pk=there["delivered"].pk).update(evidence="Other evidence"),
        lambda: rows(pk=there["declined"].pk).update(reason="Another reason"),
        lambda: rows(pk=there["new"].pk).delete(),
        lambda: there["new"].markets.update(market=world.vn),
        lambda: there["new"].markets.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
