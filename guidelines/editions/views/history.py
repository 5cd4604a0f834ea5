"""The history of a draft: its save points, what one of them changes, and the way back to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.editions import save_points as points
from guidelines.editions import services
from guidelines.editions.comparing import compare_details, compare_texts
from guidelines.editions.drafts import words_of
from guidelines.editions.models import Edition
from guidelines.editions.rights import why_not
from guidelines.editions.views.fetching import refuse, work_edition_for, work_page
from guidelines.people.requests import actor

LONGEST_NUMBER = 9


@login_required
@require_http_methods(["GET", "POST"])
def save_points(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    """Every save of a draft, what one of them changes against the words now, and the way back to it."""
    edition = work_edition_for(request, policy_id, number)
    reason = why_not(actor(request), "save", edition)
    if request.method == "POST":
        refuse(reason)
        return _restore(request, edition)
    chosen = _number_of_point(request.GET.get("point", ""))
    words, language = points.words_at(edition, chosen) if chosen else None, edition.guideline.language
    context: dict[str, Any] = {
        "points": points.history(edition),
        "chosen": chosen if words else None,
        "blocks": compare_texts(edition.source, words.source, language) if words else (),
        "details": compare_details(words_of(edition), words, language) if words else (),
        "reason": reason,
    }
    return work_page(request, "editions/save_points.html", edition, context)


def _number_of_point(text: str) -> int:
    """The number of a save point in an address or a form; 0, which none has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def _restore(request: HttpRequest, edition: Edition) -> HttpResponse:
    saved = services.restore(
        edition,
        by=actor(request),
        seen=request.POST.get("seen", ""),
        save_point=_number_of_point(request.POST.get("point", "")),
    )
    messages.success(
        request, _("Restored as a new save.") if saved.changed else _("The draft already has these words.")
    )
    return redirect("draft", edition.guideline.policy_id, edition.number)
