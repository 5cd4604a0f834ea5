"""Real transactions at the same time, in threads: what must never happen twice, happens once."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connections
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.audit.verify import verify
from guidelines.editions import save_points, services
from guidelines.editions.drafts import words_of
from guidelines.editions.merged_words import merge_words
from guidelines.editions.models import Approval, Contribution, Edition, Guideline, Sitting
from guidelines.frame.refusals import Outdated, Refusal
from guidelines.people import services as people
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.people import World, the_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committed(transactional_db: None) -> World:
    return the_world()


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Run every deed in a thread of its own, all starting together; returns each result or its refusal."""
    gate = threading.Barrier(len(deeds))
    results: list[object] = [None] * len(deeds)

    def run(index: int, deed: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[index] = deed()
        except Refusal as refusal:
            results[index] = refusal
        except Exception as fault:
            results[index] = fault
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index, deed)) for index, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    faults = [result for result in results if isinstance(result, Exception) and not isinstance(result, Refusal)]
    assert faults == []
    return results


def _broken() -> list[str]:
    return [finding.sentence for finding in verify() if finding.broken]


@pytest.mark.slow
def test_eight_people_opening_guidelines_at_once_get_eight_numbers_and_an_unbroken_chain(committed: World) -> None:
    at_once(*[lambda: making.draft(committed)] * 8)
    assert sorted(Guideline.objects.values_list("number", flat=True)) == list(range(1, 9))
    assert _broken() == []
    ids = list(AuditEvent.objects.order_by("at").values_list("id", flat=True))
    assert ids == sorted(ids)


@pytest.mark.slow
def test_two_editions_published_for_now_at_once_do_not_both_take_force(committed: World) -> None:
    first = making.published(making.draft(committed), committed)
    one = making.approved(making.next_draft(first.guideline, committed.ann, summary="One."), committed)
    two = making.approved(
        making.next_draft(first.guideline, committed.art, summary="Two."),
        committed,
        by=committed.art,
        reviewer=committed.eve,
    )
    results = at_once(
        lambda: services.publish(one, by=committed.ann, seen=one.digest, why_sooner=making.SOONER),
        lambda: services.publish(two, by=committed.art, seen=two.digest, why_sooner=making.SOONER),
    )
    assert sum(isinstance(result, Edition) for result in results) == 1
    assert Edition.objects.in_force(timezone.now()).count() == 1
    assert _broken() == []


@pytest.mark.slow
def test_of_eight_editions_published_at_once_one_takes_force_and_seven_are_told_why_not(committed: World) -> None:
    first = making.published(making.draft(committed), committed)
    drafts = [making.next_draft(first.guideline, committed.ann, summary=f"Words {n}.") for n in range(8)]
    approved = [making.approved(draft, committed) for draft in drafts]
    results = at_once(*[partial(publish_now, one, committed.ann) for one in approved])
    assert sum(isinstance(result, Edition) for result in results) == 1
    assert all(result.sentence for result in results if isinstance(result, Refusal))
    assert first.guideline.editions.filter(state="published").count() == 2
    assert Edition.objects.in_force(timezone.now()).count() == 1
    assert _broken() == []


@pytest.mark.slow
def test_of_eight_who_publish_one_edition_at_once_one_does_and_seven_are_told_why_not(committed: World) -> None:
    edition = making.approved(making.draft(committed), committed)
    people_at_work = [committed.ann, committed.art, committed.bob, committed.eve] * 2
    results = at_once(*[partial(publish_now, edition, by) for by in people_at_work])
    assert sum(isinstance(result, Edition) for result in results) == 1
    assert all(result.sentence for result in results if isinstance(result, Refusal))
    assert AuditEvent.objects.filter(verb="edition.published").count() == 1
    assert _broken() == []


def publish_now(edition: Edition, by: Person) -> Edition:
    return services.publish(edition, by=by, seen=edition.digest, why_sooner=making.SOONER)


@pytest.mark.slow
def test_an_approval_and_a_recall_at_once_leave_no_approval_of_other_words(committed: World) -> None:
    edition = making.submitted(making.draft(committed), committed.ann)

    def recall_and_change() -> Edition:
        draft = services.recall(edition, by=committed.ann)
        saved = services.save_draft(draft, by=committed.ann, seen=draft.digest, words=making.words(summary="Other."))
        return making.submitted(saved.edition, committed.ann)

    at_once(recall_and_change, lambda: making.approve(edition, committed.bob))
    edition.refresh_from_db()
    if edition.state == "approved":
        assert Approval.objects.filter(edition=edition, digest=edition.digest).exists()
    assert _broken() == []


