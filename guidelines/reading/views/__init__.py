"""The pages of the reading room."""

from guidelines.reading.views.acknowledging import acknowledge
from guidelines.reading.views.comparing import compare_guidelines
from guidelines.reading.views.editions import compare_editions, editions
from guidelines.reading.views.guideline import edition, guideline
from guidelines.reading.views.leading import brief, huddle, joiners_path, reading_export, remind, who_has_read
from guidelines.reading.views.library import library
from guidelines.reading.views.receipts import receipt, receipts
from guidelines.reading.views.rule_card import rule
from guidelines.reading.views.search import palette, search
from guidelines.reading.views.synonyms import synonyms
from guidelines.reading.views.updates import updates
from guidelines.reading.views.watching import changed_since, changes

__all__ = [
    "acknowledge",
    "brief",
    "changed_since",
    "changes",
    "compare_editions",
    "compare_guidelines",
    "edition",
    "editions",
    "guideline",
    "huddle",
    "joiners_path",
    "library",
    "palette",
    "reading_export",
    "receipt",
    "receipts",
    "remind",
    "rule",
    "search",
    "synonyms",
    "updates",
    "who_has_read",
]
