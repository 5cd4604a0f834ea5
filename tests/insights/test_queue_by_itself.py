"""What comes into the queue by itself: questions, requests and searches, and what was there before it."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from guidelines.audit import triggers
from guidelines.insights import services
from guidelines.insights.models import Insight, Raising, Source, StakeholderRequest
from guidelines.reading.models import MissedSearch
from guidelines.reading.search.synonyms import add_synonyms
from tests.insights.making import asked, in_force
from tests.insights.queueing import stands
from tests.insights.test_requests import made
from tests.people import World

Standing = Insight.Standing


def test_a_question_brings_its_rules_severity_and_its_editions_topic_and_a_flag_is_one(world: World) -> None:
    edition = in_force(world)
    asked(edition, world.mo)
    asked(edition, world.mo, text="R1 is out of date.", rule_id="R1", kind="wrong")
    question, flag = Insight.objects.order_by("pk")
    assert (question.source, question.severity, question.topic and question.topic.code) == (
        Source.QUESTION,
        "S3",
        "counterfeit.goods",
    )
    assert (flag.source, flag.severity) == (Source.FLAG, "S2")


def searched(world: World, days: int, text: str = "brand new in box") -> MissedSearch:
    row, _new = MissedSearch.objects.update_or_create(
        market=world.us, text=text, defaults={"count": days, "last_on": timezone.now().date()}
    )
    return row


def test_a_search_that_found_nothing_on_three_days_is_an_insight_and_counts_on(world: World) -> None:
    searched(world, 2)
    assert services.gather() == 0
    searched(world, 3)
    assert services.gather() == 1
    insight = Insight.objects.get()
    assert (insight.source, insight.said, insight.domain, insight.raisings.get().person) == (
        Source.SEARCH,
        3,
        None,
        None,
    )
    searched(world, 5)
    assert services.gather() == 0
    insight.refresh_from_db()
    assert insight.said == 5


def test_a_synonym_answers_the_search_that_found_nothing(world: World) -> None:
    searched(world, 3)
    services.gather()
    add_synonyms(world.us, ["brand new in box", "unopened"], by=world.ann)
    insight = Insight.objects.get()
    assert (stands(insight), insight.answered_by) == (Standing.ANSWERED, world.ann)
    assert "unopened" in insight.answer


def test_what_was_there_before_the_queue_is_taken_up_once(world: World) -> None:
    edition = in_force(world)
    question = asked(edition, world.mo)
    services.join(question, by=world.art)
    made(world)
    services.decline(made(world, text="Declined long ago."), by=world.ann, reason="No.")
    _forget_the_queue()
    assert services.gather() == 2
    assert services.gather() == 0
    assert sorted(Insight.objects.values_list("source", "said")) == [("question", 2), ("request", 1)]
    assert Insight.objects.get(source="question").opened_at == question.asked_at
    assert StakeholderRequest.objects.count() == 2


def _forget_the_queue() -> None:
    """As the database was before this room had a queue."""
    triggers.disarm(connection)
    Raising.objects.all().delete()
    Insight.objects.all().delete()
    triggers.arm(connection)
