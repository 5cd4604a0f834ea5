"""The slots on reading pages: which change notes were corrected, and what they say now."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest

from guidelines.editions.models import Edition, Guideline
from guidelines.editions.rights import visible_editions
from guidelines.liaison.models import Correction
from guidelines.liaison.queries import may_export
from guidelines.people.requests import actor
from guidelines.reading.beforehand import Aside
from guidelines.reading.notes import note_blocks


def corrected_in(request: HttpRequest, *, guideline: Guideline) -> dict[str, Any] | None:
    """On the page of editions, for whoever sees the edition: the newest words of every note that was corrected."""
    person = actor(request)
    editions = visible_editions(person).issued().filter(guideline=guideline)
    newest = Correction.objects.select_related("edition").newest(editions)
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


_ANY_CORRECTED = (
    "EXISTS (SELECT 1 FROM liaison_correction c JOIN editions_edition e ON e.id = c.edition_id "
    "JOIN editions_guideline g ON g.id = e.guideline_id WHERE g.policy_id = %s)"
)


def _told(request: HttpRequest, found: bool) -> None:
    """Most guidelines have no note that was corrected: their pages ask no further."""
    if not found:
        request.corrected_notes = {}  # type: ignore[attr-defined]  # read below


ANY_CORRECTED = Aside("any_corrected", _ANY_CORRECTED, _told)


def corrected_note(request: HttpRequest, *, edition: Edition, among: Collection[Edition] = ()) -> dict[str, Any] | None:
    """The slot after a change note, for whoever reads it: what it says since. One query for all that a page shows."""
    newest = getattr(request, "corrected_notes", None)
    if newest is None:
        newest = Correction.objects.newest(among or (edition,))
        if among:
            request.corrected_notes = newest  # type: ignore[attr-defined]
    one = newest.get(edition.pk)
    if one is None or one.note == edition.change_note:
        return None
    guideline = edition.guideline
    words = {"note": note_blocks(one.note, ()), "language": guideline.language}
    return {"one": one, "zone": guideline.market.time_zone, **words}
