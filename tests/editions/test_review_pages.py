"""The review page and the moves: every decision, and every refusal on the way."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from guidelines.catalogue.models import Topic
from guidelines.editions import services
from guidelines.editions.models import Edition
from guidelines.people.roles import Role
from guidelines.people.services import grant
from guidelines.text.pieces import split
from tests.editions import making
from tests.editions.pages import address, signed_in, text
from tests.people import World


@pytest.mark.slow
def test_an_author_sees_why_they_cannot_approve_and_the_post_is_refused_too(world: World) -> None:
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_request_for_changes_without_a_reason_is_asked_for_one(world: World) -> None:
    edition = making.submitted(making.draft(world), world.ann)
    response = signed_in(world.bob).post(address("move", edition, "request-changes"), {"seen": edition.digest})
    assert response.status_code == 422
    assert "Write the reason" in text(response)


@pytest.mark.slow
def test_the_reason_for_changes_is_shown_to_the_writers(world: World) -> None:
    edition = making.submitted(making.draft(world), world.ann)
    signed_in(world.bob).post(
        address("move", edition, "request_changes"), {"seen": edition.digest, "note": "R2: say when."}
    )
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


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize("who", ["mo", "lia", "vy", "van"])
def test_a_reader_of_published_words_learns_nothing_of_how_they_came_about(world: World, who: str) -> None:
    """Drafts, deeds, reviewers and notes stay with those who work on the guideline, whatever is posted."""
    person = getattr(world, who)
    edition = making.draft(world, summary="A wording that was never published.")
    services.save_draft(edition, by=world.ann, seen=edition.digest, words=making.words())
    edition.refresh_from_db()
    edition = making.published(edition, world)
    client = signed_in(person)
    too_long = {"note": "n" * 2001}
    answers = [client.get(address(page, edition)) for page in ("draft", "save_points", "rebase", "publish")]
    answers += [client.post(address("move", edition, move), too_long) for move in ("approve", "request-changes")]
    answers += [client.post(address("draft", edition), {"action": "preview"})]
    answers += [client.get(address("review", edition))]
    allowed = {"mo": {302, 403}, "lia": {302, 403}, "vy": {404}, "van": {302, 403}}[who]
    for answer in answers:
        assert answer.status_code in allowed
        assert "Bob Stone" not in text(answer)
        assert "never published" not in text(answer)


def test_a_system_administrator_reads_no_words_of_a_draft_in_the_administration(world: World) -> None:
    edition = making.draft(world, title="A secret draft", summary="Secret words.")
    client = signed_in(world.root)
    for page in (
        reverse("admin:editions_edition_changelist"),
        reverse("admin:editions_edition_change", args=[edition.pk]),
    ):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "ecret" not in text(answer).replace("secret_key", "")


@pytest.mark.slow
def test_the_redline_can_be_read_against_any_other_edition(world: World) -> None:
    first = making.published(making.draft(world), world)
    second = making.published(
        making.next_draft(first.guideline, world.ann, source=making.SOURCE.replace("30%", "35%")), world
    )
    third = making.next_draft(second.guideline, world.ann, source=making.SOURCE.replace("30%", "40%"))
    bob = signed_in(world.bob)
    assert "<del>35%</del><ins>40%</ins>" in text(bob.get(address("review", third)))
    against = text(bob.get(address("review", third), {"against": "1", "view": "split"}))
    assert "<del>30%</del><ins>40%</ins>" in against
    assert 'data-view="split"' in against
    assert "<span>Edition 1</span><span>Edition 3</span>" in against
    assert bob.get(address("review", third), {"against": "99"}).status_code == 404
    assert bob.get(address("review", third), {"against": "²"}).status_code == 404


@pytest.mark.slow
def test_a_block_with_an_open_comment_is_not_folded_away(world: World) -> None:
    first = making.published(making.draft(world), world)
    draft = making.next_draft(first.guideline, world.ann, source=making.SOURCE.replace("30%", "40%"))
    where = next(n for n, piece in enumerate(split(draft.source)) if "Listings of branded" in piece.source)
    services.comment(draft, by=world.bob, text="Every one?", place=where, seen=draft.digest)
    page = text(signed_in(world.bob).get(address("review", draft)))
    assert "Every one?" in page
    assert page.index("Every one?") > page.index('class="rl prose"')


@pytest.mark.slow
def test_a_reviewer_sees_a_rule_whose_action_alone_changed(world: World) -> None:
    first = making.published(making.draft(world), world)
    draft = making.next_draft(
        first.guideline, world.ann, source=making.SOURCE.replace("action: restrict", "action: remove")
    )
    page = text(signed_in(world.bob).get(address("review", draft)))
    assert '<td data-l="Action"><span lang="en"><del>Restrict</del><ins>Remove</ins>' in page


@pytest.mark.slow
def test_a_reviewer_sees_what_changed_in_title_and_topics(world: World) -> None:
    first = making.published(making.draft(world, title="Knives and blades"), world)
    Topic.objects.create(code="weapons", name="Weapons")
    changed = {"title": "Knives and swords", "topic_codes": ("counterfeit.goods", "weapons")}
    page = text(signed_in(world.bob).get(address("review", making.next_draft(first.guideline, world.ann, **changed))))
    details = page[page.index('id="details"') :].partition("</section>")[0]
    assert "Knives and <del>blades</del><ins>swords</ins>" in details
    assert re.search(r"<ins>[^<]*Weapons</ins>", details)
    assert "Summary" not in details.partition("</header>")[2]


@pytest.mark.slow
def test_a_reviewer_reads_where_a_moved_rule_stood(world: World) -> None:
    rules = split(making.SOURCE)
    one, two = (next(piece.source + piece.gap for piece in rules if piece.key == key) for key in ("R1", "R2"))
    first = making.published(making.draft(world), world)
    draft = making.next_draft(first.guideline, world.ann, source=making.SOURCE.replace(one + two, two + one))
    page = text(signed_in(world.bob).get(address("review", draft)))
    assert "Read after R2, was first" in page
    assert "Moved. It stood below “Scope”." in page


@pytest.mark.slow
def test_the_note_of_a_decision_says_what_is_wrong_with_it(world: World) -> None:
    edition = making.submitted(making.draft(world), world.ann)
    page = text(signed_in(world.bob).post(address("move", edition, "request-changes"), {"seen": edition.digest}))
    (note,) = re.findall(r"<textarea[^>]*>", page[page.index('id="decide"') :])[:1]
    assert 'class="input tone-danger"' in note
    assert 'aria-invalid="true"' in note
    assert "id_note_error" in note
