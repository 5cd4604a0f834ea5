"""The door of the feeds: programs read there with the secret in their address. No session, no cookie, no page."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.core.signals import got_request_exception
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag

from guidelines.frame import clock, limits
from guidelines.liaison.feeding import Entry, atom, entries, json_feed
from guidelines.liaison.models import Feed
from guidelines.liaison.services.feeds import hash_of
from guidelines.liaison.untold import silent

LOG = logging.getLogger(__name__)
PREFIX = "/feeds/"
READ_NOTED_EVERY = dt.timedelta(minutes=1)
Write = Callable[[Feed, list[Entry], str], bytes]
FORMS: dict[str, tuple[str, Write]] = {
    "atom.xml": ("application/atom+xml; charset=utf-8", atom),
    "feed.json": ("application/feed+json; charset=utf-8", json_feed),
}
ALWAYS = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}


def door(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware the settings name."""

    def through(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        response = answer(request)
        for name, words in ALWAYS.items():
            response.headers.setdefault(name, words)
        patch_vary_headers(response, ("Accept-Encoding",))
        if request.method == "HEAD":
            response.content = b""
        return response

    return through


def answer(request: HttpRequest) -> HttpResponse:
    try:
        request.get_host()
        view, places, named = resolve(request.path_info)
        response: HttpResponse = view(request, *places, **named)
        return response
    except Resolver404:
        return said(404, "There is no feed at this address.")
    except SuspiciousOperation:
        return said(400, "This portal can’t read that request.")
    except Exception:
        LOG.exception("A feed failed.")
        got_request_exception.send(sender=door, request=request)
        return said(500, "Something broke on our side. It is recorded. Ask again in a minute.")


def feed(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """The notes, if the address is known, open, and not asked too often."""
    if request.method not in ("GET", "HEAD"):
        return said(405, "A feed is only read: ask with GET.", {"Allow": "GET, HEAD"})
    found = _feed_of(token)
    if found is None or form not in FORMS:
        return said(404, "There is no feed at this address.")
    if found.ended_at or found.stakeholder.ended_at or silent(found):
        return said(410, "This feed was ended. Ask the liaison for another one.")
    allowance = limits.spend(f"feed:{found.pk}")
    if allowance.left < 0:
        headers = {"Retry-After": str(allowance.seconds), **allowance.headers()}
        return said(429, "This feed is asked too often. Once a quarter of an hour is enough.", headers)
    return _content(request, found, form)


def _content(request: HttpRequest, found: Feed, form: str) -> HttpResponse:
    now = clock.now()
    kind, write = FORMS[form]
    content = write(found, entries(found, now), request.build_absolute_uri("/"))
    old = Q(read_at=None) | Q(read_at__lt=now - READ_NOTED_EVERY)
    Feed.objects.filter(old, pk=found.pk).update(read_at=now)
    tag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in known or tag in {one.removeprefix("W/") for one in known}:
        return HttpResponse(status=304, headers={"ETag": tag})
    return HttpResponse(content, content_type=kind, headers={"ETag": tag})


def _feed_of(token: str) -> Feed | None:
    feeds = Feed.objects.select_related("stakeholder", "made_by")
    return feeds.filter(token_hash=hash_of(token)).first()


def said(status: int, sentence: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """A plain sentence in English: programs read it, and their keepers."""
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)
