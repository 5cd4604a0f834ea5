"""Signing in the place of somebody, and what the page says of everybody who could sign."""

from __future__ import annotations

import datetime as dt

import pytest

from guidelines.audit.models import AuditEvent
from guidelines.catalogue.models import Topic
from guidelines.editions import services
from guidelines.editions.models import Approval, Edition, ReviewRound
from guidelines.editions.reviewers import nobody_at_hand, reviewers
from guidelines.editions.rights import why_not
from guidelines.frame import clock
from guidelines.frame.refusals import Refused
from guidelines.people.models import Leave, Person
from guidelines.people.roles import Role
from guidelines.people.services import grant, leave
from tests.editions import making
from tests.editions.pages import address, signed_in, text
from tests.editions.test_signing import DAY, broken, edition, leo, stand_in
from tests.people import World

__all__ = ["edition", "leo"]


@pytest.mark.slow
def test_a_delegate_signs_with_their_own_name_in_anothers_role(world: World, edition: Edition) -> None:
    stand_in(world, world.bob, world.mo)
    page = text(signed_in(world.mo).get(address("review", edition)))
    assert "In the place of Bob Stone." in page
    making.approve(edition, world.mo)
    approval = Approval.objects.get()
    assert (approval.person, approval.on_behalf_of) == (world.mo, world.bob)
    assert AuditEvent.objects.get(verb="edition.approved").data["on_behalf_of"] == world.bob.pk
    assert broken() == []


def test_a_reviewer_who_stands_in_as_well_signs_in_their_own_role(world: World, edition: Edition) -> None:
    stand_in(world, world.bob, world.eve)
    making.approve(edition, world.eve)
    assert Approval.objects.get().on_behalf_of is None


def test_a_delegate_never_approves_what_they_wrote_but_what_the_other_wrote(world: World) -> None:
    grant(world.bob, Role.POLICY_MANAGER, by=None, market=world.us, domain=world.product)
    his = making.submitted(making.draft(world, by=world.bob), world.bob)
    hers = making.submitted(making.draft(world), world.ann)
    stand_in(world, world.bob, world.ann)
    assert making.approve(his, world.ann).state == "approved"
    with pytest.raises(Refused, match="You wrote in this edition"):
        making.approve(hers, world.ann)


def test_a_function_is_lent_with_the_role(world: World, edition: Edition, leo: Person) -> None:
    stand_in(world, leo, world.art)
    making.approve(edition, world.art)
    making.approve(edition, world.bob)
    signed = {(row.function, row.on_behalf_of) for row in Approval.objects.select_related("on_behalf_of")}
    assert signed == {("legal", leo), ("", None)}


def test_what_is_lent_does_not_publish_nor_keep_lists(world: World, edition: Edition) -> None:
    stand_in(world, world.bob, world.mo)
    approved = making.approve(edition, world.mo)
    assert why_not(world.mo, "publish", approved)
    with pytest.raises(Refused):
        services.add_question(world.product, "Mine?", by=world.mo)


# Who may


@pytest.mark.slow
def test_the_page_says_of_everybody_whether_they_may_and_why_not(world: World, edition: Edition, leo: Person) -> None:
    grant(world.ann, Role.POLICY_REVIEWER, by=None, market=world.us, domain=world.product)
    today = dt.datetime.now(dt.UTC).date()
    Leave.objects.create(person=world.eve, first_day=today - DAY, last_day=today + 5 * DAY)
    stand_in(world, world.eve, world.mo)
    making.approve(edition, world.bob)
    found = {one.person.name: one for one in reviewers(edition, clock.now())}
    assert found["Ann Rivera"].reason == "Wrote in edition 1."
    assert found["Bob Stone"].reason == "Has signed already."
    assert found["Eve Park"].reason == "Doesn’t sign for legal."
    assert (found["Eve Park"].away_until, found["Eve Park"].stand_in) == (today + 5 * DAY, "Mo Diallo")
    assert found["Mo Diallo"].lenders == ("Eve Park",)
    assert (found["Leo Law"].reason, found["Leo Law"].functions) == ("", ("Legal",))
    page = text(signed_in(world.ann).get(address("review", edition)))
    for said in ("2 needed, by different people", "Signed for policy reviewer: Bob Stone", "Not signed yet for legal"):
        assert said in page


def test_nobody_who_could_approve_is_said_before_the_draft_is_submitted(world: World) -> None:
    edition = making.draft(world)
    assert nobody_at_hand(edition, clock.now()) == ""
    services.require_signature(Topic.objects.get(code="counterfeit"), "legal", by=world.ada)
    assert "Nobody can sign for: legal." in nobody_at_hand(edition, clock.now())
    services.end_required_signature(Topic.objects.get(code="counterfeit").required_signatures.get(), by=world.ada)
    today = dt.datetime.now(dt.UTC).date()
    for person in (world.bob, world.eve):
        Leave.objects.create(person=person, first_day=today - DAY, last_day=today + DAY)
    assert "is on leave" in nobody_at_hand(edition, clock.now())
    stand_in(world, world.eve, world.art)
    assert nobody_at_hand(edition, clock.now()) == ""
    for person in (world.bob, world.eve):
        leave(person, by=None)
    assert "Nobody is policy reviewer" in nobody_at_hand(edition, clock.now())


def test_a_round_ends_with_the_last_signature_and_not_before(world: World, edition: Edition, leo: Person) -> None:
    making.approve(edition, world.bob)
    assert ReviewRound.objects.get().ended_at is None
    making.approve(edition, leo)
    assert ReviewRound.objects.get().ended_at is not None
