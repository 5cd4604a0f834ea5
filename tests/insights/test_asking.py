"""Asking on the words in force, joining, and who may know of a question."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from guidelines.audit.models import AuditEvent
from guidelines.editions.models import Edition
from guidelines.frame.refusals import Invalid, NotFound, Outdated, Refusal, WrongState
from guidelines.insights import services, showing
from guidelines.insights.models import Asker, Question
from guidelines.insights.queries import asked_before, to_answer, unread
from guidelines.insights.rights import visible_questions
from guidelines.insights.services.asking import LONGEST, MOST_AN_HOUR, TooOften
from guidelines.insights.waiting_queries import questions_count
from guidelines.people import services as people
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.people.scopes import holdings
from tests.editions import making as editions
from tests.insights import making
from tests.people import World, make_person


@pytest.fixture
def edition(world: World) -> Edition:
    return making.in_force(world)


def test_a_moderator_asks_about_a_rule_and_the_words_are_kept_with_it(world: World, edition: Edition) -> None:
    question = making.asked(edition, world.mo, passage="less than 30% of its usual price")
    kept = (question.edition_id, question.digest, question.rule_id, question.passage)
    assert kept == (edition.pk, edition.digest, "R2", "less than 30% of its usual price")
    assert question.standing(timezone.now()) == Question.Standing.OPEN
    event = AuditEvent.objects.get(verb="question.asked")
    assert (event.actor_id, event.policy_id, event.digest) == (world.mo.pk, "US-PR-0001", edition.digest)


@pytest.mark.parametrize("role", ["moderator", "auditor", "nobody"])
def test_whoever_reads_the_guideline_asks_and_nobody_else(world: World, edition: Edition, role: str) -> None:
    held = None if role == "nobody" else Role(role)
    person = make_person("X-1", "Xo Dale", held, world.us if held else None, world.product if held else None)
    if held:
        assert making.asked(edition, person).asked_by == person
    else:
        with pytest.raises(WrongState):
            making.asked(edition, person)


def test_a_person_of_another_market_can_neither_ask_nor_join_nor_see(world: World, edition: Edition) -> None:
    question = making.asked(edition, world.mo)
    assert not visible_questions(world.vy).exists()
    with pytest.raises(WrongState):
        making.asked(edition, world.vy)
    with pytest.raises(NotFound):
        services.join(question, by=world.vy)


def test_a_policy_manager_of_another_market_sees_their_own_question_alone(world: World, edition: Edition) -> None:
    making.asked(edition, world.mo)
    own = making.asked(edition, world.van, text="Does this hold for goods shipped to Việt Nam?")
    assert list(visible_questions(world.van)) == [own]
    assert set(visible_questions(world.mo)) == set(Question.objects.all())


@pytest.mark.slow
def test_a_question_on_words_that_are_no_longer_in_force_is_refused(world: World, edition: Edition) -> None:
    making.next_edition(edition, world, summary="Act on counterfeit listings.")
    with pytest.raises(Outdated, match="Edition 2"):
        making.asked(edition, world.mo)


def test_a_question_names_a_rule_that_is_there(world: World, edition: Edition) -> None:
    with pytest.raises(Invalid, match="no rule R9"):
        making.asked(edition, world.mo, rule_id="R9")


def test_nothing_in_force_names_whom_to_ask_instead(world: World) -> None:
    draft = editions.draft(world)
    with pytest.raises(WrongState, match="Ask Ann Rivera"):
        making.asked(draft, world.ann)


@pytest.mark.parametrize("length", [0, LONGEST + 1])
def test_a_question_has_words_and_not_too_many(world: World, edition: Edition, length: int) -> None:
    with pytest.raises(Invalid):
        making.asked(edition, world.mo, text="a" * length)
    assert not Question.objects.exists()


def test_the_same_open_question_is_not_sent_twice(world: World, edition: Edition) -> None:
    making.asked(edition, world.mo)
    with pytest.raises(WrongState, match="asked this already"):
        making.asked(edition, world.mo)


@pytest.mark.slow
def test_a_flood_of_questions_ends_until_an_hour_is_over(world: World, edition: Edition) -> None:
    for number in range(MOST_AN_HOUR):
        making.asked(edition, world.mo, text=f"Question {number}?")
    with pytest.raises(TooOften, match="within an hour") as refusal:
        making.asked(edition, world.mo, text="One more?")
    assert refusal.value.status == 429
    making.asked(edition, world.ann, text="Mine?")
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=61)):
        making.asked(edition, world.mo, text="One more?")


@pytest.mark.slow
def test_who_asks_the_same_joins_and_is_told_with_the_others(world: World, edition: Edition) -> None:
    question = making.asked(edition, world.mo)
    lea = making.lead(world)
    services.join(question, by=lea)
    with pytest.raises(WrongState, match="ask this already"):
        services.join(question, by=lea)
    assert not unread(lea).exists()
    services.answer(question, by=world.ann, text="The last price in the brand’s own shop.")
    assert [unread(person).count() for person in (world.mo, lea, world.ann)] == [1, 1, 0]
    services.mark_seen(question, by=lea)
    assert [unread(person).count() for person in (world.mo, lea)] == [1, 0]
    services.answer(question, by=world.bob, text="Ask for the page of the shop.")
    assert unread(lea).exists()


def test_a_reader_to_whom_nothing_happened_is_counted_and_greeted_with_one_query_each(
    world: World, edition: Edition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    making.asked(edition, world.art)
    lia = Person.objects.get(pk=world.lia.pk)
    holdings(lia)
    request = RequestFactory().get("/")
    with django_assert_num_queries(2):
        assert (questions_count(lia), showing.home(request, person=lia)) == (0, None)


def test_earlier_questions_on_the_rule_are_found_and_those_on_others_are_not(world: World, edition: Edition) -> None:
    one = making.asked(edition, world.mo)
    making.asked(edition, world.mo, rule_id="R1", text="Is “dupe” a word of R1?")
    answered = making.asked(edition, world.art, text="Does an invoice prove origin?")
    services.answer(answered, by=world.ann, text="Yes.")
    found = asked_before(world.mo, edition.guideline, "R2")
    assert [(question, question.is_mine, question.asking) for question in found] == [  # type: ignore[attr-defined]
        (answered, False, 1),
        (one, True, 1),
    ]


def test_a_question_waits_for_those_who_answer_but_not_for_who_asks_it(world: World, edition: Edition) -> None:
    lea = making.lead(world)
    question = making.asked(edition, lea)
    waits = {name: list(to_answer(getattr(world, name))) for name in ("ann", "art", "bob", "mo", "lia", "joe", "van")}
    assert [name for name, questions in waits.items() if questions == [question]] == ["ann", "art", "bob"]
    assert not to_answer(lea).exists()


def test_the_database_keeps_what_was_said(world: World, edition: Edition) -> None:
    services.answer(making.asked(edition, world.mo), by=world.ann, text="Yes.")
    for change in (
        "UPDATE insights_question SET text = 'Other words'",
        "UPDATE insights_question SET rule_id = 'R1'",
        "DELETE FROM insights_question",
        "UPDATE insights_asker SET person_id = person_id + 1",
        "DELETE FROM insights_asker",
        "UPDATE insights_question SET answered_at = NULL",
        "UPDATE insights_answer SET text = 'Other words'",
        "DELETE FROM insights_answer",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def _may(deed: object) -> bool:
    try:
        deed()  # type: ignore[operator]
    except Refusal:
        return False
    return True


ANSWERS = {"team_lead", "policy_manager", "policy_reviewer"}
DEEDS = {
    "ask": set(Role.values),
    "join": set(Role.values),
    "answer": ANSWERS,
    "rule": ANSWERS,
    "end": {"policy_reviewer"},
    "link": {"policy_manager"},
}


QUICK = {("team_lead", "here"), ("policy_reviewer", "another domain"), ("policy_manager", "another market")}
CELLS = [
    pytest.param(role, place, marks=() if (role, place) in QUICK else pytest.mark.slow)
    for role in Role.values
    for place in ("here", "another domain", "another market")
]


@pytest.mark.slow
@pytest.mark.parametrize(("role", "place"), CELLS)
def test_each_role_does_what_the_table_says_and_only_in_its_scope(
    world: World, edition: Edition, role: str, place: str
) -> None:
    question, ruling = making.asked(edition, world.art), making.ruled(edition, world.ann)
    scope = {"here": (world.us, world.product), "another domain": (world.us, world.seller)}
    person = make_person("X-1", "Xo Dale", Role(role), *scope.get(place, (world.vn, world.product)))
    deeds = {
        "ask": lambda: making.asked(edition, person, text="And what of it?"),
        "join": lambda: services.join(question, by=person),
        "answer": lambda: services.answer(question, by=person, text="Yes."),
        "rule": lambda: making.ruled(edition, person),
        "end": lambda: services.end_ruling(ruling, by=person, reason="It is wrong."),
        "link": lambda: services.link(edition, by=person, questions={question.pk}, rulings=set()),
    }
    insiders = {"policy_manager", "policy_reviewer", "market_administrator", "auditor"}
    allowed = {name for name, roles in DEEDS.items() if role in roles} if place == "here" else set()
    if place != "here" and role in insiders:  # they read what is in force in every market
        allowed = {"ask"}
    assert {name for name, deed in deeds.items() if _may(deed)} == allowed


def test_a_system_administrator_and_whoever_left_can_do_nothing(world: World, edition: Edition) -> None:
    question = making.asked(edition, world.mo)
    gone: Person = world.art
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    gone.refresh_from_db()
    for person in (world.root, gone):
        assert not _may(lambda: services.answer(question, by=person, text="Yes."))  # noqa: B023
        assert not _may(lambda: making.asked(edition, person))  # noqa: B023
        assert not visible_questions(person).exists()


@pytest.mark.slow
def test_the_owner_answers_though_their_role_alone_would_not_let_them(world: World, edition: Edition) -> None:
    question = making.asked(edition, world.mo)
    owner = make_person("X-1", "Xo Dale", Role.STAKEHOLDER, world.us, world.product)
    assert not _may(lambda: services.answer(question, by=owner, text="Yes."))
    guideline = edition.guideline
    guideline.owner = owner
    guideline.save()
    assert list(to_answer(owner)) == [question]
    services.answer(question, by=owner, text="Yes.")
    ruling = making.ruled(edition, world.bob)
    services.end_ruling(ruling, by=owner, reason="It is wrong.")
    assert Asker.objects.filter(question=question).count() == 1


def test_who_answered_as_its_owner_alone_is_counted_nothing_once_somebody_else_owns_it(world: World) -> None:
    edition = making.in_force(world)
    making.asked(edition, world.mo)
    editions.services.hand_over(edition.guideline, to=world.art, by=world.ann)
    people.end_role(world.art.assignments.get(ended_at=None), by=world.ada)
    people.grant(world.art, Role.MODERATOR, by=None, market=world.us, domain=world.product)
    art = Person.objects.get(pk=world.art.pk)
    assert questions_count(art) == 1
    editions.services.hand_over(edition.guideline, to=world.ann, by=world.ann)
    assert questions_count(art) == 0
