"""The care of what is in force: when the next periodic review is due, and which copies are behind their source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from guidelines.editions.models import Edition, Guideline, Verdict
from guidelines.frame.times import add_months


def review_due(since: dt.datetime, kept: dt.datetime | None, months: int) -> dt.datetime:
    """When the next periodic review is due: the months after the words took force, or were last found right."""
    return add_months(max(since, kept) if kept else since, months)


def last_kept(edition: str = "edition") -> Subquery:
    """An annotation: when the words of an edition were last found right; `edition` is the path to its key."""
    kept = Verdict.objects.filter(edition=OuterRef(edition), kind=Verdict.Kind.KEEP).order_by("-at")
    return Subquery(kept.values("at")[:1])


@dataclass(frozen=True)
class Behind:
    """A guideline copied from another market: the edition it stands on, and how many its source has had since."""

    guideline: Guideline
    source: Edition
    newest: Edition
    count: int


def behind(guidelines: QuerySet[Guideline], now: dt.datetime) -> list[Behind]:
    """Of these, the copies, with how far each is behind its source: two queries."""
    copies = list(
        guidelines.exclude(adapted_from=None).select_related("adapted_from__guideline", "market").order_by("policy_id")
    )
    sources = {copy.adapted_from.guideline_id for copy in copies if copy.adapted_from}
    begun: dict[int, list[Edition]] = {}
    for edition in Edition.objects.filter(guideline__in=sources).begun(now).unexpired(now).order_by("effective_from"):
        begun.setdefault(edition.guideline_id, []).append(edition)
    found = []
    for copy in copies:
        source = copy.adapted_from
        assert source is not None
        known = begun.get(source.guideline_id, [])
        later = [edition for edition in known if _begins_after(edition, source)]
        found.append(Behind(copy, source, later[-1] if later else source, len(later)))
    return found


def _begins_after(edition: Edition, source: Edition) -> bool:
    times = edition.effective_from, source.effective_from
    return times[0] is not None and times[1] is not None and times[0] > times[1]
