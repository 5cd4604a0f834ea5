"""Pages that show lists to many, the library and home: drawn once for everybody alike, filled in for each reader.

As a reading page they are right until a deed on words in force or on the lists (`Heard`), or the clock, changes them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from guidelines.editions.queries import FOR_EVER
from guidelines.editions.rights import SOON
from guidelines.frame.holes import CSRF, HERE, Holed, Packed, hole
from guidelines.frame.keeping import Keeper
from guidelines.frame.navigation import entries
from guidelines.frame.plain_sql import rows
from guidelines.frame.stored import instant_from, instant_to
from guidelines.people.sessions import Anyone, Reader
from guidelines.reading.filling import fillings_of_frame
from guidelines.reading.kept import alike, nobody_like

LIFE = dt.timedelta(minutes=5)
"""The longest that such a page is kept, whatever happens: lists that were derived anew by hand show after it."""


@dataclass(frozen=True)
class Heard:
    """The last deed on words in force anywhere, and on what stands on all pages; and what a reader is named for."""

    words: dt.datetime | None
    everything: int
    is_named: bool
    """Whether a restricted guideline names this reader: what they see is theirs alone, and is never kept."""


@dataclass(frozen=True)
class Drawing:
    """What a page shows those who are alike, and until when it is right by the clock."""

    template: str
    context: Mapping[str, Any]
    until: dt.datetime = FOR_EVER
    status: int = 200


@dataclass(frozen=True)
class SharedPage:
    """A page as it is kept."""

    packed: Packed
    status: int
    heard: Heard
    since: dt.datetime
    until: dt.datetime


Draw = Callable[[HttpRequest, Anyone], Drawing]
Fill = Callable[[], bytes]


@dataclass(frozen=True)
class Own:
    """What a page shows one person alone: for the templates that it calls personal, or each of them ready."""

    context: Mapping[str, Any] = field(default_factory=dict)
    holes: Mapping[str, Fill] = field(default_factory=dict)


KEPT = {"is_kept": True, "csrf_token": hole(CSRF), "here": hole(HERE), "nav": True, "shared_computer": False}
"""What the frame of a kept page is told. Whoever reads has a navigation, in a hole: here it keeps its place."""

_pages: Keeper[SharedPage] = Keeper(settings.KEPT_BYTES // 8)


_HEARD = (
    "SELECT (SELECT MAX(at) FROM reading_pulse), (SELECT event FROM reading_stamp WHERE policy_id = ''), "
    "EXISTS (SELECT 1 FROM editions_clearance WHERE person_id = %s AND ended_at IS NULL)"
)


def heard(person: Reader) -> Heard:
    """One small query."""
    ((words, everything, is_named),) = rows(_HEARD, (person.pk,))
    return Heard(instant_from(words), everything or 0, bool(is_named))


def answer(
    request: HttpRequest,
    person: Reader,
    draw: Draw,
    *,
    heard: Heard,
    now: dt.datetime,
    state: Hashable = (),
    own: Own | None = None,
) -> HttpResponse:
    """The page, from what is kept where that is right; `state` is what else those have in common who see the same."""
    own = own or Own()
    if shows_a_message(request) or heard.is_named or not is_read_lightly(request):
        drawing = draw(request, person)
        response = render(request, drawing.template, {**drawing.context, **own.context}, status=drawing.status)
        if heard.is_named:
            response["Cache-Control"] = "no-store"
        return response
    those = (alike(request.get_full_path(), person), state)
    page = _pages.get(those)
    if page is None or page.heard != heard or not page.since <= now < page.until:
        page = _drawn(request, draw, person, heard, now)
        _pages.put(those, page)
    filled = dict(fillings_of_frame(request, person, entries(person, request.resolver_match)))
    filled |= {name: fill() for name, fill in own.holes.items()}
    return HttpResponse(page.packed.filled(filled), status=page.status)


def clear() -> None:
    """Forget all pages, as a new process does."""
    _pages.clear()


def _drawn(request: HttpRequest, draw: Draw, person: Reader, heard: Heard, now: dt.datetime) -> SharedPage:
    """Drawn for nobody, by a request that knows of nobody."""
    nobody = nobody_like(person)
    blank = blank_request(request, nobody)
    drawing = draw(blank, nobody)
    holed = Holed.cut(render_to_string(drawing.template, {**drawing.context, **KEPT}, blank))
    return SharedPage(holed.packed(), drawing.status, heard, now, min(now + LIFE, drawing.until))


def shows_a_message(request: HttpRequest) -> bool:
    """Whether one waits that is shown once, to one person."""
    return bool(len(get_messages(request)))


def is_read_lightly(request: HttpRequest) -> bool:
    """Whether a Reader is enough to know; who sits at a shared computer is loaded anew, and sees what locks it."""
    return isinstance(getattr(request, "reader", None), Reader)


def blank_request(request: HttpRequest, nobody: Reader) -> HttpRequest:
    """The same page asked for without cookies, session or person."""
    blank = HttpRequest()
    blank.method, blank.path, blank.path_info = "GET", request.path, request.path_info
    blank.GET, blank.META = request.GET, {"QUERY_STRING": request.META.get("QUERY_STRING", "")}
    blank.resolver_match = request.resolver_match
    blank.reader = nobody  # type: ignore[attr-defined]  # read by frame.context.person_of
    return blank


_TURNS = (
    "SELECT (SELECT MIN(since) FROM reading_libraryrow WHERE since > %s), "
    "(SELECT MIN(since) FROM reading_libraryrow WHERE since > %s), "
    "(SELECT MIN(until) FROM reading_libraryrow WHERE until > %s), "
    "(SELECT MIN(until) FROM editions_suspension WHERE until > %s AND resumed_at IS NULL)"
)


def next_turn_of_all(now: dt.datetime) -> dt.datetime:
    """The next instant at which the clock begins or ends something, or shows it as coming. One query."""
    (found,) = rows(_TURNS, (instant_to(now), instant_to(now + SOON), instant_to(now), instant_to(now)))
    begins, later, *ends = map(instant_from, found)
    turns = [begins, later - SOON if later else None, *ends]
    return min((turn for turn in turns if turn), default=FOR_EVER)
