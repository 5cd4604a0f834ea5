"""What was in force at an instant: past editions, gaps, times to come, and words published late."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from guidelines.editions import services
from guidelines.frame.times import mine_and_market
from tests.editions import making as editions
from tests.people import World
from tests.reading import making

pytestmark = pytest.mark.django_db


def ask(client: Client, policy_id: str, at: dt.datetime) -> str:
    response = client.get(f"/g/{policy_id}/", {"at": at.isoformat()})
    assert response.status_code == 200
    return response.content.decode()


def test_an_instant_shows_the_words_that_bound_then(world: World) -> None:
    now = timezone.now()
    first = making.backdated(world, None, now - 60 * making.DAY, title="The old words")
    making.backdated(world, first.guideline, now - 30 * making.DAY, title="The new words")
    client, policy_id = making.signed_in(world.mo), first.guideline.policy_id
    old = ask(client, policy_id, now - 40 * making.DAY)
    assert '<h1 lang="en">The old words' in old
    assert "is superseded" in old
    assert "edition 1 was in force" in old
    assert 'class="is-old"' in old
    assert '<h1 lang="en">The new words' in ask(client, policy_id, now - 20 * making.DAY)


def test_the_bounds_of_a_period_are_exact(world: World) -> None:
    start = timezone.now() - 10 * making.DAY
    first = making.backdated(world, None, start - making.DAY, title="The old words")
    making.backdated(world, first.guideline, start, title="The new words")
    client, policy_id = making.signed_in(world.mo), first.guideline.policy_id
    assert '<h1 lang="en">The new words' in ask(client, policy_id, start)
    assert '<h1 lang="en">The old words' in ask(client, policy_id, start - dt.timedelta(microseconds=1))


@pytest.mark.slow
def test_words_published_later_than_they_bound_are_said_to_be_so(world: World) -> None:
    now = timezone.now()
    edition = making.backdated(world, None, now - 60 * making.DAY)
    html = ask(making.signed_in(world.mo), edition.guideline.policy_id, now - 30 * making.DAY)
    assert "Nobody could read it then: it was published on" in html


@pytest.mark.slow
def test_before_the_first_edition_nothing_was_in_force_and_the_page_says_whom_to_ask(world: World) -> None:
    edition = making.backdated(world, None, timezone.now() - 10 * making.DAY)
    html = ask(making.signed_in(world.mo), edition.guideline.policy_id, timezone.now() - 20 * making.DAY)
    assert f"No rule of {edition.guideline.policy_id} was in force on" in html
    assert "Ask Ann Rivera, who owns this guideline." in html
    assert "Edition 1 began on" in html
    assert 'class="rules"' not in html


@pytest.mark.slow
def test_in_a_gap_the_withdrawal_its_reason_and_what_came_next_are_told(world: World) -> None:
    guideline = making.first(world)
    gone = making.withdrawn(world, guideline)
    gap = timezone.now()
    making.again(world, guideline, summary="The mended words.")
    html = ask(making.signed_in(world.mo), guideline.policy_id, gap)
    assert "Edition 1 was withdrawn on" in html
    assert gone.move_note in html
    assert "Edition 2 began on" in html


@pytest.mark.slow
def test_a_withdrawn_guideline_without_successor_is_no_empty_page(world: World) -> None:
    guideline = making.first(world)
    making.withdrawn(world, guideline)
    html = making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/").content.decode()
    assert f"No rule is in force for {guideline.policy_id}" in html
    assert "Don’t decide a case by it. Ask Ann Rivera" in html


@pytest.mark.slow
def test_a_first_edition_to_come_says_when_it_begins(world: World) -> None:
    edition = editions.published(editions.draft(world), world, effective_from=timezone.now() + 3 * making.DAY)
    html = making.signed_in(world.mo).get(f"/g/{edition.guideline.policy_id}/").content.decode()
    assert "Its first edition has not begun." in html
    assert "Edition 1 begins on" in html


@pytest.mark.slow
def test_a_moderator_learns_of_a_schedule_seven_days_ahead_and_no_sooner(world: World) -> None:
    guideline = making.first(world)
    making.scheduled(world, guideline, timezone.now() + 8 * making.DAY, title="Far away")
    client = making.signed_in(world.mo)
    html = client.get(f"/g/{guideline.policy_id}/").content.decode()
    assert "Edition 2" not in html
    assert client.get(f"/g/{guideline.policy_id}/editions/2/").status_code == 404
    assert "Far away" not in client.get(f"/g/{guideline.policy_id}/editions/").content.decode()
    later = (timezone.now() + 9 * making.DAY).isoformat()
    assert "Far away" not in client.get(f"/g/{guideline.policy_id}/", {"at": later}).content.decode()


@pytest.mark.slow
def test_an_edition_that_begins_within_seven_days_is_announced_over_the_words_in_force(world: World) -> None:
    guideline = making.first(world)
    making.scheduled(world, guideline, timezone.now() + 3 * making.DAY, title="Soon")
    html = making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/").content.decode()
    assert "Edition 2 begins on" in html
    assert "Until then, decide by edition 1." in html
    assert '<h1 lang="en">Counterfeit' in html


@pytest.mark.slow
def test_a_scheduled_edition_says_that_it_does_not_bind_yet(world: World) -> None:
    guideline = making.first(world)
    making.scheduled(world, guideline, timezone.now() + 3 * making.DAY)
    html = making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/editions/2/").content.decode()
    assert "It is not in force yet." in html
    assert "Until then, decide by edition 1." in html


@pytest.mark.slow
def test_a_second_edition_to_come_says_until_when_the_one_in_force_decides(world: World) -> None:
    guideline, start = making.first(world), timezone.now() + 3 * making.DAY
    making.scheduled_after(world, making.scheduled(world, guideline, start), start + making.DAY)
    html = making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/editions/3/").content.decode()
    assert "Until then, decide by" not in html
    assert f"Until {mine_and_market(start, world.mo.time_zone, world.us.time_zone)}, decide by edition 1." in html


@pytest.mark.slow
def test_an_emergency_edition_says_until_when_and_what_returns(world: World) -> None:
    guideline = making.first(world)
    draft = editions.next_draft(guideline, world.ann, summary="A recall.")
    services.enforce_now(draft, by=world.bob, seen=draft.digest, note="A recall.", hours=10)
    html = making.signed_in(world.mo).get(f"/g/{guideline.policy_id}/").content.decode()
    assert "Temporary until" in html
    assert "edition 1 returns by itself" in html
    assert "Reason: A recall." in html


@pytest.mark.slow
def test_after_an_emergency_nobody_ratified_the_earlier_edition_is_read_again(world: World, time_machine) -> None:  # type: ignore[no-untyped-def]
    guideline = making.first(world)
    draft = editions.next_draft(guideline, world.ann, title="The emergency")
    services.enforce_now(draft, by=world.bob, seen=draft.digest, note="A recall.", hours=1)
    time_machine.move_to(timezone.now() + 2 * making.HOUR)
    client = making.signed_in(world.mo)
    html = client.get(f"/g/{guideline.policy_id}/").content.decode()
    assert '<h1 lang="en">Counterfeit' in html
    assert "Temporary" not in html
    past = client.get(f"/g/{guideline.policy_id}/editions/2/").content.decode()
    assert "ended by itself" in past


@pytest.mark.slow
@pytest.mark.parametrize(
    "at", ["yesterday", "2026-03-01", "2026-03-01T10:00", "2026-13-01T10:00Z", "9" * 400, "0001-01-01T00:00Z"]
)
def test_an_instant_that_cannot_be_read_is_answered_with_the_right_form(world: World, at: str) -> None:
    guideline = making.first(world)
    client = making.signed_in(world.mo)
    for address in (f"/g/{guideline.policy_id}/", "/guidelines/"):
        response = client.get(address, {"at": at})
        assert response.status_code == 400
        assert "2026-03-01T10:00Z" in response.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    "at", ["1970-01-01T00:00Z", "2999-12-31T23:59Z", "2026-03-01T10:00+07:00", "2026-03-01T10:00 07:00"]
)
def test_any_instant_of_the_calendar_is_answered(world: World, at: str) -> None:
    guideline = making.first(world)
    client = making.signed_in(world.mo)
    for address in (f"/g/{guideline.policy_id}/", "/guidelines/"):
        assert client.get(address, {"at": at}).status_code == 200


@pytest.mark.slow
def test_of_another_market_an_insider_reads_what_is_in_force_and_not_its_past(world: World) -> None:
    start = timezone.now() - 10 * making.DAY
    guideline = making.vietnamese(world)
    client = making.signed_in(world.ann)
    assert client.get(f"/g/{guideline.policy_id}/").status_code == 200
    response = client.get(f"/g/{guideline.policy_id}/", {"at": start.isoformat()})
    assert response.status_code == 404
    assert "not what was in force before" in response.content.decode()
