"""Suspension: the words stay readable under “do not enforce”, until a moment or until a reviewer resumes them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.editions import services
from guidelines.editions.models import Edition, Suspension
from guidelines.editions.queries import in_force, running_suspension
from guidelines.editions.rights import moves_shown_to, why_not
from guidelines.frame.refusals import Invalid, Refused, WrongState
from tests.editions import making
from tests.editions.pages import address, signed_in, text
from tests.people import World

HOUR = dt.timedelta(hours=1)
REASON = "The court stayed the rule on resale prices."


@pytest.fixture
def binding(world: World) -> Edition:
    return making.published(making.draft(world), world)


def suspended(edition: Edition, world: World, until: dt.datetime | None = None) -> Suspension:
    return services.suspend(edition, by=world.bob, reason=REASON, escalate_to="Brand Integrity", until=until)


def test_a_reviewer_suspends_the_words_in_force_and_they_stay_in_force(world: World, binding: Edition) -> None:
    suspension = suspended(binding, world)
    assert running_suspension(binding, timezone.now()) == suspension
    assert in_force(binding.guideline, timezone.now()) == binding
    event = AuditEvent.objects.latest("id")
    assert (event.verb, event.actor_id, event.digest) == ("edition.suspended", world.bob.pk, binding.digest)
    assert event.data["note"] == REASON


@pytest.mark.slow
@pytest.mark.parametrize("who", ["ann", "mo", "lia", "ada", "joe", "binh", "root"])
def test_only_a_reviewer_of_the_scope_suspends_and_resumes(world: World, binding: Edition, who: str) -> None:
    person = getattr(world, who)
    with pytest.raises(Refused):
        services.suspend(binding, by=person, reason=REASON, escalate_to="Legal")
    suspended(binding, world)
    with pytest.raises(Refused):
        services.resume(binding, by=person, reason="Stay lifted.")


@pytest.mark.slow
@pytest.mark.parametrize(
    "state", ["draft", "in_review", "approved", "scheduled", "superseded", "withdrawn", "discarded"]
)
def test_only_the_words_in_force_are_suspended(world: World, binding: Edition, state: str) -> None:
    edition = {
        "draft": lambda: making.next_draft(binding.guideline, world.ann, summary="X."),
        "in_review": lambda: making.submitted(making.next_draft(binding.guideline, world.ann, summary="X."), world.ann),
        "approved": lambda: making.approved(making.next_draft(binding.guideline, world.ann, summary="X."), world),
        "scheduled": lambda: making.published(
            making.next_draft(binding.guideline, world.ann, summary="X."), world, effective_from=timezone.now() + HOUR
        ),
        "superseded": lambda: _superseded(binding, world),
        "withdrawn": lambda: services.withdraw(binding, by=world.bob, note="Wrong."),
        "discarded": lambda: services.discard(
            making.next_draft(binding.guideline, world.ann, summary="X."), by=world.ann
        ),
    }[state]()
    with pytest.raises(WrongState):
        services.suspend(edition, by=world.bob, reason=REASON, escalate_to="Legal")
    assert not Suspension.objects.exists()


def _superseded(binding: Edition, world: World) -> Edition:
    making.published(making.next_draft(binding.guideline, world.ann, summary="X."), world)
    return binding


def test_it_needs_a_reason_a_team_and_an_end_to_come(world: World, binding: Edition) -> None:
    with pytest.raises(Invalid, match="reason"):
        services.suspend(binding, by=world.bob, reason="  ", escalate_to="Legal")
    with pytest.raises(Invalid, match="to whom"):
        services.suspend(binding, by=world.bob, reason=REASON, escalate_to=" ")
    with pytest.raises(Invalid, match="before it begins"):
        suspended(binding, world, until=timezone.now() - HOUR)
    suspended(binding, world)
    with pytest.raises(Invalid, match="reason"):
        services.resume(binding, by=world.bob, reason="")


def test_nobody_suspends_twice_or_resumes_what_runs(world: World, binding: Edition) -> None:
    with pytest.raises(WrongState, match="not suspended"):
        services.resume(binding, by=world.bob, reason="Now.")
    suspended(binding, world)
    with pytest.raises(WrongState, match="already"):
        suspended(binding, world)
    services.resume(binding, by=world.eve, reason="Stay lifted.")
    assert running_suspension(binding, timezone.now()) is None
    assert AuditEvent.objects.latest("id").verb == "edition.resumed"
    suspended(binding, world)
    assert Suspension.objects.count() == 2


def test_it_ends_by_itself(world: World, binding: Edition) -> None:
    end = timezone.now() + HOUR
    suspension = suspended(binding, world, until=end)
    assert running_suspension(binding, end - dt.timedelta(seconds=1)) == suspension
    assert running_suspension(binding, end) is None


def test_the_page_offers_what_the_reviewer_can_do_now(world: World, binding: Edition) -> None:
    def offered() -> set[str]:
        return {move.name for move, reason in moves_shown_to(world.bob, binding) if not reason}

    assert {"suspend", "withdraw"} <= offered()
    assert "resume" not in offered()
    suspended(binding, world)
    assert "resume" in offered()
    assert "suspend" not in offered()
    assert why_not(world.ann, "suspend", binding) is not None


def reads(world: World, name: str, *args: object) -> str:
    return text(signed_in(world.mo).get(reverse(name, args=args)))


@pytest.mark.slow
def test_a_moderator_is_told_on_every_page_that_leads_to_the_words(world: World, binding: Edition) -> None:
    before = reads(world, "guideline", binding.guideline.policy_id)
    assert "Do not enforce" not in before
    suspended(binding, world, until=timezone.now() + HOUR)
    policy_id = binding.guideline.policy_id
    for page in (reads(world, "guideline", policy_id), reads(world, "home")):
        assert "Brand Integrity" in page
        assert "o not enforce: escalate to" in page
        assert REASON in page
    assert making.SOURCE.split("\n")[2] in reads(world, "guideline", policy_id)
    assert "Suspended" in reads(world, "library")
    found = text(signed_in(world.mo).get(reverse("search"), {"q": "mirror quality"}))
    assert "Suspended" in found
    services.resume(binding, by=world.bob, reason="Stay lifted.")
    assert "Do not enforce" not in reads(world, "guideline", policy_id)
    assert "Suspended" not in reads(world, "library")


def test_a_page_that_was_kept_is_not_shown_as_if_nothing_had_happened(world: World, binding: Edition) -> None:
    mo = signed_in(world.mo)
    page = reverse("guideline", args=[binding.guideline.policy_id])
    mo.get(page)
    tag = mo.get(page).headers["ETag"]
    assert mo.get(page, HTTP_IF_NONE_MATCH=tag).status_code == 304
    suspended(binding, world)
    assert mo.get(page, HTTP_IF_NONE_MATCH=tag).status_code == 200


@pytest.mark.slow
def test_others_do_not_see_the_suspension_of_words_they_may_not_read(world: World, binding: Edition) -> None:
    suspended(binding, world)
    assert REASON not in text(signed_in(world.vy).get(reverse("home")))


@pytest.mark.slow
def test_a_reviewer_suspends_and_resumes_on_its_page(world: World, binding: Edition) -> None:
    bob = signed_in(world.bob)
    assert "Escalate to" in text(bob.get(address("move", binding, "suspend")))
    answer = bob.post(address("move", binding, "suspend"), {"note": REASON, "escalate_to": ""})
    assert answer.status_code == 422
    assert REASON in text(answer)
    answer = bob.post(address("move", binding, "suspend"), {"note": REASON, "escalate_to": "Legal"})
    assert answer.status_code == 302
    assert bob.post(address("move", binding, "resume"), {"note": "Stay lifted."}).status_code == 302
    assert Suspension.objects.get().resume_reason == "Stay lifted."
    assert bob.post(address("move", binding, "resume"), {"note": "Again."}).status_code == 409
