"""The owner of a guideline hears of questions about it and of interim rulings on it; nobody else does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone, translation

from guidelines.audit.catching_up import catch_up_all
from guidelines.editions import services as editions
from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.insights import services
from guidelines.liaison.models import Kind, Notification, Rhythm
from guidelines.liaison.notifying.choosing import choices, choose
from guidelines.liaison.notifying.showing import lines
from guidelines.people import services as people
from guidelines.people.models import Leave, Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.editions.clearing import named, restricted
from tests.insights.making import ASKED, RULING, asked, in_force, lead, next_edition, ruled
from tests.insights.test_insight_pages import browser
from tests.liaison.notifying import give_mailboxes, told
from tests.people import World, make_person

DAY = dt.timedelta(days=1)
Deed = Callable[[World, Edition], Any]


def ask(world: World, edition: Edition) -> None:
    asked(edition, world.mo)


def rule(world: World, edition: Edition) -> None:
    ruled(edition, world.bob)


def joined(world: World, edition: Edition) -> None:
    services.join(asked(edition, world.mo), by=make_person("M-002", "Di", Role.MODERATOR, world.us, world.product))


def two(world: World, edition: Edition) -> None:
    asked(edition, world.mo)
    asked(edition, world.bob, text="And abroad?", rule_id="")


def ruled_in_answer(world: World, edition: Edition) -> None:
    ruled(edition, lead(world), questions=[asked(edition, world.mo)])


def ended(world: World, edition: Edition) -> None:
    services.end_ruling(ruled(edition, world.bob), by=world.eve, reason="It is wrong.")


QUESTION, RULED = {"ann": ["question"]}, {"ann": ["ruling"]}
TABLE: dict[str, tuple[Deed, Kind, dict[str, list[str]]]] = {
    "a question": (ask, Kind.QUESTION, QUESTION),
    "a question rings no second kind": (ask, Kind.RULING, {}),
    "a question of a reviewer about the whole": (lambda w, e: asked(e, w.bob, rule_id=""), Kind.QUESTION, QUESTION),
    "one’s own question": (lambda w, e: asked(e, w.ann), Kind.QUESTION, {}),
    "a question that another joined": (joined, Kind.QUESTION, QUESTION),
    "two questions": (two, Kind.QUESTION, {"ann": ["question", "question"]}),
    "an answered one": (lambda w, e: services.answer(asked(e, w.mo), by=w.art, text="Yes."), Kind.QUESTION, {}),
    "a ruling": (rule, Kind.RULING, RULED),
    "a ruling of a lead": (lambda w, e: ruled(e, lead(w)), Kind.RULING, RULED),
    "one’s own ruling": (lambda w, e: ruled(e, w.ann), Kind.RULING, {}),
    "a ruling that answers": (ruled_in_answer, Kind.RULING, RULED),
    "and its question": (ruled_in_answer, Kind.QUESTION, {}),
    "a ruling that was ended": (ended, Kind.RULING, {}),
}


@pytest.mark.parametrize(("deed", "kind", "who"), TABLE.values(), ids=TABLE)
def test_the_owner_alone_is_told_once(world: World, deed: Deed, kind: Kind, who: dict[str, list[str]]) -> None:
    deed(world, in_force(world))
    for _twice in range(2):
        assert told(world, kind) == who


def left(world: World, edition: Edition) -> None:
    people.leave(world.ann, by=None)


def without_role(world: World, edition: Edition) -> None:
    people.end_role(world.ann.assignments.get(), by=None)


def now_a_moderator(world: World, edition: Edition) -> None:
    without_role(world, edition)
    people.grant(world.ann, Role.MODERATOR, by=None, market=world.us, domain=world.product)


def not_named(world: World, edition: Edition) -> None:
    """Nobody but Bob, Mo and Art read it any more."""
    guideline = restricted(edition, world.art)
    for person in (world.bob, world.mo):
        named(guideline, person, world.art)
    editions.end_clearance(guideline.clearances.get(person=world.ann), by=world.art)


def still_named(world: World, edition: Edition) -> None:
    for person in (world.bob, world.mo):
        named(restricted(edition, world.art) if person == world.bob else edition.guideline, person, world.art)


def handed_over(world: World, edition: Edition) -> None:
    editions.hand_over(edition.guideline, to=world.art, by=world.ann)


def on_leave(world: World, edition: Edition) -> None:
    today = timezone.now().date()
    Leave.objects.create(person=world.ann, first_day=today - DAY, last_day=today + DAY)


OWNERS: dict[str, tuple[Deed, set[str]]] = {
    "who left": (left, set()),
    "who has no role there any more": (without_role, set()),
    "who only decides there now": (now_a_moderator, {"ann"}),
    "whom it does not name": (not_named, set()),
    "whom it names": (still_named, {"ann"}),
    "who took it over": (handed_over, {"art"}),
    "who is on leave": (on_leave, {"ann"}),
}


@pytest.mark.parametrize("kind", [Kind.QUESTION, Kind.RULING])
@pytest.mark.parametrize(("before", "who"), OWNERS.values(), ids=OWNERS)
def test_an_owner_who_may_answer_is_told(world: World, before: Deed, who: set[str], kind: Kind) -> None:
    edition = in_force(world)
    before(world, edition)
    edition.refresh_from_db()
    {Kind.QUESTION: ask, Kind.RULING: rule}[kind](world, edition)
    assert told(world, kind) == {name: [kind] for name in who}


def test_the_next_owner_is_told_what_waits_and_the_one_before_no_more(world: World) -> None:
    edition = in_force(world)
    two(world, edition)
    services.answer(asked(edition, world.mo, text="Answered?"), by=world.eve, text="Yes.")
    asked(edition, world.art, text="My own?")
    ruled(edition, world.art, text="My own ruling.")
    rule(world, edition)
    told(world)
    handed_over(world, edition)
    told(world)
    waits = Notification.objects.filter(seen_at=None, kind__in=(Kind.QUESTION, Kind.RULING))
    assert list(waits.order_by("pk").values_list("person", "kind")) == [
        (world.art.pk, "question"),
        (world.art.pk, "question"),
        (world.art.pk, "ruling"),
    ]


def test_who_owns_a_guideline_again_is_told_again_and_once(world: World) -> None:
    edition = in_force(world)
    ask(world, edition)
    rule(world, edition)
    told(world)
    for before, to in ((world.ann, world.art), (world.art, world.ann)):
        editions.hand_over(edition.guideline, to=to, by=before)
        told(world)
    waits = Notification.objects.filter(seen_at=None, kind__in=(Kind.QUESTION, Kind.RULING))
    assert sorted(waits.values_list("person", "kind")) == [(world.ann.pk, "question"), (world.ann.pk, "ruling")]


def test_who_was_told_as_the_new_owner_already_is_not_told_twice(world: World) -> None:
    edition = in_force(world)
    ask(world, edition)
    handed_over(world, edition)
    assert told(world, Kind.QUESTION) == {"art": ["question"]}


def test_an_owner_of_many_questions_is_found_once(world: World, django_assert_max_num_queries: Any) -> None:
    edition = in_force(world)
    for place in range(9):
        asked(edition, world.mo, text=f"What of case {place}?")
    told(world)
    handed_over(world, edition)
    with django_assert_max_num_queries(30):  # one for each, and what it takes to go along the trail
        told(world, Kind.QUESTION)


@pytest.mark.parametrize("kind", [Kind.QUESTION, Kind.RULING])
def test_what_somebody_else_settled_waits_no_longer(world: World, kind: Kind) -> None:
    edition = in_force(world)
    question, ruling = asked(edition, world.mo), ruled(edition, world.bob)
    told(world)
    mine = Notification.objects.filter(kind=kind)
    assert mine.unseen(timezone.now()).count() == 1
    services.answer(question, by=world.art, text="Yes.")
    services.end_ruling(ruling, by=world.eve, reason="It is wrong.")
    told(world)
    assert mine.unseen(timezone.now()).count() == 0


def read(person: Person, kind: Kind, at: dt.datetime | None = None) -> list[tuple[str, str]]:
    """The sentences a person reads, and where each leads."""
    catch_up_all()
    with clock.pretend(at or timezone.now()):
        shown = [line.shown for line in lines(person, Notification.objects.filter(person=person, kind=kind))]
    return [(one.sentence, one.url) for one in shown if one]


def test_a_question_names_who_asks_and_leads_to_it_and_says_when_it_is_answered(world: World) -> None:
    edition = in_force(world)
    question, whole = asked(edition, world.mo), asked(edition, world.bob, rule_id="")
    assert sorted(read(world.ann, Kind.QUESTION)) == [
        ("Bob Stone asks about the guideline.", f"/questions/{whole.pk}/"),
        ("Mo Diallo asks about rule R2.", f"/questions/{question.pk}/"),
    ]
    services.answer(question, by=world.art, text="Yes.")
    assert ("Mo Diallo asks about rule R2. The question is answered.", f"/questions/{question.pk}/") in read(
        world.ann, Kind.QUESTION
    )


def test_who_asked_is_named_to_nobody_who_may_no_longer_answer(world: World) -> None:
    edition = in_force(world)
    asked(edition, world.mo)
    told(world)
    now_a_moderator(world, edition)
    handed_over_by_art = Person.objects.get(pk=world.ann.pk)
    editions.hand_over(edition.guideline, to=world.art, by=world.art)
    assert [sentence for sentence, _url in read(handed_over_by_art, Kind.QUESTION)] == ["Somebody asks about rule R2."]


def test_a_ruling_says_who_and_until_when_and_leads_to_where_it_is_ended(world: World, time_machine: Any) -> None:
    time_machine.move_to(dt.datetime(2037, 7, 14, 15, 0, tzinfo=dt.UTC), tick=False)
    edition = in_force(world)
    ruling = ruled(edition, world.bob)
    time_machine.move_to(timezone.now() + dt.timedelta(seconds=1), tick=False)
    Person.objects.filter(pk=world.ann.pk).update(time_zone="Asia/Manila")
    ann = Person.objects.get(pk=world.ann.pk)
    said = "Bob Stone pinned an interim ruling on rule R2 until 21 Jul 2037, 23:00 your time (08:00 PT)."
    ends = f"/rulings/{ruling.pk}/end/"
    assert read(ann, Kind.RULING) == [(f"{said} You can end it.", ends)]
    assert browser(ann).get(ends).status_code == 200
    over = [(f"{said} It holds no longer.", f"/g/{edition.guideline.policy_id}/#r2")]
    assert read(ann, Kind.RULING, timezone.now() + 8 * DAY) == over
    handed_over(world, edition)
    people.end_role(ann.assignments.get(ended_at=None), by=None)
    people.grant(ann, Role.MODERATOR, by=None, market=world.us, domain=world.product)
    assert read(Person.objects.get(pk=ann.pk), Kind.RULING) == [(said, over[0][1])], "and nobody else may"


def test_a_ruling_on_words_that_changed_since_holds_no_longer(world: World) -> None:
    edition = in_force(world)
    rule(world, edition)
    assert read(world.ann, Kind.RULING)[0][0].endswith("You can end it.")
    next_edition(edition, world, source=making.SOURCE.replace("S3", "S2"))
    assert read(world.ann, Kind.RULING)[0][0].endswith("It holds no longer.")


def test_of_a_guideline_that_does_not_name_them_since_an_owner_is_shown_nothing(world: World) -> None:
    edition = in_force(world)
    ask(world, edition)
    rule(world, edition)
    told(world)
    not_named(world, edition)
    ann = browser(world.ann)
    for kind in (Kind.QUESTION, Kind.RULING):
        page = ann.get(f"/notifications/?kind={kind}").content.decode()
        assert page.count("Something you can no longer read.") == 1
        assert not [words for words in (ASKED, RULING, "asks about", "pinned an interim ruling") if words in page]
    for row in Notification.objects.filter(person=world.ann, kind__in=(Kind.QUESTION, Kind.RULING)):
        assert ann.get(f"/notifications/{row.pk}/")["Location"] == "/notifications/"


@pytest.mark.parametrize(("kind", "default"), [(Kind.QUESTION, "daily"), (Kind.RULING, "at_once")])
def test_an_owner_chooses_how_to_be_mailed_and_may_mute_it(world: World, kind: Kind, default: str) -> None:
    give_mailboxes(world)
    assert choices(world.ann)[kind] == default
    page = browser(world.ann).get("/settings/notifications/").content.decode()
    with translation.override("en"):
        assert str(kind.label) in page
    edition = in_force(world)
    {Kind.QUESTION: ask, Kind.RULING: rule}[kind](world, edition)
    told(world)
    row = Notification.objects.filter(kind=kind)
    assert row.get().rhythm == default
    choose(world.ann, {kind: Rhythm.NEVER})
    assert row.get().rhythm == Rhythm.NEVER
