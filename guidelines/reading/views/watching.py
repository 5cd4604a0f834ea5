"""What open pages ask: whether anything changed, and what became of their guideline."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required, login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.frame import clock
from guidelines.frame.refusals import NotFound
from guidelines.people.requests import actor
from guidelines.reading.marks import Mark, marked, marks_on
from guidelines.reading.news_of_page import PageNews, Seen, news_of_page
from guidelines.reading.queries.guideline import KnownGuideline
from guidelines.reading.sheets import sheet_of
from guidelines.reading.texts import text_of
from guidelines.reading.views.guideline import Elsewhere, Unknown, known_or_gone
from guidelines.reading.watching import STANDINGS, BadToken, is_outdated, watch_of


@require_safe
@login_not_required
def changes(request: HttpRequest) -> HttpResponse:
    """204 while nothing changed since the token was made, 200 when something did, 401 for a token nobody was given.

    Asked without cookies: the token itself was given to a reader, and says of what market and domain.
    """
    try:
        outdated = is_outdated(request.GET.get("since", ""), clock.now())
    except BadToken:
        outdated = None
    response = HttpResponse(status=401 if outdated is None else 200 if outdated else 204)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@login_required
def changed_since(request: HttpRequest, policy_id: str, number: str) -> HttpResponse:
    """The bar and the new rows for whoever has this edition open; 204 when they see how things stand."""
    person, now = actor(request), clock.now()
    try:
        known = known_or_gone(request, person, policy_id, now)
    except (Elsewhere, Unknown) as error:
        raise NotFound(_("There is no such guideline that you may read.")) from error
    shown, standing = known.numbered(int(number)), request.GET.get("standing", "")
    if standing not in STANDINGS or (shown and not any(span.since <= now for span in known.periods_of(shown))):
        raise NotFound(_("This edition was not in force. Open the guideline again."))
    seen = Seen(standing, request.GET.get("marks"), request.GET.get("rule", ""))
    marks = marks_on(known.binding, now) if known.binding else ()
    news = news_of_page(known, shown, seen, marks, person)
    response = _told(request, known, news, marks) if news else HttpResponse(status=204)
    stands = news.edition if news else shown
    if stands:
        standing = sheet_of(known, stands, person).standing
        if watch := watch_of(known.guideline, stands, standing, now, marks, seen.rule):
            response["X-Poll"], response["X-Ask"] = watch.poll, watch.ask
    response["Cache-Control"] = "no-store"
    return response


def _told(request: HttpRequest, known: KnownGuideline, news: PageNews, marks: tuple[Mark, ...]) -> HttpResponse:
    edition, has_rows = news.edition, news.changed or news.gone or news.pinned
    sheet = sheet_of(known, edition, actor(request)) if edition and has_rows else None
    decide = marked(text_of(edition, sheet, apart=bool(marks)), marks, request) if edition and sheet else ""
    return render(request, "reading/page_news.html", {"news": news, "known": known, "decide": decide})
