"""The table of states and moves, cell by cell: every state × every move × every role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from guidelines.editions import services
from guidelines.editions.lifecycle import MOVES, State
from guidelines.editions.models import Edition
from guidelines.editions.rights import moves_open_to, visible_editions, why_not
from guidelines.frame.refusals import Refusal
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.people import World, make_person
from tests.undone import undone

Maker = Callable[[World], Edition]


def _withdrawn(world: World) -> Edition:
    return services.withdraw(making.published(making.draft(world), world), by=world.bob, note="Wrong team.")


def _enforced(world: World) -> Edition:
    edition = making.draft(world)
    return services.enforce_now(edition, by=world.eve, seen=edition.digest, note="Recall alert.")


STANDS: dict[str, Maker] = {
    "draft": making.draft,
    "in_review": lambda world: making.submitted(making.draft(world), world.ann),
    "approved": lambda world: making.approved(making.draft(world), world),
    "scheduled": lambda world: making.published(
        making.draft(world), world, effective_from=timezone.now() + dt.timedelta(days=3)
    ),
    "in_force": lambda world: making.published(making.draft(world), world),
    "emergency": _enforced,
    "withdrawn": _withdrawn,
    "discarded": lambda world: services.discard(making.draft(world), by=world.ann),
}
# Written out from the table of the architecture, section 4, not from the code's own.
ALLOWED: dict[str, dict[str, str]] = {
    "draft": {"submit": "in_review", "enforce_now": "published", "discard": "discarded"},
    "in_review": {"recall": "draft", "request_changes": "draft", "approve": "approved"},
    "approved": {"recall": "draft", "publish": "published"},
    "scheduled": {"cancel": "approved"},
    "in_force": {"withdraw": "withdrawn"},
    "emergency": {"ratify": "published", "withdraw": "withdrawn"},
    "withdrawn": {},
    "discarded": {},
}
MANAGER_MOVES = {"submit", "recall", "discard", "publish", "cancel"}
REVIEWER_MOVES = {"request_changes", "approve", "enforce_now", "ratify", "withdraw", "publish", "cancel"}


def _take(move: str, edition: Edition, by: Person) -> Edition:
    deeds: dict[str, Callable[[], Edition]] = {
        "submit": lambda: services.submit(edition, by=by, seen=edition.digest),
        "recall": lambda: services.recall(edition, by=by),
        "request_changes": lambda: services.request_changes(edition, by=by, note="Say when."),
        "approve": lambda: making.approve(edition, by),
        "publish": lambda: services.publish(edition, by=by, seen=edition.digest, why_sooner=making.SOONER),
        "cancel": lambda: services.cancel(edition, by=by),
        "enforce_now": lambda: services.enforce_now(edition, by=by, seen=edition.digest, note="Recall alert."),
        "ratify": lambda: services.ratify(edition, by=by, seen=edition.digest),
        "withdraw": lambda: services.withdraw(edition, by=by, note="Wrong team."),
        "discard": lambda: services.discard(edition, by=by),
    }
    return deeds[move]()


def test_the_table_names_every_move_that_is_tested() -> None:
    assert set(MOVES) == MANAGER_MOVES | REVIEWER_MOVES


@pytest.mark.slow
@pytest.mark.parametrize("stand", sorted(STANDS))
def test_a_move_leads_only_from_where_the_table_says(world: World, stand: str) -> None:
    made = STANDS[stand](world)
    before = made.state
    for move in sorted(MOVES):
        with undone():
            edition = Edition.objects.get(pk=made.pk)
            actor = world.bob if move in REVIEWER_MOVES else world.ann
            if move in ALLOWED[stand]:
                assert _take(move, edition, actor).state == ALLOWED[stand][move], move
                continue
            with pytest.raises(Refusal) as refusal:
                _take(move, edition, actor)
            assert refusal.value.status == 409, move
            edition.refresh_from_db()
            assert edition.state == before, move


@pytest.mark.slow
@pytest.mark.parametrize(("stand", "move"), [(stand, move) for stand in STANDS for move in ALLOWED[stand]])
def test_a_move_is_taken_only_by_the_roles_of_the_table(world: World, stand: str, move: str) -> None:
    made = STANDS[stand](world)
    for role in Role.values:
        with undone():
            edition = Edition.objects.get(pk=made.pk)
            person = make_person("X-1", "Xo Newcomer", Role(role), world.us, world.product)
            may = role == "policy_manager" and move in MANAGER_MOVES
            may = may or (role == "policy_reviewer" and move in REVIEWER_MOVES)
            assert (why_not(person, move, edition) is None) is may, role
            assert (move in {open_move.name for open_move in moves_open_to(person, edition)}) is may, role
            if may:
                assert _take(move, edition, person).state == ALLOWED[stand][move], role
                continue
            with pytest.raises(Refusal) as refusal:
                _take(move, edition, person)
            assert refusal.value.status == 403, role


@pytest.mark.slow
@pytest.mark.parametrize("stand", sorted(STANDS))
def test_each_role_sees_only_the_states_it_may(world: World, stand: str) -> None:
    edition = STANDS[stand](world)
    # Scheduled in three days is within the seven that everybody sees.
    public = stand in {"scheduled", "in_force", "emergency", "withdrawn"}
    for role in Role.values:
        with undone():
            person = make_person("X-1", "Xo Newcomer", Role(role), world.us, world.product)
            insider = role in {"policy_manager", "policy_reviewer", "market_administrator", "auditor"}
            assert visible_editions(person).filter(pk=edition.pk).exists() is (insider or public), role


@pytest.mark.slow
@pytest.mark.parametrize("stand", sorted(STANDS))
def test_a_moderator_of_another_market_sees_nothing_of_it(world: World, stand: str) -> None:
    edition = STANDS[stand](world)
    assert not visible_editions(world.vy).filter(pk=edition.pk).exists()


def test_a_policy_manager_of_another_market_sees_what_is_in_force_there_and_no_draft(world: World) -> None:
    in_force = STANDS["in_force"](world)
    draft = making.draft(world)
    seen = set(visible_editions(world.van).values_list("pk", flat=True))
    assert in_force.pk in seen
    assert draft.pk not in seen


def test_a_system_administrator_sees_and_moves_no_text(world: World) -> None:
    edition = STANDS["in_force"](world)
    assert not visible_editions(world.root).exists()
    assert all(why_not(world.root, move, edition) for move in MOVES)


def test_a_scheduled_edition_further_off_than_a_week_is_hidden_from_moderators(world: World) -> None:
    edition = making.published(making.draft(world), world, effective_from=timezone.now() + dt.timedelta(days=8))
    assert not visible_editions(world.mo).filter(pk=edition.pk).exists()
    assert visible_editions(world.mo, timezone.now() + dt.timedelta(days=2)).filter(pk=edition.pk).exists()


def test_states_are_the_six_of_the_architecture() -> None:
    assert set(State.values) == {"draft", "in_review", "approved", "published", "withdrawn", "discarded"}
