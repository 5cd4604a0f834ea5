"""What is open about rules today: questions without an answer, requests that nobody has settled, and what else stands
in the queue of insights."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count

from guidelines.frame import clock
from guidelines.insights.analysis import measures
from guidelines.insights.analysis.measures import RuleKey
from guidelines.insights.insight_rights import visible_insights
from guidelines.insights.models import InsightQuerySet, RequestQuerySet, Source
from guidelines.insights.models import QuestionQuerySet as Questions
from guidelines.insights.request_rights import visible_requests
from guidelines.insights.rights import visible_questions
from guidelines.people.sessions import Anyone


def register() -> None:
    measures.register_open("questions", questions)
    measures.register_open("requests", requests)
    measures.register_open("insights", insights)


def questions(person: Anyone, guidelines: Collection[int]) -> dict[RuleKey, int]:
    return _counted(visible_questions(person).open(clock.now()), guidelines)


def requests(person: Anyone, guidelines: Collection[int]) -> dict[RuleKey, int]:
    rows, now = visible_requests(person), clock.now()
    return _counted(rows.open(now) | rows.taken_up(now), guidelines)


def insights(person: Anyone, guidelines: Collection[int]) -> dict[RuleKey, int]:
    """Of questions and requests the queue holds a second record: those count as what they are."""
    rows = visible_insights(person).open(clock.now())
    return _counted(rows.exclude(source__in=(Source.QUESTION, Source.REQUEST)), guidelines)


def _counted(rows: Questions | RequestQuerySet | InsightQuerySet, guidelines: Collection[int]) -> dict[RuleKey, int]:
    """Grouped by the database: what is open is a small part of what there is."""
    wanted = set(guidelines)
    grouped = rows.order_by().values_list("guideline", "rule_id").annotate(n=Count("pk"))
    return {(guideline, rule): n for guideline, rule, n in grouped if guideline in wanted}
