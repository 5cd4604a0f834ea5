"""Rounds of review: due dates, and who takes one on, gives it back or passes it on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from guidelines.audit.models import AuditEvent
from guidelines.audit.verify import verify
from guidelines.editions import services
from guidelines.editions.lifecycle import DEEDS, State
from guidelines.editions.models import Edition, ReviewRound
from guidelines.editions.rights import why_not
from guidelines.editions.rounds import due_mark, open_round, open_rounds
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, Refusal, Refused, WrongState
from guidelines.people.delegating import delegate, end_delegation
from guidelines.people.models import Leave
from guidelines.people.roles import Role
from guidelines.people.services import end_role, grant, leave
from tests.editions import making
from tests.editions.pages import address, signed_in, text
from tests.editions.test_lifecycle import STANDS
from tests.people import World, make_person

DAY = dt.timedelta(days=1)


@pytest.fixture
def edition(world: World) -> Edition:
    return making.submitted(making.draft(world), world.ann)


def claimed_by(edition: Edition) -> str:
    found = open_round(edition)
    assert found is not None
    return found.claimed_by.name if found.claimed_by else ""


def pacific(*moment: int) -> dt.datetime:
    return dt.datetime(*moment, tzinfo=ZoneInfo("America/Los_Angeles"))  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("submitted", "due"),
    [
        ((2048, 6, 15, 10, 0), (2048, 6, 17, 10, 0)),  # Monday: Wednesday
        ((2048, 6, 18, 16, 0), (2048, 6, 22, 16, 0)),  # Thursday: over the weekend
        ((2048, 6, 20, 9, 0), (2048, 6, 23, 9, 0)),  # Saturday counts from Monday
        ((2048, 3, 6, 9, 0), (2048, 3, 10, 9, 0)),  # the clocks go forward on Sunday: nine o'clock all the same
    ],
)
def test_a_review_is_due_after_the_markets_working_days(
    world: World, submitted: tuple[int, ...], due: tuple[int, ...]
) -> None:
    draft = making.draft(world)
    with clock.pretend(pacific(*submitted)):
        services.submit(draft, by=world.ann, seen=draft.digest)
    found = ReviewRound.objects.get()
    assert (found.began_at, found.due_at) == (pacific(*submitted), pacific(*due))


@pytest.mark.parametrize(
    ("now", "mark"),
    [
        ((2026, 6, 18, 15, 59), ""),
        ((2026, 6, 19, 15, 59), ""),
        ((2026, 6, 19, 16, 1), "soon"),  # Friday: less than one working day is left until Monday at four
        ((2026, 6, 21, 12, 0), "soon"),
        ((2026, 6, 22, 15, 59), "soon"),
        ((2026, 6, 22, 16, 0), "overdue"),
    ],
)
def test_a_round_is_due_soon_within_its_last_working_day_and_overdue_after_it(now: tuple[int, ...], mark: str) -> None:
    found = ReviewRound(began_at=pacific(2026, 6, 18, 16, 0), due_at=pacific(2026, 6, 22, 16, 0))
    assert due_mark(found, pacific(*now), "America/Los_Angeles") == mark


Ending = Callable[[World, Edition], Edition]
ENDINGS: dict[str, Ending] = {
    "approve": lambda world, edition: making.approve(edition, world.bob),
    "request_changes": lambda world, edition: services.request_changes(edition, by=world.bob, note="Say when."),
    "recall": lambda world, edition: services.recall(edition, by=world.ann),
}


@pytest.mark.parametrize("ending", sorted(ENDINGS))
def test_a_round_ends_with_the_decision_and_the_next_stay_is_a_new_one(
    world: World, edition: Edition, ending: str
) -> None:
    services.claim(edition, by=world.bob)
    after = ENDINGS[ending](world, edition)
    first = ReviewRound.objects.get()
    assert first.ended_at == after.moved_at
    assert open_round(edition) is None
    if after.state == State.DRAFT:
        making.submitted(after, world.ann)
        assert claimed_by(edition) == ""
        assert ReviewRound.objects.count() == 2


@pytest.mark.slow
@pytest.mark.parametrize("deed", ["claim", "release", "reassign"])
@pytest.mark.parametrize("stand", sorted(STANDS))
def test_only_an_edition_in_review_is_claimed_released_or_reassigned(world: World, stand: str, deed: str) -> None:
    edition = STANDS[stand](world)
    if stand == "in_review":
        if deed == "release":
            services.claim(edition, by=world.eve)
        _do(deed, edition, world)
        return
    with pytest.raises(Refusal) as refusal:
        _do(deed, edition, world)
    assert refusal.value.status == 409


def _do(deed: str, edition: Edition, world: World) -> None:
    if deed == "reassign":
        services.reassign(edition, by=world.eve, to=world.bob)
    else:
        getattr(services, deed)(edition, by=world.eve)


@pytest.mark.parametrize("role", Role.values)
def test_reviewers_claim_and_managers_too_reassign(world: World, edition: Edition, role: str) -> None:
    person = make_person("X-1", "Xo Newcomer", Role(role), world.us, world.product)
    reviews, writes = role == "policy_reviewer", role == "policy_manager"
    assert (why_not(person, "claim", edition) is None) is reviews
    assert (why_not(person, "sign", edition) is None) is reviews
    assert (why_not(person, "reassign", edition) is None) is (reviews or writes)
    assert why_not(person, "release", edition)  # nobody has claimed it
    if not reviews:
        with pytest.raises(Refused):
            services.claim(edition, by=person)
    if not (reviews or writes):
        with pytest.raises(Refused):
            services.reassign(edition, by=person, to=world.bob)


def test_every_deed_of_the_table_has_its_own_words() -> None:
    assert {"sign", "claim", "release", "reassign"} < set(DEEDS)


def test_who_wrote_in_it_does_not_claim_it(world: World, edition: Edition) -> None:
    grant(world.ann, Role.POLICY_REVIEWER, by=None, market=world.us, domain=world.product)
    with pytest.raises(Refused, match="You wrote in this edition"):
        services.claim(edition, by=world.ann)


@pytest.mark.slow
def test_a_claim_is_refused_to_a_second_and_forbids_nobody_to_decide(world: World, edition: Edition) -> None:
    services.claim(edition, by=world.bob)
    with pytest.raises(WrongState, match="Bob Stone has claimed this review"):
        services.claim(edition, by=world.eve)
    with pytest.raises(Refused, match="Only whoever claimed"):
        services.release(edition, by=world.eve)
    page = text(signed_in(world.eve).get(address("review", edition)))
    assert "Bob Stone has claimed this review. You may decide all the same" in page
    assert making.approve(edition, world.eve).state == "approved"


def test_a_review_goes_only_to_somebody_at_work_who_may_sign_it(world: World, edition: Edition) -> None:
    grant(world.art, Role.POLICY_REVIEWER, by=None, market=world.us, domain=world.product)
    today = dt.datetime.now(dt.UTC).date()
    Leave.objects.create(person=world.eve, first_day=today - DAY, last_day=today + DAY)
    grant(world.ann, Role.POLICY_REVIEWER, by=None, market=world.us, domain=world.product)
    for person, why in ((world.mo, "no policy reviewer"), (world.ann, "Wrote in edition 1"), (world.eve, "on leave")):
        with pytest.raises(Invalid, match=why):
            services.reassign(edition, by=world.ann, to=person)
    services.reassign(edition, by=world.ann, to=world.bob)
    services.reassign(edition, by=world.bob, to=world.art)
    assert claimed_by(edition) == "Art Cole"
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.verb, event.data) == ("review.reassigned", {"to": world.art.pk, "before": world.bob.pk})


def test_what_a_leaver_claimed_is_everybodys_again_in_the_same_deed(world: World, edition: Edition) -> None:
    services.claim(edition, by=world.bob)
    leave(world.bob, by=world.root)
    assert claimed_by(edition) == ""
    event = AuditEvent.objects.get(verb="review.released")
    assert (event.actor_id, event.data["before"]) == (world.root.pk, world.bob.pk)
    assert [finding for finding in verify() if finding.broken] == []


def test_so_is_what_was_claimed_by_a_right_that_ended(world: World, edition: Edition) -> None:
    services.claim(edition, by=world.bob)
    end_role(world.bob.assignments.get(), by=None)
    assert claimed_by(edition) == ""
    until = clock.now() + 5 * DAY
    delegation = delegate(world.eve, world.mo, by=world.eve, since=clock.now(), until=until)
    services.claim(edition, by=world.mo)
    end_delegation(delegation, by=world.eve)
    assert claimed_by(edition) == ""


def test_a_claim_by_a_lent_right_runs_out_with_it(world: World, edition: Edition) -> None:
    delegate(world.eve, world.mo, by=world.eve, since=clock.now(), until=clock.now() + 5 * DAY)
    services.claim(edition, by=world.mo)
    assert claimed_by(edition) == "Mo Diallo"
    with time_machine.travel(clock.now() + 6 * DAY):
        assert claimed_by(edition) == ""
        assert services.claim(edition, by=world.bob).claimed_by == world.bob
        assert claimed_by(edition) == "Bob Stone"


def test_so_does_one_whose_lender_lost_the_role(world: World, edition: Edition) -> None:
    delegate(world.eve, world.mo, by=world.eve, since=clock.now(), until=clock.now() + 5 * DAY)
    services.claim(edition, by=world.mo)
    end_role(world.eve.assignments.get(), by=None)
    assert claimed_by(edition) == ""


def test_a_claim_elsewhere_stays_when_one_of_two_roles_ends(world: World, edition: Edition) -> None:
    grant(world.bob, Role.POLICY_REVIEWER, by=None, market=world.us, domain=world.seller)
    services.claim(edition, by=world.bob)
    end_role(world.bob.assignments.get(domain=world.seller), by=None)
    assert claimed_by(edition) == "Bob Stone"


def test_the_board_reads_all_rounds_at_once(world: World, edition: Edition, django_assert_num_queries: object) -> None:
    other = making.submitted(making.draft(world), world.ann)
    services.claim(other, by=world.bob)
    with django_assert_num_queries(2):  # type: ignore[operator]  # the rounds, and what their claimers may still do
        found = open_rounds([edition, other])
        assert {key: row.claimed_by.name if row.claimed_by else "" for key, row in found.items()} == {
            edition.pk: "",
            other.pk: "Bob Stone",
        }


@pytest.mark.slow
def test_claimed_passed_on_and_released_on_the_page(world: World, edition: Edition) -> None:
    claim, client = address("claim", edition), signed_in(world.bob)
    assert "Claimed" in text(client.post(claim, {"action": "claim"}, follow=True))
    page = text(client.post(claim, {"action": "reassign", "to": world.eve.employee_id}, follow=True))
    assert "Eve Park has this review now." in page
    assert "Review reassigned" in page
    assert client.post(claim, {"action": "release"}).status_code == 403
    assert client.post(claim, {"action": "reassign", "to": "X-404"}).status_code == 422
    assert client.post(claim, {"action": "grab"}).status_code == 404
    assert signed_in(world.mo).post(claim, {"action": "claim"}).status_code == 404
    assert signed_in(world.joe).post(claim, {"action": "claim"}).status_code == 403
    assert "everybody’s again" in text(signed_in(world.eve).post(claim, {"action": "release"}, follow=True))


@pytest.mark.parametrize("values", [{"due_at": dt.datetime(2099, 1, 1, tzinfo=dt.UTC)}, {"ended_at": None}])
def test_the_database_keeps_the_times_of_a_round(world: World, edition: Edition, values: dict[str, object]) -> None:
    services.recall(edition, by=world.ann)
    with pytest.raises(IntegrityError, match="keeps its edition and its times"), transaction.atomic():
        ReviewRound.objects.update(**values)
    with pytest.raises(IntegrityError, match="keeps who claimed"), transaction.atomic():
        ReviewRound.objects.update(claimed_by=world.bob, claimed_at=clock.now())
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        ReviewRound.objects.all()._raw_delete("default")


@pytest.mark.slow
def test_the_page_marks_a_round_that_is_overdue(world: World) -> None:
    draft = making.draft(world)
    with clock.pretend(clock.now() + dt.timedelta(seconds=1)):
        edition = making.submitted(draft, world.ann)
    with clock.pretend(clock.now() + 9 * DAY):
        page = text(signed_in(world.ann).get(reverse("review", args=[edition.guideline.policy_id, edition.number])))
    assert "Overdue" in page
