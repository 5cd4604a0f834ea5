"""The reading page, past editions of it, and addresses that people type."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.editions.documents import words_in
from guidelines.editions.models import Edition
from guidelines.frame import clock
from guidelines.frame.navigation import entries
from guidelines.people.models import Person
from guidelines.people.requests import actor
from guidelines.reading.addressing import at_query
from guidelines.reading.as_of import as_of
from guidelines.reading.cards import note_of_nothing
from guidelines.reading.freshness import etag
from guidelines.reading.marks import Mark, marked, marks_on
from guidelines.reading.missing import Missing, missing_of
from guidelines.reading.queries.guideline import KnownGuideline, known_guideline, policy_id_of_alias
from guidelines.reading.sheets import Sheet, sheet_of
from guidelines.reading.texts import text_of
from guidelines.reading.watching import watch_of


class Elsewhere(Exception):
    """The guideline is known under another spelling or number: the policy ID to go to."""

    def __init__(self, policy_id: str) -> None:
        super().__init__(policy_id)
        self.policy_id = policy_id


class Unknown(Exception):
    """Nothing this person may know of: the sentence for the 404 page."""


def known_or_gone(person: Person, policy_id: str, now: dt.datetime) -> KnownGuideline:
    """The guideline, or the exception that says where it is or that there is none."""
    known = known_guideline(person, policy_id, now)
    if known and known.guideline.policy_id == policy_id:
        return known
    found = known.guideline.policy_id if known else policy_id_of_alias(person, policy_id)
    if found:
        raise Elsewhere(found)
    raise Unknown(
        _(
            "There is no guideline %(policy_id)s that you may read. Check its three parts, or ask your lead: "
            "it may belong to a market or domain you don’t work in."
        )
        % {"policy_id": policy_id.upper()[:60]}
    )


def gone(request: HttpRequest, sentence: str, policy_id: str = "") -> HttpResponse:
    """404 with its sentence, and a way on."""
    return render(request, "reading/not_found.html", {"sentence": sentence, "policy_id": policy_id}, status=404)


def moved(request: HttpRequest, name: str, found: Elsewhere, *args: object) -> HttpResponse:
    """To the same page under the right ID, with the question kept."""
    query = request.GET.urlencode()
    return redirect(reverse(name, args=[found.policy_id, *args]) + (f"?{query}" if query else ""))


@require_safe
@login_required
def guideline(request: HttpRequest, policy_id: str) -> HttpResponse:
    """What is in force now, or was at the instant of `?at=`."""
    person, now = actor(request), clock.now()
    try:
        known = known_or_gone(person, policy_id, now)
    except Elsewhere as found:
        return moved(request, "guideline", found)
    except Unknown as unknown:
        return gone(request, str(unknown))
    asked = as_of(request, known.guideline.market.time_zone)
    if asked.moved_to:
        return redirect(asked.moved_to)
    edition = known.in_force(asked.at or now)
    if edition is None:
        return nothing_in_force(request, known, asked.at)
    return asked.answer(_sheet_page(request, known, edition, asked.at))


@require_safe
@login_required
def edition(request: HttpRequest, policy_id: str, number: str) -> HttpResponse:
    """One edition by its number, under the banner that says where it stands."""
    person, now = actor(request), clock.now()
    try:
        known = known_or_gone(person, policy_id, now)
    except Elsewhere as found:
        return moved(request, "edition", found, number)
    except Unknown as unknown:
        return gone(request, str(unknown))
    shown = known.numbered(int(number))
    if shown is None:
        sentence = _(
            "%(policy_id)s has no edition %(number)d that you may read. Choose one from the list of its editions."
        )
        return gone(request, sentence % {"policy_id": policy_id, "number": int(number)}, known.guideline.policy_id)
    return _sheet_page(request, known, shown, None)


def _sheet_page(request: HttpRequest, known: KnownGuideline, edition: Edition, at: dt.datetime | None) -> HttpResponse:
    person = actor(request)
    sheet, nav = sheet_of(known, edition, person, at), entries(person, request.resolver_match)
    marks = marks_on(edition, at or known.now) if known.in_force(at or known.now) == edition else ()
    tag = etag(request, person, sheet, nav, marks)
    unchanged = get_conditional_response(request, etag=tag) if tag else None
    response = unchanged or _drawn(request, known, sheet, at, _context(request, edition, sheet, nav, marks))
    response["Cache-Control"] = "private, no-cache"
    if tag:
        response["ETag"] = tag
    return response


def _drawn(
    request: HttpRequest,
    known: KnownGuideline,
    sheet: Sheet,
    at: dt.datetime | None,
    context: dict[str, Any],
) -> HttpResponse:
    """With what the page asks while it is open. No part of the ETag: an old token only makes it ask at once."""
    watch = None if at else watch_of(known.guideline, context["edition"], sheet.standing, known.now)
    return render(request, "reading/guideline.html", context | {"watch": watch})


def _context(
    request: HttpRequest, edition: Edition, sheet: Sheet, nav: tuple[Any, ...], marks: tuple[Mark, ...]
) -> dict[str, Any]:
    text = text_of(edition, sheet)
    words = words_in(sheet.language)
    return {
        "edition": edition,
        "sheet": sheet,
        "text": text,
        "decide": marked(text, marks, request),
        "words": words,
        "changed_heading": words["what_changed_in"] % {"number": sheet.number},
        "note": sheet.note(text.rules) if sheet.shows_changes else (),
        "market_zone": sheet.market_zone,
        "nav": nav,
    }


def nothing_in_force(request: HttpRequest, known: KnownGuideline, at: dt.datetime | None) -> HttpResponse:
    """Said plainly, with whom to ask: never an empty page."""
    if at is not None and not known.has_history:
        sentence = _("You may read what is in force now in this market, and not what was in force before.")
        return gone(request, sentence, known.guideline.policy_id)
    missing: Missing = missing_of(known, actor(request), at)
    context = {
        "missing": missing,
        "guideline": known.guideline,
        "market_zone": known.guideline.market.time_zone,
        "note": note_of_nothing(known, at),
        "at_query": at_query(at),
    }
    response = render(request, "reading/nothing_in_force.html", context)
    response["Cache-Control"] = "private, no-cache"
    return response
