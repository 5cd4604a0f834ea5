"""Computers that several people use: a sign-in ends after its hours, and locks when nobody uses it.

When the computer was last used is told by a cookie that only the portal can write: signed, and good for one session. So
every process can refuse by itself and nothing is written on the way. What a page asks for by itself, such as whether
something changed, is not use; `people/views/locking.py` is told by the page's script that somebody is there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from guidelines.frame import clock
from guidelines.frame.errors import way_back
from guidelines.frame.times import clock_in_zone
from guidelines.frame.typed import typed_text
from guidelines.people.models import Person, Site
from guidelines.people.requests import actor

COOKIE = "used"
ENDS_AT, TYPED = "ends_at", "typed"
"""What the session holds: when the sign-in ends (seconds since 1970), and text that met the lock."""
SIGNER = signing.Signer(salt="guidelines.people.locking")
OPEN_WHILE_LOCKED = frozenset({"unlock", "sign_out", "switch"})
MOST_LETTERS = 300_000
"""How much text that met the lock is kept."""

Handler = Callable[[HttpRequest], HttpResponse]


def shared_computers(get_response: Handler) -> Handler:
    """The middleware that keeps the rules of a person's site; it asks nothing of people elsewhere."""

    def guarded(request: HttpRequest) -> HttpResponse:
        site, session = site_of(request), request.session.session_key
        if site and is_over(request, site):
            logout(request)
        elif site and site.locks_when_idle and not is_open(request, site):
            return _left_clean(request, _locked(request, site), site, session)
        return _left_clean(request, get_response(request), site, session)

    return guarded


def site_of(request: HttpRequest) -> Site | None:
    """The site with shared computers at which whoever is signed in works. None elsewhere."""
    if getattr(request, "reader", None) is not None:
        return None  # nobody at a shared computer has one
    person = request.user
    if not isinstance(person, Person) or person.team is None or not person.on_shared_computer:
        return None
    return person.team.site


def is_over(request: HttpRequest, site: Site) -> bool:
    """Whether the hours of this sign-in have passed."""
    return site.forbids_staying and clock.now().timestamp() >= request.session.get(ENDS_AT, float("inf"))


def is_open(request: HttpRequest, site: Site) -> bool:
    """Whether the computer was used within the site's minutes, or this request asks to unlock or to sign out."""
    used = last_use(request)
    if used is not None and clock.now().timestamp() - used < site.idle_minutes * 60:
        return True
    try:
        return resolve(request.path_info).url_name in OPEN_WHILE_LOCKED
    except Resolver404:
        return False


def last_use(request: HttpRequest) -> int | None:
    """When this session was last used, in seconds since 1970; None where no cookie of ours says so."""
    try:
        when, whose = SIGNER.unsign(request.COOKIES.get(COOKIE, "")).split(":")
    except (signing.BadSignature, ValueError):
        return None
    return int(when) if whose == _name(request.session.session_key) else None


def mark_used(request: HttpRequest) -> None:
    """Count this request as use, though it is no page: the password was right, or a key was pressed."""
    request.was_used = True  # type: ignore[attr-defined]  # read when the answer leaves


def _name(session_key: str | None) -> str:
    """A session in the cookie, without what would open it."""
    return hashlib.sha256(f"used {session_key}".encode()).hexdigest()[:32]


def _is_page(request: HttpRequest) -> bool:
    """Whether the browser shows the answer as a page. An old browser that does not say so is believed."""
    is_json = "application/json" in request.headers.get("Accept", "")
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate" and not is_json


def _left_clean(request: HttpRequest, response: HttpResponse, before: Site | None, session: str | None) -> HttpResponse:
    """What the answer does to the browser: nothing is kept in it, and everything goes when the person goes."""
    site = site_of(request)
    if before or site:
        response.headers["Cache-Control"] = "private, no-store"
    if before and not request.user.is_authenticated:
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        response.delete_cookie(COOKIE, samesite="Lax")
    if site:
        _go_on(request, response, site, session)
    return response


def _go_on(request: HttpRequest, response: HttpResponse, site: Site, session: str | None) -> None:
    if site.forbids_staying and ENDS_AT not in request.session:
        request.session[ENDS_AT] = clock.now().timestamp() + site.session_hours * 3600
        request.session.set_expiry(0)
    is_new = request.session.session_key != session
    is_use = getattr(request, "was_used", _is_page(request) and not getattr(request, "was_locked", False))
    if site.locks_when_idle and (is_use or is_new):
        _set_used(request, response)


def _set_used(request: HttpRequest, response: HttpResponse) -> None:
    value = SIGNER.sign(f"{int(clock.now().timestamp())}:{_name(request.session.session_key)}")
    response.set_cookie(COOKIE, value, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


def _locked(request: HttpRequest, site: Site) -> HttpResponse:
    """Nothing but the lock, at the address that was asked for. Text that was sent is kept for the same person."""
    request.was_locked = True  # type: ignore[attr-defined]  # read when the answer leaves
    if not _is_page(request):
        sentence = _("The portal is locked. Unlock it, and your text is sent.")
        answer = {"saved": False, "problem": sentence, "problems": [sentence], "go": reverse("home"), "merge": False}
        return JsonResponse(answer, status=401)
    is_get = request.method in ("GET", "HEAD")
    typed = () if is_get else typed_text(request)
    if typed and sum(len(field.text) for field in typed) <= MOST_LETTERS:
        request.session[TYPED] = [(field.label, field.text) for field in typed]
    return lock_page(request, next_page=request.get_full_path() if is_get else way_back(request))


def lock_page(request: HttpRequest, *, next_page: str, problem: str = "", status: int = 403) -> HttpResponse:
    """The page that asks for the password."""
    person, used = actor(request), last_use(request)
    since = clock_in_zone(dt.datetime.fromtimestamp(used, dt.UTC), person.time_zone) if used is not None else ""
    context = {"next_page": next_page, "problem": problem, "since": since, "typed": request.session.get(TYPED)}
    return render(request, "people/locked.html", {**lock_words(person), **context, "is_page": True}, status=status)


def lock_words(person: Any) -> dict[str, Any]:
    """What the lock says, on its page and on the cover that lies ready in every page."""
    minutes = person.team.site.idle_minutes
    needs_password = person.has_usable_password() or not settings.DEMO
    return {"minutes": minutes, "needs_password": needs_password, "zone": person.time_zone}


def cover(request: Any, *, person: Any) -> dict[str, Any] | None:
    """What lies ready in every page of somebody whose site locks; nothing elsewhere and on the lock itself."""
    if not isinstance(person, Person) or person.team is None or not person.team.site.locks_when_idle:
        return None
    return None if getattr(request, "was_locked", False) else lock_words(person)
