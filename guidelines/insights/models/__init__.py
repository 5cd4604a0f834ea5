"""What the floor asks and is answered, and what stakeholders request."""

from guidelines.insights.models.analysing import AnalysedRule, LookedAt, Mention
from guidelines.insights.models.questions import (
    LONGEST_RULING,
    Answer,
    Asker,
    AskerQuerySet,
    Question,
    QuestionQuerySet,
    Ruling,
    RulingQuerySet,
    RulingWords,
    in_an_edition,
)
from guidelines.insights.models.requesting import Remark, RequestQuerySet, StakeholderRequest

__all__ = [
    "LONGEST_RULING",
    "AnalysedRule",
    "Answer",
    "Asker",
    "AskerQuerySet",
    "LookedAt",
    "Mention",
    "Question",
    "QuestionQuerySet",
    "Remark",
    "RequestQuerySet",
    "Ruling",
    "RulingQuerySet",
    "RulingWords",
    "StakeholderRequest",
    "in_an_edition",
]
