"""Opening, saving, restoring: what leaves a trace and what does not."""

from __future__ import annotations

import pytest

from guidelines.audit.models import AuditEvent
from guidelines.editions import save_points, services
from guidelines.editions.models import Contribution, Edition, Guideline
from guidelines.frame.refusals import Invalid, Outdated, Refused
from guidelines.text.refusal import TextRefused
from tests.editions import making
from tests.people import World


def test_a_new_guideline_gets_the_next_number_of_its_market_and_domain(world: World) -> None:
    assert making.draft(world).guideline.policy_id == "US-PR-0001"
    assert making.draft(world).guideline.policy_id == "US-PR-0002"
    assert making.draft(world, by=world.van, market=world.vn).guideline.policy_id == "VN-PR-0001"


def test_a_guideline_from_elsewhere_keeps_its_number_and_the_next_goes_on_from_there(world: World) -> None:
    edition = services.open_guideline(
        market=world.us,
        domain=world.product,
        words=making.words(),
        by=world.ann,
        number=142,
        first_edition=7,
        aliases=["OLD-7"],
    )
    assert (edition.guideline.policy_id, edition.number) == ("US-PR-0142", 7)
    assert making.draft(world).guideline.policy_id == "US-PR-0143"
    with pytest.raises(Invalid, match="0142 is taken"):
        services.open_guideline(market=world.us, domain=world.product, words=making.words(), by=world.ann, number=142)


def test_a_moderator_cannot_open_a_guideline(world: World) -> None:
    with pytest.raises(Refused, match="Only a policy manager"):
        services.open_guideline(market=world.us, domain=world.product, words=making.words(), by=world.mo)
    assert not Guideline.objects.exists()


def test_a_save_that_changes_no_word_leaves_no_trace(world: World) -> None:
    edition = making.draft(world)
    events = AuditEvent.objects.count()
    saved = services.save_draft(edition, by=world.art, seen=edition.digest, words=making.words())
    assert saved.changed is False
    assert AuditEvent.objects.count() == events
    assert len(save_points.history(edition)) == 1
    assert not Contribution.objects.filter(person=world.art).exists()


def test_a_save_that_changes_a_word_leaves_a_save_point_a_contribution_and_an_event(world: World) -> None:
    edition = making.draft(world)
    saved = services.save_draft(edition, by=world.art, seen=edition.digest, words=making.words(summary="New."))
    assert saved.changed is True
    newest = save_points.history(edition)[0]
    assert newest.person == world.art
    assert Contribution.objects.filter(person=world.art, digest=saved.edition.digest).exists()
    assert AuditEvent.objects.latest("id").digest == saved.edition.digest


def test_the_second_of_two_writers_does_not_overwrite_the_first(world: World) -> None:
    edition = making.draft(world)
    opened = edition.digest
    services.save_draft(edition, by=world.ann, seen=opened, words=making.words(summary="First."))
    with pytest.raises(Outdated, match="Your text is kept"):
        services.save_draft(edition, by=world.art, seen=opened, words=making.words(summary="Second."))
    assert Edition.objects.get(pk=edition.pk).summary == "First."


def test_what_was_mended_in_pasted_text_is_said(world: World) -> None:
    edition = making.draft(world)
    pasted = making.SOURCE.replace("\n", "\r\n").replace("mirror", "mir\u200bror")
    saved = services.save_draft(edition, by=world.ann, seen=edition.digest, words=making.words(source=pasted))
    assert saved.edition.source == making.SOURCE
    assert saved.mended


def test_restoring_is_an_ordinary_save_of_the_old_words(world: World) -> None:
    edition = making.draft(world)
    first = edition.digest
    services.save_draft(edition, by=world.ann, seen=first, words=making.words(summary="Later."))
    edition.refresh_from_db()
    oldest = save_points.history(edition)[-1]
    saved = services.restore(edition, by=world.ann, seen=edition.digest, save_point=oldest.id)
    assert saved.edition.digest == first
    assert len(save_points.history(edition)) == 3


def test_a_save_point_of_another_edition_cannot_be_restored(world: World) -> None:
    edition, other = making.draft(world), making.draft(world)
    foreign = save_points.history(other)[0]
    with pytest.raises(Invalid, match="no such save point"):
        services.restore(edition, by=world.ann, seen=edition.digest, save_point=foreign.id)


def test_a_text_beyond_the_limits_is_refused_and_the_draft_stays_as_it_was(world: World) -> None:
    edition = making.draft(world)
    with pytest.raises(TextRefused):
        services.save_draft(edition, by=world.ann, seen=edition.digest, words=making.words(source="x " * 200_000))
    assert Edition.objects.get(pk=edition.pk).source == making.SOURCE


def test_several_drafts_of_one_guideline_may_be_open_and_no_number_is_reused(world: World) -> None:
    first = making.published(making.draft(world), world)
    second = making.next_draft(first.guideline, world.ann)
    services.discard(second, by=world.ann)
    third = making.next_draft(first.guideline, world.ann)
    fourth = making.next_draft(first.guideline, world.art)
    assert [second.number, third.number, fourth.number] == [2, 3, 4]
    assert third.base == fourth.base == first


def test_a_new_edition_starts_from_the_words_in_force(world: World) -> None:
    first = making.published(making.draft(world), world)
    edition = services.open_edition(first.guideline, by=world.ann)
    assert (edition.title, edition.source, edition.topic_codes) == (first.title, first.source, first.topic_codes)
    assert edition.change_note == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"summary": ""}, "Write the summary"),
        ({"change_note": " "}, "Write the change note"),
        ({"topic_codes": ()}, "Choose at least one topic"),
        ({"topic_codes": ("nothing",)}, "“nothing” is not in the list"),
        ({"source": "Only a sentence."}, "Add a section “Scope”"),
        (
            {"source": making.SOURCE.replace("action: remove", "action: vanish")},
            "R1: the action “vanish” is not in the list",
        ),
        ({"source": making.SOURCE.replace("counterfeit.declared", "none.such")}, "R1: the label “none.such”"),
        ({"source": making.SOURCE.replace("| R2", "| R1")}, "R1"),
    ],
)
def test_a_draft_that_is_not_ready_is_not_submitted_and_says_what_to_mend(
    world: World, change: dict[str, object], said: str
) -> None:
    edition = making.draft(world, **change)
    with pytest.raises(Invalid) as refusal:
        making.submitted(edition, world.ann)
    assert said in refusal.value.sentence
    assert Edition.objects.get(pk=edition.pk).state == "draft"


def test_listing_the_save_points_costs_one_query_however_many_there_are(
    world: World, django_assert_num_queries: object
) -> None:
    edition = making.draft(world)
    for number in range(5):
        edition.refresh_from_db()
        services.save_draft(edition, by=world.ann, seen=edition.digest, words=making.words(summary=f"Words {number}."))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert [point.person.name for point in save_points.history(edition) if point.person] == ["Ann Rivera"] * 6
