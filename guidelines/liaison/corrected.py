"""The slot on the page of a guideline's editions: which change notes were corrected, and what they say now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from guidelines.editions.models import Guideline
from guidelines.editions.rights import visible_editions
from guidelines.liaison.models import Correction
from guidelines.liaison.queries import may_export
from guidelines.people.requests import actor


def corrected_in(request: HttpRequest, *, guideline: Guideline) -> dict[str, Any] | None:
    """For whoever sees the edition: the newest words of every note that was corrected."""
    person = actor(request)
    editions = visible_editions(person).issued().filter(guideline=guideline)
    rows = Correction.objects.filter(edition__in=editions).select_related("edition").order_by("at", "pk")
    newest = {correction.edition_id: correction for correction in rows}
    exports = may_export(person)
    if not newest and not exports:
        return None
    issued = editions.order_by("-number").values_list("number", flat=True) if exports else ()
    return {
        "corrected": sorted(newest.values(), key=lambda one: -one.edition.number),
        "guideline": guideline,
        "numbers": list(issued),
        "zone": guideline.market.time_zone,
    }
