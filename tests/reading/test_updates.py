"""Since your last shift: the net difference as one set, and what is asked with it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidelines.audit.models import AuditEvent
from guidelines.editions import services
from guidelines.editions.models import Audience, Edition
from guidelines.people import presence
from guidelines.people.models import Person
from guidelines.reading.models import Acknowledgement
from guidelines.reading.shifts import Updates, updates_for
from tests.editions.making import SOURCE
from tests.people import World
from tests.reading import making

pytestmark = pytest.mark.django_db
HOUR, DAY = making.HOUR, making.DAY
CHANGED = SOURCE.replace("30%", "40%")


@pytest.fixture(autouse=True)
def nobody_seen_yet() -> None:
    presence._written.clear()


def seen(person: Person, since: dt.datetime) -> Updates:
    return updates_for(Person.objects.get(pk=person.pk), since, timezone.now(), "en")


def ids(updates: Updates) -> list[str]:
    return [change.guideline.policy_id for change in updates.changes]


def old(world: World, **changes: object) -> Edition:
    """An edition that has been in force for a month."""
    return making.backdated(world, None, timezone.now() - 30 * DAY, **changes)


@pytest.mark.slow
def test_a_rule_that_changed_is_shown_with_what_decides_differently(world: World) -> None:
    guideline = old(world).guideline
    making.again(world, guideline, source=CHANGED)
    (change,) = seen(world.mo, timezone.now() - DAY).changes
    assert change.comparison is not None
    assert [row.rule for row in change.comparison.decisions] == ["R2"]
    assert change.decides


@pytest.mark.slow
def test_a_rule_changed_and_changed_back_shows_nothing(world: World) -> None:
    guideline, since = old(world).guideline, timezone.now() - DAY
    making.again(world, guideline, source=CHANGED)
    assert ids(seen(world.mo, since)) == [guideline.policy_id]
    making.again(world, guideline, source=SOURCE)
    assert ids(seen(world.mo, since)) == []


@pytest.mark.slow
def test_two_editions_in_one_night_are_shown_as_one_difference(world: World) -> None:
    guideline, since = old(world).guideline, timezone.now() - DAY
    making.again(world, guideline, source=CHANGED)
    making.again(world, guideline, source=CHANGED.replace("within 4 hours", "within 2 hours"))
    (change,) = seen(world.mo, since).changes
    assert change.before is not None
    assert change.now is not None
    assert (change.before.number, change.now.number) == (1, 3)


@pytest.mark.slow
def test_what_took_force_before_the_shift_is_not_shown(world: World) -> None:
    making.again(world, old(world).guideline, source=CHANGED)
    with time_machine.travel(timezone.now() + DAY, tick=False):
        assert ids(seen(world.mo, timezone.now() - HOUR)) == []


@pytest.mark.slow
def test_what_began_by_the_clock_alone_is_shown(world: World) -> None:
    guideline, start = old(world).guideline, timezone.now() + DAY
    making.scheduled(world, guideline, start, source=CHANGED)
    (coming,) = seen(world.mo, timezone.now() - HOUR).coming
    assert [row.rule for row in coming.decisions] == ["R2"]
    with time_machine.travel(start + HOUR, tick=False):
        assert ids(seen(world.mo, start - HOUR)) == [guideline.policy_id]


@pytest.mark.slow
def test_another_market_and_another_domain_are_not_mine(world: World) -> None:
    making.vietnamese(world)
    assert ids(seen(world.mo, timezone.now() - DAY)) == []
    assert len(ids(seen(world.vy, timezone.now() - DAY))) == 1


@pytest.mark.slow
def test_what_was_withdrawn_is_said_to_be_gone(world: World) -> None:
    guideline = old(world).guideline
    making.withdrawn(world, guideline)
    (change,) = seen(world.mo, timezone.now() - DAY).changes
    assert change.now is None
    assert change.decides


@pytest.mark.slow
def test_an_emergency_that_came_and_went_while_nobody_looked_shows_nothing(world: World) -> None:
    guideline, since = old(world).guideline, timezone.now() - HOUR
    draft = making.making.next_draft(guideline, world.ann, source=CHANGED)
    services.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall.", hours=2)
    assert ids(seen(world.mo, since)) == [guideline.policy_id]
    with time_machine.travel(timezone.now() + 3 * HOUR, tick=False):
        assert ids(seen(world.mo, since)) == []


@pytest.mark.slow
def test_words_that_are_temporary_or_suspended_are_said_to_be_so(world: World) -> None:
    guideline, mo = old(world).guideline, making.signed_in(world.mo)
    draft = making.making.next_draft(guideline, world.ann, source=CHANGED)
    binding = services.enforce_now(draft, by=world.bob, seen=draft.digest, note="Recall.", hours=2)
    page = mo.get("/updates/").content.decode()
    assert "Temporary until" in page
    assert "Do not enforce" not in page
    services.suspend(binding, by=world.bob, reason="A court order.", escalate_to="Legal")
    page = mo.get("/updates/").content.decode()
    assert "Do not enforce: escalate to Legal." in page
    assert "A court order." in page


@pytest.mark.slow
def test_a_minor_edition_is_shown_and_not_asked_for(world: World) -> None:
    guideline = old(world).guideline
    making.again(world, guideline, significance="minor", summary="Clearer.")
    found = seen(world.mo, timezone.now() - DAY)
    assert found.changes[0].is_minor
    assert found.duties == ()


@pytest.mark.slow
def test_a_rule_in_other_words_is_for_information_unless_a_major_edition_came_before(world: World) -> None:
    guideline = old(world).guideline
    reworded = SOURCE.replace("Warn the seller.", "Send the seller a warning.")
    making.again(world, guideline, source=reworded, significance="minor")
    (change,) = seen(world.mo, timezone.now() - DAY).changes
    assert change.is_minor
    assert not change.decides
    page = making.signed_in(world.mo).get("/updates/?days=7").content.decode()
    assert "Minor: nobody decides differently" in page
    assert "Decisions change" not in page
    making.again(world, guideline, source=CHANGED)
    making.again(world, guideline, source=CHANGED.replace("Warn", "Please warn"), significance="minor")
    (change,) = seen(world.mo, timezone.now() - DAY).changes
    assert change.decides


@pytest.mark.slow
def test_a_minor_edition_that_follows_a_major_one_to_come_is_not_said_to_decide_nothing(world: World) -> None:
    guideline, soon = old(world).guideline, timezone.now() + DAY
    major = making.scheduled(world, guideline, soon, source=CHANGED)
    reworded = CHANGED.replace("Warn", "Please warn")
    making.scheduled_after(world, major, soon + DAY, source=reworded, significance="minor")
    assert [one.is_minor for one in seen(world.mo, timezone.now() - DAY).coming] == [False, False]
    other = old(world).guideline
    making.scheduled(world, other, soon, source=SOURCE.replace("Warn", "Please warn"), significance="minor")
    coming = seen(world.mo, timezone.now() - DAY).coming
    assert [one.is_minor for one in coming if one.row.guideline_id == other.pk] == [True]


@pytest.mark.slow
def test_back_from_a_leave_of_weeks_the_net_of_all_of_it_is_shown(world: World) -> None:
    guideline = old(world).guideline
    with time_machine.travel(timezone.now() - 20 * DAY, tick=False):
        presence.beat(world.mo.pk)
    making.again(world, guideline, source=CHANGED)
    page = making.signed_in(world.mo).get("/updates/").content.decode()
    assert guideline.policy_id in page
    assert "It ended" in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("left", "back"),
    [
        # Los Angeles, 4 Nov 2040: the day has 25 hours; 11 Mar 2040: 23.
        (dt.datetime(2040, 11, 4, 6, 30, tzinfo=dt.UTC), dt.datetime(2040, 11, 5, 7, 0, tzinfo=dt.UTC)),
        (dt.datetime(2040, 3, 11, 7, 30, tzinfo=dt.UTC), dt.datetime(2040, 3, 12, 6, 0, tzinfo=dt.UTC)),
    ],
)
def test_in_the_night_of_a_clock_change_nothing_is_lost_and_nothing_told_twice(
    world: World, left: dt.datetime, back: dt.datetime
) -> None:
    """What began in the hour before somebody left is not told; what began an hour after, in the odd night, is."""
    with time_machine.travel(left - 20 * DAY):
        one = making.first(world)
        two = making.first(world)
        making.scheduled(world, one, left - dt.timedelta(minutes=30), source=CHANGED)
        making.scheduled(world, two, left + dt.timedelta(minutes=150), source=CHANGED)
    with time_machine.travel(left, tick=False):
        presence.beat(world.mo.pk)
    with time_machine.travel(back, tick=False):
        ended = presence.last_shift_ended(world.mo, timezone.now())
        assert ended == left
        assert ids(seen(world.mo, ended)) == [two.policy_id]


def answer(client: Client, page: bytes) -> dict[str, str]:
    """The form at the end of the page, as a browser sends it."""
    html = page.decode()
    return {
        name: html.split(f'name="{name}" value="')[1].split('"')[0].replace("&#x27;", "'") for name in ("set", "since")
    }


@pytest.mark.slow
def test_the_set_is_acknowledged_as_one_and_by_name(world: World) -> None:
    one, two = making.asking(world), making.asking(world)
    client = making.signed_in(world.mo)
    page = client.get("/updates/").content
    assert "I, Mo Diallo, have read these 2 changes" in page.decode()
    assert page.decode().index("Remove") < page.decode().index("I, Mo Diallo")
    form = answer(client, page)
    assert client.post("/updates/", form).status_code == 302
    rows = Acknowledgement.objects.filter(person=world.mo)
    assert {(row.edition_id, row.in_set) for row in rows} == {(one.pk, form["set"]), (two.pk, form["set"])}
    event = AuditEvent.objects.get(verb="updates.acknowledged")
    assert (event.actor_id, event.digest, len(event.data["editions"])) == (world.mo.pk, form["set"], 2)
    again = client.post("/updates/", form, follow=True)
    assert (again.redirect_chain, rows.count()) == ([("/updates/", 302)], 2)
    assert "Nothing waits for your acknowledgement any more." in again.content.decode()
    assert "I, Mo Diallo" not in again.content.decode()


@pytest.mark.slow
def test_a_set_that_grew_while_it_was_read_is_refused_whole(world: World) -> None:
    making.asking(world)
    client = making.signed_in(world.mo)
    form = answer(client, client.get("/updates/").content)
    making.asking(world)
    assert client.post("/updates/", form).status_code == 409
    assert Acknowledgement.objects.count() == 0


@pytest.mark.parametrize(("since", "status"), [("", 400), ("yesterday", 400), ("2999-01-01T00:00Z", 422)])
def test_a_moment_that_cannot_be_is_refused(world: World, since: str, status: int) -> None:
    assert making.signed_in(world.mo).post("/updates/", {"since": since, "set": "x"}).status_code == status


def test_what_waits_from_before_the_shift_is_here_too(world: World) -> None:
    edition = making.asking(world)
    with time_machine.travel(timezone.now() + 9 * DAY, tick=False):
        found = seen(world.mo, timezone.now() - HOUR)
        assert found.duties == (edition,)


@pytest.mark.slow
def test_words_that_came_back_under_a_new_number_are_asked_for_without_a_difference(world: World) -> None:
    guideline, since = old(world).guideline, timezone.now() - DAY
    making.again(world, guideline, source=CHANGED)
    back = making.asking(world, guideline, source=SOURCE)
    (change,) = seen(world.mo, since).changes
    assert (change.is_duty, change.comparison, change.now) == (True, None, back)
    assert "It says the same as edition 1." in making.signed_in(world.mo).get("/updates/").content.decode()


@pytest.mark.slow
def test_the_page_costs_the_same_for_two_changes_and_for_six(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = making.signed_in(world.mo)
    for _ in range(2):
        making.again(world, old(world).guideline, source=CHANGED)
    with django_assert_max_num_queries(17):
        client.get("/updates/")
    for _ in range(4):
        making.again(world, old(world).guideline, source=CHANGED)
    with django_assert_max_num_queries(17):
        assert client.get("/updates/?days=7").content.count(b"<article") == 6


@pytest.mark.slow
def test_only_whom_the_editor_named_is_asked(world: World) -> None:
    wanted = services.Acknowledging(Audience.ROLES, ("team_lead",))
    making.asking(world, wanted=wanted)
    assert b"have read" not in making.signed_in(world.mo).get("/updates/").content


def test_a_label_code_may_break_so_that_it_leaves_room_beside_it(world: World) -> None:
    making.first(world)
    page = making.signed_in(world.mo).get("/updates/").content.decode()
    assert "<ins>counterfeit.<wbr>low_<wbr>price<wbr></ins>" in page
