"""The pages of this room."""

from guidelines.insights.views.asking import ask, join
from guidelines.insights.views.insights import insight_page, insights, new_insight
from guidelines.insights.views.linking import edition_answers
from guidelines.insights.views.listing import questions, rulings
from guidelines.insights.views.question import question
from guidelines.insights.views.requesting import (
    answer_request,
    decline_request,
    new_request,
    request_page,
    requests,
    take_request,
)
from guidelines.insights.views.requirement import (
    answer_requirement,
    decline_requirement,
    deliver_requirement,
    plan_requirement,
    requirement_page,
    start_requirement,
)
from guidelines.insights.views.requirements import (
    new_requirement,
    requirement_board,
    requirements,
    requirements_file,
)
from guidelines.insights.views.ruling import end_ruling
from guidelines.insights.views.triage import (
    add_to_requirement,
    answer_insight,
    assign_insight,
    decline_insight,
    merge_insight,
    sort_insight,
)

__all__ = [
    "add_to_requirement",
    "answer_insight",
    "answer_request",
    "answer_requirement",
    "ask",
    "assign_insight",
    "decline_insight",
    "decline_request",
    "decline_requirement",
    "deliver_requirement",
    "edition_answers",
    "end_ruling",
    "insight_page",
    "insights",
    "join",
    "merge_insight",
    "new_insight",
    "new_request",
    "new_requirement",
    "plan_requirement",
    "question",
    "questions",
    "request_page",
    "requests",
    "requirement_board",
    "requirement_page",
    "requirements",
    "requirements_file",
    "rulings",
    "sort_insight",
    "start_requirement",
    "take_request",
]
