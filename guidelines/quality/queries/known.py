"""What is known of areas beside their counts: whether there are any at all, and the words of their rules."""

from __future__ import annotations

from collections.abc import Sequence

from guidelines.catalogue.models import Market
from guidelines.people.sessions import Anyone
from guidelines.quality.models import DailyCount
from guidelines.quality.queries.areas import Area, Ref
from guidelines.quality.queries.asked import Kind
from guidelines.quality.rights import seen_counts
from guidelines.reading.models.search import Kind as Passage
from guidelines.reading.models.search import SearchRow


def was_checked(person: Anyone, ref: Ref, market: Market | None) -> bool:
    """Whether a decision there was ever checked that this person may see. Of a section or topic its whole is asked."""
    rows = seen_counts(person, DailyCount)
    if ref.kind == Kind.TOPIC:
        return rows.filter(guideline__market=market).exists()
    rows = rows.filter(guideline__policy_id=ref.names[0])
    return rows.filter(rule_id=ref.names[1]).exists() if ref.kind == Kind.RULE else rows.exists()


def conditions_of(areas: Sequence[Area]) -> dict[Ref, str]:
    """What each rule asks about, in the newest edition that judged there. One query, and none without rules."""
    rules = [area for area in areas if area.ref.kind == Kind.RULE]
    if not rules:
        return {}
    guidelines = {guideline for area in rules for guideline in area.rules}
    rows = SearchRow.objects.filter(guideline__in=guidelines, kind=Passage.RULE).order_by()
    texts = {(edition, rule): text for edition, rule, text in rows.values_list("edition_id", "rule", "text")}
    newest = {area.ref: max(area.editions, key=area.editions.__getitem__) for area in rules}
    return {area.ref: texts.get((newest[area.ref], area.rule_id), "") for area in rules}
