"""The pages of those who write: open, draft, preview, save, submit, rebase, restore."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from guidelines.editions import services
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.save_points import history
from guidelines.people.roles import Role
from guidelines.people.services import grant
from tests.editions import making
from tests.editions.pages import FIELDS, address, post_draft, post_merge, signed_in, text
from tests.people import World


def test_a_policy_manager_opens_a_guideline_and_lands_in_its_draft(world: World) -> None:
    response = signed_in(world.ann).post(
        reverse("new_guideline"),
        {"market": world.us.pk, "domain": world.product.pk, "title": "Knives and blades", "review_months": 6},
    )
    edition = Edition.objects.get()
    assert response.headers["Location"] == address("draft", edition)
    assert edition.title == "Knives and blades"
    assert "/// rule | R1" in edition.source


@pytest.mark.parametrize("wrong", [{"domain": "seller"}, {"market": "vn"}, {"market": "none"}])
def test_a_policy_manager_cannot_open_a_guideline_where_they_do_not_write(world: World, wrong: dict[str, str]) -> None:
    there = {name: getattr(world, row).pk if hasattr(world, row) else "ZZ" for name, row in wrong.items()}
    response = signed_in(world.ann).post(
        reverse("new_guideline"),
        {"market": world.us.pk, "domain": world.product.pk, "title": "Knives", "review_months": 6, **there},
    )
    assert response.status_code == 422
    assert "You can’t write for this one. Choose one that is in the list." in text(response)
    assert "Knives" in text(response)
    assert not Guideline.objects.exists()


@pytest.mark.parametrize("who", ["mo", "lia", "bob", "joe", "root"])
def test_nobody_but_a_policy_manager_opens_guidelines(world: World, who: str) -> None:
    assert signed_in(getattr(world, who)).get(reverse("new_guideline")).status_code == 403


def test_a_save_keeps_the_words_and_says_so(world: World) -> None:
    edition = making.draft(world)
    response = post_draft(world.ann, edition, summary="A new summary.")
    assert response.status_code == 302
    edition.refresh_from_db()
    assert edition.summary == "A new summary."


def test_the_second_of_two_writers_gets_their_text_back_beside_what_was_saved(world: World) -> None:
    edition = making.draft(world)
    services.save_draft(edition, by=world.art, seen=edition.digest, words=making.words(summary="Art was faster."))
    mine = making.SOURCE.replace("Warn the seller.", "Suspend the seller.")
    response = post_draft(world.ann, edition, source=mine)
    assert response.status_code == 409
    assert "Suspend the seller." in text(response)
    edition.refresh_from_db()
    assert edition.digest in text(response)
    assert edition.summary == "Art was faster."


@pytest.mark.slow
def test_the_preview_shows_the_typed_words_and_saves_nothing(world: World) -> None:
    edition = making.draft(world)
    response = post_draft(world.ann, edition, "preview", source="## Scope\n\nOnly **previewed**.")
    assert response.status_code == 200
    assert "<strong>previewed</strong>" in text(response)
    edition.refresh_from_db()
    assert edition.source == making.SOURCE


@pytest.mark.slow
def test_a_script_in_a_draft_is_shown_as_the_text_it_is(world: World) -> None:
    edition = making.draft(world)
    hostile = "## Scope\n\n<script>alert(1)</script> [x](javascript:alert(1))"
    for action in ("preview", "save"):
        response = post_draft(world.ann, edition, action, source=hostile, title="<img src=x onerror=alert(1)>")
        page = text(response) if action == "preview" else text(signed_in(world.ann).get(address("draft", edition)))
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page


@pytest.mark.slow
def test_a_submit_with_blockers_keeps_the_text_and_names_them(world: World) -> None:
    edition = making.draft(world)
    response = post_draft(world.ann, edition, "submit", change_note="")
    assert response.status_code == 422
    assert "<li>Write the change note" in text(response)
    edition.refresh_from_db()
    assert (edition.state, edition.change_note) == ("draft", "")


@pytest.mark.slow
def test_words_that_were_saved_and_not_submitted_are_not_called_unsaved(world: World) -> None:
    edition = making.draft(world)
    refused = post_draft(world.ann, edition, "submit", topic_codes=[], title="A title of its own")
    edition.refresh_from_db()
    assert (refused.status_code, edition.title) == (422, "A title of its own")
    assert "data-unsaved" not in text(refused)
    lost = post_draft(world.ann, edition, "submit", source="word " * 60_000)
    assert (lost.status_code, "data-unsaved" in text(lost)) == (422, True)


@pytest.mark.slow
def test_a_text_beyond_the_limits_is_refused_with_a_sentence_and_given_back(world: World) -> None:
    edition = making.draft(world)
    response = post_draft(world.ann, edition, source="word " * 60_000)
    assert response.status_code == 422
    assert "256 KB" in text(response)
    assert "word word word" in text(response)


def test_five_megabytes_are_refused_before_they_are_read(world: World) -> None:
    edition = making.draft(world)
    assert post_draft(world.ann, edition, source="x" * 5_000_000).status_code == 413


@pytest.mark.slow
@pytest.mark.parametrize("page", ["draft", "review", "publish", "save_points", "rebase"])
@pytest.mark.parametrize("who", ["mo", "lia", "vy", "van"])
def test_somebody_who_may_not_know_of_a_draft_finds_nothing(world: World, page: str, who: str) -> None:
    edition = making.draft(world)
    response = signed_in(getattr(world, who)).get(address(page, edition))
    assert response.status_code == 404
    assert edition.title not in text(response)


@pytest.mark.parametrize("page", ["draft", "review", "publish", "save_points", "rebase"])
def test_a_stranger_is_sent_to_sign_in(world: World, page: str) -> None:
    response = Client().get(address(page, making.draft(world)))
    assert response.status_code == 302
    assert "sign-in" in response.headers["Location"]


def test_an_edition_number_that_is_not_there_gets_its_sentence(world: World) -> None:
    edition = making.draft(world)
    response = signed_in(world.ann).get(reverse("review", args=[edition.guideline.policy_id, 99]))
    assert response.status_code == 404
    assert "There is no edition 99" in text(response)


@pytest.mark.slow
def test_a_manager_merges_newer_published_words_into_an_older_draft(world: World) -> None:
    first = making.published(making.draft(world), world)
    slow = making.next_draft(
        first.guideline, world.ann, source=making.SOURCE.replace("every US seller", "every seller")
    )
    urgent = making.SOURCE.replace("less than 30%", "less than 25%")
    making.published(making.next_draft(first.guideline, world.art, source=urgent), world, by=world.art)
    client = signed_in(world.ann)
    assert "was published after this draft was opened" in text(client.get(address("draft", slow)))
    page = client.get(address("rebase", slow))
    assert "25%" in text(page)
    post_merge(world.ann, slow, page)
    slow.refresh_from_db()
    assert "every seller" in slow.source
    assert "less than 25%" in slow.source
    assert slow.base is not None
    assert slow.base.number == 3


@pytest.mark.slow
def test_a_writer_goes_back_to_a_save_point(world: World) -> None:
    edition = making.draft(world)
    post_draft(world.ann, edition, summary="Later words.")
    edition.refresh_from_db()
    oldest = history(edition)[-1]
    client = signed_in(world.ann)
    newest = history(edition)[0]
    assert "<ins>Later words</ins>" in text(
        client.get(f"{address('save_points', edition)}?a={oldest.id}&b={newest.id}")
    )
    client.post(address("save_points", edition), {"seen": edition.digest, "point": oldest.id})
    edition.refresh_from_db()
    assert edition.summary == "Act on listings that offer counterfeit goods."


@pytest.mark.slow
@pytest.mark.parametrize("point", ["", "x", "999999", "²", "-1", "1" * 4301, "999999999999"])
def test_a_save_point_that_is_not_there_is_refused_and_changes_nothing(world: World, point: str) -> None:
    edition = making.draft(world)
    client = signed_in(world.ann)
    assert client.get(address("save_points", edition), {"a": point, "b": point}).status_code == 200
    response = client.post(address("save_points", edition), {"seen": edition.digest, "point": point})
    assert response.status_code == 422


@pytest.mark.slow
def test_the_pages_cost_the_same_however_many_save_points_and_deeds_there_are(
    world: World, django_assert_max_num_queries: object
) -> None:
    edition = making.draft(world)
    for number in range(4):
        edition.refresh_from_db()
        services.save_draft(edition, by=world.ann, seen=edition.digest, words=making.words(summary=f"Words {number}."))
    client = signed_in(world.ann)
    for page, most in (("draft", 39), ("review", 28), ("save_points", 12)):
        with django_assert_max_num_queries(most):  # type: ignore[operator]
            assert client.get(address(page, edition)).status_code == 200


@pytest.mark.slow
def test_line_ends_as_browsers_send_them_are_no_change_and_no_news(world: World) -> None:
    edition = making.draft(world)
    client = signed_in(world.ann)
    data = {**FIELDS, "seen": edition.digest, "action": "save", "source": making.SOURCE.replace("\n", "\r\n")}
    page = text(client.post(address("draft", edition), data, follow=True))
    assert "Nothing to save" in page
    assert "the ends of" not in page


def test_a_conflict_shows_every_field_that_differs_and_no_other(world: World) -> None:
    edition = making.draft(world)
    services.save_draft(edition, by=world.art, seen=edition.digest, words=making.words(summary="Art was faster."))
    response = post_draft(world.ann, edition, source=making.SOURCE.replace("\n", "\r\n"))
    assert response.status_code == 409
    assert "faster" in text(response)
    assert "blk is-" not in text(response)


@pytest.mark.slow
def test_a_rebase_takes_the_newer_title_and_topics_where_the_draft_left_them_alone(world: World) -> None:
    first = making.published(making.draft(world), world)
    slow = making.next_draft(first.guideline, world.ann, summary="My own summary.")
    newer = making.next_draft(
        first.guideline, world.art, title="A better title", topic_codes=("counterfeit.goods", "regulated")
    )
    making.published(newer, world, by=world.art)
    client = signed_in(world.ann)
    page = client.get(address("rebase", slow))
    assert "better" in text(page)
    post_merge(world.ann, slow, page)
    slow.refresh_from_db()
    assert (slow.title, slow.summary) == ("A better title", "My own summary.")
    assert slow.topic_codes == ["counterfeit.goods", "regulated"]


@pytest.mark.slow
def test_the_reading_page_leads_those_who_work_on_it_to_the_work_page_and_to_a_new_edition(world: World) -> None:
    edition = making.published(making.draft(world), world)
    reading = reverse("guideline", args=[edition.guideline.policy_id])
    manager, reviewer, reader = (text(signed_in(one).get(reading)) for one in (world.ann, world.bob, world.mo))
    assert "Work page of edition 1" in manager
    assert "New edition" in manager
    assert "Work page of edition 1" in reviewer
    assert "New edition" not in reviewer
    assert "Work page" not in reader
    assert "Copy to another market" not in manager
    grant(world.ann, Role.POLICY_MANAGER, by=None, market=world.vn, domain=world.product)
    assert "Copy to another market" in text(
        signed_in(world.ann).get(reverse("guideline", args=[edition.guideline.policy_id]))
    )
    work = text(signed_in(world.bob).get(address("review", edition)))
    assert address("move", edition, "withdraw") in work
