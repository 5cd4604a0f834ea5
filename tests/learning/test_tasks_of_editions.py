"""What an edition asks of its readers from its start on: chosen, changed, told, and ended by what follows it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from guidelines.audit.catching_up import catch_up_all
from guidelines.editions import services as editions
from guidelines.editions.models import Edition
from guidelines.frame.refusals import WrongState
from guidelines.learning.assign_rights import visible_tasks
from guidelines.learning.models import Quiz, Task
from guidelines.learning.services import assigning
from guidelines.learning.services.assigning import ForWhom, Thing
from guidelines.learning.task_queries import people_of
from guidelines.liaison.models import Kind, Notification
from guidelines.reading.services import acknowledge
from tests.editions import making
from tests.editions.clearing import restricted
from tests.learning import quizzing
from tests.learning.test_tasks import DAY, READERS, may, titles
from tests.people import World
from tests.people.beyond import tia

Audience = Task.Audience


def scheduled(world: World) -> tuple[Edition, dt.datetime]:
    start = timezone.now() + 10 * DAY
    return making.published(making.draft(world), world, effective_from=start), start


def test_an_edition_asks_from_its_start_on(world: World) -> None:
    (edition, start), quiz = scheduled(world), quizzing.opened(world)
    by_role = ForWhom(Audience.ROLE, role="moderator")
    task = assigning.choose(edition, "quiz", Thing(quiz=quiz), by_role, days=5, by=world.ann)
    assert task is not None
    catch_up_all()
    assert titles(world.mo) == []
    row = Notification.objects.get(person=world.mo, kind=Kind.LEARNING)
    assert row.shown_from == start
    task = Task.objects.select_related("edition", "market").get(pk=task.pk)
    assert task.last_day == start.astimezone(world.us.zone).date() + 5 * DAY
    assert titles(world.mo, start + DAY) == [quiz.title]
    assert titles(world.ann, start + DAY) == [], "moderators alone are asked"


@pytest.mark.slow
def test_another_choice_takes_the_place_of_the_one_before(world: World) -> None:
    edition, _start = scheduled(world)
    notice = assigning.choose(edition, "notice", Thing(), READERS, days=0, by=world.ann)
    quiz = assigning.choose(edition, "quiz", Thing(quiz=quizzing.opened(world)), READERS, days=3, by=tia(world))
    assert notice is not None
    assert quiz is not None
    notice.refresh_from_db()
    assert notice.called_off_at is not None
    assert assigning.choose(edition, "", Thing(), READERS, days=3, by=world.ann) is None
    assert not Task.objects.standing().filter(edition=edition).exists()


def test_an_edition_that_is_followed_by_a_major_one_asks_no_longer(world: World) -> None:
    edition = making.published(making.draft(world), world)
    other = quizzing.opened(world, making.published(making.draft(world, title="Others"), world))
    assigning.choose(edition, "quiz", Thing(quiz=other), READERS, days=3, by=world.ann)
    assert titles(world.mo) == [other.title]
    words = making.SOURCE.replace("less than 30%", "less than 40%")
    making.published(making.next_draft(edition.guideline, world.ann, source=words), world)
    assert titles(world.mo) == []


@pytest.mark.slow
def test_what_is_cancelled_is_told_no_more(world: World) -> None:
    edition, _start = scheduled(world)
    assigning.choose(edition, "notice", Thing(), READERS, days=0, by=world.ann)
    catch_up_all()
    assert Notification.objects.filter(person=world.mo, kind=Kind.LEARNING, seen_at=None).exists()
    editions.cancel(edition, by=world.ann)
    catch_up_all()
    assert not Notification.objects.filter(person=world.mo, kind=Kind.LEARNING, seen_at=None).exists()


@pytest.mark.parametrize(
    ("who", "may_choose"), [("ann", True), ("bob", True), ("mo", False), ("lia", False), ("ada", False), ("van", False)]
)
@pytest.mark.slow
def test_who_writes_publishes_or_teaches_chooses_what_an_edition_asks(world: World, who: str, may_choose: bool) -> None:
    edition = making.published(making.draft(world), world)
    person = getattr(world, who)
    assert may(lambda: assigning.choose(edition, "notice", Thing(), READERS, days=1, by=person)) is may_choose


def test_acknowledgements_stand_in_the_same_list(world: World) -> None:
    asked = editions.Acknowledging(audience="readers", until=timezone.now() + 3 * DAY)
    edition = making.published(making.draft(world), world, acknowledging=asked)
    quiz = quizzing.opened(world, making.published(making.draft(world, title="Others"), world))
    quizzing.assigned(world, quiz)
    assert titles(world.mo) == [edition.title, quiz.title]
    acknowledge(edition, by=world.mo, seen=edition.digest)
    assert titles(world.mo) == [quiz.title]


def test_a_task_about_a_restricted_guideline_leaves_no_trace(world: World) -> None:
    edition = making.published(making.draft(world), world)
    quiz: Quiz = quizzing.opened(world, edition)
    task = quizzing.assigned(world, quiz)
    asks = assigning.choose(edition, "notice", Thing(), READERS, days=0, by=world.ann)
    assert asks is not None
    restricted(edition, world.ann)
    for person in (world.mo, tia(world), world.joe, world.art):
        assert not visible_tasks(person).filter(pk__in=(task.pk, asks.pk)).exists(), person
    assert set(people_of(Task.objects.select_related("edition__guideline").get(pk=asks.pk))) == {world.ann}
    with pytest.raises(WrongState):
        assigning.choose(edition, "notice", Thing(), READERS, days=0, by=world.ann)
