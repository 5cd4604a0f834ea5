"""Taking quizzes: tries, answers, time, results bound to words, and who sees how somebody did."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.db import DatabaseError, transaction

from guidelines.audit.models import AuditEvent
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.insights.models import Insight, Source
from guidelines.learning.models import GRACE, Answer, Attempt, Quiz, Result, RuleTold
from guidelines.learning.quiz_queries import bound_to, figures_of
from guidelines.learning.quiz_rights import visible_attempts, visible_quizzes
from guidelines.learning.services import quiz_making, quiz_taking, quiz_telling
from guidelines.learning.services.quiz_taking import paper
from guidelines.people.models import Person
from guidelines.people.roles import Role
from tests.editions import making
from tests.editions.clearing import restricted
from tests.learning import quizzing
from tests.people import World, make_person
from tests.people.beyond import pam, quinn, tia


def result(attempt: Attempt) -> Result:
    return Result.objects.get(attempt=attempt)


def test_three_of_four_pass_at_seventy_five_percent(world: World) -> None:
    quiz = quizzing.opened(world)
    passed, failed = quizzing.taken(quiz, world.mo, 3), quizzing.taken(quiz, world.ann, 2)
    assert (result(passed).passed, result(passed).right, result(passed).needed) == (True, 3, 3)
    assert not result(failed).passed


def test_the_same_seed_gives_the_same_paper_and_another_seed_another(world: World) -> None:
    quiz = quizzing.opened(world)
    items, pools = quiz_taking.askable(quiz, world.mo, clock.now()), list(quiz.pools.all())
    assert paper(items, pools, "a") == paper(items, pools, "a")
    assert len({str(paper(items, pools, str(seed))) for seed in range(20)}) > 5
    attempt = quiz_taking.begin(quiz, by=world.mo)
    assert paper(items, pools, attempt.seed) == attempt.paper


def test_a_pool_asks_as_many_as_it_draws(world: World) -> None:
    edition = making.published(making.draft(world), world)
    quiz = quizzing.drawn(world, edition)
    quiz_making.set_pool(quiz, "All questions", 2, by=tia(world))
    quiz = quiz_making.open_quiz(quiz, by=tia(world))
    assert len(quiz_taking.begin(quiz, by=world.mo).paper) == 2


def test_a_try_under_way_is_gone_on_with_and_the_last_is_the_last(world: World) -> None:
    quiz = quizzing.opened(world, tries=2)
    first = quiz_taking.begin(quiz, by=world.mo)
    assert quiz_taking.begin(quiz, by=world.mo) == first
    quizzing.answered(first, 1)
    second = quizzing.taken(quiz, world.mo, 4)
    assert second.number == 2
    with pytest.raises(WrongState, match="used all your tries"):
        quiz_taking.begin(quiz, by=world.mo)


def test_an_answer_is_kept_as_it_was_given_first(world: World) -> None:
    attempt = quiz_taking.begin(quizzing.opened(world), by=world.mo)
    key = attempt.items[0]
    first = quiz_taking.answer(attempt, key, 1, by=world.mo)
    assert quiz_taking.answer(attempt, key, 0, by=world.mo) == first
    assert attempt.answers.get().choice == 1
    with pytest.raises(Invalid):
        quiz_taking.answer(attempt, attempt.items[1], 7, by=world.mo)
    with pytest.raises(Attempt.DoesNotExist):
        quiz_taking.answer(attempt, attempt.items[1], 0, by=world.ann)


def test_an_answer_counts_within_the_grace_and_not_after(world: World) -> None:
    attempt = quiz_taking.begin(quizzing.opened(world, minutes=10), by=world.mo)
    assert attempt.ends_at is not None
    assert attempt.ends_at - attempt.started_at == dt.timedelta(minutes=10)
    with clock.pretend(attempt.ends_at + GRACE - dt.timedelta(seconds=1)):
        quiz_taking.answer(attempt, attempt.items[0], 0, by=world.mo)
    with clock.pretend(attempt.ends_at + GRACE + dt.timedelta(seconds=1)):
        with pytest.raises(WrongState, match="run out"):
            quiz_taking.answer(attempt, attempt.items[1], 0, by=world.mo)
        assert quiz_taking.end_what_ran_out() == 1
        assert quiz_taking.end_what_ran_out() == 0
    assert (result(attempt).end, result(attempt).asked) == ("time", 4)


def test_closing_ends_what_is_under_way_with_what_was_answered(world: World) -> None:
    quiz = quizzing.opened(world)
    attempt = quiz_taking.begin(quiz, by=world.mo)
    quiz_taking.answer(attempt, attempt.items[0], 0, by=world.mo)
    quiz_making.close(quiz, by=tia(world))
    assert result(attempt).end == "closed"
    with pytest.raises(WrongState):
        quiz_taking.begin(quiz, by=world.ann)


def test_questions_of_words_no_longer_in_force_are_not_asked_and_the_result_says_of_which_edition_it_was(
    world: World,
) -> None:
    edition = making.published(making.draft(world), world)
    quiz = quizzing.opened(world, edition)
    attempt = quizzing.taken(quiz, world.mo, 4)
    [about] = bound_to(result(attempt), clock.now())
    assert (about.policy_id, about.number, about.is_old) == (edition.guideline.policy_id, 1, False)
    assert result(attempt).editions[0]["digest"] == edition.digest
    minor = making.next_draft(edition.guideline, world.ann, change_note="A typo.", significance="minor", title="Copies")
    making.published(minor, world)
    assert len(quiz_taking.askable(quiz, world.ann, clock.now())) == 4, "nobody decides differently"
    words = making.SOURCE.replace("less than 30%", "less than 40%")
    making.published(making.next_draft(edition.guideline, world.ann, source=words), world)
    assert quiz_taking.askable(quiz, world.ann, clock.now()) == []
    assert bound_to(result(attempt), clock.now())[0].is_old
    with pytest.raises(WrongState, match="no longer in force"):
        quiz_taking.begin(quiz, by=world.ann)


@pytest.mark.parametrize("model", [Attempt, Answer, Result])
def test_what_was_answered_is_never_changed(world: World, model: type) -> None:
    quizzing.taken(quizzing.opened(world), world.mo, 4)
    changes = {Attempt: {"number": 9}, Answer: {"is_right": False}, Result: {"right": 0}}[model]
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(**changes)  # type: ignore[attr-defined]
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all()._raw_delete("default")  # type: ignore[attr-defined]


def test_the_record_tells_that_somebody_took_a_quiz_and_not_how(world: World) -> None:
    attempt = quizzing.taken(quizzing.opened(world), world.mo, 1)
    event = AuditEvent.objects.get(verb="quiz.finished")
    assert (event.actor_id, event.subject_id) == (world.mo.pk, attempt.pk)
    assert set(event.data) == {"quiz", "editions"}


def test_how_somebody_did_is_seen_by_them_their_lead_and_the_trainers_there_alone(world: World) -> None:
    lead, attempt = quizzing.lead_of_mo(world), quizzing.taken(quizzing.opened(world), world.mo, 1)
    other_lead = make_person("L-002", "Lou Banks", Role.TEAM_LEAD, world.us)
    elsewhere = make_person("T-002", "Tom Ash", Role.TRAINER, world.vn)
    seers = {world.mo, lead, tia(world)}
    everybody = {world.ann, world.bob, world.ada, world.joe, world.vy, world.root, quinn(world), pam(world)}
    for person in {*seers, *everybody, other_lead, elsewhere}:
        assert visible_attempts(person).filter(pk=attempt.pk).exists() is (person in seers), person


def test_who_only_reads_elsewhere_takes_no_quiz(world: World) -> None:
    with pytest.raises(Refused):
        quiz_taking.begin(quizzing.opened(world), by=world.vy)


def test_a_quiz_on_a_guideline_that_became_restricted_leaves_no_trace(world: World) -> None:
    edition = making.published(making.draft(world), world)
    quiz = quizzing.opened(world, edition)
    attempt = quizzing.taken(quiz, world.mo, 4)
    restricted(edition, world.ann)
    for person in (world.mo, tia(world), quinn(world), world.joe):
        assert not visible_quizzes(person).filter(pk=quiz.pk).exists(), person
        assert not visible_attempts(person).filter(pk=attempt.pk).exists(), person


def crowd(world: World, count: int) -> list[Person]:
    return [make_person(f"M-{n:03}", f"Reader {n}", Role.MODERATOR, world.us, world.product) for n in range(count)]


def simulate(quiz: Quiz, people: list[Person], confusing: str, chance: random.Random) -> None:
    """Readers of rising ability; on the questions of one rule they guess. In whatever order they are asked, they know
    the same.
    """
    for place, person in enumerate(people):
        attempt = quiz_taking.begin(quiz, by=person)
        items = {item.pk: item for item in quiz.items.all()}
        for key in sorted(attempt.items):
            item = items[key]
            knows = 0.35 if item.rule_id == confusing else 0.1 + 0.85 * place / len(people)
            right = chance.random() < knows
            quiz_taking.answer(attempt, key, item.right if right else (item.right + 1) % len(item.choices), by=person)


CASES = "".join(
    f"""
