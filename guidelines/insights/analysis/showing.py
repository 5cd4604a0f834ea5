"""What the analysis shows on pages nearer the ground."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from guidelines.editions.models import Edition
from guidelines.insights.analysis.rights import analyses
from guidelines.people.sessions import Anyone


def draft_side(request: HttpRequest, *, edition: Edition, person: Anyone) -> dict[str, Any] | None:
    """Beside a draft: what to look at before writing. Asks the database nothing."""
    if edition.guideline.is_restricted or not analyses(person):
        return None
    return {"guideline": edition.guideline}
