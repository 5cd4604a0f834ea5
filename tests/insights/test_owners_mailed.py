"""The mails an owner gets of questions and interim rulings: when, in which language, and what they do not name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail as outbox
from django.utils import timezone

from guidelines.audit.catching_up import catch_up_all
from guidelines.insights import services
from guidelines.liaison.models import Kind, Notification
from guidelines.liaison.notifying import mailing
from guidelines.people.models import Person
from tests.insights.making import ASKED, RULING, asked, in_force
from tests.insights.test_owners_told import DAY, Deed, ask, on_leave, rule, still_named
from tests.liaison.notifying import give_mailboxes, told
from tests.people import World


def mailed(time_machine: Any, passed: dt.timedelta) -> list[outbox.EmailMessage]:
    """What the worker sends to Ann when so much time has passed."""
    catch_up_all()
    time_machine.move_to(timezone.now() + passed, tick=False)
    outbox.outbox.clear()
    mailing.turn()
    return [message for message in outbox.outbox if message.to == ["ann@portal.example"]]


@pytest.fixture
def at_noon(world: World, time_machine: Any) -> Any:
    """A working day in Los Angeles, where everybody lives; Ann reads Vietnamese."""
    time_machine.move_to(dt.datetime(2037, 7, 14, 19, 0, tzinfo=dt.UTC), tick=False)
    give_mailboxes(world)
    Person.objects.all().update(time_zone="America/Los_Angeles")
    return time_machine


def test_a_ruling_is_mailed_at_once_and_many_questions_as_one_mail_next_morning(world: World, at_noon: Any) -> None:
    edition = in_force(world)
    for n in range(8):
        asked(edition, world.mo, text=f"And {n}?")
    rule(world, edition)
    (at_once,) = mailed(at_noon, dt.timedelta(seconds=61))
    assert at_once.subject.startswith("US-PR-0001: Bob Stone pinned an interim ruling on rule R2 until ")
    row = Notification.objects.get(person=world.ann, kind=Kind.RULING)
    assert f"http://127.0.0.1:8000/notifications/{row.pk}/" in at_once.body
    assert mailed(at_noon, dt.timedelta(hours=1)) == []
    (daily,) = mailed(at_noon, DAY)
    assert daily.body.count("Mo Diallo asks about rule R2.") == daily.alternatives[0][0].count("Mo Diallo asks") == 8


def test_an_owner_on_leave_is_mailed_on_return_what_still_waits(world: World, at_noon: Any) -> None:
    edition = in_force(world)
    told(world)
    Notification.objects.all().update(seen_at=timezone.now())
    on_leave(world, edition)
    answered = asked(edition, world.mo, text="Answered by then?")
    ask(world, edition)
    assert mailed(at_noon, DAY) == []
    services.answer(answered, by=world.art, text="Yes.")
    (mail,) = mailed(at_noon, 2 * DAY)
    assert (mail.body.count("asks about"), "Answered by then?" in mail.body) == (1, False)


@pytest.mark.parametrize("deed", [ask, rule])
def test_a_mail_names_no_restricted_guideline(world: World, at_noon: Any, deed: Deed) -> None:
    edition = in_force(world)
    still_named(world, edition)
    told(world)
    Notification.objects.all().update(seen_at=timezone.now())
    deed(world, edition)
    (message,) = mailed(at_noon, DAY)
    whole = message.message().as_string() + message.body + message.alternatives[0][0]
    assert "A restricted guideline needs you. Open the portal." in message.body
    assert not [word for word in ("US-PR", "Counterfeit", "Mo Diallo", "Bob Stone", ASKED, RULING) if word in whole]


@pytest.mark.parametrize("deed", [ask, rule])
def test_a_mail_is_in_the_language_of_the_owner(world: World, at_noon: Any, deed: Deed) -> None:
    Person.objects.filter(pk=world.ann.pk).update(language="vi")
    deed(world, in_force(world))
    (message,) = [one for one in mailed(at_noon, DAY) if "R2" in one.body]
    for words in ("asks about", "pinned", "You can end it"):
        assert words not in message.body
    assert ("Mo Diallo" in message.body) is (deed is ask)
