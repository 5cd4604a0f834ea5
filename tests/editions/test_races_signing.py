"""Real transactions at the same time: approvals, signatures by function, a contributor who writes meanwhile."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from guidelines.audit.models import AuditEvent
from guidelines.audit.verify import verify
from guidelines.catalogue.models import Topic
from guidelines.editions import services
from guidelines.editions.models import Approval, Edition, ReviewRound
from guidelines.editions.services._moving import locked
from guidelines.frame.refusals import Refusal, Refused
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.people.services import grant, leave
from tests.editions import making
from tests.editions.test_races import at_once
from tests.people import World, make_person, the_world
from tests.people.test_races import in_thread, wait_until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committed(transactional_db: None) -> World:
    return the_world()


def reviewers(world: World, count: int, function: str = "") -> list[Person]:
    people = [make_person(f"R-{function}{number}".upper(), f"Rae {function} {number}") for number in range(count)]
    for person in people:
        grant(person, Role.POLICY_REVIEWER, by=None, market=world.us, domain=world.product, function=function)
    return people


def refusals(results: list[object]) -> list[Refusal]:
    return [result for result in results if isinstance(result, Refusal)]


def whole() -> bool:
    ids = list(AuditEvent.objects.order_by("id").values_list("id", flat=True))
    return ids == list(range(1, len(ids) + 1)) and [finding for finding in verify() if finding.broken] == []


@pytest.mark.slow
@pytest.mark.parametrize("again", range(3))
def test_of_eight_approvals_at_once_one_wins_and_seven_are_told_why_not(committed: World, again: int) -> None:
    edition = making.submitted(making.draft(committed), committed.ann)
    people = reviewers(committed, 8)
    results = at_once(*[lambda person=person: making.approve(edition, person) for person in people])  # type: ignore[misc]
    assert sum(isinstance(result, Edition) for result in results) == 1
    lost = refusals(results)
    assert len(lost) == 7
    assert {(refusal.status, "the state of edition 1 is “Approved”" in refusal.sentence) for refusal in lost} == {
        (409, True)
    }
    assert Approval.objects.count() == 1
    assert whole()


@pytest.mark.slow
@pytest.mark.parametrize("again", range(3))
def test_two_functions_that_sign_at_once_both_count_and_the_later_one_approves(committed: World, again: int) -> None:
    services.require_signature(Topic.objects.get(code="counterfeit"), "legal", by=committed.ada)
    edition = making.submitted(making.draft(committed), committed.ann)
    (legal,) = reviewers(committed, 1, "legal")
    results = at_once(lambda: making.approve(edition, legal), lambda: making.approve(edition, committed.bob))
    assert refusals(results) == []
    edition.refresh_from_db()
    assert edition.state == "approved"
    assert set(Approval.objects.values_list("function", flat=True)) == {"", "legal"}
    verbs = list(AuditEvent.objects.order_by("-id").values_list("verb", flat=True))[:2]
    assert verbs == ["edition.approved", "edition.signed"]
    assert whole()


@pytest.mark.slow
def test_of_eight_who_sign_for_one_function_at_once_one_is_enough(committed: World) -> None:
    services.require_signature(Topic.objects.get(code="counterfeit"), "legal", by=committed.ada)
    edition = making.submitted(making.draft(committed), committed.ann)
    people = reviewers(committed, 8, "legal")
    results = at_once(*[lambda person=person: making.approve(edition, person) for person in people])  # type: ignore[misc]
    edition.refresh_from_db()
    assert edition.state == "approved"
    # Each of them may give either signature, and each is given once.
    assert len(refusals(results)) == 6
    assert sorted(Approval.objects.values_list("function", flat=True)) == ["", "legal"]
    assert Approval.objects.values("person").distinct().count() == 2
    assert whole()


@pytest.mark.slow
@pytest.mark.parametrize("again", range(5))
def test_a_contributor_who_saves_while_their_approval_is_in_flight_is_refused_inside_the_lock(
    committed: World, again: int
) -> None:
    """Bob opens another draft of the guideline in the moment in which he approves this one."""
    grant(committed.bob, Role.POLICY_MANAGER, by=None, market=committed.us, domain=committed.product)
    edition = making.submitted(making.draft(committed), committed.ann)
    written, approved = at_once(
        lambda: making.next_draft(edition.guideline, committed.bob, summary="His words."),
        lambda: making.approve(edition, committed.bob),
    )
    assert isinstance(written, Edition)
    opened = AuditEvent.objects.get(verb="edition.opened", edition_number=2)
    signed = AuditEvent.objects.filter(verb="edition.approved").first()
    if isinstance(approved, Refusal):
        assert isinstance(approved, Refused)
        assert "You wrote in edition 2" in approved.sentence
        assert signed is None
    else:
        assert signed is not None
        assert signed.id < opened.id
        edition.refresh_from_db()
        with pytest.raises(Refusal, match="has written in this guideline since"):
            services.publish(edition, by=committed.ann, seen=edition.digest, why_sooner=making.SOONER)
    assert whole()


def test_whoever_signs_waits_for_the_guideline_before_the_record(committed: World) -> None:
    """Held the other way round, somebody who saves in the guideline and somebody who signs wait for each other."""
    if connection.vendor != "postgresql":
        pytest.skip("On SQLite all writers share one lock, so no two of them can wait in a circle.")
    edition = making.submitted(making.draft(committed), committed.ann)
    faults: list[Exception] = []
    with transaction.atomic():
        locked(edition)
        signing = in_thread(lambda: making.approve(edition, committed.bob), faults)
        wait_until_somebody_waits()
        services.comment(edition, by=committed.eve, text="One more thing.")
    signing.join(timeout=30)
    assert faults == []
    edition.refresh_from_db()
    assert edition.state == "approved"
    assert whole()


@pytest.mark.slow
def test_of_eight_claims_at_once_one_holds(committed: World) -> None:
    edition = making.submitted(making.draft(committed), committed.ann)
    people = reviewers(committed, 8)
    results = at_once(*[lambda person=person: services.claim(edition, by=person) for person in people])  # type: ignore[misc]
    assert len(refusals(results)) == 7
    assert AuditEvent.objects.filter(verb="review.claimed").count() == 1
    assert whole()


@pytest.mark.slow
@pytest.mark.parametrize("again", range(3))
def test_somebody_who_claims_while_they_leave_holds_nothing(committed: World, again: int) -> None:
    edition = making.submitted(making.draft(committed), committed.ann)
    at_once(
        lambda: services.claim(edition, by=committed.bob),
        lambda: leave(committed.bob, by=committed.root),
        lambda: services.reassign(edition, by=committed.ann, to=committed.bob),
    )
    assert ReviewRound.objects.get().claimed_by is None
    assert whole()


def test_a_question_that_is_added_while_somebody_approves_is_answered_or_came_later(committed: World) -> None:
    edition = making.submitted(making.draft(committed), committed.ann)
    agreed = making.decision_keys(edition)
    _, approved = at_once(
        lambda: services.add_question(committed.product, "Is the order right?", by=committed.eve),
        lambda: services.approve(edition, by=committed.bob, seen=edition.digest, agreed=agreed),
    )
    added = AuditEvent.objects.get(verb="checklist.added")
    if isinstance(approved, Refusal):
        assert "Is the order right?" in approved.sentence
    else:
        assert AuditEvent.objects.get(verb="edition.approved").id < added.id
    assert whole()
