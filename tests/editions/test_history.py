"""The history of a draft: who saved when, what lies between two save points, and the way back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from guidelines.editions import save_points, services
from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.people.models import Person
from tests.editions import making
from tests.editions.pages import address, signed_in, text
from tests.people import World

START = timezone.now() + dt.timedelta(minutes=5)


def save(edition: Edition, by: Person, minute: int, *, typing: bool = True) -> None:
    fresh = Edition.objects.get(pk=edition.pk)
    with clock.pretend(START + dt.timedelta(minutes=minute)):
        services.save_draft(
            fresh,
            by=by,
            seen=fresh.digest,
            words=making.words(summary=f"Minute {minute}."),
            why=save_points.AUTOSAVE if typing else "",
        )


def lines(edition: Edition) -> list[tuple[str, int]]:
    return [
        (line.newest.person.name if line.newest.person else "", len(line.points))
        for line in save_points.folded(save_points.history(edition))
    ]


def test_the_autosaves_of_one_sitting_are_one_line_and_every_save_point_stays(world: World) -> None:
    edition = making.draft(world)
    for minute in (1, 3, 20, 45):
        save(edition, world.ann, minute)
    assert lines(edition) == [("Ann Rivera", 4), ("Ann Rivera", 1)]
    assert len(save_points.history(edition)) == 5


def test_a_pause_of_half_an_hour_another_person_and_a_save_by_hand_begin_a_new_line(world: World) -> None:
    edition = making.draft(world)
    save(edition, world.ann, 1)
    save(edition, world.ann, 31)
    save(edition, world.art, 32)
    save(edition, world.ann, 33)
    save(edition, world.ann, 34, typing=False)
    save(edition, world.ann, 35)
    save(edition, world.ann, 36)
    assert lines(edition) == [
        ("Ann Rivera", 2),
        ("Ann Rivera", 1),
        ("Ann Rivera", 1),
        ("Art Cole", 1),
        ("Ann Rivera", 1),
        ("Ann Rivera", 1),
        ("Ann Rivera", 1),
    ]


@pytest.mark.slow
def test_the_history_is_read_in_my_time_and_in_the_time_of_the_market(world: World) -> None:
    edition = making.draft(world)
    page = text(signed_in(world.ann).get(address("save_points", edition)))
    assert "your time" in page
    assert "PT)" in page


@pytest.mark.slow
def test_any_two_save_points_are_compared_by_their_address(world: World) -> None:
    edition = making.draft(world)
    save(edition, world.ann, 1)
    save(edition, world.ann, 2)
    newest, middle, oldest = save_points.history(edition)
    client, page = signed_in(world.ann), address("save_points", edition)
    assert "<del>1</del><ins>2</ins>" in text(client.get(page, {"a": middle.id, "b": newest.id}))
    backwards = text(client.get(page, {"a": newest.id, "b": oldest.id}))
    assert "<del>Minute 2</del>" in backwards
    assert "Both have the same words." in text(client.get(page, {"a": oldest.id, "b": oldest.id}))
    assert "Choose two save points" in text(client.get(page, {"a": oldest.id}))


def test_a_save_point_of_another_draft_is_not_compared(world: World) -> None:
    edition, other = making.draft(world), making.draft(world, title="Secret title")
    foreign, mine = save_points.history(other)[0].id, save_points.history(edition)[0].id
    page = signed_in(world.ann).get(address("save_points", edition), {"a": foreign, "b": mine})
    assert "Secret title" not in text(page)


@pytest.mark.slow
def test_a_long_history_is_cut_into_pages(world: World) -> None:
    edition = making.draft(world)
    for minute in range(1, 28):
        save(edition, world.ann, minute, typing=False)
    client = signed_in(world.ann)
    assert "1 to 25 of 28" in text(client.get(address("save_points", edition)))
    assert "26 to 28 of 28" in text(client.get(address("save_points", edition), {"page": 2}))


def test_restoring_after_somebody_saved_is_refused_with_a_sentence(world: World) -> None:
    edition = making.draft(world)
    oldest = save_points.history(edition)[-1]
    save(edition, world.art, 1)
    answer = signed_in(world.ann).post(address("save_points", edition), {"seen": edition.digest, "point": oldest.id})
    assert answer.status_code == 409
    assert "Look again before you restore" in text(answer)


def test_the_history_of_a_submitted_edition_is_read_and_not_restored(world: World) -> None:
    edition = making.draft(world)
    save(edition, world.ann, 1)
    edition = making.submitted(Edition.objects.get(pk=edition.pk), world.ann)
    page = text(signed_in(world.bob).get(address("save_points", edition)))
    assert "Back to the edition" in page
    assert 'form="restore"' not in page


def test_a_restored_save_point_stands_in_the_history_as_restored(world: World) -> None:
    edition = making.draft(world)
    save(edition, world.ann, 1)
    oldest = save_points.history(edition)[-1]
    fresh = Edition.objects.get(pk=edition.pk)
    signed_in(world.ann).post(address("save_points", edition), {"seen": fresh.digest, "point": oldest.id})
    assert save_points.history(edition)[0].why == "Restored"


def test_words_are_found_by_their_digest_in_their_own_draft_only(world: World) -> None:
    edition, other = making.draft(world), making.draft(world)
    save(edition, world.ann, 1)
    assert save_points.words_with_digest(edition, edition.digest) == making.words()
    assert save_points.words_with_digest(other, edition.digest) is None
    assert save_points.words_with_digest(edition, "%") is None
