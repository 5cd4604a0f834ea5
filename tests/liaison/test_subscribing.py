"""Subscriptions: each change is told once, at its moment, by the record alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from guidelines.audit.models import AuditEvent
from guidelines.editions import services as editions
from guidelines.frame.jobs import JobState
from guidelines.frame.refusals import Invalid, WrongState
from guidelines.liaison.making import make
from guidelines.liaison.models import Pack, Stakeholder, Subscription
from guidelines.liaison.services.stakeholders import end_stakeholder
from guidelines.liaison.services.subscribing import Wish, change_subscription, end_subscription, subscribe
from guidelines.liaison.services.telling import CLOCKS_DIFFER, tell_due
from guidelines.liaison.untold import silent
from guidelines.people import services as people
from guidelines.people.models import Person
from tests.editions import making
from tests.liaison.making import NOW, again, coming, first
from tests.liaison.sending import a_list
from tests.people import World

DAY = dt.timedelta(days=1)
SOON = 2 * CLOCKS_DIFFER


def wish(world: World, **changes: Any) -> Wish:
    return Wish(**{"rhythm": "at_once", "market": world.us, **changes})


def told(at: dt.datetime = NOW + SOON) -> list[str]:
    """What the sweep at that moment makes packs of: their notes, by policy ID and edition."""
    before = set(Pack.objects.values_list("pk", flat=True))
    with time_machine.travel(at, tick=False):
        tell_due()
        return [note for pack in Pack.objects.exclude(pk__in=before).order_by("pk") for note in notes(pack)]


def notes(pack: Pack) -> list[str]:
    """What the worker puts into it."""
    assert make(pack.pk)
    pack.refresh_from_db()
    assert pack.state == JobState.DONE, pack.error
    found: list[str] = pack.notes
    return found


def test_a_major_change_is_told_as_soon_as_it_binds_and_once(world: World, brand: Stakeholder) -> None:
    first(world, NOW - DAY, title="What was before")
    with time_machine.travel(NOW + SOON):
        subscribe(brand, wish(world), by=world.lia)
    assert told(NOW + 3 * SOON) == [], "What was before the subscription is not told."
    with time_machine.travel(NOW + DAY):
        made = making.published(making.draft(world), world)
    assert told(NOW + DAY) == [], "The clocks of two machines may differ by some seconds."
    assert told(NOW + DAY + SOON) == [f"{made.guideline.policy_id} edition 1 in_force"]
    assert told(NOW + DAY + 2 * SOON) == []
    assert told(NOW + 9 * DAY) == []


def test_minor_changes_wait_for_daily_and_weekly_lists(world: World, brand: Stakeholder) -> None:
    subscribe(brand, wish(world), by=world.lia)
    daily = subscribe(brand, wish(world, rhythm="daily", hour=9), by=world.lia)
    assert daily.next_at == NOW + dt.timedelta(hours=4), "Nine in Los Angeles."
    guideline = first(world, NOW - DAY, significance="minor").guideline
    assert told(NOW + SOON) == []
    assert told(daily.next_at + SOON) == [f"{guideline.policy_id} edition 1 in_force"]
    daily.refresh_from_db()
    assert daily.next_at == NOW + DAY + dt.timedelta(hours=4)
    assert told(daily.next_at + SOON) == [], "Nothing happened, so there is no pack."
    daily.refresh_from_db()
    assert daily.told_until == NOW + DAY + dt.timedelta(hours=4) + SOON - CLOCKS_DIFFER


def test_what_starts_later_is_told_when_it_begins(world: World, brand: Stakeholder) -> None:
    guideline = first(world, NOW - DAY).guideline
    subscribe(brand, wish(world), by=world.lia)
    told()
    coming(world, guideline, NOW + 3 * DAY)
    assert told(NOW + 2 * DAY) == []
    assert told(NOW + 3 * DAY + SOON) == [f"{guideline.policy_id} edition 2 in_force"]


def test_whoever_wants_to_hear_beforehand_is_told_once_and_with_the_embargo(world: World, brand: Stakeholder) -> None:
    guideline = first(world, NOW - DAY).guideline
    subscribe(brand, wish(world, later=True), by=world.lia)
    told()
    with time_machine.travel(NOW + DAY):
        coming(world, guideline, NOW + 4 * DAY)
    assert told(NOW + DAY + SOON) == [f"{guideline.policy_id} edition 2 starts"]
    assert told(NOW + 4 * DAY + SOON) == [], "They know."


def test_what_begins_in_a_month_is_told_beforehand_once_a_liaison_sees_it(world: World, brand: Stakeholder) -> None:
    guideline = first(world, NOW - DAY).guideline
    subscribe(brand, wish(world, later=True), by=world.lia)
    told()
    coming(world, guideline, NOW + 30 * DAY)
    assert told(NOW + 22 * DAY) == []
    assert told(NOW + 23 * DAY + SOON) == [f"{guideline.policy_id} edition 2 starts"]
    assert told(NOW + 31 * DAY) == []


def test_whoever_asks_to_hear_beforehand_misses_nothing_that_was_published_before(
    world: World, brand: Stakeholder
) -> None:
    guideline = first(world, NOW - DAY).guideline
    plain = subscribe(brand, wish(world), by=world.lia)
    coming(world, guideline, NOW + 2 * DAY)
    with time_machine.travel(NOW + DAY):
        change_subscription(plain, wish(world, later=True), by=world.lia)
    told(NOW + DAY + SOON)
    assert told(NOW + 2 * DAY + SOON) == [f"{guideline.policy_id} edition 2 in_force"]


def test_withdrawals_are_told_at_once(world: World, brand: Stakeholder) -> None:
    edition = first(world, NOW - DAY)
    subscribe(brand, wish(world), by=world.lia)
    told()
    with time_machine.travel(NOW + DAY):
        editions.withdraw(edition, by=world.bob, note="Replaced by law.")
    assert told(NOW + DAY + SOON) == [f"{edition.guideline.policy_id} edition 1 withdrawn"]


def test_a_worker_killed_before_the_end_neither_skips_nor_doubles(
    world: World, brand: Stakeholder, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscription = subscribe(brand, wish(world), by=world.lia)
    made = first(world, NOW + dt.timedelta(seconds=-1))

    def killed(*_args: Any, **_options: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(Subscription, "save", killed)
        with pytest.raises(SystemExit):
            told()
    assert not Pack.objects.exists(), "The pack goes with the row that says so."
    assert subscription.told_until < NOW + SOON
    assert told() == [f"{made.guideline.policy_id} edition 1 in_force"]


def test_what_the_importer_brings_from_the_past_is_told_when_it_comes(world: World, brand: Stakeholder) -> None:
    subscribe(brand, wish(world), by=world.lia)
    told()
    with time_machine.travel(NOW + DAY):
        made = first(world, NOW - 900 * DAY)
    assert told(NOW + DAY + SOON) == [f"{made.guideline.policy_id} edition 1 in_force"]


def test_partners_are_told_of_nothing_that_is_internal(world: World) -> None:
    partners = a_list(world)
    subscribe(partners, wish(world), by=world.lia)
    first(world, NOW - DAY)
    assert told() == []


def test_nothing_goes_out_by_a_right_that_its_maker_lost_and_nothing_is_skipped(
    world: World, brand: Stakeholder, lan: Person
) -> None:
    subscription = subscribe(brand, wish(world), by=world.lia)
    made = first(world, NOW - DAY)
    people.leave(world.lia, by=None)
    assert told() == []
    subscription.refresh_from_db()
    assert silent(subscription)
    people.grant(lan, "liaison", by=None, market=world.us)
    with time_machine.travel(NOW + DAY):
        change_subscription(subscription, wish(world), by=lan)
    assert told(NOW + DAY + SOON) == [f"{made.guideline.policy_id} edition 1 in_force"]


def test_whoever_keeps_a_part_of_the_list_only_sends_no_part_of_it(world: World, brand: Stakeholder) -> None:
    subscription = subscribe(brand, wish(world), by=world.lia)
    first(world, NOW - DAY)
    for role in world.lia.assignments.all():
        people.end_role(role, by=None)
    people.grant(world.lia, "liaison", by=None, market=world.us, domain=world.seller)
    assert told() == []
    assert Subscription.objects.get().told_until == subscription.told_until, (
        "What was not told waits for whoever takes it over."
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rhythm": "hourly"}, "no such rhythm"),
        ({"hour": 25}, "A day has the hours 0 to 23"),
        ({"hour": -1}, "A day has the hours 0 to 23"),
        ({"weekday": 7}, "A week has seven days"),
        ({"format": "exe"}, "not written in that format"),
        ({"significance": "huge"}, "no such significance"),
        ({"topic": "no-such"}, "no such topic"),
        ({"markets": ("VN",)}, "not told of that market or domain"),
        ({"domains": ("XX",)}, "not told of that market or domain"),
    ],
)
def test_a_wish_that_can_not_be_is_refused(
    changes: dict[str, Any], sentence: str, world: World, brand: Stakeholder
) -> None:
    with pytest.raises(Invalid, match=sentence):
        subscribe(brand, wish(world, **changes), by=world.lia)
    assert not Subscription.objects.exists()


def test_a_redline_goes_to_internal_lists_only(world: World, brand: Stakeholder) -> None:
    assert subscribe(brand, wish(world, redline=True), by=world.lia).redline
    with pytest.raises(Invalid, match="internal lists only"):
        subscribe(a_list(world), wish(world, redline=True), by=world.lia)


def test_what_was_ended_tells_nothing(world: World, brand: Stakeholder) -> None:
    ended = subscribe(brand, wish(world), by=world.lia)
    end_subscription(ended, by=world.lia)
    with pytest.raises(WrongState, match="This subscription was ended"):
        end_subscription(ended, by=world.lia)
    subscribe(brand, wish(world), by=world.lia)
    end_stakeholder(brand, by=world.lia)
    first(world, NOW - DAY)
    assert told() == []
    assert list(AuditEvent.objects.filter(subject_kind="subscription").values_list("verb", flat=True)) == [
        "subscription.made",
        "subscription.ended",
        "subscription.made",
    ]


def test_a_sweep_over_quiet_subscriptions_takes_two_questions_however_many_there_are(
    world: World, brand: Stakeholder, django_assert_max_num_queries: Any
) -> None:
    for _number in range(10):
        subscribe(brand, wish(world), by=world.lia)
    first(world, NOW - DAY)
    with time_machine.travel(NOW + SOON, tick=False):
        assert tell_due() == 10
    again_later = NOW + DAY
    with time_machine.travel(again_later, tick=False), django_assert_max_num_queries(3):
        assert tell_due() == 0


def test_three_editions_between_two_sweeps_are_three_notes(world: World, brand: Stakeholder) -> None:
    subscribe(brand, wish(world), by=world.lia)
    guideline = first(world, NOW - 3 * DAY).guideline
    again(world, guideline, NOW - 2 * DAY)
    again(world, guideline, NOW - DAY, change_note="R2 once more.", summary="Again.")
    assert [key.split(" ")[2] for key in told()] == ["1", "2", "3"]
