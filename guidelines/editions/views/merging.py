"""Two texts become one: a save that met other words, and a draft whose guideline got newer published words."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.editions import services
from guidelines.editions.comparing import SHOWN_APART, compare_details, compare_texts
from guidelines.editions.drafts import NO_WORDS, DraftWords, merged_details, words_of
from guidelines.editions.forms import DraftForm
from guidelines.editions.models import Edition
from guidelines.editions.queries import newer_words
from guidelines.editions.rights import why_not
from guidelines.editions.views.fetching import refuse, work_edition_for, work_page
from guidelines.people.requests import actor
from guidelines.text.merging import merge


def merge_page(request: HttpRequest, edition: Edition, *, mine: DraftWords, seen: str, sentence: str) -> HttpResponse:
    """The answer to a save that met other words than those it was written on (`seen`): nothing is overwritten."""
    theirs = work_edition_for(request, edition.guideline.policy_id, edition.number)
    mine, language = mine.normalised().words, theirs.guideline.language
    context = {
        "form": DraftForm(initial={**asdict(mine), "seen": theirs.digest}),
        "sentence": sentence,
        "details": compare_details(words_of(theirs), mine, language),
        "blocks": compare_texts(theirs.source, mine.source, language),
    }
    return work_page(request, "editions/merge.html", theirs, context, 409)


@login_required
@require_http_methods(["GET", "POST"])
def rebase(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    """Put a draft on newer published words: see what they changed, bring it in, confirm."""
    edition = work_edition_for(request, policy_id, number)
    person = actor(request)
    refuse(why_not(person, "rebase", edition))
    newer = newer_words(edition)
    merged = merge(edition.base.source if edition.base else "", newer.source, edition.source) if newer else None
    if request.method == "POST" and newer and merged:
        base, theirs = words_of(edition.base) if edition.base else NO_WORDS, words_of(newer)
        words = replace(merged_details(base, theirs, words_of(edition)), source=merged.text)
        services.rebase(edition, by=person, seen=request.POST.get("seen", ""), words=words)
        messages.success(request, _("The draft now stands on edition %(number)d.") % {"number": newer.number})
        return redirect("draft", edition.guideline.policy_id, edition.number)
    before = words_of(edition.base) if edition.base else NO_WORDS
    language = edition.guideline.language
    context: dict[str, Any] = {
        "newer": newer,
        "merged": merged,
        "blocks": compare_texts(before.source, newer.source, language) if newer else (),
        "details": compare_details(before, words_of(newer), language, SHOWN_APART) if newer else (),
    }
    return work_page(request, "editions/rebase.html", edition, context)
