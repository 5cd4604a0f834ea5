"""The answer with a reading page: from what is kept where that is right, drawn anew and kept where not."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import ResolverMatch
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from guidelines.editions.documents import words_in
from guidelines.editions.models import Edition
from guidelines.frame.holes import Holed
from guidelines.frame.navigation import entries
from guidelines.frame.slots import slot
from guidelines.people.sessions import Reader
from guidelines.reading import beforehand
from guidelines.reading.asking import Asked, acknowledged_at, asked, asking_major
from guidelines.reading.banners import Clock
from guidelines.reading.filling import HOLES, fillings, named
from guidelines.reading.freshness import release
from guidelines.reading.kept import KeptPage, Major, Marks, alike, content_of, keep, kept_page, nobody_like
from guidelines.reading.marks import Mark, marked, marks_on
from guidelines.reading.queries.guideline import KnownGuideline
from guidelines.reading.shared import KEPT, blank_request, shows_a_message
from guidelines.reading.sheets import Sheet, sheet_for_all_like
from guidelines.reading.texts import text_of
from guidelines.reading.turns import Bounds, bounds_of, next_turn
from guidelines.reading.watching import watched

TO_BE_ASKED = Asked("", is_done=False, is_late=False)


def after_note(request: HttpRequest, edition: Edition, sheet: Sheet) -> str:
    """What other rooms say of the change note, where it is shown."""
    return slot("change-note", request, edition=edition) if sheet.shows_changes else ""


def page_context(
    request: HttpRequest, edition: Edition, sheet: Sheet, marks: tuple[Mark, ...], after_note: str
) -> dict[str, Any]:
    """What the template of a reading page shows."""
    text, words = text_of(edition, sheet, apart=bool(marks)), words_in(sheet.language)
    return {
        "edition": edition,
        "sheet": sheet,
        "text": text,
        "decide": marked(text, marks, request),
        "words": words,
        "changed_heading": words["what_changed_in"] % {"number": sheet.number},
        "note": sheet.note(text.rules) if sheet.shows_changes else (),
        "after_note": after_note,
        "market_zone": sheet.market_zone,
    }


@dataclass(frozen=True)
class Begun:
    """A read that began: the answer, where a page that is kept is right, else what is needed to keep one."""

    answer: HttpResponse | None = None
    reader: Reader | None = None
    bounds: Bounds | None = None


def begin(request: HttpRequest, policy_id: str, now: dt.datetime) -> Begun:
    """The page from what this process or another one keeps; without an answer it must be drawn."""
    reader = _reader_of_kept(request)
    if reader is None:
        return Begun()
    those = alike(request.path, reader)
    found = kept_page(those, policy_id, reader, now)
    return Begun(_answer(request, reader, *found, now)) if found else Begun(None, reader, bounds_of(policy_id, now))


def unchanged(request: HttpRequest, match: ResolverMatch, reader: Reader, now: dt.datetime) -> HttpResponse | None:
    """304 where this server keeps the page and the browser has it as it is now. One query, or none."""
    found = kept_page(alike(request.path, reader), match.kwargs["policy_id"], reader, now)
    if found is None:
        return None
    tag = _tag(request, reader, found[0], entries(reader, match), found[1], now)
    response = get_conditional_response(request, etag=tag)
    return _of_this_state(response, tag) if response is not None else None


def answer_and_keep(request: HttpRequest, begun: Begun, known: KnownGuideline, edition: Edition) -> HttpResponse | None:
    """The page drawn anew and kept; None where it may not be kept: words never
    published or of a restricted guideline, a moment of the past, and where no Reader is."""
    reader, bounds = begun.reader, begun.bounds
    if reader is None or bounds is None or edition.published_at is None or known.guideline.is_restricted:
        return None
    major = asking_major(known, edition, reader)
    page = _drawn(request, known, edition, nobody_like(reader), major, bounds)
    if not HOLES.issuperset(page.packed.names):
        return None
    keep(alike(request.path, reader), page)
    marks = Marks(bounds.stamps, acknowledged_at(major))
    return _answer(request, reader, page, marks, known.now)


def _reader_of_kept(request: HttpRequest) -> Reader | None:
    """Who reads a page that may be kept: at a plain address, without a message that is shown once."""
    reader = getattr(request, "reader", None)
    if not isinstance(reader, Reader) or request.META.get("QUERY_STRING") or shows_a_message(request):
        return None
    return reader


def _drawn(
    request: HttpRequest,
    known: KnownGuideline,
    edition: Edition,
    nobody: Reader,
    major: Edition | None,
    bounds: Bounds,
) -> KeptPage:
    """Drawn for nobody, by a request that knows of nobody."""
    blank = blank_request(request, nobody)
    beforehand.tell(blank, bounds.asides)
    marks = marks_on(edition, known.now) if known.binding == edition else ()
    sheet = replace(sheet_for_all_like(known, edition, nobody), asked=TO_BE_ASKED if major else None)
    context = page_context(blank, edition, sheet, marks, after_note(blank, edition, sheet))
    holed = Holed.cut(render_to_string("reading/guideline.html", context | KEPT, blank))
    return KeptPage(
        packed=holed.packed(),
        content=content_of(holed),
        policy_id=sheet.policy_id,
        market_zone=sheet.market_zone,
        number=sheet.number,
        digest=sheet.digest,
        major=Major(major.pk, major.acknowledge_until, major.effective_from) if major else None,
        watched=watched(known.guideline, edition, sheet.standing, marks),
        stamps=bounds.stamps,
        since=known.now,
        until=next_turn(bounds, known, edition, major, marks),
    )


def _answer(request: HttpRequest, reader: Reader, page: KeptPage, marks: Marks, now: dt.datetime) -> HttpResponse:
    nav = entries(reader, request.resolver_match)
    tag = _tag(request, reader, page, nav, marks, now)
    response = get_conditional_response(request, etag=tag)
    if response is None:
        clock = Clock(reader.time_zone, page.market_zone)
        until = page.major.until_for(reader, now) if page.major else None
        said = asked(until, marks.done_at, now, reader.name, clock) if page.major else None
        watch = page.watched.from_now(now) if page.watched else None
        words = (page.policy_id, page.number, page.digest)
        response = HttpResponse(page.packed.filled(fillings(request, reader, nav, words, said, watch)))
    return _of_this_state(response, tag)


def _of_this_state(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    return response


def _tag(request: HttpRequest, reader: Reader, page: KeptPage, nav: object, marks: Marks, now: dt.datetime) -> str:
    """Of everything the page shows: its words, its holes, the cookies that theme and forms come from, the release."""
    until = page.major.until_for(reader, now) if page.major else None
    due = (until, until is not None and until <= now, marks.done_at)
    shown = (page.content, named(reader), get_language(), release(), nav, due)
    seen = repr((request.path, sorted(request.COOKIES.items()), shown))
    return f'"{hashlib.sha256(seen.encode()).hexdigest()[:32]}"'
