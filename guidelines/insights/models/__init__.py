"""What the floor asks and is answered, what is requested, and what becomes of all that says a rule should change."""

from guidelines.insights.models.analysing import AnalysedRule, LookedAt, Mention
from guidelines.insights.models.insight import Insight, InsightQuerySet, Raising, Severity, Source
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
from guidelines.insights.models.requirement import Requirement, RequirementMarket, RequirementQuerySet

__all__ = [
    "LONGEST_RULING",
    "AnalysedRule",
    "Answer",
    "Asker",
    "AskerQuerySet",
    "Insight",
    "InsightQuerySet",
    "LookedAt",
    "Mention",
    "Question",
    "QuestionQuerySet",
    "Raising",
    "Remark",
    "RequestQuerySet",
    "Requirement",
    "RequirementMarket",
    "RequirementQuerySet",
    "Ruling",
    "RulingQuerySet",
    "RulingWords",
    "Severity",
    "Source",
    "StakeholderRequest",
    "in_an_edition",
]
