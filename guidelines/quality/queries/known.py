"""Whether there is anything to tell of an area at all, at any time."""

from __future__ import annotations

from guidelines.catalogue.models import Market
from guidelines.people.sessions import Anyone
from guidelines.quality.models import DailyCount
from guidelines.quality.queries.areas import Ref
from guidelines.quality.queries.asked import Kind
from guidelines.quality.rights import seen_counts


def was_checked(person: Anyone, ref: Ref, market: Market | None) -> bool:
    """Whether a decision there was ever checked that this person may see. Of a section or topic its whole is asked."""
    rows = seen_counts(person, DailyCount)
    if ref.kind == Kind.TOPIC:
        return rows.filter(guideline__market=market).exists()
    rows = rows.filter(guideline__policy_id=ref.names[0])
    return rows.filter(rule_id=ref.names[1]).exists() if ref.kind == Kind.RULE else rows.exists()
