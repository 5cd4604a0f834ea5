"""The history of a draft: its save points, what lies between any two of them, and the way back to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.editions import save_points as points
from guidelines.editions import services
from guidelines.editions.comparing import Block, Detail, compare_details, compare_texts
from guidelines.editions.models import Edition
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import why_not
from guidelines.editions.save_points import SavePoint
from guidelines.editions.views.fetching import whole_number, work_edition_for, work_page
from guidelines.frame.pagination import paginate
from guidelines.people.requests import actor


@dataclass(frozen=True)
class Between:
    """What changed from one save point to another."""

    older: SavePoint
    newer: SavePoint
    details: tuple[Detail, ...]
    blocks: tuple[Block, ...]

    @property
    def is_same(self) -> bool:
        return not self.details and not any(block.number for block in self.blocks)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def save_points(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    """Every save of a draft, newest first, autosaves of a sitting in one line; two of them compared; one restored."""
    edition = work_edition_for(request, policy_id, number)
    reason = why_not(actor(request), "save", edition)
    if request.method == "POST":
        refuse(reason)
        return _restore(request, edition)
    history = points.history(edition)
    context: dict[str, Any] = {
        "page": paginate(request, points.folded(history)),
        "now": history[0] if history else None,
        "a": whole_number(request.GET.get("a", "")),
        "b": whole_number(request.GET.get("b", "")),
        "between": _between(request, edition, history),
        "reason": reason,
    }
    return work_page(request, "editions/save_points.html", edition, context)


def _between(request: HttpRequest, edition: Edition, history: list[SavePoint]) -> Between | None:
    """The comparison that the address asks for, if both of its save points are there."""
    known = {point.id: point for point in history}
    older, newer = (known.get(whole_number(request.GET.get(name, ""))) for name in ("a", "b"))
    if older is None or newer is None:
        return None
    was, now = points.words_at(edition, older.id), points.words_at(edition, newer.id)
    if was is None or now is None:
        return None
    language = edition.guideline.language
    details = compare_details(was, now, language)
    return Between(older, newer, details, compare_texts(was.source, now.source, language))


def _restore(request: HttpRequest, edition: Edition) -> HttpResponse:
    saved = services.restore(
        edition,
        by=actor(request),
        seen=request.POST.get("seen", ""),
        save_point=whole_number(request.POST.get("point", "")),
    )
    messages.success(
        request, _("Restored as a new save.") if saved.changed else _("The draft already has these words.")
    )
    return redirect("draft", edition.guideline.policy_id, edition.number)
