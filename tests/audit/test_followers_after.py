"""Followers after the deed: once for every event, in order, whatever fails or dies."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator

import pytest
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from guidelines.audit import followers, services
from guidelines.audit.catching_up import begin_all, catch_up, catch_up_all, skip_to
from guidelines.audit.models import AuditEvent, FollowerCursor, PutAside
from guidelines.frame import clock, jobs
from guidelines.frame.jobs import JobState
from tests.people import World, the_world

NAME, VERB = "test", "tried.once"


class Heard:
    """A follower that remembers what it was told, and fails where it is asked to."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.fails_at: set[int] = set()
        self.failure: type[Exception] = ValueError

    def __call__(self, event: AuditEvent) -> None:
        if event.pk in self.fails_at:
            raise self.failure("No.")
        self.ids.append(event.pk)


@pytest.fixture
def heard() -> Iterator[Heard]:
    found = Heard()
    followers.follow_after(NAME, found, [VERB])
    yield found
    del followers.after[NAME]


def deeds(world: World, many: int) -> list[int]:
    return [services.record(VERB, by=world.ann, subject=world.mo).pk for _ in range(many)]


def test_what_happened_before_a_follower_came_is_not_told(world: World, heard: Heard) -> None:
    deeds(world, 2)
    begin_all()
    later = deeds(world, 3)
    services.record("tried.otherwise", by=world.ann, subject=world.mo)
    catch_up(NAME)
    catch_up(NAME)
    assert heard.ids == later
    assert FollowerCursor.objects.get(name=NAME).last_id == later[-1] + 1


def test_many_are_told_in_their_order(world: World, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guidelines.audit.catching_up.CHUNK", 3)
    begin_all()
    made = deeds(world, 10)
    catch_up(NAME)
    assert heard.ids == made


def test_what_a_follower_cannot_take_is_put_aside_and_holds_up_nothing(world: World, heard: Heard) -> None:
    begin_all()
    made = deeds(world, 3)
    heard.fails_at = {made[1]}
    catch_up(NAME)
    assert heard.ids == [made[0], made[2]]
    aside = PutAside.objects.get()
    assert (aside.event_id, aside.error, aside.state) == (made[1], "ValueError: No.", JobState.QUEUED)
    catch_up_all()
    assert heard.ids == [made[0], made[2]], "it rests before it is tried again"
    PutAside.objects.update(due_at=timezone.now())
    catch_up_all()
    assert PutAside.objects.get().attempts == 2
    heard.fails_at = set()
    PutAside.objects.update(due_at=timezone.now())
    catch_up_all()
    assert heard.ids == [made[0], made[2], made[1]]
    assert PutAside.objects.get().state == JobState.DONE


def test_after_the_last_pause_it_has_failed_and_somebody_can_have_it_tried_again(world: World, heard: Heard) -> None:
    begin_all()
    heard.fails_at = {*deeds(world, 1)}
    catch_up(NAME)
    for _ in range(len(jobs.PAUSES)):
        PutAside.objects.update(due_at=timezone.now())
        catch_up_all()
    aside = PutAside.objects.get()
    assert aside.state == JobState.FAILED
    heard.fails_at = set()
    assert jobs.again(aside)
    catch_up_all()
    assert PutAside.objects.get().state == JobState.DONE


def test_where_the_database_is_away_nothing_is_put_aside_and_the_cursor_stays(world: World, heard: Heard) -> None:
    begin_all()
    heard.fails_at, heard.failure = {*deeds(world, 1)}, OperationalError
    with pytest.raises(OperationalError):
        catch_up(NAME)
    assert not PutAside.objects.exists()
    heard.fails_at = set()
    catch_up(NAME)
    assert len(heard.ids) == 1


def test_the_demo_begins_with_its_last_days(world: World, heard: Heard) -> None:
    begin_all()
    with clock.pretend(timezone.now() + dt.timedelta(days=1)):
        old = deeds(world, 1)
    with clock.pretend(timezone.now() + dt.timedelta(days=9)):
        new = deeds(world, 1)
    skip_to(timezone.now() + dt.timedelta(days=5))
    catch_up(NAME)
    assert heard.ids == new != old


def test_one_commit_wakes_a_follower_once(
    world: World, heard: Heard, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:  # type: ignore[operator]
        deeds(world, 3)
        services.record("tried.otherwise", by=world.ann, subject=world.mo)
    assert len([call for call in callbacks if getattr(call, "args", ()) == (NAME,)]) == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_everything_once(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guidelines.audit.catching_up.CHUNK", 5)
    world = the_world()
    begin_all()
    made = deeds(world, 40)

    def work() -> None:
        catch_up(NAME)
        close_old_connections()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert heard.ids == made
