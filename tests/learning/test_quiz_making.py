"""Making quizzes: questions from the words of an edition or written, frozen once the quiz is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from guidelines.audit.models import AuditEvent
from guidelines.frame.refusals import Invalid, NotFound, Refused, WrongState
from guidelines.learning.drawing_up import DRAWN_UP, Drafted, drawn_up
from guidelines.learning.models import Item, Pool, Quiz
from guidelines.learning.quiz_rights import visible_quizzes
from guidelines.learning.services import quiz_making
from guidelines.learning.services.quiz_making import Terms
from guidelines.people.models import Person
from guidelines.people.roles import Role
from guidelines.text.rendering import render
from tests.editions import making
from tests.learning import quizzing
from tests.people import World, make_person
from tests.people.beyond import tia

EDGE = """
/// case | edge R2
Half price, and the shop has a receipt.

It depends.
///
"""
WRITTEN = Drafted("written", "R2", "A bag at 20%.", "What now?", ("Restrict it", "Remove it"), 0, "R2 comes first.")


def test_cases_and_rules_give_questions_with_answers_from_the_same_guideline() -> None:
    found = drawn_up(render(making.SOURCE + EDGE), DRAWN_UP, "en")
    assert [(one.kind, one.rule_id) for one in found] == [
        ("violating", "R1"),
        ("action", "R1"),
        ("rule", "R1"),
        ("violating", "R1"),
    ]
    yes, action, rule, no = found
    assert yes.choices[yes.right] == "Yes"
    assert no.choices[no.right] == "No"
    assert "Mirror quality" in yes.passage
    assert yes.why == "The seller says that it is a copy."
    assert action.choices == (
        "Remove the listing. Warn the seller.",
        "Restrict commerce features. Do not remove.",
    )
    assert [one.split(":")[0] for one in rule.choices] == ["R1", "R2"]


def test_questions_are_in_the_language_of_the_guideline() -> None:
    found = drawn_up(render(making.SOURCE, language="vi"), ["action"], "vi")
    assert found[0].text == "Bạn làm gì?"


def test_one_rule_alone_gives_no_question_of_which_rule() -> None:
    source = making.SOURCE[: making.SOURCE.index("/// rule | R2")] + making.SOURCE[making.SOURCE.index("/// case") :]
    assert {one.kind for one in drawn_up(render(source), DRAWN_UP, "en")} == {"violating"}


def test_a_question_is_bound_to_the_edition_and_its_digest(world: World) -> None:
    edition = making.published(making.draft(world), world)
    items = list(quizzing.drawn(world, edition).items.all())
    assert len(items) == 4
    assert {(item.edition_id, item.digest, item.major_id) for item in items} == {
        (edition.pk, edition.digest, edition.pk)
    }


def test_no_question_is_drawn_up_twice(world: World) -> None:
    edition = making.published(making.draft(world), world)
    quiz = quizzing.drawn(world, edition)
    with pytest.raises(Invalid, match="no further question"):
        quiz_making.draw_up(quiz, edition, DRAWN_UP, pool=quiz.pools.get(), by=tia(world))


def test_words_that_are_not_in_force_and_not_near_are_no_subject(world: World) -> None:
    quiz = quizzing.draft(world)
    with pytest.raises((Invalid, NotFound)):
        quiz_making.draw_up(quiz, making.draft(world), DRAWN_UP, pool=quiz.pools.get(), by=tia(world))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"choices": ("One",)}, "between two and six"),
        ({"choices": ("One", "one ")}, "the same"),
        ({"right": 2}, "which answer is right"),
        ({"text": "  "}, "Write the question"),
        ({"why": ""}, "Write why"),
        ({"rule_id": "R9"}, "no rule R9"),
    ],
)
@pytest.mark.slow
def test_a_written_question_that_cannot_be_asked_is_refused(
    world: World, change: dict[str, Any], sentence: str
) -> None:
    edition = making.published(making.draft(world), world)
    quiz = quizzing.draft(world)
    with pytest.raises(Invalid, match=sentence):
        quiz_making.write_item(
            quiz, edition, Drafted(**{**WRITTEN.__dict__, **change}), pool=quiz.pools.get(), by=tia(world)
        )


def test_an_opened_quiz_keeps_its_questions(world: World) -> None:
    edition = making.published(making.draft(world), world)
    quiz = quizzing.opened(world, edition)
    item, by, pool = quiz.items.all()[0], tia(world), quiz.pools.get()
    deeds: list[Callable[[], Any]] = [
        lambda: quiz_making.remove_item(item, by=by),
        lambda: quiz_making.write_item(quiz, edition, WRITTEN, pool=pool, by=by),
        lambda: quiz_making.set_pool(quiz, "All questions", 2, by=by),
        lambda: change(quiz, by),
        lambda: quiz_making.open_quiz(quiz, by=by),
    ]
    for deed in deeds:
        with pytest.raises(WrongState):
            deed()


@pytest.mark.parametrize(
    "deed",
    [
        lambda quiz: Item.objects.filter(quiz=quiz).update(text="Another"),
        lambda quiz: Item.objects.filter(quiz=quiz).update(right=1),
        lambda quiz: Item.objects.filter(quiz=quiz).update(removed_at="2026-01-01T00:00Z"),
        lambda quiz: Pool.objects.filter(quiz=quiz).update(draws=1),
        lambda quiz: Quiz.objects.filter(pk=quiz.pk).update(state="draft", opened_at=None),
        lambda quiz: Quiz.objects.filter(pk=quiz.pk).update(pass_percent=1),
        lambda quiz: Item.objects.filter(quiz=quiz)._raw_delete("default"),
        lambda quiz: Quiz.objects.filter(pk=quiz.pk)._raw_delete("default"),
    ],
)
@pytest.mark.slow
def test_the_database_refuses_to_change_an_opened_quiz(world: World, deed: Callable[[Quiz], Any]) -> None:
    quiz = quizzing.opened(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        deed(quiz)


def test_a_quiz_without_a_question_is_not_opened(world: World) -> None:
    with pytest.raises(WrongState, match="no question"):
        quiz_making.open_quiz(quizzing.draft(world), by=tia(world))


def test_a_closed_quiz_stays_closed(world: World) -> None:
    quiz = quiz_making.close(quizzing.opened(world), by=tia(world))
    for deed in (quiz_making.close, quiz_making.open_quiz):
        with pytest.raises(WrongState):
            deed(quiz, by=tia(world))
    verbs = AuditEvent.objects.filter(subject_kind="quiz", subject_id=quiz.pk).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["quiz.made", "quiz.drawn_up", "quiz.opened", "quiz.closed"]


# From the brief: who teaches there makes quizzes; who sees what is taught reads those that were opened.
SEES: dict[Role, set[str]] = {
    **{role: {"open"} for role in Role},
    Role.TEAM_LEAD: {"open", "closed"},
    Role.POLICY_MANAGER: {"open", "closed"},
    Role.POLICY_REVIEWER: {"open", "closed"},
    Role.QUALITY_ANALYST: {"open", "closed"},
    Role.PROGRAMME_MANAGER: {"open", "closed"},
    Role.MARKET_ADMINISTRATOR: {"open", "closed"},
    Role.AUDITOR: {"open", "closed"},
    Role.TRAINER: {"open", "closed", "draft"},
}


@pytest.mark.slow
@pytest.mark.parametrize("role", [*Role, None], ids=[*Role, "system administrator"])
@pytest.mark.parametrize("place", ["here", "in another domain", "in another market"])
def test_what_each_role_sees_and_makes(world: World, role: Role | None, place: str) -> None:
    edition = making.published(making.draft(world), world)
    quizzes = {"draft": quizzing.draft(world, title="Draft"), "open": quizzing.opened(world, edition)}
    quizzes["closed"] = quiz_making.close(quizzing.opened(world, edition), by=tia(world))
    market = world.vn if place == "in another market" else world.us
    domain = world.seller if place == "in another domain" else world.product
    person = make_person("X-1", "Xo Dale", role, market, domain) if role else world.root
    seen = {name for name, quiz in quizzes.items() if visible_quizzes(person).filter(pk=quiz.pk).exists()}
    assert seen == (SEES[role] if role and place == "here" else set())
    makes = role == Role.TRAINER and place == "here"
    assert _may(lambda: quizzing.draft(world, by=person)) is makes
    assert _may(lambda: change(quizzes["draft"], person)) is makes
    assert _may(lambda: quiz_making.close(quizzes["open"], by=person)) is makes


def change(quiz: Quiz, by: Person) -> Quiz:
    """Other terms, on those that were opened."""
    return quiz_making.change(quiz, Terms("Other"), by=by, seen=quiz_making.seen_of(quiz))


def _may(deed: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            deed()
            transaction.set_rollback(True)
    except Refused:
        return False
    return True


def test_a_person_who_lost_the_role_makes_nothing(world: World) -> None:
    trainer = tia(world)
    quiz = quizzing.draft(world, by=trainer)
    trainer.assignments.update(ended_at=quiz.made_at)
    with pytest.raises(Refused):
        change(quiz, trainer)


def test_a_written_question_is_changed_and_the_old_one_stays_with_its_digest(world: World) -> None:
    """The guideline has moved on since: the new question is bound to the words that are in force now."""
    edition = making.published(making.draft(world), world)
    quiz, by = quizzing.draft(world), tia(world)
    old = quiz_making.write_item(quiz, edition, WRITTEN, pool=quiz.pools.get(), by=by)
    newer = making.published(making.next_draft(edition.guideline, world.ann, change_note="New words."), world)
    words = Drafted(**{**WRITTEN.__dict__, "text": "What do you do now?"})
    new = quiz_making.change_item(old, newer, words, pool=quiz.pools.get(), by=by)
    assert list(quiz.items.kept()) == [new]
    assert (new.text, new.digest, new.major) == ("What do you do now?", newer.digest, newer)
    old.refresh_from_db()
    assert (old.text, old.digest, old.removed_by) == ("What now?", edition.digest, by)
    event = AuditEvent.objects.get(verb="quiz.item_changed")
    assert (event.data["item"], event.data["instead_of"], event.digest) == (new.pk, old.pk, newer.digest)
    with pytest.raises(WrongState, match="out already"):
        quiz_making.change_item(old, newer, words, pool=quiz.pools.get(), by=by)


def test_only_a_written_question_of_a_draft_is_changed_and_only_by_its_trainers(world: World) -> None:
    edition = making.published(making.draft(world), world)
    quiz, by = quizzing.drawn(world, edition), tia(world)
    pool, drawn_item = quiz.pools.get(), quiz.items.all()[0]
    with pytest.raises(WrongState, match="drawn up"):
        quiz_making.change_item(drawn_item, edition, WRITTEN, pool=pool, by=by)
    item = quiz_making.write_item(quiz, edition, WRITTEN, pool=pool, by=by)
    with pytest.raises(Refused):
        quiz_making.change_item(item, edition, WRITTEN, pool=pool, by=world.ann)
    with pytest.raises(Invalid, match="Write why"):
        quiz_making.change_item(item, edition, Drafted(**{**WRITTEN.__dict__, "why": ""}), pool=pool, by=by)
    item.refresh_from_db()
    assert item.removed_at is None, "what can't be taken leaves the old one in its place"
    quiz_making.open_quiz(quiz, by=by)
    with pytest.raises(WrongState, match="opened"):
        quiz_making.change_item(item, edition, WRITTEN, pool=pool, by=by)
