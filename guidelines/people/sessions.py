"""Who is reading, without a query: the session's cookie resolves to a `Reader` that each process keeps for 30 seconds.

Reading pages need very little of a person, and to load session, person and roles anew costs more than all the rest of
such a page. So a process asks once and remembers the answer for `KEPT_FOR`. Whoever is signed out, leaves or loses a
role therefore reads on for half a minute at most, and does nothing else: only views marked `for_readers` see a Reader,
and those answer GET alone. Every deed, the administration and every draft load the real session and person.

A shared computer asks at every request whether it is locked, so who sits at one has no Reader and is loaded anew.

A deed of this process is known here at once (`forget`); what another process did, when the time is over.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, wraps
from threading import Lock
from typing import Any, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

from guidelines.audit.models import AuditEvent
from guidelines.frame import clock
from guidelines.people.models import Person
from guidelines.people.scopes import Holdings, holdings

KEPT_FOR = dt.timedelta(seconds=30)
MOST_KEPT = 5_000
"""How many sessions a process remembers, the latest used: some 10 MB."""

MOST_PATHS = 10_000
"""Of how many addresses a process remembers whether their view only reads."""

LONGEST_PATH = 200
"""Letters of an address that is remembered: what is longer somebody made up, to fill the memory."""

View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True)
class Reader:
    """What reading pages know of a person: who, where, how they like to see it, and what they hold."""

    pk: int
    employee_id: str
    name: str
    language: str
    time_zone: str
    theme: str
    keys_on: bool
    joined_at: dt.datetime
    is_staff: bool
    is_superuser: bool
    held: Holdings
    is_active: bool = field(default=True, init=False)
    is_authenticated: bool = field(default=True, init=False)

    @cached_property
    def rights(self) -> Hashable:
        """What decides which pages they may open: two with the same may open the same."""
        return self.held, self.is_superuser

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def _holdings(self) -> Holdings:
        """Where `scopes.holdings` looks first. To ask a Reader afresh fails: a deed takes the real person."""
        return self.held


Anyone: TypeAlias = Person | Reader
"""Somebody who reads. What writes asks for a Person."""


@dataclass(frozen=True)
class _Kept:
    reader: Reader
    since: dt.datetime
    until: dt.datetime


_kept: OrderedDict[str, _Kept] = OrderedDict()
_round = 0
"""Moves whenever somebody is forgotten: who was asked for before that may be another since, and is not kept."""
_lock = Lock()


def for_readers(view: View) -> View:
    """Mark a view that only reads: it finds the light `request.reader`, and nobody comes to it who is not signed in."""

    @wraps(view)
    def reading(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        # The session was not asked, so Django does not know that the answer depends on its cookie.
        patch_vary_headers(response, ("Cookie",))
        return response

    reading.for_readers = True  # type: ignore[attr-defined]  # a mark for the middleware below
    return reading  # type: ignore[return-value]  # the same signature, as `wraps` says


def readers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware that puts the Reader before the views marked for it."""

    def with_reader(request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD") and request.session.session_key and _is_for_readers(request.path_info):
            reader = reader_of(request)
            if reader is not None:
                request.reader = reader  # type: ignore[attr-defined]  # read by frame.context.person_of
        return get_response(request)

    return with_reader


def _is_for_readers(path: str) -> bool:
    return len(path) <= LONGEST_PATH and _only_reads(path)


@lru_cache(MOST_PATHS)
def _only_reads(path: str) -> bool:
    try:
        return getattr(resolve(path).func, "for_readers", False)
    except Resolver404:
        return False


def reader_of(request: HttpRequest) -> Reader | None:
    """Who holds the session of this request, kept here for 30 seconds or until the session ends.

    None for nobody, and for whoever sits at a shared computer.
    """
    key, now = request.session.session_key or "", clock.now()
    known = kept_reader(key, now)
    if known is not None:
        return known
    begun, found = _round, _found(request, now)
    if found is None:
        return None
    with _lock:
        if begun == _round:
            _kept[key] = found
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found.reader


def kept_reader(key: str, now: dt.datetime) -> Reader | None:
    """Who holds the session with this key, where this process knows it still."""
    with _lock:
        kept = _kept.get(key)
        if kept is not None and kept.since <= now < kept.until:
            _kept.move_to_end(key)
            return kept.reader
        _kept.pop(key, None)
    return None


def _found(request: HttpRequest, now: dt.datetime) -> _Kept | None:
    """Asked of the database, by the way every other page takes."""
    person = get_user(request)
    if not isinstance(person, Person) or person.on_shared_computer:
        return None
    ends = getattr(request.session, "ends_at", None)
    return _Kept(reader_from(person), now, min(now + KEPT_FOR, ends or now))


def reader_from(person: Person) -> Reader:
    """A person as this request found them."""
    return Reader(
        pk=person.pk,
        employee_id=person.employee_id,
        name=person.name,
        language=person.language,
        time_zone=person.time_zone,
        theme=person.theme,
        keys_on=person.keys_on,
        joined_at=person.joined_at,
        is_staff=person.is_staff,
        is_superuser=person.is_superuser,
        held=holdings(person),
    )


def forget(person_id: int) -> None:
    """Ask anew for this person's sessions."""
    global _round
    with _lock:
        _round += 1
        for key in [key for key, kept in _kept.items() if kept.reader.pk == person_id]:
            del _kept[key]


def forget_everybody() -> None:
    global _round
    with _lock:
        _round += 1
        _kept.clear()


def forget_whose_rights_changed(event: AuditEvent) -> None:
    """The follower of deeds on people: at once, and again when others see what was done."""
    _forget_after(event.verb, event.subject_id)
    transaction.on_commit(lambda: _forget_after(event.verb, event.subject_id))


def _forget_after(verb: str, person_id: int) -> None:
    """A delegation names who lends, and another's rights changed; a site names nobody: these ask for all anew."""
    if verb.startswith(("person.", "role.")):
        forget(person_id)
    else:
        forget_everybody()


CHANGING = (
    *("person.corrected", "person.moved", "person.password_changed", "person.left", "person.returned"),
    *("role.granted", "role.described", "role.ended", "delegation.granted", "delegation.ended"),
    *("site.changed", "team.changed"),
)
"""The deeds after which a Reader may be another."""
