"""Four eyes: nobody signs words they helped to write."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from guidelines.editions import services
from guidelines.editions.models import Approval, Edition
from guidelines.editions.rights import moves_shown_to, why_not
from guidelines.editions.save_points import history
from guidelines.frame import clock
from guidelines.frame.refusals import Outdated, Refused, WrongState
from guidelines.people.models import Assignment, Person
from guidelines.people.roles import Role
from guidelines.people.services import end_role, grant
from tests.editions import making
from tests.people import World, make_person


@pytest.fixture
def both(world: World) -> Person:
    """Somebody who is policy manager and policy reviewer at once."""
    person = make_person("B-001", "Bo Both", Role.POLICY_MANAGER, world.us, world.product)
    grant(person, Role.POLICY_REVIEWER, by=None, market=world.us, domain=world.product)
    return person


def test_an_author_cannot_approve_their_own_words(world: World, both: Person) -> None:
    edition = making.submitted(making.draft(world, by=both), both)
    with pytest.raises(Refused, match="You wrote in this edition"):
        making.approve(edition, both)


def test_somebody_who_changed_one_word_of_another_authors_draft_cannot_approve_it(world: World, both: Person) -> None:
    edition = making.draft(world)
    services.save_draft(edition, by=both, seen=edition.digest, words=making.words(summary="One word more."))
    edition.refresh_from_db()
    edition = making.submitted(edition, world.ann)
    with pytest.raises(Refused, match="You wrote in this edition"):
        making.approve(edition, both)


def test_somebody_who_wrote_a_word_that_was_taken_out_again_cannot_approve(world: World, both: Person) -> None:
    edition = making.draft(world)
    first = edition.digest
    services.save_draft(edition, by=both, seen=first, words=making.words(summary="Mine."))
    edition.refresh_from_db()
    services.save_draft(edition, by=world.ann, seen=edition.digest, words=making.words())
    edition.refresh_from_db()
    assert edition.digest == first
    edition = making.submitted(edition, world.ann)
    with pytest.raises(Refused):
        making.approve(edition, both)


def test_restoring_an_old_save_point_makes_a_contributor(world: World, both: Person) -> None:
    edition = making.draft(world)
    services.save_draft(edition, by=world.ann, seen=edition.digest, words=making.words(summary="Later words."))
    edition.refresh_from_db()
    oldest = history(edition)[-1]
    services.restore(edition, by=both, seen=edition.digest, save_point=oldest.id)
    edition.refresh_from_db()
    edition = making.submitted(edition, world.ann)
    assert why_not(both, "approve", edition)


@pytest.mark.slow
def test_the_author_of_a_discarded_edition_cannot_approve_the_next_one(world: World, both: Person) -> None:
    first = making.published(making.draft(world), world)
    discarded = making.next_draft(first.guideline, both, summary="Words that may be copied.")
    services.discard(discarded, by=both)
    edition = making.submitted(
        making.next_draft(first.guideline, world.ann, summary="Words that were copied."), world.ann
    )
    with pytest.raises(Refused, match="You wrote in edition 2"):
        making.approve(edition, both)


@pytest.mark.slow
def test_the_author_of_an_older_edition_that_has_begun_may_approve_the_next(world: World, both: Person) -> None:
    first = making.published(making.draft(world, by=both), world, by=both)
    edition = making.submitted(making.next_draft(first.guideline, world.ann, summary="New words."), world.ann)
    assert making.approve(edition, both).state == "approved"


@pytest.mark.slow
def test_a_reviewer_who_writes_after_approving_takes_the_approval_with_them(world: World, both: Person) -> None:
    first = making.published(making.draft(world), world)
    edition = making.approved(making.next_draft(first.guideline, world.ann, summary="Two."), world, reviewer=both)
    making.next_draft(first.guideline, both, summary="Three.")
    with pytest.raises(WrongState, match="has written in this guideline since"):
        services.publish(edition, by=world.ann, seen=edition.digest, why_sooner=making.SOONER)


def test_an_approval_of_words_that_changed_meanwhile_is_refused(world: World) -> None:
    edition = making.submitted(making.draft(world), world.ann)
    on_screen = edition.digest
    edition = services.recall(edition, by=world.ann)
    services.save_draft(edition, by=world.ann, seen=edition.digest, words=making.words(summary="Other words."))
    edition.refresh_from_db()
    making.submitted(edition, world.ann)
    with pytest.raises(Outdated, match="Read them again"):
        making.approve(edition, world.bob, seen=on_screen)
    assert not Approval.objects.exists()


def test_an_approval_never_survives_a_change_of_words(world: World) -> None:
    edition = services.recall(making.approved(making.draft(world), world), by=world.ann)
    services.save_draft(edition, by=world.ann, seen=edition.digest, words=making.words(summary="Other words."))
    edition.refresh_from_db()
    edition = making.submitted(edition, world.ann)
    with pytest.raises(WrongState):
        services.publish(edition, by=world.ann, seen=edition.digest, why_sooner=making.SOONER)


def test_a_superuser_who_is_given_a_role_by_force_still_cannot_approve(world: World) -> None:
    Assignment.objects.create(person=world.root, role=Role.POLICY_REVIEWER)
    edition = making.submitted(making.draft(world), world.ann)
    with pytest.raises(Refused, match="system administrator"):
        making.approve(edition, world.root)


def test_the_reviewer_who_enforced_an_emergency_cannot_ratify_it(world: World) -> None:
    edition = making.draft(world)
    edition = services.enforce_now(edition, by=world.bob, seen=edition.digest, note="Recall alert.")
    with pytest.raises(Refused, match="You enforced"):
        services.ratify(edition, by=world.bob, seen=edition.digest)
    assert services.ratify(edition, by=world.eve, seen=edition.digest).expires_at is None


def test_an_author_is_shown_why_the_approve_button_is_off(world: World, both: Person) -> None:
    edition = making.submitted(making.draft(world, by=both), both)
    reasons = {move.name: reason for move, reason in moves_shown_to(both, edition)}
    assert "You wrote in this edition" in str(reasons["approve"])
    assert reasons["request_changes"] is None


def test_a_role_that_was_ended_a_second_ago_approves_nothing(world: World) -> None:
    edition = making.submitted(making.draft(world), world.ann)
    assert why_not(world.bob, "approve", edition) is None  # kept on the object from here on
    end_role(world.bob.assignments.get(), by=None)
    with pytest.raises(Refused):
        making.approve(edition, world.bob)


def test_every_edition_in_force_names_an_approval_of_its_digest(world: World) -> None:
    edition = making.published(making.draft(world), world)
    assert Edition.objects.get(pk=edition.pk).approvals.get().digest == edition.digest


@pytest.mark.slow
def test_the_author_of_words_that_others_enforced_cannot_ratify_them(world: World, both: Person) -> None:
    first = making.published(making.draft(world), world)
    making.next_draft(first.guideline, both, summary="Her words.")
    copy = making.next_draft(first.guideline, world.ann, summary="Her words.")
    emergency = services.enforce_now(copy, by=world.bob, seen=copy.digest, note="Recall alert.")
    with pytest.raises(Refused, match="You wrote in edition 2"):
        services.ratify(emergency, by=both, seen=emergency.digest)


@pytest.mark.slow
@pytest.mark.parametrize("withdrawn", [False, True])
def test_the_author_of_an_emergency_cannot_approve_the_edition_that_copies_it(
    world: World, both: Person, withdrawn: bool
) -> None:
    first = making.published(making.draft(world), world)
    own = making.next_draft(first.guideline, both, summary="Her words.")
    own = services.enforce_now(own, by=both, seen=own.digest, note="Recall alert.")
    if withdrawn:
        services.withdraw(own, by=world.bob, note="No alert.")
    copy = making.submitted(making.next_draft(first.guideline, world.ann, summary="Her words."), world.ann)
    with pytest.raises(Refused, match="You wrote in edition 2"):
        making.approve(copy, both)


@pytest.mark.slow
def test_the_author_of_a_draft_that_stayed_open_while_another_began_cannot_approve_its_copy(
    world: World, both: Person
) -> None:
    first = making.published(making.draft(world), world)
    making.next_draft(first.guideline, both, summary="Her words.")
    making.published(making.next_draft(first.guideline, world.ann, summary="Other words."), world)
    copy = making.submitted(making.next_draft(first.guideline, world.ann, summary="Her words."), world.ann)
    with pytest.raises(Refused, match="You wrote in edition 2"):
        making.approve(copy, both)


@pytest.mark.slow
def test_the_author_of_a_draft_that_was_discarded_before_another_began_may_approve_later_words(
    world: World, both: Person
) -> None:
    first = making.published(making.draft(world), world)
    services.discard(making.next_draft(first.guideline, both, summary="Her words."), by=both)
    making.published(making.next_draft(first.guideline, world.ann, summary="Other words."), world)
    edition = making.submitted(making.next_draft(first.guideline, world.ann, summary="New words."), world.ann)
    assert making.approve(edition, both).state == "approved"


@pytest.mark.slow
def test_one_emergency_cannot_prolong_another_that_nobody_ratified(world: World, both: Person) -> None:
    first = making.published(making.draft(world), world)
    own = making.next_draft(first.guideline, both, summary="Her words.")
    services.enforce_now(own, by=both, seen=own.digest, note="Recall alert.", hours=1)
    again = making.next_draft(first.guideline, both, summary="Her words again.")
    with pytest.raises(WrongState, match="Edition 2 was an emergency"):
        services.enforce_now(again, by=both, seen=again.digest, note="Still.")


@pytest.mark.slow
def test_what_was_written_in_the_same_instant_counts(world: World, both: Person) -> None:
    """Deeds run ahead of a clock that stands still; whoever wrote then is near all the same."""
    with time_machine.travel(clock.now() + dt.timedelta(days=1), tick=False):
        first = making.published(making.draft(world), world)
        making.next_draft(first.guideline, both, summary="Her words.")
        copy = making.submitted(making.next_draft(first.guideline, world.ann, summary="Her words."), world.ann)
        with pytest.raises(Refused, match="You wrote in edition 2"):
            making.approve(copy, both)
