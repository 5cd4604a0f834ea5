"""Finding again which guideline an earlier import made from each document."""

from __future__ import annotations

from collections.abc import Sequence

from guidelines.catalogue.models import Domain, Market
from guidelines.editions.importing.trails import Trail
from guidelines.editions.models import Edition, Guideline


def known(trails: Sequence[Trail], market: Market, domain: Domain) -> list[int | None]:
    """For each trail the id of its guideline, or None: by the change that began it, else by a name it had."""
    births = _births(market, domain)
    found = [_born(trail, births) for trail in trails]
    by_path = dict(
        Guideline.objects.filter(market=market, domain=domain)
        .exclude(source_path="")
        .exclude(pk__in=[pk for pk in found if pk])
        .values_list("source_path", "pk")
    )
    for place, trail in enumerate(trails):
        if found[place] is None:
            path = next((path for path in trail.paths if path in by_path), None)
            found[place] = by_path.pop(path) if path else None
    return found


def _births(market: Market, domain: Domain) -> dict[tuple[str, str], int]:
    """Path and instant of the change that became each guideline's first edition."""
    firsts = Edition.objects.filter(guideline__market=market, guideline__domain=domain, number=1)
    rows = firsts.exclude(import_record__isnull=True).values_list("import_record", "guideline_id")
    records = ((record or {}, pk) for record, pk in rows)
    return {(record["path"], record["changed_at"]): pk for record, pk in records if record.get("changed_at")}


def _born(trail: Trail, births: dict[tuple[str, str], int]) -> int | None:
    names = ((change.path, change.at.isoformat()) for change in trail.changes)
    return next((births[name] for name in names if name in births), None)
