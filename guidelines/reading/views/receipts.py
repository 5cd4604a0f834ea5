"""Receipts: the box to type one, and what it stands for."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from guidelines.editions.redline_view import shown_as
from guidelines.editions.restricting import opened, stub_of
from guidelines.frame import clock
from guidelines.frame.refusals import NotFound
from guidelines.people.requests import actor
from guidelines.reading.queries.receipts import Resolved, guideline_of, resolve
from guidelines.reading.rule_words import document_of
from guidelines.reading.then_and_now import then_and_now
from guidelines.reading.verdicts import verdict_of


@require_safe
@login_required
def receipts(request: HttpRequest) -> HttpResponse:
    """The box to type a receipt into. `?code=` is what was typed; a right one leads to its own page."""
    text = request.GET.get("code", "").replace("\x00", " ").strip()
    if not text:
        return render(request, "reading/receipts.html", {"text": ""})
    try:
        found = resolve(actor(request), text, clock.now())
    except NotFound as refusal:
        return _not_found(request, text, refusal)
    return redirect("receipt", found.code)


@require_safe
@login_required
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """What a receipt stands for: the words then, and the words today."""
    try:
        found = resolve(actor(request), code, clock.now())
    except NotFound as refusal:
        return _not_found(request, code, refusal)
    if found.code != code:
        return redirect("receipt", found.code)
    opened(request, found.guideline)
    response = render(request, "reading/receipt.html", _context(request, found))
    response["Cache-Control"] = "private, no-cache"
    return response


def _not_found(request: HttpRequest, text: str, refusal: NotFound) -> HttpResponse:
    """The box again with what was typed, and why it leads nowhere; or the instruction of a restricted guideline."""
    if stub := stub_of(request, guideline_of(text)):
        return stub
    context = {"text": text[:60], "sentence": refusal.sentence}
    return render(request, "reading/receipts.html", context, status=404)


def _context(request: HttpRequest, found: Resolved) -> dict[str, object]:
    person, guideline, edition = actor(request), found.guideline, found.edition
    sides = then_and_now(found, edition) if edition else None
    return {
        "found": found,
        "guideline": guideline,
        "market": guideline.market,
        "verdict": verdict_of(found, person),
        "title": (edition or found.known.editions[0]).title,
        "sides": sides,
        "document": document_of(edition, guideline) if edition and not found.rule_id else None,
        "r": sides.comparison if sides else None,
        "c": sides.comparison if sides else None,
        "market_zone": guideline.market.time_zone,
        **shown_as(request),
    }
