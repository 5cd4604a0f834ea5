"""The deeds of readers, and what the reading room derives from the deeds of others."""

from guidelines.reading.services.acknowledging import acknowledge, acknowledge_set
from guidelines.reading.services.beating import beat, beat_after, follow_with_pulse
from guidelines.reading.services.deriving import (
    LISTED,
    RENUMBERED,
    VERBS,
    follow,
    keep_page,
    made_page,
    moves_a_topic,
    rebuild,
    rewrite_guideline,
)
from guidelines.reading.services.leading import AGAIN_AFTER, brief, remind, why_not_lead
from guidelines.reading.services.stamping import follow_every_deed, quiet

__all__ = [
    "AGAIN_AFTER",
    "LISTED",
    "RENUMBERED",
    "VERBS",
    "acknowledge",
    "acknowledge_set",
    "beat",
    "beat_after",
    "brief",
    "follow",
    "follow_every_deed",
    "follow_with_pulse",
    "keep_page",
    "made_page",
    "moves_a_topic",
    "quiet",
    "rebuild",
    "remind",
    "rewrite_guideline",
    "why_not_lead",
]
