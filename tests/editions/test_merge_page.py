"""The second of two saves: nothing is overwritten, nothing is lost, and what both changed is asked."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse

from guidelines.audit.models import AuditEvent
from guidelines.editions import services
from guidelines.editions.models import Contribution, Edition
from guidelines.people.models import Person
from tests.editions import making
from tests.editions.pages import address, hidden_fields, post_draft, post_merge, signed_in, text
from tests.people import World

R1, R2 = "Warn the seller.", "Do not remove."


def save(edition: Edition, by: Person, **changes: object) -> Edition:
    fresh = Edition.objects.get(pk=edition.pk)
    return services.save_draft(fresh, by=by, seen=fresh.digest, words=making.words(**changes)).edition


def source(**replaced: str) -> str:
    """The source with what stands for R1 or R2 replaced."""
    changed = making.SOURCE
    for name, words in replaced.items():
        changed = changed.replace({"r1": R1, "r2": R2}[name], words)
    return changed


def questions(page: HttpResponse) -> list[str]:
    return sorted(set(re.findall(r'name="(choose-[^"]+)"', text(page))))


@pytest.mark.slow
def test_what_each_changed_alone_is_offered_as_one_text_and_saved_only_by_a_button(world: World) -> None:
    edition = making.draft(world)
    save(edition, world.art, source=source(r2="Never remove."))
    page = post_draft(world.ann, edition, source=source(r1="Suspend the seller."), summary="Ann's summary.")
    assert page.status_code == 409
    assert "Art Cole saved while you were writing" in text(page)
    assert questions(page) == []
    assert "Suspend the seller." not in Edition.objects.get(pk=edition.pk).source
    assert post_merge(world.ann, edition, page).status_code == 302
    merged = Edition.objects.get(pk=edition.pk)
    assert (merged.source, merged.summary) == (source(r1="Suspend the seller.", r2="Never remove."), "Ann's summary.")
    assert Contribution.objects.get(digest=merged.digest).kind == Contribution.Kind.MERGED
    event = AuditEvent.objects.latest("id")
    assert (event.verb, event.data["kind"], event.digest) == ("edition.saved", "merged", merged.digest)


@pytest.mark.slow
def test_what_both_changed_is_asked_and_nothing_is_saved_without_an_answer(world: World) -> None:
    edition = making.draft(world)
    save(edition, world.art, source=source(r1="Call the seller."))
    page = post_draft(world.ann, edition, source=source(r1="Suspend the seller."))
    (question,) = questions(page)
    unanswered = post_merge(world.ann, edition, page)
    assert unanswered.status_code == 422
    assert "1 passage still needs your choice" in text(unanswered)
    assert Edition.objects.get(pk=edition.pk).source == source(r1="Call the seller.")
    own = making.SOURCE[making.SOURCE.index("/// rule | R1") : making.SOURCE.index("\n\n/// rule | R2")]
    for choice, expected in (
        ("theirs", source(r1="Call the seller.")),
        ("mine", source(r1="Suspend the seller.")),
        ("own", source(r1="Call and suspend the seller.")),
    ):
        words = {question: choice, question.replace("choose", "own"): own.replace(R1, "Call and suspend the seller.")}
        looked = post_merge(world.ann, edition, page, action="preview", **words)
        assert looked.status_code == 200
        assert "The result, not saved yet" in text(looked)
        assert hidden_fields(looked) == hidden_fields(page) | {
            "csrfmiddlewaretoken": hidden_fields(looked)["csrfmiddlewaretoken"]
        }
        assert post_merge(world.ann, edition, page, **words).status_code == 302
        merged = Edition.objects.get(pk=edition.pk)
        assert merged.source == expected
        save(edition, world.art, source=source(r1="Call the seller."))


@pytest.mark.slow
def test_both_rules_are_kept_and_mine_gets_an_id_that_was_never_used(world: World) -> None:
    first = making.draft(world, source=making.SOURCE.replace("| R2", "| R7"))
    making.published(first, world)
    edition = making.next_draft(first.guideline, world.ann)
    new = "\n/// rule | R3\nif: {} case.\ndo: Remove.\naction: remove\nseverity: S3\nlabel: counterfeit.declared\n///\n"
    save(edition, world.art, source=making.SOURCE + new.format("Art's"))
    page = post_draft(world.ann, edition, source=making.SOURCE + new.format("Ann's"))
    (question,) = questions(page)
    assert "mine becomes R8" in text(page)
    post_merge(world.ann, edition, page, **{question: "both"})
    merged = Edition.objects.get(pk=edition.pk).source
    assert merged.index("Art's case.") < merged.index("/// rule | R8") < merged.index("Ann's case.")
    assert merged.count("/// rule | R3") == 1


def test_details_that_both_changed_are_asked_and_topics_are_put_together(world: World) -> None:
    edition = making.draft(world)
    save(edition, world.art, title="Art's title", topic_codes=("counterfeit.goods", "regulated"), change_note="Art's.")
    page = post_draft(world.ann, edition, title="Ann's title", topic_codes=[], change_note="Ann's.")
    assert questions(page) == ["choose-detail-change_note", "choose-detail-title"]
    answers = {"choose-detail-title": "theirs", "choose-detail-change_note": "both"}
    assert post_merge(world.ann, edition, page, **answers).status_code == 302
    merged = Edition.objects.get(pk=edition.pk)
    assert (merged.title, merged.change_note, merged.topic_codes) == ("Art's title", "Art's.\nAnn's.", ["regulated"])


@pytest.mark.slow
def test_a_third_save_meanwhile_is_merged_once_more_and_no_choice_is_lost(world: World) -> None:
    edition = making.draft(world)
    save(edition, world.art, source=source(r1="Call the seller."))
    page = post_draft(world.ann, edition, source=source(r1="Suspend the seller."))
    (question,) = questions(page)
    save(edition, world.art, source=source(r1="Call the seller.", r2="Never remove."))
    again = post_merge(world.ann, edition, page, **{question: "mine"})
    assert again.status_code == 409
    assert questions(again) == []
    assert post_merge(world.ann, edition, again).status_code == 302
    assert Edition.objects.get(pk=edition.pk).source == source(r1="Suspend the seller.", r2="Never remove.")


@pytest.mark.slow
def test_looking_at_the_result_again_after_a_third_save_never_lets_it_be_written_over(world: World) -> None:
    edition = making.draft(world)
    save(edition, world.art, source=source(r1="Call the seller."))
    page = post_draft(world.ann, edition, source=source(r2="Never remove."))
    save(edition, world.art, source=source(r1="Ring the seller."))
    looked = post_merge(world.ann, edition, page, action="preview")
    assert post_merge(world.ann, edition, looked).status_code == 409
    assert "Ring the seller." in Edition.objects.get(pk=edition.pk).source


@pytest.mark.slow
def test_a_rebase_asks_what_both_changed_and_puts_the_draft_on_the_newer_edition(world: World) -> None:
    first = making.published(making.draft(world), world)
    slow = making.next_draft(first.guideline, world.ann, source=source(r1="Suspend the seller."), change_note="Slow.")
    urgent = making.next_draft(first.guideline, world.art, source=source(r1="Call the seller."), change_note="Urgent.")
    newest = making.published(urgent, world, by=world.art)
    page = signed_in(world.ann).get(address("rebase", slow))
    (question,) = questions(page)
    assert "Edition 3 took force after this draft was opened" in text(page)
    assert post_merge(world.ann, slow, page, **{question: "mine"}).status_code == 302
    slow.refresh_from_db()
    assert (slow.base, slow.source, slow.change_note) == (newest, source(r1="Suspend the seller."), "Slow.")
    assert slow.contributions.get(digest=slow.digest).kind == Contribution.Kind.OPENED
    assert "already stands on the newest" in text(signed_in(world.ann).get(address("rebase", slow)))


@pytest.mark.slow
def test_a_rebase_met_by_a_still_newer_edition_brings_in_that_one_as_well(world: World) -> None:
    first = making.published(making.draft(world), world)
    slow = making.next_draft(first.guideline, world.ann, summary="Slow.")
    making.published(making.next_draft(first.guideline, world.art, title="Third"), world, by=world.art)
    page = signed_in(world.ann).get(address("rebase", slow))
    fourth = making.next_draft(first.guideline, world.art, title="Third", source=source(r2="Never remove."))
    newest = making.published(fourth, world, by=world.art)
    again = post_merge(world.ann, slow, page)
    assert again.status_code == 409
    assert post_merge(world.ann, slow, again).status_code == 302
    slow.refresh_from_db()
    assert (slow.base, slow.title, slow.summary) == (newest, "Third", "Slow.")
    assert slow.source == source(r2="Never remove.")


@pytest.mark.slow
def test_a_rebase_met_by_a_save_of_the_draft_brings_in_that_one_as_well(world: World) -> None:
    first = making.published(making.draft(world), world)
    slow = making.next_draft(first.guideline, world.ann, summary="Slow.")
    newest = making.published(making.next_draft(first.guideline, world.art, title="Third"), world, by=world.art)
    page = signed_in(world.ann).get(address("rebase", slow))
    save(slow, world.art, summary="Slow.", source=source(r2="Never remove."))
    again = post_merge(world.ann, slow, page)
    assert again.status_code == 409
    assert post_merge(world.ann, slow, again).status_code == 302
    slow.refresh_from_db()
    assert (slow.base, slow.title, slow.source) == (newest, "Third", source(r2="Never remove."))


def test_a_merge_is_for_those_who_may_save(world: World) -> None:
    edition = making.draft(world)
    for person, status in ((world.mo, 404), (world.bob, 403)):
        assert signed_in(person).post(address("merge", edition), {"seen": edition.digest}).status_code == status


def test_a_merge_that_cannot_be_read_gives_the_text_back(world: World) -> None:
    edition = making.draft(world)
    response = signed_in(world.ann).post(address("merge", edition), {"source": "What I typed.", "title": "T"})
    assert response.status_code == 422
    assert "What I typed." in text(response)