def test_two_saves_of_one_draft_at_once_do_not_overwrite_each_other(committed: World) -> None:
    edition = making.draft(committed)
    results = at_once(
        lambda: services.save_draft(edition, by=committed.ann, seen=edition.digest, words=making.words(summary="One.")),
        lambda: services.save_draft(edition, by=committed.art, seen=edition.digest, words=making.words(summary="Two.")),
    )
    assert sum(isinstance(result, Refusal) for result in results) == 1
    assert edition.contributions.count() == 2


@pytest.mark.slow
def test_eight_people_opening_editions_of_one_guideline_at_once_reuse_no_number(committed: World) -> None:
    first = making.published(making.draft(committed), committed)
    at_once(*[lambda: making.next_draft(first.guideline, committed.ann)] * 8)
    assert sorted(first.guideline.editions.values_list("number", flat=True)) == list(range(1, 10))


@pytest.mark.slow
def test_publishing_now_and_scheduling_at_once_never_lose_a_schedule(committed: World) -> None:
    first = making.published(making.draft(committed), committed)
    now_one = making.approved(making.next_draft(first.guideline, committed.ann, summary="Now."), committed)
    later_one = making.approved(
        making.next_draft(first.guideline, committed.art, summary="Later."),
        committed,
        by=committed.art,
        reviewer=committed.eve,
    )
    start = timezone.now() + dt.timedelta(days=1)
    at_once(
        lambda: services.publish(now_one, by=committed.ann, seen=now_one.digest, why_sooner=making.SOONER),
        lambda: services.publish(
            later_one, by=committed.art, seen=later_one.digest, why_sooner=making.SOONER, effective_from=start
        ),
    )
    issued = list(first.guideline.editions.issued().exclude(pk=first.pk))
    # Whoever came second stood on words that were no longer the newest, or met a schedule nobody had decided over.
    assert len(issued) == 1
    assert _broken() == []


@pytest.mark.slow
def test_eight_saves_at_once_on_one_draft_end_in_one_winner_and_seven_refusals(committed: World) -> None:
    edition, writers = making.draft(committed), (committed.ann, committed.art)
    results = at_once(
        *[
            lambda n=n: services.save_draft(  # type: ignore[misc]  # each deed has its own number
                edition, by=writers[n % 2], seen=edition.digest, words=making.words(summary=f"Words {n}.")
            )
            for n in range(8)
        ]
    )
    assert sum(isinstance(result, Outdated) for result in results) == 7
    assert sum(isinstance(result, services.Saved) for result in results) == 1
    assert edition.contributions.count() == len(save_points.history(edition)) == 2
    assert _broken() == []


@pytest.mark.slow
def test_eight_merges_at_once_on_one_draft_end_in_one_winner_and_seven_refusals(committed: World) -> None:
    edition = making.draft(committed)
    theirs = services.save_draft(
        edition, by=committed.art, seen=edition.digest, words=making.words(title="Art's title")
    ).edition

    def merge_and_save(n: int) -> services.Saved:
        mine = making.words(summary=f"Words {n}.")
        merged = merge_words(making.words(), words_of(theirs), mine)
        return services.save_draft(
            edition, by=committed.ann, seen=theirs.digest, words=merged.words({}), kind=Contribution.Kind.MERGED
        )

    results = at_once(*[lambda n=n: merge_and_save(n) for n in range(8)])  # type: ignore[misc]  # its own number
    assert sum(isinstance(result, Outdated) for result in results) == 7
    edition.refresh_from_db()
    assert edition.title == "Art's title"
    assert edition.summary.startswith("Words ")
    assert edition.contributions.filter(kind=Contribution.Kind.MERGED).count() == 1
    assert _broken() == []


@pytest.mark.slow
def test_somebody_who_saves_while_their_approval_is_in_flight_is_refused_inside_the_lock(committed: World) -> None:
    people.grant(committed.bob, Role.POLICY_MANAGER, by=None, market=committed.us, domain=committed.product)
    edition = making.submitted(making.draft(committed), committed.ann)

    def recall_and_save() -> Edition:
        draft = services.recall(edition, by=committed.ann)
        saved = services.save_draft(draft, by=committed.bob, seen=draft.digest, words=making.words(summary="Bob's."))
        return making.submitted(saved.edition, committed.ann)

    def approve() -> Edition:
        return making.approve(edition, committed.bob)

    def approve_what_is_there() -> Edition:
        now = Edition.objects.get(pk=edition.pk)
        return making.approve(now, committed.bob)

    at_once(recall_and_save, approve, *[approve_what_is_there] * 6)
    written = edition.contributions.filter(person=committed.bob).values_list("digest", flat=True)
    assert not Approval.objects.filter(edition=edition, person=committed.bob, digest__in=list(written)).exists()
    assert _broken() == []


@pytest.mark.slow
def test_sixteen_beats_of_one_editor_at_once_are_one_sitting(committed: World) -> None:
    edition = making.draft(committed)
    at_once(*[lambda: services.sit(edition, by=committed.ann)] * 16)
    assert Sitting.objects.count() == 1
