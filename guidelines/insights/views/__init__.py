"""The pages of this room."""

from guidelines.insights.views.asking import ask, join
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
from guidelines.insights.views.ruling import end_ruling

__all__ = [
    "answer_request",
    "ask",
    "decline_request",
    "edition_answers",
    "end_ruling",
    "join",
    "new_request",
    "question",
    "questions",
    "request_page",
    "requests",
    "rulings",
    "take_request",
]
