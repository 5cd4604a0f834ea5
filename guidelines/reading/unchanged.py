"""The answer to a browser that has a reading page already: given before the session, forms and messages are looked at.

Only where this process knows who asks and keeps the page; everything else goes the long way, which answers the same.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers

from guidelines.frame import clock
from guidelines.people.presence import beat
from guidelines.people.sessions import LONGEST_PATH, MOST_PATHS, kept_reader
from guidelines.reading import drawing

PAGES = frozenset({"guideline", "edition"})
"""The names of the pages that are kept for each guideline."""


def unchanged(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware the settings name."""

    def at_once(request: HttpRequest) -> HttpResponse:
        return _not_modified(request) or get_response(request)

    return at_once


def _not_modified(request: HttpRequest) -> HttpResponse | None:
    if not _asks_plainly(request):
        return None
    request.get_host()  # refuses what is none of ours, as Django's own middleware does further down
    now = clock.now()
    reader = kept_reader(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""), now)
    if reader is None or reader.language not in dict(settings.LANGUAGES):
        return None
    match = _page(request.path_info)
    if match is None:
        return None
    with translation.override(reader.language):
        response = drawing.unchanged(request, match, reader, now)
    if response is not None:
        beat(reader.pk)
        response["Content-Language"] = reader.language
        patch_vary_headers(response, ("Cookie",))
    return response


def _asks_plainly(request: HttpRequest) -> bool:
    """Whether the browser has a page of this very address. A page that shows a message has no tag."""
    return (
        request.method in ("GET", "HEAD")
        and "HTTP_IF_NONE_MATCH" in request.META
        and not request.META.get("QUERY_STRING")
        and len(request.path_info) <= LONGEST_PATH
    )


@lru_cache(MOST_PATHS)
def _page(path: str) -> ResolverMatch | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match if match.view_name in PAGES else None
