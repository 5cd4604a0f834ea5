"""Interim rulings: pinned on a rule for a time, closed by time, by people, and by editions."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from guidelines.audit.models import AuditEvent
from guidelines.editions import services as editing
from guidelines.editions.models import Edition
from guidelines.frame.refusals import Invalid, Outdated, WrongState
from guidelines.insights import services
from guidelines.insights.models import Question, Ruling
from guidelines.insights.queries import on_my_guidelines, pinned_on, running_rulings, unread
from tests.editions import making as editions
from tests.insights import making
from tests.people import World

OTHER_R2 = editions.SOURCE.replace("less than 30%", "less than 40%")
OTHER_R1 = editions.SOURCE.replace("Warn the seller.", "Warn the seller by message.")
WITHOUT_R2 = (
    editions.SOURCE[: editions.SOURCE.index("/// rule | R2")]
    + editions.SOURCE[editions.SOURCE.index("/// case | violating R1") :]
)


@pytest.fixture
def edition(world: World) -> Edition:
    return making.in_force(world)


def pinned(edition: Edition, at: dt.datetime | None = None) -> list[str]:
    return [ruling.text for ruling in pinned_on(edition, at or timezone.now())]


def later(days: float) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=days)


def test_a_lead_rules_and_it_is_pinned_answers_the_questions_and_keeps_the_action(
    world: World, edition: Edition
) -> None:
    lea = making.lead(world)
    questions = [making.asked(edition, world.mo), making.asked(edition, world.art, text="And for sets?")]
    ruling = making.ruled(edition, lea, questions=questions)
    (shown,) = pinned_on(edition, timezone.now())
    assert (shown.rule, shown.text, shown.by, shown.questions) == ("R2", making.RULING, "Lea Ortiz", 2)
    assert ruling.action == "restrict"
    assert {question.standing(timezone.now()) for question in Question.objects.all()} == {Question.Standing.ANSWERED}
    assert unread(world.mo).exists()
    event = AuditEvent.objects.get(verb="ruling.made")
    assert (event.actor_id, event.digest, event.data["action"]) == (lea.pk, edition.digest, "restrict")


def test_a_second_click_pins_nothing_twice_and_answers_nobody_twice(world: World, edition: Edition) -> None:
    lea, question = making.lead(world), making.asked(edition, world.mo)
    making.ruled(edition, lea, questions=[question])
    with pytest.raises(WrongState, match="pinned this ruling already"):
        making.ruled(edition, lea, questions=[question])
    assert (Ruling.objects.count(), question.answers.count()) == (1, 1)
    making.ruled(edition, lea, questions=[making.asked(edition, world.art, text="And for sets?")])
    services.answer(question, by=lea, text="Look at the seal.")
    with pytest.raises(WrongState, match="given this answer already"):
        services.answer(question, by=lea, text="Look at the seal.")
    services.answer(question, by=lea, text="And at the box.")
    assert question.answers.count() == 3


def test_the_owner_sees_each_at_once(world: World, edition: Edition) -> None:
    ruling = making.ruled(edition, making.lead(world))
    assert list(on_my_guidelines(world.ann)) == [ruling]
    assert not on_my_guidelines(world.art).exists()


def test_a_ruling_cannot_give_the_rule_another_action(world: World, edition: Edition) -> None:
    for text, why in (
        ("Remove these listings.", "another action, “Remove”"),
        ("Fits too. Such items need no action.", "another action, “No action”"),
        ("Do not restrict them.", "switches the rule’s own action"),
    ):
        with pytest.raises(Invalid, match=why):
            making.ruled(edition, world.ann, text=text)
    assert not Ruling.objects.exists()


@pytest.mark.parametrize("days", [-0.01, 14.01])
def test_a_ruling_ends_after_it_begins_and_within_14_days(world: World, edition: Edition, days: float) -> None:
    with pytest.raises(Invalid):
        making.ruled(edition, world.ann, days=days)


def test_the_database_refuses_a_ruling_of_more_than_14_days(world: World, edition: Edition) -> None:
    ruling = making.ruled(edition, world.ann, days=13.9)
    for hours, fits in ((14 * 24, True), (14 * 24 + 0.01, False)):
        fields = {
            field.attname: getattr(ruling, field.attname)
            for field in Ruling._meta.concrete_fields
            if field.name != "id"
        }
        fields["until"] = ruling.made_at + dt.timedelta(hours=hours)
        if fits:
            Ruling.objects.create(**fields)
        else:
            with pytest.raises(DatabaseError), transaction.atomic():
                Ruling.objects.create(**fields)


def test_the_database_keeps_a_ruling_as_it_was_made(world: World, edition: Edition) -> None:
    making.ruled(edition, world.ann)
    for change in (
        "UPDATE insights_ruling SET text = 'Other words'",
        "UPDATE insights_ruling SET until = made_at",
        "UPDATE insights_ruling SET action = 'remove'",
        "DELETE FROM insights_ruling",
        "DELETE FROM insights_rulingwords",
        "UPDATE insights_rulingwords SET digest = 'x'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_a_ruling_is_over_by_itself_at_its_end(world: World, edition: Edition) -> None:
    ruling = making.ruled(edition, world.ann, days=3)
    assert pinned(edition, ruling.until - dt.timedelta(seconds=1)) == [making.RULING]
    assert pinned(edition, ruling.until) == []
    assert pinned(edition, ruling.made_at - dt.timedelta(seconds=1)) == []
    with time_machine.travel(ruling.until):
        assert not running_rulings(world.mo).exists()


def test_a_reviewer_ends_it_at_once_with_a_reason_and_only_once(world: World, edition: Edition) -> None:
    ruling = making.ruled(edition, making.lead(world))
    with pytest.raises(Invalid):
        services.end_ruling(ruling, by=world.bob, reason="  ")
    services.end_ruling(ruling, by=world.bob, reason="Outlets have prices of their own.")
    assert pinned(edition) == []
    assert not running_rulings(world.mo).exists()
    assert AuditEvent.objects.get(verb="ruling.ended").data == {"note": "Outlets have prices of their own."}
    with pytest.raises(WrongState, match="over already"):
        services.end_ruling(ruling, by=world.bob, reason="Again.")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE insights_ruling SET end_reason = 'Another'")


@pytest.mark.slow
def test_it_is_made_on_the_words_on_the_screen_and_on_a_rule_that_is_there(world: World, edition: Edition) -> None:
    with pytest.raises(Invalid, match="no rule R7"):
        making.ruled(edition, world.ann, rule_id="R7")
    making.next_edition(edition, world, source=OTHER_R1)
    with pytest.raises(Outdated):
        making.ruled(edition, world.ann)


@pytest.mark.slow
def test_the_next_edition_keeps_it_where_the_rule_is_word_for_word_the_same(world: World, edition: Edition) -> None:
    making.ruled(edition, world.ann)
    second = making.next_edition(edition, world, source=OTHER_R1)
    assert pinned(second) == [making.RULING]
    assert running_rulings(world.mo).count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("source", [OTHER_R2, WITHOUT_R2])
def test_an_edition_that_changes_the_rule_or_has_it_no_more_closes_it(
    world: World, edition: Edition, source: str
) -> None:
    making.ruled(edition, world.ann)
    second = making.next_edition(edition, world, source=source)
    assert pinned(second) == []
    assert not running_rulings(world.mo).exists()
    assert not on_my_guidelines(world.ann).exists()


@pytest.mark.slow
def test_a_scheduled_edition_closes_it_when_it_begins_and_not_before(world: World, edition: Edition) -> None:
    making.ruled(edition, world.ann, days=10)
    second = making.next_edition(edition, world, begins=later(2), source=OTHER_R2)
    assert running_rulings(world.mo).exists()
    with time_machine.travel(later(2.1)):
        assert pinned(second) == []
        assert not running_rulings(world.mo).exists()


@pytest.mark.slow
def test_a_ruling_made_while_an_edition_waits_holds_for_that_one_too(world: World, edition: Edition) -> None:
    second = making.next_edition(edition, world, begins=later(2), source=OTHER_R1)
    making.ruled(edition, world.ann, days=10)
    assert pinned(second, later(3)) == [making.RULING]


def test_when_an_emergency_ends_by_itself_the_ruling_holds_again(world: World, edition: Edition) -> None:
    making.ruled(edition, world.ann, days=10)
    urgent = editions.next_draft(edition.guideline, world.ann, source=OTHER_R2)
    editing.enforce_now(urgent, by=world.bob, seen=urgent.digest, note="Outlets.")
    assert not running_rulings(world.mo).exists()
    with time_machine.travel(later(3.1)):
        assert running_rulings(world.mo).count() == 1


@pytest.mark.slow
def test_the_edition_that_adopts_it_closes_it_though_the_rule_reads_the_same(world: World, edition: Edition) -> None:
    ruling = making.ruled(edition, world.ann, days=10)
    draft = editions.next_draft(edition.guideline, world.ann, source=OTHER_R1)
    services.link(draft, by=world.ann, questions=set(), rulings={ruling.pk})
    second = editions.published(draft, world, effective_from=later(1))
    assert running_rulings(world.mo).exists()
    with time_machine.travel(later(1.1)):
        assert pinned(second) == []
        assert not running_rulings(world.mo).exists()
        third = making.next_edition(second, world, summary="Act on counterfeits.", source=OTHER_R1)
        assert pinned(third) == []


@pytest.mark.slow
def test_a_draft_that_is_to_adopt_it_and_is_discarded_lets_it_run(world: World, edition: Edition) -> None:
    ruling = making.ruled(edition, world.ann)
    draft = editions.next_draft(edition.guideline, world.ann)
    services.link(draft, by=world.ann, questions=set(), rulings={ruling.pk})
    editing.discard(draft, by=world.ann, note="Not now.")
    assert pinned(edition) == [making.RULING]
    assert pinned(making.next_edition(edition, world, source=OTHER_R1)) == [making.RULING]


def test_people_of_another_market_do_not_see_it(world: World, edition: Edition) -> None:
    making.ruled(edition, world.ann)
    assert not running_rulings(world.vy).exists()
    assert running_rulings(world.van).count() == 1  # policy managers read what is in force everywhere
