"""The queue, its age and its failures, as those see it who keep the portal running."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import caches
from django.test import Client

from guidelines.audit.models import AuditEvent
from guidelines.frame import clock, jobs, sweeps
from guidelines.frame.jobs import Kind
from guidelines.liaison.models import Pack
from tests.liaison.test_jobs import a_job
from tests.people import World

PAGE = "/work/background/"
AGAIN = "/work/background/liaison.pack/{}/again"


@pytest.fixture(autouse=True)
def packs_alone(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = Kind("Packs", Pack, str, lambda job: "")
    monkeypatch.setattr(jobs, "kinds", {"liaison.pack": kind})
    caches["shared"].clear()


def failed(world: World, error: str = "The disk is full.") -> Pack:
    job = jobs.claim(Pack, a_job(world).pk)
    assert job is not None
    jobs.fail(job, error, for_good=True)
    return job


def test_root_sees_what_waits_since_when_and_that_nobody_works(client: Client, world: World) -> None:
    a_job(world, due_at=clock.now() - dt.timedelta(hours=3))
    a_job(world, due_at=clock.now() + dt.timedelta(hours=1))
    client.force_login(world.root)
    page = client.get(PAGE).content.decode()
    assert "No worker is at work." in page
    assert "3\xa0hours" in page
    assert "1 due now" in page
    assert "Nothing has failed" in page


def test_root_sees_that_the_worker_is_at_work(client: Client, world: World) -> None:
    sweeps.beat()
    client.force_login(world.root)
    assert "The worker is at work." in client.get(PAGE).content.decode()


def test_a_failure_stands_there_with_its_reason_and_is_tried_again(client: Client, world: World) -> None:
    job = failed(world, "<b>No space</b> left.")
    client.force_login(world.root)
    page = client.get(PAGE).content.decode()
    assert "&lt;b&gt;No space&lt;/b&gt; left." in page
    assert "1 attempt" in page
    answer = client.post(AGAIN.format(job.pk), follow=True)
    assert "The worker will try it again" in answer.content.decode()
    assert jobs.claim(Pack, job.pk) is not None
    assert AuditEvent.objects.filter(verb="job.repeated", subject_kind="pack", subject_id=job.pk).count() == 1


def test_a_job_that_has_not_failed_is_not_tried_again(client: Client, world: World) -> None:
    client.force_login(world.root)
    assert client.post(AGAIN.format(a_job(world).pk)).status_code == 409
    assert client.post(AGAIN.format(0)).status_code == 404
    assert client.post("/work/background/people.person/1/again").status_code == 404


@pytest.mark.parametrize(
    ("name", "seen", "repeated"),
    [("root", 200, 302), ("ada", 200, 302), ("lia", 200, 403), ("ann", 200, 403), ("joe", 200, 403), ("mo", 403, 403)],
)
def test_who_sees_the_queue_and_who_has_a_job_tried_again(
    client: Client, world: World, name: str, seen: int, repeated: int
) -> None:
    job = failed(world)
    client.force_login(getattr(world, name))
    page = client.get(PAGE)
    assert page.status_code == seen
    assert (b"Try again" in page.content) == (repeated == 302)
    assert client.post(AGAIN.format(job.pk)).status_code == repeated
