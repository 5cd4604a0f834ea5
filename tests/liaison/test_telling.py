"""Who is told of what, and who is not: nobody of their own deed, nobody of what they may not read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guidelines.audit.catching_up import catch_up_all
from guidelines.editions import services
from guidelines.editions.models import Audience, Edition
from guidelines.editions.services import Acknowledging
from guidelines.frame.refusals import Invalid
from guidelines.insights import services as insights
from guidelines.liaison.models import Kind, Notification, Rhythm
from guidelines.liaison.models.notifying import NEVER_MUTED
from guidelines.liaison.notifying.by_the_day import tell_the_day
from guidelines.liaison.notifying.choosing import choose
from guidelines.people import services as people
from guidelines.people.models import Assignment, Person
from guidelines.people.roles import Role
from guidelines.reading.services import acknowledge
from tests.editions import making
from tests.insights.making import asked, ruled
from tests.liaison.notifying import give_mailboxes, told
from tests.people import World

READERS = Acknowledging(Audience.READERS)
LONG = dt.timedelta(days=30)


def submit(world: World) -> Edition:
    return making.submitted(making.draft(world), world.ann)


def publish(world: World, **options: Any) -> Edition:
    return making.published(making.draft(world), world, **{"acknowledging": READERS, **options})


def mention(world: World) -> None:
    services.comment(submit(world), by=world.bob, text="@Ann Rivera and @Bob Stone: is this so? @Mo Diallo")


def question(world: World) -> None:
    edition = making.published(making.draft(world), world)
    first = asked(edition, world.mo)
    insights.join(first, by=world.lia)
    insights.answer(first, by=world.art, text="Yes.")


def ask_stakeholder(world: World) -> None:
    until = timezone.now() + LONG
    services.consult(making.draft(world), by=world.ann, person=world.mo, until=until, question="Can you?")


EVERYBODY_HERE = {"ann", "art", "bob", "eve", "mo", "lia", "ada"}
TABLE: list[tuple[str, Callable[[World], Any], Kind, set[str]]] = [
    ("submitted", submit, Kind.REVIEW, {"bob", "eve"}),
    ("consulted", ask_stakeholder, Kind.REVIEW, {"mo"}),
    ("sent back", lambda w: services.request_changes(submit(w), by=w.bob, note="No."), Kind.CHANGES, {"ann"}),
    ("approved", lambda w: making.approved(making.draft(w), w), Kind.APPROVED, {"ann"}),
    ("published for all", publish, Kind.PUBLISHED, EVERYBODY_HERE - {"ann"}),
    (
        "published for moderators",
        lambda w: publish(w, acknowledging=Acknowledging(Audience.ROLES, ("moderator", "auditor"))),
        Kind.PUBLISHED,
        {"mo"},
    ),
    ("published and asking nobody", lambda w: publish(w, acknowledging=None), Kind.PUBLISHED, set()),
    ("mentioned", mention, Kind.MENTIONED, {"ann"}),
    ("answered", question, Kind.ANSWERED, {"mo", "lia"}),
    ("asked of", lambda w: asked(publish(w), w.mo), Kind.QUESTION, {"ann"}),
    ("ruled on", lambda w: ruled(publish(w), w.bob), Kind.RULING, {"ann"}),
]


@pytest.mark.slow
@pytest.mark.parametrize(("deed", "kind", "people"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_everybody_whom_a_deed_concerns_is_told_once_and_nobody_else(
    world: World, deed: Callable[[World], Any], kind: Kind, people: set[str]
) -> None:
    deed(world)
    assert told(world, kind) == {name: [kind] for name in people}
    catch_up_all()
    assert told(world, kind) == {name: [kind] for name in people}


def test_a_reviewer_who_wrote_in_it_is_not_asked_to_review(world: World) -> None:
    people.grant(world.bob, Role.POLICY_MANAGER, by=None, market=world.us, domain=world.product)
    making.submitted(making.draft(world, by=world.bob), world.bob)
    assert told(world, Kind.REVIEW) == {"eve": ["review"]}


def test_whoever_is_given_a_review_is_told(world: World) -> None:
    edition = submit(world)
    told(world)
    services.reassign(edition, by=world.ann, to=world.eve)
    assert told(world, Kind.REVIEW) == {"bob": ["review"], "eve": ["review", "review"]}


def test_what_starts_later_is_told_when_it_may_be_read(world: World) -> None:
    start = timezone.now() + LONG
    publish(world, effective_from=start)
    told(world)
    mine = Notification.objects.filter(person=world.mo)
    assert [row.shown_from for row in mine] == [start - dt.timedelta(days=7)]
    assert (mine.unseen(timezone.now()).count(), mine.unseen(start).count()) == (0, 1)


def test_of_what_was_cancelled_nobody_hears(world: World) -> None:
    start = timezone.now() + LONG
    edition = publish(world, effective_from=start)
    told(world, Kind.PUBLISHED)
    services.cancel(edition, by=world.ann)
    told(world)
    assert not Notification.objects.unseen(start).filter(kind=Kind.PUBLISHED).exists()


def test_a_minor_edition_asks_nobody(world: World) -> None:
    first = publish(world)
    told(world)
    Notification.objects.all().update(seen_at=timezone.now())
    making.published(making.next_draft(first.guideline, world.ann, significance="minor"), world, acknowledging=READERS)
    told(world)
    assert not Notification.objects.filter(kind=Kind.PUBLISHED, seen_at=None).exists()


DEEDS = {row[2]: row[1] for row in TABLE if row[3]}
DEFAULTS = {Kind.APPROVED: "daily", Kind.PUBLISHED: "daily", Kind.QUESTION: "daily"}


@pytest.mark.slow
@pytest.mark.parametrize("rhythm", [None, *Rhythm])
@pytest.mark.parametrize("kind", DEEDS)
def test_the_choice_of_a_person_goes_with_what_they_are_told(world: World, kind: Kind, rhythm: Rhythm | None) -> None:
    """By default, at once, daily, never, for every kind that comes of a deed."""
    give_mailboxes(world)
    for person in Person.objects.filter(is_active=True) if rhythm else ():
        if rhythm == Rhythm.NEVER and kind in NEVER_MUTED:
            with pytest.raises(Invalid, match="muted"):
                choose(person, {kind: rhythm})
            return
        choose(person, {kind: rhythm})
    DEEDS[kind](world)
    told(world)
    found = set(Notification.objects.filter(kind=kind).values_list("rhythm", flat=True))
    assert found == {rhythm or DEFAULTS.get(kind, "at_once")}


def test_without_a_mailbox_or_a_mail_server_nothing_waits_to_be_mailed(world: World, settings: Any) -> None:
    submit(world)
    told(world)
    give_mailboxes(world)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    submit(world)
    told(world)
    assert set(Notification.objects.values_list("rhythm", flat=True)) == {"never"}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    submit(world)
    told(world)
    assert Notification.objects.to_mail().count() == 2


def test_a_day_brings_what_is_due_and_what_is_late_once(world: World, time_machine: Any) -> None:
    until = timezone.now() + dt.timedelta(days=10)
    publish(world, acknowledging=Acknowledging(Audience.ROLES, ("moderator",), until))
    submit(world)
    told(world)
    Notification.objects.all().delete()
    morning = until.replace(hour=8, minute=0, second=1)
    for _ in range(2):
        tell_the_day(morning - dt.timedelta(days=1))
        assert told(world, Kind.DUE) == {"mo": ["due"]}
    tell_the_day(morning + dt.timedelta(days=1))
    assert told(world, Kind.OVERDUE)["mo"] == ["overdue"]


def test_who_has_acknowledged_is_not_reminded(world: World) -> None:
    until = timezone.now() + dt.timedelta(days=10)
    edition = publish(world, acknowledging=Acknowledging(Audience.ROLES, ("moderator",), until))
    acknowledge(edition, by=world.mo, seen=edition.digest)
    tell_the_day(until + dt.timedelta(days=1))
    assert told(world, Kind.OVERDUE) == {}


def test_what_is_done_waits_no_longer(world: World) -> None:
    edition = publish(world)
    told(world)
    acknowledge(edition, by=world.mo, seen=edition.digest)
    draft = submit(world)
    told(world)
    assert Notification.objects.filter(person=world.eve, kind=Kind.REVIEW, seen_at=None).count() == 1
    making.approve(draft, world.bob)
    told(world)
    still = set(Notification.objects.filter(seen_at=None).values_list("person__name", "kind"))
    assert ("Mo Diallo", "published") not in still
    assert ("Lia Moreau", "published") in still
    assert not [kind for _name, kind in still if kind == Kind.REVIEW]


def test_a_decision_that_is_late_is_told_to_whoever_claimed_it_or_to_all_who_can_sign(world: World) -> None:
    first, second = submit(world), submit(world)
    services.claim(second, by=world.eve)
    told(world)
    tell_the_day(timezone.now() + dt.timedelta(days=6))
    assert told(world, Kind.OVERDUE) == {"bob": ["overdue"], "eve": ["overdue", "overdue"]}
    assert first.pk != second.pk


def test_a_periodic_review_is_told_to_the_owner(world: World) -> None:
    publish(world, acknowledging=None)
    soon = timezone.now() + dt.timedelta(days=175)
    tell_the_day(soon)
    assert told(world, Kind.DUE) == {"ann": ["due"]}
    tell_the_day(soon + dt.timedelta(days=20))
    assert told(world, Kind.OVERDUE) == {"ann": ["overdue"]}


@pytest.mark.slow
def test_five_thousand_readers_are_told_with_as_many_queries_as_one(world: World) -> None:
    def queries() -> int:
        publish(world)
        with CaptureQueriesContext(connection) as asked_of:
            catch_up_all()
        return len(asked_of)

    few = queries()
    many = [Person(employee_id=f"M-{n}", name=f"Mo {n}", email=f"m{n}@portal.example") for n in range(5000)]
    Person.objects.bulk_create(many)
    roles = [Assignment(person=one, role=Role.MODERATOR, market=world.us, domain=world.product) for one in many]
    Assignment.objects.bulk_create(roles)
    assert queries() == few
    assert Notification.objects.filter(kind=Kind.PUBLISHED).count() == 5000 + 2 * 6
