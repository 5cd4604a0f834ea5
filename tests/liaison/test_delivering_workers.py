"""A worker that dies or comes late: nothing is lost, and nothing goes out twice that was known to have gone."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core import mail

from guidelines.audit.models import AuditEvent
from guidelines.frame.jobs import LEASE, JobState, claim
from guidelines.liaison.delivering.contents import contents
from guidelines.liaison.delivering.working import _taken, deliver
from guidelines.liaison.models import Delivery, Reason
from tests.liaison.making import NOW
from tests.liaison.sending import a_list, mailbox, only_delivery, sent, tried
from tests.people import World

LATER = NOW + LEASE + dt.timedelta(minutes=1)


@pytest.fixture
def delivery(world: World) -> Delivery:
    stakeholder = a_list(world)
    mailbox(stakeholder)
    sent(stakeholder)
    return only_delivery()


def test_what_a_dead_worker_had_is_left_alone_until_its_lease_is_over(delivery: Delivery) -> None:
    claim(Delivery, delivery.pk)
    assert tried(delivery).state == JobState.RUNNING
    assert not mail.outbox
    with time_machine.travel(LATER):
        assert tried(delivery).state == JobState.DONE
    assert (len(mail.outbox), delivery.attempts) == (1, 2)


def test_two_workers_never_have_one_delivery(delivery: Delivery) -> None:
    assert claim(Delivery, delivery.pk)
    assert claim(Delivery, delivery.pk) is None
    assert not deliver(delivery.pk)


def test_a_late_worker_writes_down_what_was_taken_and_the_other_sends_nothing(delivery: Delivery) -> None:
    late = claim(Delivery, delivery.pk)
    assert late is not None
    with time_machine.travel(LATER):
        assert claim(Delivery, delivery.pk), "Another took it, for the lease was over."
        _taken(late, contents(late.pack), "250 Taken")
        delivery.refresh_from_db()
        assert delivery.state == JobState.DONE
    with time_machine.travel(LATER + 2 * LEASE):
        tried(delivery)
    assert not mail.outbox
    assert AuditEvent.objects.filter(verb="delivery.sent").count() == 1


def test_a_delivery_is_written_down_once(delivery: Delivery) -> None:
    first = claim(Delivery, delivery.pk)
    assert first is not None
    for _time in range(2):
        _taken(first, contents(first.pack), "250 Taken")
    assert AuditEvent.objects.filter(verb="delivery.sent").count() == 1


def test_what_breaks_on_our_side_is_recorded_and_tried_again(
    delivery: Delivery, caplog: pytest.LogCaptureFixture
) -> None:
    delivery.pack.files.model.objects.filter(pk__in=()).delete()
    delivery.pack.question = {"language": "xx-no-such", "markets": None}
    delivery.pack.formats = None
    with pytest.raises(TypeError):
        contents(delivery.pack)
    Delivery.objects.filter(pk=delivery.pk).update(address="two@example.com\nBcc: all@example.com")
    assert tried(delivery).reason == Reason.BROKEN
    assert delivery.state == JobState.QUEUED
    assert "A delivery broke on our side" in caplog.text
