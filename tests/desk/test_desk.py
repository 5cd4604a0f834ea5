"""Home and the board: what each person finds there, and what they do not."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from guidelines.desk.queries import board, due_for_review, waiting_count
from guidelines.editions import services
from guidelines.people.models import Person
from tests.editions import making
from tests.editions.pages import signed_in, text
from tests.people import World, make_person


def _on_board(person: Person, key: str, *, mine: bool = False) -> list[int]:
    return [edition.pk for column in board(person, mine=mine) if column.key == key for edition in column.cards]


@pytest.mark.slow
def test_home_shows_a_moderator_what_is_new_and_what_starts(world: World) -> None:
    making.published(making.draft(world, title="Knives and blades"), world)
    making.published(
        making.draft(world, title="Vapes and refills"), world, effective_from=timezone.now() + dt.timedelta(days=2)
    )
    making.draft(world, title="A secret draft")
    page = text(signed_in(world.mo).get(reverse("home")))
    assert "Knives and blades" in page
    assert "Vapes and refills" in page
    assert "nothing of it is in force" in page
    assert "A secret draft" not in page


@pytest.mark.slow
def test_home_of_another_market_shows_none_of_it(world: World) -> None:
    making.published(making.draft(world, title="Knives and blades"), world)
    assert "Knives and blades" not in text(signed_in(world.vy).get(reverse("home")))


def test_somebody_without_a_role_is_told_whom_to_ask(world: World) -> None:
    said = text(signed_in(make_person("X-1", "Xo Dale")).get(reverse("home")))
    assert "You have no role yet" in said
    assert "your market administrator gives you a role" in said


def test_a_system_administrator_is_told_what_they_look_after(world: World) -> None:
    said = text(signed_in(world.root).get(reverse("home")))
    assert "You look after accounts and lists" in said
    assert "You have no role yet" not in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("who", "status"),
    [("ann", 200), ("bob", 200), ("joe", 200), ("ada", 200), ("mo", 403), ("lia", 403), ("root", 403)],
)
def test_the_board_is_for_those_who_read_drafts(world: World, who: str, status: int) -> None:
    assert signed_in(getattr(world, who)).get(reverse("board")).status_code == status


@pytest.mark.slow
def test_each_edition_under_way_stands_in_the_column_of_its_state(world: World) -> None:
    draft = making.draft(world)
    in_review = making.submitted(making.draft(world), world.ann)
    returned = services.request_changes(
        making.submitted(making.draft(world), world.ann), by=world.bob, note="Say when."
    )
    approved = making.approved(making.draft(world), world)
    scheduled = making.published(making.draft(world), world, effective_from=timezone.now() + dt.timedelta(days=9))
    emergency = making.draft(world)
    services.enforce_now(emergency, by=world.bob, seen=emergency.digest, note="Recall alert.")
    making.published(making.draft(world), world)
    columns = {column.key: [edition.pk for edition in column.cards] for column in board(world.ann, mine=False)}
    assert columns == {
        "draft": [draft.pk],
        "in_review": [in_review.pk],
        "changes_requested": [returned.pk],
        "approved": [approved.pk],
        "scheduled": [scheduled.pk],
        "emergency": [emergency.pk],
    }


def test_an_edition_in_review_waits_for_reviewers_who_wrote_none_of_it(world: World) -> None:
    edition = making.submitted(making.draft(world), world.ann)
    assert waiting_count(world.bob) == 1
    assert waiting_count(world.ann) == 0
    assert waiting_count(world.binh) == 0
    assert _on_board(world.bob, "in_review", mine=True) == [edition.pk]


def test_what_was_sent_back_waits_for_its_writer(world: World) -> None:
    services.request_changes(making.submitted(making.draft(world), world.ann), by=world.bob, note="Say when.")
    assert waiting_count(world.ann) == 1
    assert waiting_count(world.art) == 0


def test_a_guideline_past_its_interval_is_due_for_review(world: World) -> None:
    edition = making.published(making.draft(world), world)
    assert due_for_review(world.ann) == []
    edition.guideline.review_months = 1
    edition.guideline.save()
    (due,) = due_for_review(world.ann)
    assert due.row.policy_id == edition.guideline.policy_id
    assert due.late is False


@pytest.mark.slow
def test_the_board_costs_the_same_for_two_editions_and_for_ten(
    world: World, django_assert_max_num_queries: object
) -> None:
    client = signed_in(world.ann)
    for _ in range(2):
        making.draft(world)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get(reverse("board"))
    for _ in range(8):
        making.draft(world)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get(reverse("board"))


@pytest.mark.slow
def test_home_says_that_a_guideline_was_withdrawn_and_whom_to_ask(world: World) -> None:
    edition = making.published(making.draft(world, title="Knives and blades"), world)
    services.withdraw(edition, by=world.bob, note="Wrong team.")
    page = text(signed_in(world.mo).get(reverse("home")))
    assert "Withdrawn" in page
    assert "Don’t decide a case by it; ask Ann Rivera." in page


@pytest.mark.slow
def test_home_shows_that_an_emergency_is_temporary(world: World) -> None:
    draft = making.draft(world)
    services.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall alert.")
    assert "Temporary" in text(signed_in(world.mo).get(reverse("home")))


def test_an_emergency_waits_for_a_reviewer_who_neither_wrote_nor_enforced_it(world: World) -> None:
    draft = making.draft(world)
    emergency = services.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall alert.")
    assert waiting_count(world.eve) == 1
    assert waiting_count(world.bob) == 0
    assert _on_board(world.eve, "emergency", mine=True) == [emergency.pk]


def test_an_auditor_begins_with_everybodys_work(world: World) -> None:
    making.draft(world, title="Knives and blades")
    assert "Knives and blades" in text(signed_in(world.joe).get(reverse("board")))


@pytest.mark.slow
def test_the_board_says_until_when_a_review_is_due_and_who_took_it(world: World) -> None:
    edition = making.submitted(making.draft(world), world.ann)
    services.claim(edition, by=world.bob)
    bob = signed_in(world.bob)
    page = text(bob.get(reverse("board")))
    assert "Claimed by" in page
    assert "Bob Stone" in page
    assert ", overdue" not in page
    with time_machine.travel(timezone.now() + dt.timedelta(days=9), tick=False):
        assert ", overdue" in text(signed_in(world.bob).get(reverse("board")))


@pytest.mark.slow
def test_the_column_of_emergencies_is_there_when_there_is_one(world: World) -> None:
    assert "Temporary" not in text(signed_in(world.bob).get(reverse("board") + "?who=all"))
    draft = making.draft(world)
    services.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall alert.")
    assert "Temporary" in text(signed_in(world.bob).get(reverse("board") + "?who=all"))
