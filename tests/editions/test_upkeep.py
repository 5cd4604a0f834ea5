"""Periodic reviews, templates, copies for another market, drafts on words to come."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.editions import services
from guidelines.editions.models import Edition, Guideline, Verdict
from guidelines.editions.queries import in_force, newer_words
from guidelines.editions.upkeep import behind, review_due
from guidelines.frame.refusals import Invalid, NotFound, Outdated, Refused, WrongState
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.people.services import grant
from tests.editions import making
from tests.editions.pages import signed_in, text
from tests.people import World

DAY = dt.timedelta(days=1)


@pytest.fixture
def binding(world: World) -> Edition:
    return making.published(making.draft(world), world)


def judged(binding: Edition, by: Person, kind: str, **options: object) -> tuple[Verdict, Edition]:
    seen = options.pop("seen", binding.digest)
    return services.give_verdict(binding.guideline, by=by, kind=kind, seen=seen, **options)  # type: ignore[arg-type]


def due_on_board(person: Person) -> bool:
    return "US-PR-0001" in text(signed_in(person).get(reverse("board") + "?who=all")).partition("Due for periodic")[2]


@pytest.mark.slow
def test_words_that_are_kept_are_due_again_after_the_usual_time(world: World, binding: Edition) -> None:
    assert not due_on_board(world.ann)
    with time_machine.travel(timezone.now() + 190 * DAY, tick=False):
        assert due_on_board(world.ann)
        verdict, edition = judged(binding, world.ann, "keep", note="Read again with Legal.")
        assert edition == binding
        assert not due_on_board(world.ann)
    event = AuditEvent.objects.latest("id")
    assert (event.verb, event.data["verdict"], event.digest) == ("guideline.reviewed", "keep", binding.digest)
    assert review_due(binding.effective_from, verdict.at, 6) > binding.effective_from + 360 * DAY  # type: ignore[arg-type, operator]


def test_the_months_run_from_the_later_of_force_and_verdict() -> None:
    start, kept = dt.datetime(2026, 1, 31, tzinfo=dt.UTC), dt.datetime(2026, 8, 31, tzinfo=dt.UTC)
    assert review_due(start, None, 1) == dt.datetime(2026, 2, 28, tzinfo=dt.UTC)
    assert review_due(start, kept, 6) == dt.datetime(2027, 2, 28, tzinfo=dt.UTC)
    assert review_due(kept, start, 1) == dt.datetime(2026, 9, 30, tzinfo=dt.UTC)


def test_words_to_be_revised_get_a_draft(world: World, binding: Edition) -> None:
    _, draft = judged(binding, world.ann, "revise")
    assert (draft.state, draft.base, draft.source) == ("draft", binding, binding.source)


def test_words_no_longer_needed_are_withdrawn_with_the_reason(world: World, binding: Edition) -> None:
    with pytest.raises(Invalid, match="Write the reason"):
        judged(binding, world.bob, "withdraw")
    judged(binding, world.bob, "withdraw", note="The programme ended.")
    binding.refresh_from_db()
    assert (binding.state, binding.move_note) == ("withdrawn", "The programme ended.")
    assert in_force(binding.guideline, timezone.now()) is None


MAY = {
    "keep": {"ann", "art", "bob", "eve"},
    "revise": {"ann", "art"},
    "withdraw": {"bob", "eve"},
}


@pytest.mark.slow
@pytest.mark.parametrize("who", ["ann", "art", "bob", "eve", "mo", "lia", "ada", "joe", "van", "binh", "root"])
@pytest.mark.parametrize("kind", sorted(MAY))
def test_each_verdict_is_for_those_whose_role_does_what_follows(
    world: World, binding: Edition, kind: str, who: str
) -> None:
    person = getattr(world, who)
    if who in MAY[kind]:
        assert judged(binding, person, kind, note="So.")[0].kind == kind
        return
    with pytest.raises(Refused):
        judged(binding, person, kind, note="So.")
    assert not Verdict.objects.exists()


@pytest.mark.slow
def test_a_verdict_is_about_the_words_that_were_read(world: World, binding: Edition) -> None:
    newer = making.published(making.next_draft(binding.guideline, world.ann, summary="X."), world)
    with pytest.raises(Outdated):
        judged(binding, world.ann, "keep")
    services.withdraw(newer, by=world.bob, note="Wrong.")
    with pytest.raises(WrongState, match="nothing to review"):
        judged(newer, world.ann, "keep")
    with pytest.raises((Invalid, WrongState)):
        judged(binding, world.ann, "explode")


@pytest.mark.slow
def test_a_manager_gives_a_verdict_on_its_page(world: World, binding: Edition) -> None:
    url, ann = reverse("periodic_review", args=[binding.guideline.policy_id]), signed_in(world.ann)
    page = text(ann.get(url))
    assert "Keep: the words are still right" in page
    assert "Withdraw:" not in page
    assert ann.post(url, {"seen": binding.digest, "kind": "withdraw", "note": "My note"}).status_code == 422
    assert ann.post(url, {"seen": "1:0", "kind": "keep"}).status_code == 409
    assert ann.post(url, {"seen": binding.digest, "kind": "keep", "note": "Fine."}).status_code == 302
    assert "Fine." in text(ann.get(url))
    assert "Only a" in text(signed_in(world.joe).get(url))
    assert signed_in(world.mo).get(url).status_code == 403
    assert signed_in(world.vy).get(url).status_code == 404


def variant(world: World, source: Edition) -> Edition:
    return services.adapt(source, market=world.vn, by=world.van)


def test_a_copy_for_another_market_has_the_words_and_remembers_where_they_came_from(
    world: World, binding: Edition
) -> None:
    copy = variant(world, binding)
    assert (copy.guideline.policy_id, copy.source) == ("VN-PR-0001", binding.source)
    assert copy.guideline.adapted_from == binding
    event = AuditEvent.objects.latest("id")
    assert (event.verb, event.data["source"], event.data["edition"]) == ("guideline.adapted", "US-PR-0001", 1)


@pytest.mark.slow
def test_the_board_tells_how_many_editions_a_copy_is_behind(world: World, binding: Edition) -> None:
    copy = variant(world, binding).guideline
    everything = Guideline.objects.all()
    assert [row.count for row in behind(everything, timezone.now())] == [0]
    for summary in ("Second.", "Third."):
        newest = making.published(making.next_draft(binding.guideline, world.ann, summary=summary), world)
    making.published(
        making.next_draft(binding.guideline, world.ann, summary="Later."), world, effective_from=timezone.now() + DAY
    )
    (row,) = behind(everything, timezone.now())
    assert (row.count, row.newest) == (2, newest)
    board = text(signed_in(world.van).get(reverse("board")))
    assert "2 behind" in board
    services.follow(copy, newest, by=world.van)
    assert "2 behind" not in text(signed_in(world.van).get(reverse("board")))


@pytest.mark.slow
def test_only_a_writer_of_the_other_market_copies_or_follows(world: World, binding: Edition) -> None:
    for person in (world.ann, world.bob, world.binh, world.root):
        with pytest.raises((Refused, NotFound)):
            services.adapt(binding, market=world.vn, by=person)
    copy = variant(world, binding).guideline
    newest = making.published(making.next_draft(binding.guideline, world.ann, summary="X."), world)
    for person in (world.ann, world.binh, world.vy):
        with pytest.raises((Refused, NotFound)):
            services.follow(copy, newest, by=person)


def test_a_copy_follows_its_own_source_only_and_words_that_began(world: World, binding: Edition) -> None:
    copy = variant(world, binding).guideline
    stranger = making.published(making.draft(world, title="Other"), world)
    with pytest.raises(Invalid, match="not what this guideline was copied from"):
        services.follow(copy, stranger, by=world.van)
    draft = making.next_draft(binding.guideline, world.ann, summary="X.")
    with pytest.raises(NotFound):
        services.follow(copy, draft, by=world.van)
    with pytest.raises(NotFound):
        services.adapt(draft, market=world.vn, by=world.van)
    with pytest.raises(Invalid, match="another market"):
        services.adapt(binding, market=world.us, by=world.ann)


@pytest.mark.slow
def test_a_manager_of_two_markets_copies_on_the_page(world: World, binding: Edition) -> None:
    url = reverse("copy", args=[binding.guideline.policy_id])
    assert signed_in(world.ann).get(url).status_code == 403
    grant(world.ann, Role.POLICY_MANAGER, by=None, market=world.vn, domain=world.product)
    ann = signed_in(Person.objects.get(pk=world.ann.pk))
    assert "Việt Nam" in text(ann.get(url))
    assert ann.post(url, {"market": world.us.pk}).status_code == 422
    assert ann.post(url, {"market": world.vn.pk}).status_code == 302
    copy = Guideline.objects.get(market=world.vn)
    newest = making.published(making.next_draft(binding.guideline, world.art, summary="X."), world)
    follow = reverse("follow", args=[copy.policy_id])
    assert ann.post(follow, {"number": "99"}).status_code == 404
    assert ann.post(follow, {"number": newest.number}).status_code == 302
    copy.refresh_from_db()
    assert copy.adapted_from == newest


@pytest.mark.slow
def test_a_draft_can_stand_on_words_to_come_and_follows_them(world: World, binding: Edition) -> None:
    coming = making.published(
        making.next_draft(binding.guideline, world.ann, summary="Coming."), world, effective_from=timezone.now() + DAY
    )
    draft = services.open_edition(binding.guideline, by=world.ann, on=coming)
    assert (draft.base, draft.summary) == (coming, "Coming.")
    assert newer_words(draft) is None
    words = making.words(summary="After.")
    draft = services.save_draft(draft, by=world.ann, seen=draft.digest, words=words).edition
    start = timezone.now() + 2 * DAY
    published = making.published(draft, world, effective_from=start)
    assert in_force(binding.guideline, start) == published


@pytest.mark.slow
def test_a_draft_on_a_start_that_was_cancelled_is_refused(world: World, binding: Edition) -> None:
    coming = making.published(
        making.next_draft(binding.guideline, world.ann, summary="Coming."), world, effective_from=timezone.now() + DAY
    )
    url = reverse("new_edition", args=[binding.guideline.policy_id])
    assert signed_in(world.ann).post(url, {"on": coming.number}).status_code == 302
    services.cancel(coming, by=world.ann)
    with pytest.raises(WrongState, match="not scheduled any more"):
        services.open_edition(binding.guideline, by=world.ann, on=coming)
    assert signed_in(world.ann).post(url, {"on": coming.number}).status_code == 409
    assert signed_in(world.ann).post(url, {"on": "²"}).status_code == 409