/// case | violating {rule}
{rule} example number {n} of the book.

It fits {rule}.
///
"""
    for rule, count in (("R1", 4), ("R2", 1))
    for n in range(count)
)


@pytest.mark.slow
def test_a_rule_that_fails_across_the_group_opens_one_insight(world: World) -> None:
    edition = making.published(making.draft(world, source=making.SOURCE + CASES), world)
    quiz, people, chance = quizzing.opened(world, edition), crowd(world, 45), random.Random(5)
    simulate(quiz, people[::3], "R2", chance)
    assert quiz_telling.tell_of(quiz) == [], "nothing is said of few answers"
    simulate(quiz, [one for n, one in enumerate(people) if n % 3], "R2", chance)
    assert [rule.rule_id for rule in figures_of(quiz).rules if rule.fails] == ["R2"]
    assert quiz_telling.tell_what_fails() == 1
    insight = Insight.objects.get(source=Source.QUIZ)
    assert (insight.guideline_id, insight.rule_id) == (edition.guideline_id, "R2")
    assert quiz_telling.tell_of(quiz) == []
    assert RuleTold.objects.count() == 1


def test_no_figure_is_shown_of_fewer_than_five(world: World) -> None:
    quiz = quizzing.opened(world)
    for person in crowd(world, 4):
        quizzing.taken(quiz, person, 2)
    found = figures_of(quiz)
    assert not found.is_shown
    assert not any(line.is_shown for line in found.items)
