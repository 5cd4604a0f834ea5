"""Guidelines, their editions, and the evidence beside them."""

from guidelines.editions.models.edition import WORD_FIELDS, Edition, Significance
from guidelines.editions.models.evidence import Approval, Contribution
from guidelines.editions.models.guideline import Guideline, GuidelineAlias, PolicyNumber

__all__ = [
    "WORD_FIELDS",
    "Approval",
    "Contribution",
    "Edition",
    "Guideline",
    "GuidelineAlias",
    "PolicyNumber",
    "Significance",
]
