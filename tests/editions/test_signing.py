"""What an approval asks for, and editions that need more than one signature."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from guidelines.audit.models import AuditEvent
from guidelines.audit.triggers import arm, disarm
from guidelines.audit.verify import verify
from guidelines.catalogue.models import Topic
from guidelines.editions import services, signatures
from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, Outdated, Refused, WrongState
from guidelines.people.delegating import delegate
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.people.services import grant
from tests.editions import making
from tests.editions.pages import address, signed_in, text
from tests.people import World, make_person

DAY = dt.timedelta(days=1)


def reviewer(world: World, name: str, function: str) -> Person:
    person = make_person(f"R-{name[:3].upper()}", name)
    grant(person, Role.POLICY_REVIEWER, by=None, market=world.us, domain=world.product, function=function)
    return person


@pytest.fixture
def leo(world: World) -> Person:
    """A policy reviewer who signs for legal. Topics below counterfeit need that signature too."""
    services.require_signature(Topic.objects.get(code="counterfeit"), "legal", by=world.ada)
    return reviewer(world, "Leo Law", "Legal")


@pytest.fixture
def edition(world: World) -> Edition:
    return making.submitted(making.draft(world), world.ann)


def forge(statement: str) -> None:
    """Somebody with the database's password gets past the triggers."""
    disarm(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    arm(connection)


def stand_in(world: World, person: Person, to: Person) -> None:
    delegate(person, to, by=person, since=clock.now(), until=clock.now() + 5 * DAY)


def broken() -> list[str]:
    return [finding.sentence for finding in verify() if finding.broken]


def given(edition: Edition) -> set[tuple[str, str]]:
    return {(row.person.name, row.function) for row in edition.approvals.select_related("person")}


# More than one signature


def test_a_topic_above_asks_for_a_second_signature_and_the_last_one_approves(
    world: World, edition: Edition, leo: Person
) -> None:
    assert signatures.needed(edition) == ("", "legal")
    after_one = making.approve(edition, world.bob, note="Fine by me.")
    assert (after_one.state, after_one.last_move) == ("in_review", "submit")
    assert AuditEvent.objects.order_by("-id")[0].verb == "edition.signed"
    approved = making.approve(edition, leo)
    assert approved.state == "approved"
    assert given(approved) == {("Bob Stone", ""), ("Leo Law", "legal")}
    assert AuditEvent.objects.get(verb="edition.approved").data["signatures"] == ["", "legal"]
    services.publish(approved, by=world.ann, seen=approved.digest, why_sooner=making.SOONER)
    assert broken() == []


def test_the_order_does_not_matter(world: World, edition: Edition, leo: Person) -> None:
    making.approve(edition, leo)
    assert given(edition) == {("Leo Law", "legal")}
    assert making.approve(edition, world.bob).state == "approved"


def test_nobody_signs_twice_and_no_general_reviewer_signs_for_legal(
    world: World, edition: Edition, leo: Person
) -> None:
    making.approve(edition, world.bob)
    with pytest.raises(Refused, match="You signed these words"):
        making.approve(edition, world.bob)
    with pytest.raises(Refused, match="Only a signature for legal is missing"):
        making.approve(edition, world.eve)
    with pytest.raises(Invalid, match="can’t sign for “tax”"):
        making.approve(edition, leo, function="tax")
    edition.refresh_from_db()
    assert edition.state == "in_review"


def test_one_person_is_not_two(world: World, edition: Edition, leo: Person) -> None:
    """Legal's reviewer is a policy reviewer too, and could have given either signature; not both."""
    making.approve(edition, leo)
    with pytest.raises(Refused, match="Somebody else must sign for: policy reviewer"):
        making.approve(edition, leo)
    with pytest.raises(Refused):
        making.approve(edition, leo, function="")
    assert given(edition) == {("Leo Law", "legal")}


def test_every_signer_passes_four_eyes_and_signs_the_same_words(world: World, leo: Person) -> None:
    grant(leo, Role.POLICY_MANAGER, by=None, market=world.us, domain=world.product)
    edition = making.draft(world)
    saved = services.save_draft(edition, by=leo, seen=edition.digest, words=making.words(summary="Law."))
    edition = making.submitted(saved.edition, world.ann)
    making.approve(edition, world.bob)
    with pytest.raises(Refused, match="You wrote in this edition"):
        making.approve(edition, leo)
    lea = reviewer(world, "Lea Law", "legal")
    with pytest.raises(Outdated):
        making.approve(edition, lea, seen="1:other")
    assert making.approve(edition, lea).state == "approved"


@pytest.mark.slow
def test_one_who_holds_two_functions_chooses(world: World, edition: Edition, leo: Person) -> None:
    services.require_signature(Topic.objects.get(code="counterfeit.goods"), "Tax", by=world.ada)
    tom = reviewer(world, "Tom Both", "tax")
    grant(tom, Role.POLICY_REVIEWER, by=None, market=world.us, function="LEGAL")
    assert signatures.needed(edition) == ("", "legal", "Tax")
    page = text(signed_in(tom).get(address("review", edition)))
    assert page.count('name="function"') == 3
    making.approve(edition, tom, function="tax")
    assert given(edition) == {("Tom Both", "Tax")}
    making.approve(edition, leo)
    assert making.approve(edition, world.bob).state == "approved"


def test_a_topic_elsewhere_and_a_list_that_ended_ask_for_nothing(world: World, edition: Edition, leo: Person) -> None:
    other = making.submitted(making.draft(world, topic_codes=("regulated",)), world.ann)
    assert signatures.needed(other) == ("",)
    row = Topic.objects.get(code="counterfeit").required_signatures.get()
    services.end_required_signature(row, by=world.ada)
    assert making.approve(edition, world.bob).state == "approved"


def test_other_words_need_every_signature_anew(world: World, edition: Edition, leo: Person) -> None:
    making.approve(edition, world.bob)
    edition = services.request_changes(edition, by=leo, note="Say which law.")
    saved = services.save_draft(edition, by=world.ann, seen=edition.digest, words=making.words(summary="Law 3."))
    edition = making.submitted(saved.edition, world.ann)
    assert signatures.standing(edition, clock.now()).missing == ("legal", "")
    making.approve(edition, leo)
    assert making.approve(edition, world.bob).state == "approved"


def test_signatures_stand_on_the_same_words_after_a_recall(world: World, edition: Edition, leo: Person) -> None:
    making.approve(edition, world.bob)
    edition = making.submitted(services.recall(edition, by=world.ann), world.ann)
    assert signatures.standing(edition, clock.now()).missing == ("legal",)
    assert making.approve(edition, leo).state == "approved"


def test_words_that_all_signed_and_that_came_back_unchanged_are_confirmed_once(
    world: World, edition: Edition, leo: Person
) -> None:
    making.approve(edition, world.bob)
    edition = services.recall(making.approve(edition, leo), by=world.ann)
    edition = making.submitted(edition, world.ann)
    approved = making.approve(edition, world.bob)
    assert approved.state == "approved"
    assert approved.approvals.count() == 3
    services.publish(approved, by=world.ann, seen=approved.digest, why_sooner=making.SOONER)
    assert broken() == []


def test_publication_needs_every_signature_to_stand_still(world: World, edition: Edition, leo: Person) -> None:
    grant(leo, Role.POLICY_MANAGER, by=None, market=world.us, domain=world.product)
    making.approve(edition, world.bob)
    approved = making.approve(edition, leo)
    making.next_draft(edition.guideline, leo, summary="He writes here now.")
    with pytest.raises(WrongState, match="A signature for legal is missing"):
        services.publish(approved, by=world.ann, seen=approved.digest, why_sooner=making.SOONER)


def test_a_signature_that_is_asked_for_after_the_approval_is_given_before_publication(
    world: World, edition: Edition
) -> None:
    approved = making.approve(edition, world.bob)
    services.require_signature(Topic.objects.get(code="counterfeit"), "legal", by=world.ada)
    leo = reviewer(world, "Leo Law", "legal")
    with pytest.raises(WrongState, match="A signature for legal is missing"):
        services.publish(approved, by=world.ann, seen=approved.digest, why_sooner=making.SOONER)
    again = making.submitted(services.recall(approved, by=world.ann), world.ann)
    again = making.approve(again, leo)
    services.publish(again, by=world.ann, seen=again.digest, why_sooner=making.SOONER)
    assert broken() == []


def test_the_record_judges_by_what_was_needed_then_and_not_by_the_list_of_today(
    world: World, edition: Edition, leo: Person
) -> None:
    making.approve(edition, world.bob)
    approved = making.approve(edition, leo)
    services.publish(approved, by=world.ann, seen=approved.digest, why_sooner=making.SOONER)
    services.require_signature(Topic.objects.get(code="counterfeit"), "tax", by=world.ada)
    assert broken() == []
    forge("DELETE FROM editions_approval WHERE function = 'legal'")
    assert any("without the signature of another person for legal" in sentence for sentence in broken())


@pytest.mark.slow
@pytest.mark.parametrize(
    "change", ["function = 'legal'", "agreed = '[]'", "on_behalf_of_id = person_id", "checklist = '[\"Asked?\"]'"]
)
def test_a_forged_function_or_answer_is_not_what_the_record_says(world: World, change: str) -> None:
    making.published(making.draft(world), world)
    assert broken() == []
    forge(f"UPDATE editions_approval SET {change}")
    assert any("approvals are not those" in sentence for sentence in broken())


@pytest.mark.slow
def test_the_pages_of_a_reviewer_and_of_a_writer_cost_a_bounded_number_of_queries(
    world: World, leo: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    edition = making.submitted(making.draft(world), world.ann)
    for number in range(6):
        reviewer(world, f"R{number}x Rae", "")
    for question in range(5):
        services.add_question(world.product, f"Question {question}?", by=world.bob)
    for person in (world.bob, leo, world.ann):
        client = signed_in(person)
        with django_assert_max_num_queries(34):
            assert client.get(address("review", edition)).status_code == 200


@pytest.mark.slow
def test_an_emergency_stays_only_with_every_signature(world: World, leo: Person) -> None:
    draft = making.draft(world)
    edition = services.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall alert.")
    with pytest.raises(Refused, match="You enforced"):
        services.ratify(edition, by=world.bob, seen=edition.digest)
    edition = services.ratify(edition, by=world.eve, seen=edition.digest)
    assert edition.expires_at is not None
    answer = signed_in(leo).post(address("move", edition, "ratify"), {"seen": edition.digest}, follow=True)
    assert "Ratified." in text(answer)
    edition.refresh_from_db()
    assert edition.expires_at is None
    assert broken() == []


# In somebody's place
