"""Comments that survive edits, suggestions that make their writer a contributor, and people who are asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from guidelines.editions import services
from guidelines.editions.discussion import discussion_of
from guidelines.editions.drafts import words_of
from guidelines.editions.models import Comment, Consultation, Contribution, Edition, Suggestion
from guidelines.editions.rights import why_not
from guidelines.editions.verification import check
from guidelines.frame.refusals import Invalid, Outdated, Refused, WrongState
from guidelines.people.models import Person
from guidelines.text.pieces import split
from tests.editions import making
from tests.editions.pages import address, signed_in, text
from tests.people import World

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def edition(world: World) -> Edition:
    return making.draft(world)


def place(edition: Edition, holding: str) -> int:
    return next(n for n, piece in enumerate(split(edition.source)) if holding in piece.source)


def on_rule(edition: Edition, by: Person, **options: object) -> Comment:
    where = place(edition, "/// rule | R2")
    return services.comment(edition, by=by, place=where, seen=edition.digest, text="Why 30%?", **options)  # type: ignore[arg-type]


def saved(edition: Edition, by: Person, source: str) -> Edition:
    words = replace(words_of(edition), source=source)
    return services.save_draft(edition, by=by, seen=edition.digest, words=words).edition


def suggested(edition: Edition, by: Person) -> Suggestion:
    where = place(edition, "Listings of branded goods")
    made = services.comment(
        edition, by=by, place=where, seen=edition.digest, text="", suggestion="Listings of branded and luxury goods."
    )
    return made.suggestion


def asked(edition: Edition, world: World, person: Person | None = None) -> Consultation:
    return services.consult(
        edition, by=world.ann, person=person or world.mo, until=timezone.now() + HOUR, question="Can you apply R2?"
    )


def test_a_comment_stays_with_its_rule_through_edits(world: World, edition: Edition) -> None:
    made = on_rule(edition, world.bob)
    edition = saved(edition, world.ann, edition.source.replace("less than 30%", "less than 40%"))
    thread = discussion_of(edition).threads[0]
    assert (thread.first, thread.place) == (made, place(edition, "/// rule | R2"))
    assert not thread.is_lost


@pytest.mark.slow
def test_a_comment_whose_block_is_gone_is_listed_and_never_lost(world: World, edition: Edition) -> None:
    where = place(edition, "Listings of branded goods")
    services.comment(edition, by=world.bob, place=where, seen=edition.digest, text="Which brands?")
    edition = saved(edition, world.ann, edition.source.replace("Listings of branded goods by every US seller.", "All."))
    found = discussion_of(edition)
    assert [thread.first.text for thread in found.lost] == ["Which brands?"]
    page = text(signed_in(world.bob).get(address("review", edition)))
    assert "No longer in the text" in page
    assert "Listings of branded goods by every US seller." in page


def test_a_comment_on_words_that_changed_meanwhile_is_refused(world: World, edition: Edition) -> None:
    seen, where = edition.digest, place(edition, "/// rule | R2")
    saved(edition, world.ann, edition.source + "\nMore.\n")
    with pytest.raises(Outdated):
        services.comment(edition, by=world.bob, place=where, seen=seen, text="Late.")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"text": "  "}, "Write your comment"),
        ({"text": "x" * 4001}, "4000 characters at most"),
        ({"text": "x", "place": 99}, "no such block"),
        ({"text": "x", "suggestion": "New."}, "Choose the block"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    world: World, edition: Edition, words: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        services.comment(edition, by=world.bob, seen=edition.digest, **words)  # type: ignore[arg-type]
    assert not Comment.objects.exists()


COMMENTERS = {"ann", "art", "bob", "eve"}


@pytest.mark.parametrize("who", ["ann", "art", "bob", "eve", "mo", "lia", "ada", "joe", "van", "binh", "root"])
def test_those_who_write_or_review_there_comment_and_ask(world: World, edition: Edition, who: str) -> None:
    person = getattr(world, who)
    if who in COMMENTERS:
        thread = services.comment(edition, by=person, text="Hello.")
        services.reply(thread, by=person, text="More.")
        asked_one = services.consult(edition, by=person, person=world.vy, until=timezone.now() + HOUR)
        services.end_consultation(asked_one, by=person)
        return
    thread = services.comment(edition, by=world.ann, text="Hello.")
    question = asked(edition, world, world.vy)
    for deed in (
        lambda: services.comment(edition, by=person, text="Hello."),
        lambda: services.reply(thread, by=person, text="More."),
        lambda: services.resolve(thread, by=person),
        lambda: services.reopen(thread, by=person),
        lambda: services.consult(edition, by=person, person=world.lia, until=timezone.now() + HOUR),
        lambda: services.end_consultation(question, by=person),
        lambda: services.answer(question, by=person, text="No."),
    ):
        with pytest.raises(Refused):
            deed()


@pytest.mark.parametrize("state", ["draft", "in_review", "approved", "published", "discarded"])
def test_words_are_discussed_until_they_are_published_or_given_up(world: World, edition: Edition, state: str) -> None:
    thread = on_rule(edition, world.bob)
    edition = {
        "draft": lambda: edition,
        "in_review": lambda: making.submitted(edition, world.ann),
        "approved": lambda: making.approved(edition, world),
        "published": lambda: making.published(edition, world),
        "discarded": lambda: services.discard(edition, by=world.ann),
    }[state]()
    thread.refresh_from_db()
    if state in ("draft", "in_review", "approved"):
        services.reply(thread, by=world.ann, text="Because.")
        return
    with pytest.raises(WrongState, match="closed"):
        services.reply(thread, by=world.ann, text="Because.")
    with pytest.raises(WrongState, match="closed"):
        services.comment(edition, by=world.bob, text="Late.")


def test_a_thread_is_resolved_and_opened_again(world: World, edition: Edition) -> None:
    thread = on_rule(edition, world.bob)
    services.resolve(thread, by=world.ann)
    assert discussion_of(edition).open_count == 0
    with pytest.raises(WrongState, match="resolved already"):
        services.resolve(thread, by=world.bob)
    services.reopen(thread, by=world.bob)
    assert discussion_of(edition).open_count == 1
    with pytest.raises(WrongState, match="open already"):
        services.reopen(thread, by=world.bob)


def test_what_blocks_approval_is_settled_by_its_writer_or_a_reviewer(world: World, edition: Edition) -> None:
    thread = on_rule(edition, world.bob, blocks_approval=True)
    with pytest.raises(Refused, match="blocks approval"):
        services.resolve(thread, by=world.ann)
    services.resolve(thread, by=world.eve)
    own = services.comment(edition, by=world.ann, text="Wait for Legal.", blocks_approval=True)
    services.resolve(own, by=world.ann)


def test_an_open_comment_that_blocks_stops_the_approval(world: World, edition: Edition) -> None:
    thread = on_rule(edition, world.bob, blocks_approval=True)
    edition = making.submitted(edition, world.ann)
    with pytest.raises((Invalid, WrongState), match="block"):
        making.approve(edition, world.bob)
    services.resolve(thread, by=world.bob)
    assert making.approve(edition, world.bob).state == "approved"


@pytest.mark.slow
def test_people_are_named_with_their_full_name(world: World, edition: Edition) -> None:
    made = services.comment(edition, by=world.ann, text=f"@{world.bob.name}, please look. Not @{world.mo.name}.")
    assert list(made.mentions.all()) == [world.bob]
    assert "please look" in text(signed_in(world.bob).get(reverse("board")))
    services.resolve(made, by=world.ann)
    assert "please look" not in text(signed_in(world.bob).get(reverse("board")))


def test_an_accepted_suggestion_makes_its_writer_a_contributor_who_may_not_approve(
    world: World, edition: Edition
) -> None:
    suggestion = suggested(edition, world.bob)
    done = services.accept_suggestion(suggestion, by=world.ann, seen=edition.digest)
    assert "branded and luxury goods." in done.edition.source
    wrote = set(Contribution.objects.filter(digest=done.edition.digest).values_list("person", "kind"))
    assert wrote == {(world.ann.pk, "suggested"), (world.bob.pk, "suggested")}
    edition = making.submitted(done.edition, world.ann)
    assert "You wrote in this edition" in str(why_not(world.bob, "approve", edition))
    assert why_not(world.eve, "approve", edition) is None
    assert list(check()) == []


def test_a_suggestion_may_delete_a_block(world: World, edition: Edition) -> None:
    where = place(edition, "A vanity mirror")
    made = services.comment(edition, by=world.bob, place=where, seen=edition.digest, text="Unclear.", suggestion="")
    done = services.accept_suggestion(made.suggestion, by=world.ann, seen=edition.digest)
    assert "vanity" not in done.edition.source


def test_a_suggestion_is_decided_once_on_the_words_it_was_made_for(world: World, edition: Edition) -> None:
    suggestion = suggested(edition, world.bob)
    changed = saved(edition, world.ann, edition.source.replace("by every US seller", "by all sellers"))
    with pytest.raises(Outdated, match="changed after the suggestion"):
        services.accept_suggestion(suggestion, by=world.ann, seen=changed.digest)
    services.decline_suggestion(suggestion, by=world.ann)
    for deed in (
        lambda: services.accept_suggestion(suggestion, by=world.ann, seen=changed.digest),
        lambda: services.decline_suggestion(suggestion, by=world.ann),
    ):
        with pytest.raises(WrongState, match="decided already"):
            deed()
    assert not Contribution.objects.filter(person=world.bob).exists()


def test_a_stale_page_accepts_nothing(world: World, edition: Edition) -> None:
    suggestion, seen = suggested(edition, world.bob), edition.digest
    saved(edition, world.ann, edition.source + "\nMore.\n")
    with pytest.raises(Outdated):
        services.accept_suggestion(suggestion, by=world.ann, seen=seen)
    suggestion.refresh_from_db()
    assert suggestion.accepted is None


def test_only_writers_decide_and_only_over_a_draft(world: World, edition: Edition) -> None:
    suggestion = suggested(edition, world.bob)
    with pytest.raises(Refused):
        services.accept_suggestion(suggestion, by=world.eve, seen=edition.digest)
    edition = making.submitted(edition, world.ann)
    with pytest.raises(WrongState):
        services.accept_suggestion(suggestion, by=world.ann, seen=edition.digest)
    with pytest.raises(WrongState):
        services.decline_suggestion(suggestion, by=world.ann)


def test_a_reviewer_who_leaves_the_words_as_they_are_suggests_nothing(world: World, edition: Edition) -> None:
    where = place(edition, "Listings of branded goods")
    same = f"{split(edition.source)[where].source}\r\n"
    said = {"by": world.bob, "place": where, "seen": edition.digest, "suggestion": same}
    services.comment(edition, text="Which ones?", **said)
    with pytest.raises(Invalid, match="Write your comment"):
        services.comment(edition, text="", **said)
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE editions_comment SET text = 'Fine.'",
        "UPDATE editions_comment SET blocks_approval = NOT blocks_approval",
        "DELETE FROM editions_comment",
        "UPDATE editions_suggestion SET source = 'Other.'",
        "UPDATE editions_suggestion SET accepted = NULL",
        "DELETE FROM editions_suggestion",
        "UPDATE editions_consultation SET answer = 'No.'",
        "UPDATE editions_consultation SET question = 'Other?'",
        "DELETE FROM editions_consultation",
    ],
)
def test_the_database_keeps_what_was_said(world: World, edition: Edition, forgery: str) -> None:
    services.decline_suggestion(suggested(edition, world.bob), by=world.ann)
    services.answer(asked(edition, world), by=world.mo, text="Yes.")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(forgery)
