"""The pages of this room."""

from guidelines.insights.views.asking import ask, join
from guidelines.insights.views.linking import edition_answers
from guidelines.insights.views.listing import questions, rulings
from guidelines.insights.views.question import question
from guidelines.insights.views.ruling import end_ruling

__all__ = ["ask", "edition_answers", "end_ruling", "join", "question", "questions", "rulings"]
