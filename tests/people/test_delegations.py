"""Standing in: who may lend the right to review, to whom, for how long, and what it gives."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guidelines.audit.models import AuditEvent
from guidelines.audit.verify import verify
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.people import services
from guidelines.people.delegating import LONGEST, delegate, end_delegation
from guidelines.people.models import Delegation, Person
from guidelines.people.roles import CAPABILITIES, Capability, Role
from guidelines.people.scopes import holdings, people_who_may
from tests.people import World, make_person

DAY = dt.timedelta(days=1)
LENT = {Capability.READ, Capability.READ_ALL, Capability.REVIEW}
"""Written out from the requirement: a delegation lends the right to review, and to read what is reviewed."""


def lend(person: Person, to: Person, by: Person | None = None, days: int = 5, start: int = 0) -> Delegation:
    since = clock.now() + start * DAY
    return delegate(person, to, by=by or person, since=since, until=since + days * DAY, reason="Away.")


@pytest.mark.slow
@pytest.mark.parametrize("role", [None, *Role])
def test_a_delegate_of_any_role_may_review_there_and_nothing_else_that_they_could_not_before(
    world: World, role: Role | None
) -> None:
    """Role by capability, before, while it runs, elsewhere, and after."""
    zoe = make_person("Z-001", "Zoe Stand-in", role, world.us, world.creator)
    here, there = (world.us.pk, world.product.pk), (world.vn.pk, world.product.pk)
    if role is Role.AUDITOR:
        with pytest.raises(Invalid, match="auditor"):
            lend(world.bob, zoe)
        return
    delegation = lend(world.bob, zoe)
    held = holdings(zoe, fresh=True)
    for capability in Capability:
        own = role is not None and capability in CAPABILITIES[role]
        assert held.may(capability, *here) is (capability in LENT), capability
        assert not held.may(capability, *there), capability
        assert held.may(capability, world.us.pk, world.creator.pk) is own, capability
        assert held.own.may_somewhere(capability) is own, capability
        assert (zoe in people_who_may(capability, *here)) is (capability in LENT), capability
    end_delegation(delegation, by=world.bob)
    held = holdings(zoe, fresh=True)
    for capability in Capability:
        assert not held.may(capability, *here), capability
        assert zoe not in people_who_may(capability, *here), capability


def test_who_may_is_the_same_by_person_and_by_list(world: World) -> None:
    lend(world.bob, world.mo)
    lend(world.eve, world.ada)
    for market in (world.us, world.vn):
        for domain in (world.creator, world.seller, world.product):
            for capability in Capability:
                listed = set(people_who_may(capability, market.pk, domain.pk))
                asked = {
                    one
                    for one in Person.objects.all()
                    if holdings(one, fresh=True).may(capability, market.pk, domain.pk)
                }
                assert listed == asked, (market, domain, capability)


def test_rights_cost_one_query_with_a_delegation_or_without(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lend(world.bob, world.mo)
    for person in (world.mo, world.ann):
        with django_assert_num_queries(1):
            holdings(person, fresh=True)


@pytest.mark.parametrize(
    ("by", "person", "may"),
    [
        ("bob", "bob", True),
        ("ada", "bob", True),  # their market administrator, when they fell ill
        ("root", "bob", True),
        ("eve", "bob", False),
        ("ann", "bob", False),
        ("joe", "bob", False),
        ("mo", "mo", False),  # no reviewer: nothing to lend
        ("ann", "ann", False),
        ("ada", "ann", False),
        ("ada", "binh", False),  # another market's reviewer
    ],
)
def test_a_reviewer_lends_their_own_role_and_administrators_that_of_somebody_ill(
    world: World, by: str, person: str, may: bool
) -> None:
    actor, subject = getattr(world, by), getattr(world, person)
    if may:
        assert lend(subject, world.art, by=actor).granted_by == actor
        return
    with pytest.raises(Refused):
        lend(subject, world.art, by=actor)
    assert not Delegation.objects.exists()


def test_an_administrator_gives_themselves_nobodys_right(world: World) -> None:
    with pytest.raises(Invalid, match="give yourself"):
        lend(world.bob, world.ada, by=world.ada)


def test_an_administrator_of_one_domain_does_not_lend_a_role_that_holds_in_all(world: World) -> None:
    narrow = make_person("N-001", "Ned Narrow", Role.MARKET_ADMINISTRATOR, world.vn, world.product)
    with pytest.raises(Refused, match="all their markets and domains"):
        lend(world.binh, world.van, by=narrow)


@pytest.mark.parametrize("who", ["bob", "root", "joe"])
def test_nobody_stands_in_who_could_not_sign_freely(world: World, who: str) -> None:
    with pytest.raises(Invalid):
        lend(world.bob, getattr(world, who))


def test_somebody_who_left_stands_in_for_nobody(world: World) -> None:
    services.leave(world.mo, by=None)
    with pytest.raises(Invalid, match="has left"):
        lend(world.bob, world.mo)


def test_a_delegate_cannot_lend_further(world: World) -> None:
    lend(world.bob, world.mo)
    with pytest.raises(Refused, match="a role of their own"):
        lend(world.mo, world.art)


def test_it_runs_from_its_first_day_to_its_end_by_time_alone(world: World) -> None:
    here = (Capability.REVIEW, world.us.pk, world.product.pk)
    lend(world.bob, world.mo, start=2, days=3)
    for day, runs in ((0, False), (3, True), (4, True), (6, False)):
        with time_machine.travel(dt.datetime.now(dt.UTC) + day * DAY, tick=False):
            assert holdings(world.mo, fresh=True).may(*here) is runs, day
            assert (world.mo in people_who_may(*here)) is runs


def test_it_lasts_a_leave_and_not_a_career(world: World) -> None:
    with pytest.raises(Invalid, match="92 days at most"):
        lend(world.bob, world.mo, days=LONGEST.days + 1)
    with pytest.raises(Invalid, match="end before it begins"):
        lend(world.bob, world.mo, days=-1)


def test_one_person_at_a_time_stands_in(world: World) -> None:
    lend(world.bob, world.mo, days=5)
    with pytest.raises(Invalid, match="Mo Diallo stands in for Bob Stone"):
        lend(world.bob, world.art, start=3)
    lend(world.bob, world.art, start=5)


@pytest.mark.parametrize(
    ("by", "may"), [("bob", True), ("mo", True), ("ada", True), ("eve", False), ("ann", False), ("joe", False)]
)
def test_it_is_ended_early_by_either_of_the_two_or_an_administrator(world: World, by: str, may: bool) -> None:
    delegation = lend(world.bob, world.mo)
    if not may:
        with pytest.raises(Refused):
            end_delegation(delegation, by=getattr(world, by))
        return
    end_delegation(delegation, by=getattr(world, by))
    with pytest.raises(WrongState, match="over already"):
        end_delegation(delegation, by=getattr(world, by))


def test_what_was_lent_ends_with_the_role_and_with_the_person(world: World) -> None:
    here = (Capability.REVIEW, world.us.pk, world.product.pk)
    lend(world.bob, world.mo)
    services.end_role(world.bob.assignments.get(), by=None)
    assert not holdings(world.mo, fresh=True).may(*here)
    lend(world.eve, world.art)
    services.leave(world.eve, by=None)
    assert not holdings(world.art, fresh=True).may(*here)
    ended = AuditEvent.objects.get(verb="delegation.ended")
    assert (ended.subject_id, ended.data["delegate"]) == (world.eve.pk, world.art.pk)


def test_what_was_lent_to_somebody_who_leaves_ends_too(world: World) -> None:
    delegation = lend(world.bob, world.mo)
    services.leave(world.mo, by=None)
    delegation.refresh_from_db()
    assert delegation.ended_at is not None


def test_who_becomes_an_auditor_stands_in_for_nobody_from_that_deed_on(world: World) -> None:
    now, later = lend(world.bob, world.mo), lend(world.eve, world.mo, start=9)
    services.grant(world.mo, Role.LIAISON, by=world.root, market=world.us)
    assert holdings(world.mo, fresh=True).may(Capability.REVIEW, world.us.pk, world.product.pk)
    services.grant(world.mo, Role.AUDITOR, by=world.root, market=world.us)
    assert not holdings(world.mo, fresh=True).may(Capability.REVIEW, world.us.pk, world.product.pk)
    for delegation in (now, later):
        delegation.refresh_from_db()
        assert delegation.ended_at is not None
    events = AuditEvent.objects.filter(verb="delegation.ended")
    assert [(event.actor_id, event.data["delegate"]) for event in events] == [(world.root.pk, world.mo.pk)] * 2


def test_the_record_says_who_stands_in_and_not_why(world: World) -> None:
    lend(world.bob, world.mo, by=world.ada)
    event = AuditEvent.objects.get(verb="delegation.granted")
    assert (event.actor_id, event.subject_id, event.data["delegate"]) == (world.ada.pk, world.bob.pk, world.mo.pk)
    assert set(event.data) == {"delegate", "since", "until"}
    assert [finding for finding in verify() if finding.broken] == []


@pytest.mark.parametrize(
    "values", [{"until": dt.datetime(2099, 1, 1, tzinfo=dt.UTC)}, {"reason": "x"}, {"delegate": 0}, {"ended_at": None}]
)
def test_the_database_keeps_a_delegation_as_it_was_given(world: World, values: dict[str, object]) -> None:
    delegation = lend(world.bob, world.mo)
    if "delegate" in values:
        values = {"delegate": world.art}
    if "ended_at" in values:
        end_delegation(delegation, by=world.bob)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Delegation.objects.update(**values)
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        Delegation.objects.all()._raw_delete("default")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def form(to: str, **changes: str) -> dict[str, str]:
    today = dt.datetime.now(dt.UTC).date()
    return {"to": to, "since": f"{today}", "until": f"{today + 3 * DAY}", "reason": "Parental leave", **changes}


def test_a_reviewer_names_a_stand_in_on_their_own_page_and_ends_it(world: World) -> None:
    client = signed_in(world.bob)
    answer = client.post("/settings/delegations/", form("a-004"), follow=True)
    assert "Mo Diallo for Bob Stone" in answer.content.decode()
    assert "You review in the place of Bob Stone" in signed_in(world.mo).get("/settings/delegations/").content.decode()
    page = client.get("/settings/delegations/").content.decode()
    assert "can no longer sign in this place." in page, "ending asks once more"
    assert '<a href="/settings/">Settings</a>' in page
    delegation = Delegation.objects.get()
    assert delegation.until - delegation.since <= 4 * DAY
    answer = client.post(f"/settings/delegations/{delegation.pk}/end/", follow=True)
    assert "no longer stands in" in answer.content.decode()


def test_days_are_whole_days_of_the_reviewers_own_zone(world: World) -> None:
    world.bob.time_zone = "America/Los_Angeles"
    world.bob.save()
    signed_in(world.bob).post("/settings/delegations/", form("A-004", since="2096-11-03", until="2096-11-05"))
    delegation = Delegation.objects.get()
    # The clocks go back on the first Sunday of November: the 4th in 2096.
    assert delegation.since == dt.datetime(2096, 11, 3, 7, tzinfo=dt.UTC)
    assert delegation.until == dt.datetime(2096, 11, 6, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"to": "X-999"}, "Nobody who works here"),
        ({"to": "A-008"}, "auditor"),
        ({"since": "2026-13-01"}, "valid date"),
        ({"until": "2020-01-01"}, "end before it begins"),
        ({"until": "9999-12-31"}, "can’t be right"),
        ({"since": "0001-01-01"}, "can’t be right"),
        ({"to": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said_with_everything_kept(world: World, changes: dict[str, str], sentence: str) -> None:
    answer = signed_in(world.bob).post("/settings/delegations/", {**form("A-004"), **changes})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Parental leave" in answer.content.decode()


def test_a_moderator_is_told_why_they_cannot_delegate(world: World) -> None:
    client = signed_in(world.mo)
    assert "Only a policy reviewer can delegate" in client.get("/settings/delegations/").content.decode()
    assert client.post("/settings/delegations/", form("A-002")).status_code == 403


def test_an_administrator_sees_to_it_for_people_of_their_market_only(world: World) -> None:
    client = signed_in(world.ada)
    assert client.post("/people/A-003/delegations/", form("A-002"), follow=True).status_code == 200
    assert Delegation.objects.get().granted_by == world.ada
    assert client.get("/people/V-003/delegations/").status_code == 404
    assert signed_in(world.eve).get("/people/A-003/delegations/").status_code == 403
    assert signed_in(world.vy).post(f"/settings/delegations/{Delegation.objects.get().pk}/end/").status_code == 404
