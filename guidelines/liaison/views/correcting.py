"""Correcting a change note, the words it had before, the packs that held it, and issuing those again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guidelines.editions.models import Edition
from guidelines.editions.restricting import opened
from guidelines.editions.rights import visible_editions
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, Outdated
from guidelines.liaison.services import correcting
from guidelines.liaison.views.fetching import exporter, pack_for
from guidelines.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def correct_note(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    """The note as it is told now and what it said before; other words from now on."""
    person = exporter(request)
    edition = _edition_for(person, policy_id, number)
    opened(request, edition.guideline)
    if request.method != "POST":
        return _page(request, edition, person)
    words = {name: request.POST.get(name, "") for name in ("note", "partner_note", "reason")}
    try:
        correcting.correct(edition, by=person, seen=request.POST.get("seen", ""), **words)
    except (Invalid, Outdated) as refusal:
        return _page(request, edition, person, status=refusal.status, problem=refusal.sentence, **words)
    messages.success(request, _("Corrected. New packs, feeds and pages tell these words from now on."))
    return redirect("correct_note", policy_id, number)


@require_POST
@login_required
def issue_again(request: HttpRequest, number: int) -> HttpResponse:
    """The same pack as the record tells it now, marked as corrected, to the same list."""
    again = correcting.issue_again(pack_for(request, number), by=exporter(request))
    return redirect(again)


def _edition_for(person: Person, policy_id: str, number: int) -> Edition:
    editions = visible_editions(person, clock.now()).issued().select_related("guideline__market", "guideline__domain")
    found: Edition | None = editions.filter(guideline__policy_id=policy_id, number=number).first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, edition: Edition, person: Person, *, status: int = 200, **typed: Any) -> HttpResponse:
    note, partner_note = correcting.words_now(edition)
    context = {
        "edition": edition,
        "guideline": edition.guideline,
        "chain": correcting.chain(edition),
        "seen": correcting.seen_of(edition),
        "packs": correcting.packs_that_held(edition, person),
        "why_not": correcting.why_not_correct(edition, person),
        "note": note,
        "partner_note": partner_note,
        **typed,
    }
    return render(request, "liaison/correct_note.html", context, status=status)
