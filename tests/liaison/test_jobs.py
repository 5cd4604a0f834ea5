"""A job is done once and never lost: shown on a delivery's row, the plainest job there is."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connection

from guidelines.frame import clock, jobs
from guidelines.frame.jobs import LEASE, PAUSES, JobState
from guidelines.liaison.models import Pack
from tests.liaison.making import asked
from tests.people import World

NOON = dt.datetime(2026, 6, 22, 12, tzinfo=dt.UTC)


def a_job(world: World, **columns: object) -> Pack:
    now = clock.now()
    given = {"question": asked().as_data(), "audience": "internal", "at": now}
    given |= {"asked_by": world.lia, "asked_at": now, "due_at": now}
    return Pack.objects.create(**given | columns)


def test_a_job_that_one_worker_has_no_other_gets(world: World) -> None:
    job = a_job(world)
    mine = jobs.claim(Pack, job.pk)
    assert mine is not None
    assert (mine.state, mine.attempts) == (JobState.RUNNING, 1)
    assert jobs.claim(Pack, job.pk) is None


def test_a_job_whose_time_has_not_come_waits(world: World) -> None:
    job = a_job(world, due_at=clock.now() + dt.timedelta(minutes=1))
    assert jobs.claim(Pack, job.pk) is None


def test_whoever_died_with_a_job_loses_it_to_the_next_and_can_no_longer_end_it(world: World) -> None:
    with time_machine.travel(NOON, tick=False) as time:
        dead = jobs.claim(Pack, a_job(world).pk)
        assert dead is not None
        time.shift(LEASE - dt.timedelta(seconds=1))
        assert jobs.claim(Pack, dead.pk) is None
        time.shift(dt.timedelta(seconds=1))
        next_one = jobs.claim(Pack, dead.pk)
        assert next_one is not None
        assert next_one.attempts == 2
        assert not jobs.finish(dead)
        assert not jobs.fail(dead, "too late")
        assert not jobs.renew(dead)
        assert jobs.finish(next_one, title="done by the second")
    job = Pack.objects.get()
    assert (job.state, job.title, job.lease) == (JobState.DONE, "done by the second", None)


def test_whoever_says_that_the_work_goes_on_keeps_it(world: World) -> None:
    with time_machine.travel(NOON, tick=False) as time:
        mine = jobs.claim(Pack, a_job(world).pk)
        assert mine is not None
        time.shift(LEASE - dt.timedelta(seconds=1))
        assert jobs.renew(mine)
        time.shift(LEASE - dt.timedelta(seconds=1))
        assert jobs.claim(Pack, mine.pk) is None
        assert jobs.finish(mine)


def test_a_job_rests_longer_after_each_failure_and_fails_for_good_after_the_last(world: World) -> None:
    with time_machine.travel(NOON, tick=False) as time:
        job = a_job(world)
        for pause in PAUSES:
            mine = jobs.claim(Pack, job.pk)
            assert mine is not None
            assert jobs.fail(mine, "The far side does not answer.")
            time.shift(pause - dt.timedelta(seconds=1))
            assert jobs.claim(Pack, job.pk) is None
            time.shift(dt.timedelta(seconds=1))
        last = jobs.claim(Pack, job.pk)
        assert last is not None
        jobs.fail(last, "The far side does not answer.")
        time.shift(dt.timedelta(days=30))
        assert jobs.claim(Pack, job.pk) is None
        job.refresh_from_db()
        assert (job.state, job.error, job.attempts) == (JobState.FAILED, "The far side does not answer.", 7)
        assert jobs.again(job)
        assert not jobs.again(job)
        assert jobs.claim(Pack, job.pk) is not None


def test_what_can_never_work_fails_at_once(world: World) -> None:
    mine = jobs.claim(Pack, a_job(world).pk)
    assert mine is not None
    jobs.fail(mine, "There is no such mailbox.", for_good=True)
    assert list(Pack.objects.failed()) == [mine]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_workers_that_reach_for_one_job_at_once_get_it_once(world: World) -> None:
    job, got, start = a_job(world), [], threading.Barrier(8)

    def reach() -> None:
        start.wait()
        try:
            if jobs.claim(Pack, job.pk):
                got.append(1)
        finally:
            connection.close()

    threads = [threading.Thread(target=reach) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [1]
