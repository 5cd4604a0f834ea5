"""The mails: one a batch and person, at once or at eight, of what may be read then; sent once, whatever dies."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail as outbox
from django.utils import timezone

from guidelines.editions import services
from guidelines.frame import jobs
from guidelines.liaison.models import Notification, NotificationMail
from guidelines.liaison.notifying import mailing
from guidelines.liaison.notifying.gathering import gather
from guidelines.people import services as people
from guidelines.people.models import Leave, Person
from tests.editions import making
from tests.editions.clearing import named, restricted
from tests.liaison.notifying import give_mailboxes, told
from tests.liaison.test_telling import publish, submit
from tests.people import World

MINUTE, DAY = dt.timedelta(seconds=61), dt.timedelta(days=1)
MORNING = dt.datetime(2037, 7, 14, 15, 0, 5, tzinfo=dt.UTC)
"""Just past eight in Los Angeles, on an ordinary Tuesday."""


@pytest.fixture
def world(world: World) -> World:
    give_mailboxes(world)
    return world


@pytest.fixture(autouse=True)
def at_noon(time_machine: Any) -> Any:
    time_machine.move_to(MORNING - dt.timedelta(hours=20), tick=False)
    return time_machine


def after(at_noon: Any, passed: dt.timedelta) -> list[outbox.EmailMessage]:
    """What the worker sends when so much time has passed."""
    at_noon.move_to(timezone.now() + passed, tick=False)
    outbox.outbox.clear()
    mailing.turn()
    return list(outbox.outbox)


def to(sent: list[outbox.EmailMessage]) -> list[str]:
    return sorted(message.to[0].split("@")[0] for message in sent)


def test_what_comes_within_a_minute_is_one_mail(world: World, at_noon: Any) -> None:
    submit(world)
    told(world)
    assert to(after(at_noon, MINUTE / 2)) == []
    submit(world)
    told(world)
    sent = after(at_noon, MINUTE / 2)
    assert to(sent) == ["bob", "eve"]
    assert [message.subject for message in sent] == ["2 notifications – SOP Portal"] * 2
    assert to(after(at_noon, MINUTE)) == []
    assert Notification.objects.filter(mailed_at=None).count() == 0


def test_what_was_read_meanwhile_is_not_mailed(world: World, at_noon: Any) -> None:
    submit(world)
    told(world)
    Notification.objects.filter(person=world.bob).update(seen_at=timezone.now())
    assert to(after(at_noon, MINUTE)) == ["eve"]


def test_the_daily_mail_leaves_at_eight_of_ones_own_clock(world: World, at_noon: Any) -> None:
    """Mo is in Manila, whose eight is midnight UTC; Ann in Los Angeles, whose eight is 15:00 UTC."""
    Person.objects.filter(pk=world.mo.pk).update(time_zone="Asia/Manila")
    Person.objects.exclude(pk=world.mo.pk).update(time_zone="America/Los_Angeles")
    publish(world)
    told(world)
    assert to(after(at_noon, MINUTE)) == []
    at_noon.move_to(dt.datetime(2037, 7, 14, 0, 0, 1, tzinfo=dt.UTC), tick=False)
    assert to(after(at_noon, dt.timedelta())) == ["mo"]
    at_noon.move_to(MORNING - 2 * MINUTE, tick=False)
    assert to(after(at_noon, dt.timedelta())) == []
    at_noon.move_to(MORNING, tick=False)
    assert to(after(at_noon, dt.timedelta())) == ["ada", "ann", "art", "bob", "eve", "lia"]
    assert to(after(at_noon, dt.timedelta(hours=9))) == []


def test_what_comes_after_eight_waits_for_the_next_morning(world: World, at_noon: Any) -> None:
    publish(world)
    told(world)
    assert "mo" in to(after(at_noon, DAY))
    publish(world)
    told(world)
    assert to(after(at_noon, dt.timedelta(hours=3))) == []
    assert "mo" in to(after(at_noon, DAY))


@pytest.mark.slow
@pytest.mark.parametrize("changes_on", [dt.date(2038, 3, 14), dt.date(2037, 11, 1)], ids=["spring", "autumn"])
def test_a_day_on_which_clocks_change_brings_one_mail(world: World, at_noon: Any, changes_on: dt.date) -> None:
    Person.objects.all().update(time_zone="America/Los_Angeles")
    start = dt.datetime.combine(changes_on, dt.time(), dt.UTC) - 7 * DAY / 24
    at_noon.move_to(start, tick=False)
    publish(world)
    told(world)
    mailed = []
    for hour in range(48):
        at_noon.move_to(start + dt.timedelta(hours=hour), tick=False)
        if to(after(at_noon, dt.timedelta())):
            mailed.append(timezone.now().astimezone(world.us.zone))
    assert [(at.date(), at.hour) for at in mailed] == [(changes_on, 8)]


def test_on_leave_nobody_is_mailed_until_they_are_back(world: World, at_noon: Any) -> None:
    today = timezone.now().date()
    Leave.objects.create(person=world.bob, first_day=today - DAY, last_day=today + 2 * DAY)
    submit(world)
    publish(world)
    told(world)
    assert to(after(at_noon, MINUTE)) == ["eve"]
    assert "bob" not in to(after(at_noon, DAY))
    assert to(after(at_noon, 2 * DAY)).count("bob") == 2, "what was at once, and what was for the day"


def test_without_a_mail_server_no_mail_is_made(world: World, at_noon: Any, settings: Any) -> None:
    submit(world)
    told(world)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    after(at_noon, DAY)
    assert not NotificationMail.objects.exists()


def test_two_workers_make_and_send_one_mail(world: World, at_noon: Any) -> None:
    submit(world)
    told(world)
    at_noon.move_to(timezone.now() + MINUTE, tick=False)
    for _ in range(2):
        gather(timezone.now())
    mail = NotificationMail.objects.get(person=world.bob)
    mine = jobs.claim(NotificationMail, mail.pk)
    assert mine
    assert mailing.send(mail.pk)
    assert not outbox.outbox, "the other has it"


def test_a_worker_that_died_is_followed_by_another_with_the_same_message_id(world: World, at_noon: Any) -> None:
    submit(world)
    told(world)
    at_noon.move_to(timezone.now() + MINUTE, tick=False)
    gather(timezone.now())
    mail = NotificationMail.objects.get(person=world.bob)
    dead = jobs.claim(NotificationMail, mail.pk)
    assert dead
    assert to(after(at_noon, MINUTE)) == ["eve"]
    sent = after(at_noon, jobs.LEASE)
    assert to(sent) == ["bob"]
    assert sent[0].extra_headers["Message-ID"] == f"<{mail.key}@localhost>"
    assert not jobs.finish(dead), "whoever comes back late can't write the end"
    later = after(at_noon, DAY)
    assert not [one for one in later if one.extra_headers["Message-ID"] == sent[0].extra_headers["Message-ID"]]


def test_a_title_is_no_html_and_no_header(world: World, at_noon: Any) -> None:
    edition = making.submitted(making.draft(world, title="<b>Bold</b> & “fake”"), world.ann)
    services.request_changes(edition, by=world.bob, note="<script>alert(1)</script>\nBcc: all@portal.example")
    told(world)
    message = next(one for one in after(at_noon, MINUTE) if one.to == ["ann@portal.example"])
    html = message.alternatives[0][0]
    assert "<b>" not in html
    assert "<script" not in html
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; “fake”" in html
    assert "http" not in html.replace("http://127.0.0.1:8000/", "")
    assert message.subject == "US-PR-0001: Bob Stone requests changes to edition 1."
    assert "<b>Bold</b> & “fake”" in message.body
    assert message.message()["Bcc"] is None


def test_a_restricted_guideline_is_named_in_no_mail(world: World, at_noon: Any) -> None:
    draft = making.draft(world)
    named(restricted(draft, world.ann), world.bob, world.ann)
    making.submitted(draft, world.ann)
    told(world)
    sent = after(at_noon, MINUTE)
    assert [message.to for message in sent] == [["bob@portal.example"]]
    for message in sent:
        whole = message.message().as_string() + message.body + message.alternatives[0][0]
        assert "A restricted guideline needs you. Open the portal." in message.body
        assert not [word for word in ("US-PR", "Counterfeit", "Ann Rivera") if word in whole]


def test_what_can_no_longer_be_read_when_it_is_sent_is_not_in_it(world: World, at_noon: Any) -> None:
    submit(world)
    told(world)
    for role in world.bob.assignments.all():
        people.end_role(role, by=None)
    assert to(after(at_noon, MINUTE)) == ["eve"]
    assert NotificationMail.objects.get(person=world.bob).lines == 0


def test_a_mail_is_in_the_language_of_its_reader_and_says_why_it_came(world: World, at_noon: Any) -> None:
    Person.objects.filter(pk=world.eve.pk).update(language="vi")
    submit(world)
    told(world)
    sent = {message.to[0]: message for message in after(at_noon, MINUTE)}
    english, vietnamese = sent["bob@portal.example"], sent["eve@portal.example"]
    assert "Ann Rivera asks you to review edition 1." in english.body
    assert "http://127.0.0.1:8000/settings/notifications/" in english.body
    assert "Ann Rivera asks" not in vietnamese.body
    assert '<html lang="vi">' in vietnamese.alternatives[0][0]
