"""The working pages as people use them: draft, submit, review, approve, publish, and every refusal on the way."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidelines.editions import services
from guidelines.editions.models import Edition, Guideline
from guidelines.editions.queries import in_force
from guidelines.people.models import Person
from tests.editions import making
from tests.people import World

FIELDS = {
    "title": "Counterfeit product listings",
    "summary": "Act on listings that offer counterfeit goods.",
    "source": making.SOURCE,
    "topic_codes": ["counterfeit.goods"],
    "change_note": "R1 and R2 are new.",
    "significance": "major",
}


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(name: str, edition: Edition, *more: str) -> str:
    return reverse(name, args=[edition.guideline.policy_id, edition.number, *more])


def text(response: HttpResponse) -> str:
    return response.content.decode()


def post_draft(person: Person, edition: Edition, action: str = "save", **changes: object) -> HttpResponse:
    data = {**FIELDS, "seen": edition.digest, "action": action, **changes}
    return signed_in(person).post(address("draft", edition), data)


def test_a_policy_manager_opens_a_guideline_and_lands_in_its_draft(world: World) -> None:
    response = signed_in(world.ann).post(
        reverse("new_guideline"),
        {"market": world.us.pk, "domain": world.product.pk, "title": "Knives and blades", "review_months": 6},
    )
    edition = Edition.objects.get()
    assert response.headers["Location"] == address("draft", edition)
    assert edition.title == "Knives and blades"
    assert "/// rule | R1" in edition.source


def test_a_policy_manager_cannot_open_a_guideline_in_a_domain_that_is_not_theirs(world: World) -> None:
    response = signed_in(world.ann).post(
        reverse("new_guideline"),
        {"market": world.us.pk, "domain": world.seller.pk, "title": "Knives", "review_months": 6},
    )
    assert response.status_code == 422
    assert "Only a policy manager of this market and domain" in text(response)
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


def test_the_preview_shows_the_typed_words_and_saves_nothing(world: World) -> None:
    edition = making.draft(world)
    response = post_draft(world.ann, edition, "preview", source="## Scope\n\nOnly **previewed**.")
    assert response.status_code == 200
    assert "<strong>previewed</strong>" in text(response)
    edition.refresh_from_db()
    assert edition.source == making.SOURCE


def test_a_script_in_a_draft_is_shown_as_the_text_it_is(world: World) -> None:
    edition = making.draft(world)
    hostile = "## Scope\n\n<script>alert(1)</script> [x](javascript:alert(1))"
    for action in ("preview", "save"):
        response = post_draft(world.ann, edition, action, source=hostile, title="<img src=x onerror=alert(1)>")
        page = text(response) if action == "preview" else text(signed_in(world.ann).get(address("draft", edition)))
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page


def test_a_submit_with_blockers_keeps_the_text_and_names_them(world: World) -> None:
    edition = making.draft(world)
    response = post_draft(world.ann, edition, "submit", change_note="")
    assert response.status_code == 422
    assert "Write the change note" in text(response)
    edition.refresh_from_db()
    assert (edition.state, edition.change_note) == ("draft", "")


def test_a_text_beyond_the_limits_is_refused_with_a_sentence_and_given_back(world: World) -> None:
    edition = making.draft(world)
    response = post_draft(world.ann, edition, source="word " * 60_000)
    assert response.status_code == 422
    assert "256 KB" in text(response)
    assert "word word word" in text(response)


def test_five_megabytes_are_refused_before_they_are_read(world: World) -> None:
    edition = making.draft(world)
    assert post_draft(world.ann, edition, source="x" * 5_000_000).status_code == 413


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


def test_an_author_sees_why_they_cannot_approve_and_the_post_is_refused_too(world: World) -> None:
    from guidelines.people.roles import Role
    from guidelines.people.services import grant

    grant(world.ann, Role.POLICY_REVIEWER, by=None, market=world.us, domain=world.product)
    edition = making.submitted(making.draft(world), world.ann)
    page = text(signed_in(world.ann).get(address("review", edition)))
    assert "You wrote in this edition" in page
    response = signed_in(world.ann).post(address("move", edition, "approve"), {"seen": edition.digest})
    assert response.status_code == 403
    assert "You wrote in this edition" in text(response)


def test_a_moderator_who_posts_an_approval_finds_nothing_and_an_auditor_is_refused(world: World) -> None:
    edition = making.submitted(making.draft(world), world.ann)
    data = {"seen": edition.digest}
    assert signed_in(world.mo).post(address("move", edition, "approve"), data).status_code == 404
    assert signed_in(world.joe).post(address("move", edition, "approve"), data).status_code == 403
    edition.refresh_from_db()
    assert edition.state == "in_review"


def test_an_approval_of_words_that_changed_meanwhile_is_refused_with_the_note_kept(world: World) -> None:
    edition = making.submitted(making.draft(world), world.ann)
    on_screen = edition.digest
    edition = services.recall(edition, by=world.ann)
    saved = services.save_draft(edition, by=world.ann, seen=edition.digest, words=making.words(summary="Other."))
    making.submitted(saved.edition, world.ann)
    response = signed_in(world.bob).post(
        address("move", edition, "approve"), {"seen": on_screen, "note": "Reads well to me."}
    )
    assert response.status_code == 409
    assert "The words changed after you opened this page" in text(response)
    assert "Reads well to me." in text(response)
    edition.refresh_from_db()
    assert edition.state == "in_review"


def test_a_request_for_changes_without_a_reason_is_asked_for_one(world: World) -> None:
    edition = making.submitted(making.draft(world), world.ann)
    response = signed_in(world.bob).post(address("move", edition, "request-changes"), {"seen": edition.digest})
    assert response.status_code == 422
    assert "Write the reason" in text(response)


def test_the_reason_for_changes_is_shown_to_the_writers(world: World) -> None:
    edition = making.submitted(making.draft(world), world.ann)
    signed_in(world.bob).post(address("move", edition, "request_changes"), {"seen": edition.digest, "note": "R2: say when."})
    page = text(signed_in(world.ann).get(address("draft", edition)))
    assert "Bob Stone requested changes" in page
    assert "R2: say when." in page


def test_a_move_from_the_wrong_state_is_answered_with_409(world: World) -> None:
    edition = making.draft(world)
    response = signed_in(world.bob).post(address("move", edition, "approve"), {"seen": edition.digest})
    assert response.status_code == 409
    assert "is not possible" in text(response)


def test_a_move_that_does_not_exist_is_not_found(world: World) -> None:
    assert signed_in(world.bob).get(address("move", making.draft(world), "vanish")).status_code == 404


@pytest.mark.parametrize("move", ["recall", "discard", "withdraw", "cancel", "ratify", "enforce-now", "submit"])
def test_every_move_has_a_page_that_says_what_it_does(world: World, move: str) -> None:
    start = timezone.now() + dt.timedelta(days=1)
    stand = {
        "recall": lambda: making.submitted(making.draft(world), world.ann),
        "withdraw": lambda: making.published(making.draft(world), world),
        "cancel": lambda: making.published(making.draft(world), world, effective_from=start),
        "ratify": lambda: _enforced(world),
    }.get(move, lambda: making.draft(world))()
    person = world.bob if move in ("withdraw", "ratify", "enforce-now", "cancel") else world.ann
    client = signed_in(world.eve if move == "ratify" else person)
    assert client.get(address("move", stand, move)).status_code == 200
    data = {"seen": stand.digest, "note": "A reason.", "hours": 5}
    assert client.post(address("move", stand, move), data).status_code == 302


def _enforced(world: World) -> Edition:
    edition = making.draft(world)
    return services.enforce_now(edition, by=world.bob, seen=edition.digest, note="Recall alert.")


def test_a_manager_publishes_for_now(world: World) -> None:
    edition = making.approved(making.draft(world), world)
    response = signed_in(world.ann).post(address("publish", edition), {"seen": edition.digest, "when": "now"})
    assert response.status_code == 302
    assert in_force(edition.guideline, timezone.now()) == edition


def test_a_manager_publishes_for_a_moment_in_the_markets_own_time(world: World) -> None:
    edition = making.approved(making.draft(world), world)
    day = (timezone.now() + dt.timedelta(days=40)).date().isoformat()
    signed_in(world.ann).post(
        address("publish", edition), {"seen": edition.digest, "when": "later", "effective_from": f"{day}T09:00"}
    )
    edition.refresh_from_db()
    assert edition.effective_from is not None
    assert edition.effective_from.astimezone(ZoneInfo("America/Los_Angeles")).isoformat()[:16] == f"{day}T09:00"


def test_a_local_time_that_does_not_exist_is_refused_with_its_neighbours(world: World) -> None:
    edition = making.approved(making.draft(world), world)
    # 02:30 on 14 March 2027 falls into the hour that Los Angeles skips.
    data = {"seen": edition.digest, "when": "later", "effective_from": "2027-03-14T02:30"}
    response = signed_in(world.ann).post(address("publish", edition), data)
    assert response.status_code == 422
    assert "01:59" in text(response)
    assert "03:00" in text(response)
    assert "2027-03-14T02:30" in text(response)


def test_an_ambiguous_local_time_is_asked_about(world: World) -> None:
    edition = making.approved(making.draft(world), world)
    data = {"seen": edition.digest, "when": "later", "effective_from": "2027-11-07T01:30"}
    response = signed_in(world.ann).post(address("publish", edition), data)
    assert response.status_code == 422
    response = signed_in(world.ann).post(address("publish", edition), {**data, "effective_from_which": "1"})
    assert response.status_code == 302
    edition.refresh_from_db()
    assert edition.effective_from == dt.datetime(2027, 11, 7, 9, 30, tzinfo=dt.UTC)


def test_publishing_under_a_schedule_asks_on_the_page_and_does_what_was_chosen(world: World) -> None:
    first = making.published(making.draft(world), world)
    later = making.published(
        making.next_draft(first.guideline, world.ann, summary="Planned."), world, effective_from=timezone.now() + dt.timedelta(days=2)
    )
    urgent = making.approved(making.next_draft(first.guideline, world.art, summary="Urgent."), world, by=world.art, reviewer=world.eve)
    client = signed_in(world.art)
    response = client.post(address("publish", urgent), {"seen": urgent.digest, "when": "now"})
    assert response.status_code == 422
    assert f"Edition {later.number} is scheduled after this one" in text(response)
    data = {"seen": urgent.digest, "when": "now", f"fate_{later.number}": "rebase", "note": "Recall alert."}
    assert client.post(address("publish", urgent), data).status_code == 302
    later.refresh_from_db()
    assert later.state == "draft"


def test_a_manager_merges_newer_published_words_into_an_older_draft(world: World) -> None:
    first = making.published(making.draft(world), world)
    slow = making.next_draft(first.guideline, world.ann, source=making.SOURCE.replace("every US seller", "every seller"))
    urgent = making.SOURCE.replace("less than 30%", "less than 25%")
    making.published(making.next_draft(first.guideline, world.art, source=urgent), world, by=world.art)
    client = signed_in(world.ann)
    assert "was published after this draft was opened" in text(client.get(address("draft", slow)))
    assert "25%" in text(client.get(address("rebase", slow)))
    client.post(address("rebase", slow), {"seen": slow.digest})
    slow.refresh_from_db()
    assert "every seller" in slow.source
    assert "less than 25%" in slow.source
    assert slow.base is not None
    assert slow.base.number == 3


def test_a_writer_goes_back_to_a_save_point(world: World) -> None:
    edition = making.draft(world)
    post_draft(world.ann, edition, summary="Later words.")
    edition.refresh_from_db()
    from guidelines.editions.save_points import history

    oldest = history(edition)[-1]
    client = signed_in(world.ann)
    assert client.get(f"{address('save_points', edition)}?point={oldest.id}").status_code == 200
    client.post(address("save_points", edition), {"seen": edition.digest, "point": oldest.id})
    edition.refresh_from_db()
    assert edition.summary == "Act on listings that offer counterfeit goods."


@pytest.mark.parametrize("point", ["", "x", "999999", "²", "-1"])
def test_a_save_point_that_is_not_there_is_refused_and_changes_nothing(world: World, point: str) -> None:
    edition = making.draft(world)
    client = signed_in(world.ann)
    assert client.get(address("save_points", edition), {"point": point}).status_code == 200
    response = client.post(address("save_points", edition), {"seen": edition.digest, "point": point})
    assert response.status_code == 422


def test_the_pages_cost_the_same_however_many_save_points_and_deeds_there_are(
    world: World, django_assert_max_num_queries: object
) -> None:
    edition = making.draft(world)
    for number in range(4):
        edition.refresh_from_db()
        services.save_draft(edition, by=world.ann, seen=edition.digest, words=making.words(summary=f"Words {number}."))
    client = signed_in(world.ann)
    for page, most in (("draft", 24), ("review", 28), ("save_points", 12)):
        with django_assert_max_num_queries(most):  # type: ignore[operator]
            assert client.get(address(page, edition)).status_code == 200
