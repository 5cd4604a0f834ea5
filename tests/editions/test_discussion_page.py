"""Speaking about an edition on its review page."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from guidelines.editions import services
from guidelines.editions.models import Comment, Edition
from guidelines.people.models import Person
from guidelines.text.pieces import split
from tests.editions import making
from tests.editions.pages import address, signed_in, text
from tests.editions.test_discussing import place
from tests.people import World


@pytest.fixture
def edition(world: World) -> Edition:
    return making.draft(world)


def say(person: Person, edition: Edition, **fields: object) -> object:
    data = {"text": "Why 30%?", "seen": edition.digest, **fields}
    return signed_in(person).post(address("comments", edition), data, follow=True)


@pytest.mark.slow
def test_a_reviewer_comments_on_a_block_on_the_review_page(world: World, edition: Edition) -> None:
    answer = say(world.bob, edition, place=place(edition, "/// rule | R2"), blocks_approval="on")
    assert "Comment kept." in text(answer)  # type: ignore[arg-type]
    assert "Open, blocks approval" in text(answer)  # type: ignore[arg-type]
    thread = Comment.objects.get()
    url = reverse("thread", args=[edition.guideline.policy_id, edition.number, thread.pk])
    ann = signed_in(world.ann)
    assert "Because." in text(ann.post(url, {"action": "reply", "text": "Because."}, follow=True))
    assert ann.post(url, {"action": "resolve"}).status_code == 403
    assert "Resolved by" in text(signed_in(world.bob).post(url, {"action": "resolve"}, follow=True))


@pytest.mark.slow
def test_a_writer_accepts_a_suggestion_on_the_page(world: World, edition: Edition) -> None:
    where = place(edition, "Listings of branded goods")
    say(world.bob, edition, text="", place=where, suggestion="Listings of luxury goods.")
    thread = Comment.objects.get()
    url = reverse("thread", args=[edition.guideline.policy_id, edition.number, thread.pk])
    page = text(signed_in(world.ann).get(address("review", edition)))
    assert "Accept the words" in page
    signed_in(world.ann).post(url, {"action": "accept", "seen": edition.digest})
    edition.refresh_from_db()
    assert "luxury" in edition.source


@pytest.mark.slow
def test_words_changed_beside_a_comment_are_a_suggestion_without_another_tick(world: World, edition: Edition) -> None:
    where = place(edition, "Listings of branded goods")
    same = split(edition.source)[where].source
    assert "Comment kept." in text(say(world.bob, edition, place=where, suggestion=same))  # type: ignore[arg-type]
    answer = say(world.bob, edition, place=where, suggestion=same.replace("branded", "luxury"))
    assert "Your suggestion is kept." in text(answer)  # type: ignore[arg-type]
    assert [comment.suggestion.source.strip() for comment in Comment.objects.exclude(suggestion=None)] == [
        same.replace("branded", "luxury")
    ]


def test_a_comment_that_was_refused_is_given_back(world: World, edition: Edition) -> None:
    answer = say(world.bob, edition, text="My long thoughts.", place=99)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "My long thoughts." in text(answer)  # type: ignore[arg-type]


@pytest.mark.slow
def test_what_people_say_is_shown_as_text(world: World, edition: Edition) -> None:
    say(world.bob, edition, text="<script>alert(1)</script>")
    page = text(signed_in(world.ann).get(address("review", edition)))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.slow
def test_odd_addresses_are_not_found(world: World, edition: Edition) -> None:
    ann, ids = signed_in(world.ann), [edition.guideline.policy_id, edition.number]
    thread = services.comment(edition, by=world.ann, text="Hello.")
    reply = services.reply(thread, by=world.ann, text="More.")
    assert ann.post(reverse("thread", args=[*ids, 99_999]), {"action": "reply"}).status_code == 404
    assert ann.post(reverse("thread", args=[*ids, reply.pk]), {"action": "resolve"}).status_code == 404
    assert ann.post(reverse("thread", args=[*ids, thread.pk]), {"action": "explode"}).status_code == 404
    assert ann.post(reverse("thread", args=[*ids, thread.pk]), {"action": "accept"}).status_code == 404
    assert ann.post(reverse("consultation", args=[*ids, 99_999])).status_code == 404
    assert signed_in(world.van).post(reverse("thread", args=[*ids, thread.pk])).status_code == 404


@pytest.mark.slow
def test_a_reviewer_is_told_why_approve_is_shut_and_a_post_all_the_same_is_refused(
    world: World, edition: Edition
) -> None:
    making.submitted(edition, world.ann)
    say(world.bob, edition, blocks_approval="on")
    page = text(signed_in(world.eve).get(address("review", edition)))
    assert re.search(r'<button class="btn primary"[^>]*/approve/"[^>]* disabled aria-describedby="not-yet">', page)
    data = {"seen": edition.digest, "agreed": ["R1", "R2"]}
    answer = signed_in(world.eve).post(address("move", edition, "approve"), data)
    assert answer.status_code == 409
    assert "1 open comment blocks approval. Resolve it first." in text(answer)
    edition.refresh_from_db()
    assert edition.state == "in_review"
