"""Taking force: now, later, under another schedule, as an emergency, and taking it back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.editions import services
from guidelines.editions.models import Edition
from guidelines.editions.queries import FOR_EVER, in_force, periods
from guidelines.editions.services import Fate
from guidelines.frame.refusals import Invalid, Outdated, WrongState
from tests.editions import making
from tests.people import World

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def test_words_published_for_now_bind_from_the_instant_of_the_deed(world: World) -> None:
    edition = making.published(making.draft(world), world)
    assert edition.effective_from == edition.published_at
    assert in_force(edition.guideline, edition.effective_from) == edition
    assert in_force(edition.guideline, edition.effective_from - dt.timedelta(microseconds=1)) is None


def test_words_published_for_later_bind_from_that_moment_and_not_before(world: World) -> None:
    start = timezone.now() + DAY
    edition = making.published(making.draft(world), world, effective_from=start)
    assert in_force(edition.guideline, start - HOUR) is None
    assert in_force(edition.guideline, start) == edition


@pytest.mark.slow
def test_a_newer_edition_supersedes_without_a_write_to_the_older(world: World) -> None:
    first = making.published(making.draft(world), world)
    before = Edition.objects.filter(pk=first.pk).values().get()
    second = making.published(making.next_draft(first.guideline, world.ann, summary="New."), world)
    assert Edition.objects.filter(pk=first.pk).values().get() == before
    assert in_force(first.guideline, timezone.now()) == second
    assert in_force(first.guideline, first.effective_from) == first


def test_a_moment_that_has_passed_is_refused(world: World) -> None:
    edition = making.approved(making.draft(world), world)
    with pytest.raises(Invalid, match="has passed"):
        services.publish(
            edition, by=world.ann, seen=edition.digest, why_sooner=making.SOONER, effective_from=timezone.now() - HOUR
        )


def test_publishing_words_other_than_those_on_screen_is_refused(world: World) -> None:
    edition = making.approved(making.draft(world), world)
    with pytest.raises(Outdated):
        services.publish(edition, by=world.ann, seen="1:0", why_sooner=making.SOONER)


@pytest.mark.slow
def test_a_draft_on_an_old_base_cannot_be_published_over_newer_words(world: World) -> None:
    first = making.published(making.draft(world), world)
    slow = making.next_draft(first.guideline, world.ann, summary="The long rewrite.")
    making.published(
        making.next_draft(first.guideline, world.art, summary="The urgent correction."), world, by=world.art
    )
    slow = making.approved(slow, world, reviewer=world.eve)
    with pytest.raises(WrongState, match="does not stand on the words"):
        services.publish(slow, by=world.ann, seen=slow.digest, why_sooner=making.SOONER)


@pytest.mark.slow
def test_a_rebased_draft_can_be_published_after_a_new_approval(world: World) -> None:
    first = making.published(making.draft(world), world)
    slow = making.next_draft(first.guideline, world.ann, summary="The long rewrite.")
    urgent = making.published(making.next_draft(first.guideline, world.art, summary="Urgent."), world, by=world.art)
    saved = services.rebase(slow, by=world.ann, seen=slow.digest, words=making.words(summary="Both."))
    assert saved.edition.base_id == urgent.pk
    published = making.published(saved.edition, world)
    assert in_force(first.guideline, timezone.now()) == published


def test_a_rebase_onto_what_it_already_stands_on_is_refused(world: World) -> None:
    first = making.published(making.draft(world), world)
    draft = making.next_draft(first.guideline, world.ann)
    with pytest.raises(Invalid, match="already stands"):
        services.rebase(draft, by=world.ann, seen=draft.digest)


@pytest.fixture
def under_a_schedule(world: World) -> tuple[Edition, Edition]:
    """A scheduled edition, and an approved urgent one that would begin before it."""
    first = making.published(making.draft(world), world)
    draft = making.next_draft(first.guideline, world.ann, summary="The planned words.")
    scheduled = making.published(draft, world, effective_from=timezone.now() + DAY)
    urgent = making.approved(
        making.next_draft(first.guideline, world.art, summary="Urgent."), world, by=world.art, reviewer=world.eve
    )
    return scheduled, urgent


def test_publishing_under_a_scheduled_edition_asks_what_becomes_of_it(
    world: World, under_a_schedule: tuple[Edition, Edition]
) -> None:
    scheduled, urgent = under_a_schedule
    with pytest.raises(Invalid, match=f"Edition {scheduled.number} is scheduled"):
        services.publish(urgent, by=world.art, seen=urgent.digest, why_sooner=making.SOONER)
    with pytest.raises(Invalid, match="Write why"):
        services.publish(
            urgent, by=world.art, seen=urgent.digest, why_sooner=making.SOONER, fates={scheduled.number: Fate.KEEP}
        )
    scheduled.refresh_from_db()
    assert scheduled.state == "published"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fate", "state"), [(Fate.KEEP, "published"), (Fate.CANCEL, "approved"), (Fate.REBASE, "draft")]
)
def test_what_was_decided_over_the_scheduled_edition_happens_in_the_same_deed(
    world: World, under_a_schedule: tuple[Edition, Edition], fate: Fate, state: str
) -> None:
    scheduled, urgent = under_a_schedule
    services.publish(
        urgent,
        by=world.art,
        seen=urgent.digest,
        why_sooner=making.SOONER,
        fates={scheduled.number: fate},
        note="Recall alert.",
    )
    scheduled.refresh_from_db()
    assert scheduled.state == state
    event = AuditEvent.objects.get(verb="edition.published", edition_number=urgent.number)
    assert event.data["fates"] == {str(scheduled.number): fate}
    assert event.data["note"] == "Recall alert."


def test_two_editions_of_a_guideline_never_begin_at_the_same_moment(world: World) -> None:
    start = timezone.now() + DAY
    first = making.published(making.draft(world), world, effective_from=start)
    second = making.approved(making.next_draft(first.guideline, world.ann, summary="New."), world)
    with pytest.raises(Invalid, match="at that very moment"):
        services.publish(second, by=world.ann, seen=second.digest, why_sooner=making.SOONER, effective_from=start)


@pytest.mark.slow
def test_withdrawing_leaves_a_gap_and_the_words_before_stay_what_they_were(world: World) -> None:
    first = making.published(making.draft(world), world)
    withdrawn = services.withdraw(first, by=world.bob, note="Wrong escalation team.")
    assert withdrawn.withdrawn_at is not None
    assert in_force(first.guideline, timezone.now()) is None
    assert in_force(first.guideline, withdrawn.withdrawn_at - dt.timedelta(microseconds=1)) == first
    second = making.published(making.next_draft(first.guideline, world.ann, summary="Right team."), world)
    stretches = [(period.edition, period.until) for period in periods(first.guideline.editions.all())]
    assert stretches == [
        (first, withdrawn.withdrawn_at),
        (None, second.effective_from),
        (second, FOR_EVER),
    ]


@pytest.mark.slow
def test_a_cancelled_publication_leaves_the_words_before_in_force(world: World) -> None:
    first = making.published(making.draft(world), world)
    start = timezone.now() + DAY
    second = making.published(
        making.next_draft(first.guideline, world.ann, summary="New."), world, effective_from=start
    )
    cancelled = services.cancel(second, by=world.bob, note="Not ready.")
    assert (cancelled.state, cancelled.effective_from, cancelled.published_at) == ("approved", None, None)
    assert in_force(first.guideline, start + HOUR) == first


def test_an_emergency_nobody_ratified_gives_way_by_itself(world: World) -> None:
    first = making.published(making.draft(world), world)
    draft = making.next_draft(first.guideline, world.ann, summary="Recall.")
    emergency = services.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall alert.", hours=72)
    assert emergency.expires_at - emergency.effective_from == dt.timedelta(hours=72)
    assert in_force(first.guideline, timezone.now()) == emergency
    assert in_force(first.guideline, emergency.expires_at) == first
    numbers = [period.edition and period.edition.number for period in periods(first.guideline.editions.all())]
    assert numbers == [1, 2, 1]


def test_a_ratified_emergency_stays(world: World) -> None:
    draft = making.draft(world)
    emergency = services.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall alert.")
    services.ratify(emergency, by=world.eve, seen=emergency.digest)
    assert in_force(emergency.guideline, timezone.now() + dt.timedelta(days=30)) == emergency


@pytest.mark.parametrize("hours", [0, 73])
def test_an_emergency_of_other_length_than_1_to_72_hours_is_refused(world: World, hours: int) -> None:
    draft = making.draft(world)
    with pytest.raises(Invalid, match="1 to 72 hours"):
        services.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall alert.", hours=hours)


def test_a_request_for_changes_needs_a_reason(world: World) -> None:
    edition = making.submitted(making.draft(world), world.ann)
    with pytest.raises(Invalid, match="Write the reason"):
        services.request_changes(edition, by=world.bob, note=" ")


def test_a_withdrawal_needs_a_reason(world: World) -> None:
    edition = making.published(making.draft(world), world)
    with pytest.raises(Invalid, match="Write the reason"):
        services.withdraw(edition, by=world.bob, note="")


def test_an_emergency_needs_a_reason(world: World) -> None:
    draft = making.draft(world)
    with pytest.raises(Invalid, match="Write the reason"):
        services.enforce_now(draft, by=world.bob, seen=draft.digest, note="")


def test_published_at_is_later_than_every_event_before_it(world: World) -> None:
    edition = making.published(making.draft(world), world)
    event = AuditEvent.objects.get(verb="edition.published")
    assert event.at == edition.published_at
    assert not AuditEvent.objects.filter(id__lt=event.id, at__gte=event.at).exists()
