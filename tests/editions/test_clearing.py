"""Restricted guidelines: who makes one, who names its readers, who opens it again; and what rights are worth there."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.catalogue.models import EscalationTeam
from guidelines.editions import services
from guidelines.editions.clearances import nameable_guidelines, why_not_name
from guidelines.editions.models import Clearance, Edition
from guidelines.editions.queries import who_may_be_named
from guidelines.editions.reviewers import reviewers
from guidelines.editions.rights import visible_editions, visible_guidelines, why_not
from guidelines.frame.refusals import Invalid, Refusal, Refused, WrongState
from guidelines.people import services as people
from guidelines.people.delegating import delegate
from guidelines.people.models import Person
from guidelines.people.scopes import holdings, stand_in_reader
from tests.editions import making
from tests.editions.clearing import STUB, named, restricted
from tests.people import World

pytestmark = pytest.mark.django_db
EVERYBODY = ("ann", "art", "bob", "eve", "mo", "lia", "ada", "joe", "vy", "van", "binh", "root")


@pytest.fixture
def edition(world: World) -> Edition:
    return making.published(making.draft(world), world)


def sees(person: Person, edition: Edition) -> bool:
    person = Person.objects.get(pk=person.pk)
    found = visible_editions(person).filter(pk=edition.pk).exists()
    assert visible_guidelines(person).filter(pk=edition.guideline_id).exists() is found
    return found


def test_a_manager_restricts_a_guideline_and_it_is_theirs_and_its_owners_alone(world: World, edition: Edition) -> None:
    before = {who for who in EVERYBODY if sees(getattr(world, who), edition)}
    assert {"ann", "art", "bob", "mo", "ada", "joe", "van"} <= before
    restricted(edition, world.art)
    assert {who for who in EVERYBODY if sees(getattr(world, who), edition)} == {"ann", "art"}
    event = AuditEvent.objects.get(verb="guideline.classed")
    assert (event.actor_id, event.policy_id) == (world.art.pk, edition.guideline.policy_id)
    assert event.data["before"] == "internal"
    assert event.data["audience"] == "restricted"
    assert AuditEvent.objects.filter(verb="clearance.given").count() == 2


def test_a_clearance_gives_no_role(world: World, edition: Edition) -> None:
    guideline = restricted(edition, world.ann)
    with pytest.raises(Invalid, match="reads nothing in this market and domain"):
        named(guideline, world.vy, world.ann)
    named(guideline, world.mo, world.ann)
    draft = making.next_draft(guideline, world.ann)
    assert sees(world.mo, edition)
    assert not visible_editions(world.mo).filter(pk=draft.pk).exists()


@pytest.mark.parametrize("who", [*EVERYBODY])
def test_only_policy_managers_restrict_a_guideline(world: World, edition: Edition, who: str) -> None:
    if who in ("ann", "art"):
        assert restricted(edition, getattr(world, who)).is_restricted
        return
    with pytest.raises(Refused):
        restricted(edition, getattr(world, who))


@pytest.mark.parametrize("who", [*EVERYBODY])
def test_who_may_name_the_readers_of_a_restricted_guideline(world: World, edition: Edition, who: str) -> None:
    guideline, by = restricted(edition, world.ann), getattr(world, who)
    named(guideline, world.eve, world.ann)
    named(guideline, world.lia, world.ann)
    may = who in ("ann", "eve", "ada")  # named and writing, named and reviewing, administering the market
    assert (why_not_name(by, guideline) is None) is may
    assert nameable_guidelines(by).filter(pk=guideline.pk).exists() is may
    if may:
        assert named(guideline, world.mo, by).given_by == by
    else:
        with pytest.raises(Refused):
            named(guideline, world.mo, by)


def test_nobody_names_themself(world: World, edition: Edition) -> None:
    guideline = restricted(edition, world.ann)
    with pytest.raises(Refused, match="Nobody names themself"):
        named(guideline, world.ada, world.ada)
    named(guideline, world.ada, world.ann)
    assert sees(world.ada, edition)


def test_an_administrator_who_names_people_reads_nothing(world: World, edition: Edition) -> None:
    guideline = restricted(edition, world.ann)
    named(guideline, world.mo, world.ada)
    assert not sees(world.ada, edition)


def test_who_is_named_no_longer_reads_nothing_at_once(world: World, edition: Edition) -> None:
    guideline = restricted(edition, world.ann)
    clearance = named(guideline, world.mo, world.ann)
    assert sees(world.mo, edition)
    ended = services.end_clearance(clearance, by=world.ada)
    assert not sees(world.mo, edition)
    assert (ended.ended_by, Clearance.objects.filter(pk=clearance.pk).exists()) == (world.ada, True)
    assert AuditEvent.objects.get(verb="clearance.ended").data == {"person": world.mo.pk}
    with pytest.raises(WrongState):
        services.end_clearance(clearance, by=world.ada)
    assert named(guideline, world.mo, world.ann).pk != clearance.pk


def test_one_who_works_there_always_remains_named(world: World, edition: Edition) -> None:
    guideline = restricted(edition, world.ann)
    named(guideline, world.mo, world.ann)
    only = guideline.clearances.get(person=world.ann)
    with pytest.raises(WrongState, match="Name somebody else first"):
        services.end_clearance(only, by=world.ada)
    named(guideline, world.bob, world.ann)
    services.end_clearance(only, by=world.ada)
    assert not sees(world.ann, edition)


def test_whoever_leaves_is_named_anew_when_they_return(world: World, edition: Edition) -> None:
    guideline = restricted(edition, world.ann)
    clearance = named(guideline, world.mo, world.ann)
    people.leave(world.mo, by=world.root)
    clearance.refresh_from_db()
    assert clearance.ended_at is not None


@pytest.mark.parametrize("who", [*EVERYBODY])
def test_only_a_named_reviewer_opens_it_again(world: World, edition: Edition, who: str) -> None:
    guideline, by = restricted(edition, world.ann), getattr(world, who)
    for person in (world.art, world.bob, world.mo, world.joe, world.ada):
        named(guideline, person, world.ann)
    if who != "bob":
        with pytest.raises(Refused):
            services.class_guideline(guideline, audience="internal", by=by, reason="The case is closed.")
        return
    services.class_guideline(guideline, audience="internal", by=by, reason="The case is closed.")
    assert sees(world.eve, edition)
    guideline.refresh_from_db()
    assert guideline.stub_instruction == ""
    assert not guideline.clearances.filter(ended_at=None).exists()


def test_the_usual_instruction_names_the_team_in_the_guidelines_language(world: World, edition: Edition) -> None:
    team = EscalationTeam.objects.create(name="Child Safety", name_vi="An toàn trẻ em")
    with pytest.raises(Invalid, match="Choose the team"):
        restricted(edition, world.ann, instruction=" ")
    made = services.class_guideline(
        edition.guideline, audience="restricted", by=world.ann, reason="Harm.", team=team, instruction=""
    )
    assert made.stub_instruction == STUB
    other = making.draft(world, by=world.van, market=world.vn)
    made = services.class_guideline(other.guideline, audience="restricted", by=world.van, reason="Harm.", team=team)
    assert made.stub_instruction == "Dừng lại. Không sao chép, không chia sẻ. Chuyển cấp ngay cho An toàn trẻ em."


def test_every_change_of_class_has_a_reason_and_is_one(world: World, edition: Edition) -> None:
    for audience, reason in (("internal", "It is."), ("public", " "), ("secret", "No such class.")):
        with pytest.raises(Invalid):
            services.class_guideline(edition.guideline, audience=audience, by=world.ann, reason=reason)
    services.class_guideline(edition.guideline, audience="partner", by=world.ann, reason="Partners decide by it.")
    edition.guideline.refresh_from_db()
    assert edition.guideline.audience == "partner"
    with pytest.raises(IntegrityError), transaction.atomic():
        type(edition.guideline).objects.filter(pk=edition.guideline_id).update(audience="restricted")


def test_a_clearance_is_never_changed_or_deleted(world: World, edition: Edition) -> None:
    clearance = named(restricted(edition, world.ann), world.mo, world.ann)
    for deed in (
        lambda: Clearance.objects.filter(pk=clearance.pk).update(reason="Another."),
        lambda: Clearance.objects.filter(pk=clearance.pk).update(person=world.eve),
        lambda: Clearance.objects.filter(pk=clearance.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()
    services.end_clearance(clearance, by=world.ann)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clearance.objects.filter(pk=clearance.pk).update(ended_at=None, ended_by=None)


def test_who_is_not_named_takes_no_part_in_the_work_on_it(world: World, edition: Edition) -> None:
    guideline = restricted(edition, world.ann)
    draft = making.submitted(making.next_draft(guideline, world.ann, title="Second"), world.ann)
    draft.refresh_from_db()
    assert "not named" in str(why_not(world.bob, "approve", draft))
    assert "not named" in str(why_not(world.art, "recall", draft))
    assert reviewers(draft, timezone.now()) == []
    assert who_may_be_named(draft) == [world.ann]
    until = timezone.now() + making.dt.timedelta(days=1)
    with pytest.raises(Invalid, match="restricted to the people it names"):
        services.consult(draft, by=world.ann, person=world.mo, until=until)
    with pytest.raises(Invalid):
        services.hand_over(guideline, to=world.art, by=world.ann)
    for deed in (
        lambda: services.set_review_interval(guideline, months=3, by=world.art),
        lambda: services.add_number(guideline, number="SOP-9", by=world.art),
        lambda: services.open_edition(guideline, by=world.art),
        lambda: services.comment(draft, by=world.bob, text="May I?"),
        lambda: services.adapt(edition, market=world.vn, by=world.van),
    ):
        with pytest.raises(Refusal):
            deed()
    named(guideline, world.bob, world.ann)
    assert [one.person for one in reviewers(draft, timezone.now())] == [world.bob]
    assert why_not(world.bob, "approve", draft) is None


def test_a_claimed_review_is_everybodys_again_once_its_reviewer_is_not_named(world: World, edition: Edition) -> None:
    draft = making.submitted(making.next_draft(edition.guideline, world.ann, title="Second"), world.ann)
    services.claim(draft, by=world.bob)
    guideline = restricted(edition, world.ann)
    assert AuditEvent.objects.get(verb="review.released").data["before"] == world.bob.pk
    clearance = named(guideline, world.eve, world.ann)
    draft.refresh_from_db()
    services.claim(draft, by=world.eve)
    services.end_clearance(clearance, by=world.ann)
    assert AuditEvent.objects.filter(verb="review.released").count() == 2


def test_a_right_that_is_lent_opens_no_restricted_guideline(world: World, edition: Edition) -> None:
    guideline = restricted(edition, world.ann)
    named(guideline, world.bob, world.ann)
    now = timezone.now()
    delegate(world.bob, world.eve, since=now, until=now + making.dt.timedelta(days=3), by=world.bob, reason="Leave")
    assert not sees(world.eve, edition)


def test_a_program_reads_no_restricted_guideline_whoever_made_its_token(world: World, edition: Edition) -> None:
    guideline = restricted(edition, world.ann)
    program = stand_in_reader("Case tool", holdings(world.ann))
    assert visible_editions(world.ann).filter(guideline=guideline).exists()
    assert not visible_editions(program).filter(guideline=guideline).exists()


def test_a_restricted_guideline_joins_no_bundle(world: World, edition: Edition) -> None:
    draft = making.next_draft(edition.guideline, world.ann, title="Second")
    bundle = services.open_bundle(name="Spring", by=world.ann)
    member = services.add_to_bundle(bundle, draft, by=world.ann)
    with pytest.raises(WrongState, match="Spring"):
        restricted(edition, world.ann)
    services.take_out(member, by=world.ann)
    restricted(edition, world.ann)
    with pytest.raises(WrongState, match="published by itself"):
        services.add_to_bundle(bundle, draft, by=world.ann)
