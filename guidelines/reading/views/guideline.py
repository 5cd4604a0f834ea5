"""The reading page, past editions of it, and addresses that people type."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.editions.models import Edition
from guidelines.editions.restricting import KNOWN, opened
from guidelines.frame import clock
from guidelines.frame.navigation import entries
from guidelines.people.models import Person
from guidelines.people.requests import actor, reader
from guidelines.people.sessions import Anyone, Reader, for_readers
from guidelines.reading.addressing import at_query
from guidelines.reading.as_of import as_of
from guidelines.reading.cards import note_of_nothing
from guidelines.reading.drawing import Begun, after_note, answer_and_keep, begin, page_context
from guidelines.reading.freshness import etag
from guidelines.reading.marks import marks_on
from guidelines.reading.missing import Missing, missing_of
from guidelines.reading.queries.guideline import KnownGuideline, known_guideline, policy_id_of_alias
from guidelines.reading.sheets import sheet_of
from guidelines.reading.watching import watch_of


class Elsewhere(Exception):
    """The guideline is known under another spelling or number: the policy ID to go to."""

    def __init__(self, policy_id: str) -> None:
        super().__init__(policy_id)
        self.policy_id = policy_id


class Unknown(Exception):
    """Nothing this person may know of: the sentence for the 404 page."""


def known_or_gone(request: HttpRequest, person: Anyone, policy_id: str, now: dt.datetime) -> KnownGuideline:
    """The guideline, or the exception that says where it is or that there is none."""
    known = known_guideline(person, policy_id, now)
    if known and known.guideline.is_restricted:
        known = _known_still(request, known, now)
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


def _known_still(request: HttpRequest, known: KnownGuideline, now: dt.datetime) -> KnownGuideline | None:
    """A restricted guideline is shown to nobody whose right ended, not even for half a minute."""
    if not isinstance(request.user, Person):
        return None
    found = known_guideline(request.user, known.guideline.policy_id, now)
    if found:
        opened(request, found.guideline)
    return found


def gone(request: HttpRequest, sentence: str, policy_id: str = "") -> HttpResponse:
    """404 with its sentence, and a way on: to the guideline of that policy ID, where they may know of it."""
    if policy_id:
        setattr(request, KNOWN, True)
    return render(request, "reading/not_found.html", {"sentence": sentence, "policy_id": policy_id}, status=404)


def moved(request: HttpRequest, name: str, found: Elsewhere, *args: object) -> HttpResponse:
    """To the same page under the right ID, with the question kept."""
    query = request.GET.urlencode()
    return redirect(reverse(name, args=[found.policy_id, *args]) + (f"?{query}" if query else ""))


@require_safe
@for_readers
def guideline(request: HttpRequest, policy_id: str) -> HttpResponse:
    """What is in force now, or was at the instant of `?at=`."""
    person, now = reader(request), clock.now()
    begun = begin(request, policy_id, now)
    if begun.answer is not None:
        return begun.answer
    try:
        known = known_or_gone(request, person, policy_id, now)
    except Elsewhere as found:
        return moved(request, "guideline", found)
    except Unknown as unknown:
        return gone(request, str(unknown))
    asked = as_of(request, known.guideline.market.time_zone)
    if asked.moved_to:
        return redirect(asked.moved_to)
    edition = known.in_force(asked.at or now)
    if edition is None:
        return nothing_in_force(request, person, known, asked.at)
    return asked.answer(_sheet_page(request, begun, person, known, edition, asked.at))


@require_safe
@for_readers
def edition(request: HttpRequest, policy_id: str, number: str) -> HttpResponse:
    """One edition by its number, under the banner that says where it stands."""
    begun = begin(request, policy_id, clock.now())
    return begun.answer or _edition_for(request, begun, reader(request), policy_id, number)


def _edition_for(request: HttpRequest, begun: Begun, person: Anyone, policy_id: str, number: str) -> HttpResponse:
    now = clock.now()
    try:
        known = known_or_gone(request, person, policy_id, now)
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
    if shown.published_at is None and isinstance(person, Reader):
        # Words that were never published are shown to nobody whose right ended, not even for half a minute.
        return _edition_for(request, Begun(), actor(request), policy_id, number)
    return _sheet_page(request, begun, person, known, shown, None)


def _sheet_page(
    request: HttpRequest,
    begun: Begun,
    person: Anyone,
    known: KnownGuideline,
    edition: Edition,
    at: dt.datetime | None,
) -> HttpResponse:
    answer = answer_and_keep(request, begun, known, edition) if at is None else None
    if answer is not None:
        return answer
    sheet, nav = sheet_of(known, edition, person, at), entries(person, request.resolver_match)
    marks = marks_on(edition, at or known.now) if known.in_force(at or known.now) == edition else ()
    corrected = after_note(request, edition, sheet)
    tag = "" if known.guideline.is_restricted else etag(request, person, sheet, nav, marks, corrected)
    unchanged = get_conditional_response(request, etag=tag) if tag else None
    if unchanged:
        response = unchanged
    else:
        # No part of the ETag: an old token only makes the page ask at once.
        watch = None if at else watch_of(known.guideline, edition, sheet.standing, known.now, marks)
        context = page_context(request, edition, sheet, marks, corrected) | {"nav": nav, "watch": watch}
        response = render(request, "reading/guideline.html", context)
    response["Cache-Control"] = "private, no-cache"
    if tag:
        response["ETag"] = tag
    return response


def nothing_in_force(
    request: HttpRequest, person: Anyone, known: KnownGuideline, at: dt.datetime | None
) -> HttpResponse:
    """Said plainly, with whom to ask: never an empty page."""
    if at is not None and not known.has_history:
        sentence = _("You may read what is in force now in this market, and not what was in force before.")
        return gone(request, sentence, known.guideline.policy_id)
    missing: Missing = missing_of(known, person, at)
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
