"""What a browser kept of a draft that was never saved, against what is saved."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from guidelines.editions.comparing import compare_details, compare_texts
from guidelines.editions.drafts import words_of
from guidelines.editions.models import Edition
from guidelines.editions.reasons import refuse
from guidelines.editions.rights import why_not
from guidelines.editions.typed import words_typed
from guidelines.editions.views.fetching import work_edition_for, work_page
from guidelines.people.requests import actor

LONGEST_ID = 80
NOT_TYPED = ("csrfmiddlewaretoken", "action", "kept-id")


def after_saving(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Back to the draft. It names what the browser kept of the text just saved, so that it is not offered again."""
    address, kept_id = reverse("draft", args=[edition.guideline.policy_id, edition.number]), request.POST.get("kept-id")
    return redirect(f"{address}?{urlencode({'kept': kept_id[:LONGEST_ID]})}" if kept_id else address)


@login_required
@require_POST
def kept(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    """The difference, and the way to take the kept text back into the editor. Saves nothing."""
    edition = work_edition_for(request, policy_id, number)
    refuse(why_not(actor(request), "save", edition))
    form = words_typed(request.POST)
    mine, language = form.words.normalised().words if form.is_valid() else None, edition.guideline.language
    context = {
        "typed": [(name, value) for name, values in request.POST.lists() if name not in NOT_TYPED for value in values],
        "readable": mine is not None,
        "details": compare_details(words_of(edition), mine, language) if mine else (),
        "blocks": compare_texts(edition.source, mine.source, language) if mine else (),
    }
    return work_page(request, "editions/kept_difference.html", edition, context)
