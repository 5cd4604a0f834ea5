"""What the reading room is asked: one guideline, the library, and the lists of the home page."""

from guidelines.reading.queries.guideline import KnownGuideline, known_guideline, page_of, policy_id_of_alias
from guidelines.reading.queries.library import browse_counts, recently_in_force, starting_soon

__all__ = [
    "KnownGuideline",
    "browse_counts",
    "known_guideline",
    "page_of",
    "policy_id_of_alias",
    "recently_in_force",
    "starting_soon",
]
